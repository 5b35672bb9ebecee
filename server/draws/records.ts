import { and, asc, count, desc, eq, gte, isNull, lt } from 'drizzle-orm';
import {
  drawEntry,
  drawOpening,
  drawPick,
  drawPool,
  drawRound,
  type NamedSource,
} from '#db/schema/draws.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type { NamedSource };
export type RoundRow = typeof drawRound.$inferSelect;
export type PoolRow = typeof drawPool.$inferSelect;
export type PickRow = typeof drawPick.$inferSelect;
export type EntryRow = typeof drawEntry.$inferSelect;
export type OpeningRow = typeof drawOpening.$inferSelect;

/** Rows of a long list go in by so many, below what one statement may carry. */
const AT_ONCE = 200;
/** A county has some hundred villages; one round stays far below this. */
const MOST_POOLS = 2000;

/** Announces a round; false when this month's was announced already. */
export async function insertRound(tx: Tx, row: RoundRow): Promise<boolean> {
  const made = await tx
    .insert(drawRound)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: drawRound.id });
  return made.length > 0;
}

export async function insertPools(tx: Tx, rows: PoolRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    await tx.insert(drawPool).values(rows.slice(at, at + AT_ONCE));
  }
}

export async function insertPicks(tx: Tx, rows: PickRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += AT_ONCE) {
    await tx.insert(drawPick).values(rows.slice(at, at + AT_ONCE));
  }
}

/** The numbers as somebody typed them; typed again, the later ones count. */
export async function putEntry(tx: Tx, row: EntryRow): Promise<void> {
  const { byPost, numbers, at } = row;
  await tx
    .insert(drawEntry)
    .values(row)
    .onConflictDoUpdate({
      target: [drawEntry.roundId, drawEntry.byId],
      set: { byPost, numbers, at },
    });
}

export async function setDrawn(
  tx: Tx,
  id: string,
  drawn: { drawnAt: EpochMs; numbers: number[][] },
): Promise<void> {
  await tx.update(drawRound).set(drawn).where(eq(drawRound.id, id));
}

export async function selectRound(db: Reader, id: string): Promise<RoundRow | null> {
  const [row] = await db.select().from(drawRound).where(eq(drawRound.id, id)).limit(1);
  return row ?? null;
}

/** How many rounds have names that begin like this. */
export async function countRoundsNamed(db: Reader, name: string): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(drawRound)
    .where(and(gte(drawRound.id, name), lt(drawRound.id, `${name}~`)));
  return row?.n ?? 0;
}

/** Rounds, the newest first, those announced before an instant. */
export function selectRounds(
  db: Reader,
  { before, limit }: { before: EpochMs; limit: number },
): Promise<RoundRow[]> {
  return db
    .select()
    .from(drawRound)
    .where(lt(drawRound.announcedAt, before))
    .orderBy(desc(drawRound.announcedAt), desc(drawRound.id))
    .limit(limit);
}

export function selectEntries(db: Reader, roundId: string): Promise<EntryRow[]> {
  return db
    .select()
    .from(drawEntry)
    .where(eq(drawEntry.roundId, roundId))
    .orderBy(asc(drawEntry.at))
    .limit(50);
}

export function selectPools(db: Reader, roundId: string): Promise<PoolRow[]> {
  return db
    .select()
    .from(drawPool)
    .where(eq(drawPool.roundId, roundId))
    .orderBy(asc(drawPool.id))
    .limit(MOST_POOLS);
}

/** The pools of a round without their sealed tables, for pages. */
export function selectPoolLines(db: Reader, roundId: string) {
  const { id, subjectId, villageCode, size, need } = drawPool;
  return db
    .select({ id, subjectId, villageCode, size, need })
    .from(drawPool)
    .where(eq(drawPool.roundId, roundId))
    .orderBy(asc(drawPool.id))
    .limit(MOST_POOLS);
}

/** The newest pool for something that is drawn for; null when there never was one. */
export async function selectNewestPool(db: Reader, subjectId: string): Promise<string | null> {
  const [row] = await db
    .select({ id: drawPool.id })
    .from(drawPool)
    .where(eq(drawPool.subjectId, subjectId))
    .orderBy(desc(drawPool.frozenAt))
    .limit(1);
  return row?.id ?? null;
}

export async function selectPool(db: Reader, id: string): Promise<PoolRow | null> {
  const [row] = await db.select().from(drawPool).where(eq(drawPool.id, id)).limit(1);
  return row ?? null;
}

export function selectPicks(db: Reader, poolId: string): Promise<PickRow[]> {
  return db
    .select()
    .from(drawPick)
    .where(eq(drawPick.poolId, poolId))
    .orderBy(asc(drawPick.step))
    .limit(MOST_POOLS);
}

export async function selectOpening(db: Reader, poolId: string): Promise<OpeningRow | null> {
  const [row] = await db.select().from(drawOpening).where(eq(drawOpening.poolId, poolId)).limit(1);
  return row ?? null;
}

/** Somebody asks to open a table; false when it was asked already. */
export async function insertOpening(tx: Tx, row: OpeningRow): Promise<boolean> {
  const made = await tx
    .insert(drawOpening)
    .values(row)
    .onConflictDoNothing()
    .returning({ poolId: drawOpening.poolId });
  return made.length > 0;
}

/** The second person opens it; false when it was open already. */
export async function setOpened(
  tx: Tx,
  poolId: string,
  second: Pick<OpeningRow, 'secondById' | 'secondByPost' | 'openedAt'>,
): Promise<boolean> {
  const opened = await tx
    .update(drawOpening)
    .set(second)
    .where(and(eq(drawOpening.poolId, poolId), isNull(drawOpening.openedAt)))
    .returning({ poolId: drawOpening.poolId });
  return opened.length > 0;
}

/** The hash of a pool's table as the ledger has it from the moment of its freezing. */
export async function selectFrozenHash(db: Reader, poolId: string): Promise<string | null> {
  const [row] = await db
    .select({ facts: ledgerEntry.facts })
    .from(ledgerEntry)
    .where(
      and(
        eq(ledgerEntry.subjectKind, 'draw'),
        eq(ledgerEntry.subjectId, poolId),
        eq(ledgerEntry.what, 'draw.frozen'),
      ),
    )
    .limit(1);
  return row ? String(row.facts.tableHash) : null;
}
