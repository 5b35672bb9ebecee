import { and, asc, count, eq, isNull, max } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { voteElector, votePaperCount, voteSetAside, voteTable } from '#db/schema/votes.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type TableRow = typeof voteTable.$inferSelect;

/** A line of the roll as a table sees it. */
export interface RollLine {
  id: string;
  no: number;
  name: string;
  groupCode: string | null;
  mandateVillagerId: string | null;
  householdId: string | null;
  voted: string | null;
  tableId: string | null;
}

const line = {
  id: voteElector.id,
  no: voteElector.no,
  name: voteElector.name,
  groupCode: voteElector.groupCode,
  mandateVillagerId: voteElector.mandateVillagerId,
  householdId: voteElector.householdId,
  voted: voteElector.voted,
  tableId: voteElector.tableId,
};
const A_PAGE = 40;
/** More tables than a village sets up, and more lines than a roll has. */
const MOST_TABLES = 100;
const MOST_LINES = 20_000;

/** The tables of a vote, in the order in which they were opened. */
export function selectTables(db: Reader, voteId: string): Promise<TableRow[]> {
  return db
    .select()
    .from(voteTable)
    .where(eq(voteTable.voteId, voteId))
    .orderBy(asc(voteTable.no))
    .limit(MOST_TABLES);
}

export async function selectTable(db: Reader, id: string): Promise<TableRow | null> {
  const [row] = await db.select().from(voteTable).where(eq(voteTable.id, id)).limit(1);
  return row ?? null;
}

/** The number that the next table of a vote gets. */
export async function nextTableNo(tx: Tx, voteId: string): Promise<number> {
  const [row] = await tx
    .select({ no: max(voteTable.no) })
    .from(voteTable)
    .where(eq(voteTable.voteId, voteId));
  return (row?.no ?? 0) + 1;
}

export async function insertTable(tx: Tx, row: TableRow): Promise<void> {
  await tx.insert(voteTable).values(row);
}

/** Moves a table on from the state in which it was believed to be. */
export async function setTable(
  tx: Tx,
  { id, from }: { id: string; from: string },
  change: Partial<TableRow>,
): Promise<boolean> {
  const rows = await tx
    .update(voteTable)
    .set(change)
    .where(and(eq(voteTable.id, id), eq(voteTable.state, from)))
    .returning({ id: voteTable.id });
  return rows.length === 1;
}

/** Moves all tables of a vote on. */
export async function setAllTables(
  tx: Tx,
  voteId: string,
  change: Partial<TableRow>,
): Promise<void> {
  await tx.update(voteTable).set(change).where(eq(voteTable.voteId, voteId));
}

/** Whoever on the roll has this number, or exactly this name; a page at most. */
export function searchRoll(
  db: Reader,
  voteId: string,
  by: { no: number } | { name: string },
): Promise<RollLine[]> {
  const isMeant = 'no' in by ? eq(voteElector.no, by.no) : eq(voteElector.name, by.name);
  return db
    .select(line)
    .from(voteElector)
    .where(and(eq(voteElector.voteId, voteId), eq(voteElector.standing, 'in'), isMeant))
    .orderBy(asc(voteElector.no), asc(voteElector.id))
    .limit(A_PAGE);
}

/** The whole roll, by number, for a sheet. */
export function selectWholeRoll(db: Reader, voteId: string): Promise<RollLine[]> {
  return db
    .select(line)
    .from(voteElector)
    .where(and(eq(voteElector.voteId, voteId), eq(voteElector.standing, 'in')))
    .orderBy(asc(voteElector.no), asc(voteElector.id))
    .limit(MOST_LINES);
}

/** One line of the roll. */
export async function selectLine(
  db: Reader,
  voteId: string,
  electorId: string,
): Promise<RollLine | null> {
  const [row] = await db
    .select(line)
    .from(voteElector)
    .where(
      and(
        eq(voteElector.id, electorId),
        eq(voteElector.voteId, voteId),
        eq(voteElector.standing, 'in'),
      ),
    )
    .limit(1);
  return row ?? null;
}

/** Gives somebody a paper ballot at a table; false when he voted already, in whatever way. */
export async function markPaper(
  tx: Tx,
  { electorIds, tableId }: { electorIds: string[]; tableId: string },
): Promise<string[]> {
  const rows = await tx
    .update(voteElector)
    .set({ voted: 'paper', tableId })
    .where(
      and(
        among(voteElector.id, electorIds),
        eq(voteElector.standing, 'in'),
        isNull(voteElector.voted),
      ),
    )
    .returning({ id: voteElector.id });
  return rows.map(({ id }) => id);
}

/** Takes a tick back that was set at the wrong line. */
export async function unmarkPaper(
  tx: Tx,
  { electorId, tableId }: { electorId: string; tableId: string },
): Promise<boolean> {
  const rows = await tx
    .update(voteElector)
    .set({ voted: null, tableId: null })
    .where(
      and(
        eq(voteElector.id, electorId),
        eq(voteElector.tableId, tableId),
        eq(voteElector.voted, 'paper'),
      ),
    )
    .returning({ id: voteElector.id });
  return rows.length === 1;
}

/** How many took a paper ballot at each of these tables. */
export async function countTicks(db: Reader, tableIds: string[]): Promise<Map<string, number>> {
  if (tableIds.length === 0) return new Map();
  const rows = await db
    .select({ tableId: voteElector.tableId, n: count() })
    .from(voteElector)
    .where(and(among(voteElector.tableId, tableIds), eq(voteElector.voted, 'paper')))
    .groupBy(voteElector.tableId)
    .limit(tableIds.length);
  return new Map(rows.map(({ tableId, n }) => [tableId ?? '', n]));
}

/** Sets outer envelopes aside unopened; once each. */
export async function insertSetAside(
  tx: Tx,
  rows: (typeof voteSetAside.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0) await tx.insert(voteSetAside).values(rows).onConflictDoNothing();
}

/** Whose envelopes of a vote's tables were set aside, and why. */
export function selectSetAside(db: Reader, tableIds: string[]) {
  return db
    .select({
      tableId: voteSetAside.tableId,
      why: voteSetAside.why,
      no: voteElector.no,
      name: voteElector.name,
      groupCode: voteElector.groupCode,
    })
    .from(voteSetAside)
    .innerJoin(voteElector, eq(voteElector.id, voteSetAside.electorId))
    .where(among(voteSetAside.tableId, tableIds))
    .orderBy(asc(voteSetAside.tableId), asc(voteElector.no))
    .limit(MOST_LINES);
}

/** Keeps, sealed, what one teller counted; false when he had counted already. */
export async function insertPaperCount(
  tx: Tx,
  row: typeof votePaperCount.$inferInsert,
): Promise<boolean> {
  const rows = await tx
    .insert(votePaperCount)
    .values(row)
    .onConflictDoNothing()
    .returning({ tellerId: votePaperCount.tellerId });
  return rows.length === 1;
}

/** What was counted so far, by teller. */
export function selectPaperCounts(db: Reader, voteId: string) {
  return db
    .select()
    .from(votePaperCount)
    .where(eq(votePaperCount.voteId, voteId))
    .orderBy(asc(votePaperCount.tellerId))
    .limit(2);
}

/** Destroys what the tellers typed: they differ, or it went into the result. */
export async function deletePaperCounts(tx: Tx, voteId: string): Promise<void> {
  await tx.delete(votePaperCount).where(eq(votePaperCount.voteId, voteId));
}
