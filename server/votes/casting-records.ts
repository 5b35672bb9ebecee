import { and, eq, isNull, or } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { voteElector, voteEnvelope, voteNamedBallot, voteTable } from '#db/schema/votes.ts';
import type { Reader, Tx } from '#db/surface.ts';

/** The line of a roster through which somebody votes, and where he took a paper ballot. */
export interface OwnLine {
  id: string;
  voteId: string;
  standing: string;
  reason: string;
  householdId: string | null;
  mandateVillagerId: string | null;
  voted: string | null;
  table: { no: number; place: string } | null;
}

/** Who asks: his lines on the rosters of villages, and his households. */
export interface Asking {
  villagerIds: string[];
  householdIds: string[];
}

/** The lines of somebody in these votes: as a person, for his household, or sent by one. */
export async function selectOwnLines(
  db: Reader,
  voteIds: string[],
  { villagerIds, householdIds }: Asking,
): Promise<OwnLine[]> {
  if (voteIds.length === 0 || villagerIds.length === 0) return [];
  const { id, voteId, standing, reason, householdId, mandateVillagerId, voted } = voteElector;
  const rows = await db
    .select({
      ...{ id, voteId, standing, reason, householdId, mandateVillagerId, voted },
      ...{ tableNo: voteTable.no, place: voteTable.place },
    })
    .from(voteElector)
    .leftJoin(voteTable, eq(voteTable.id, voteElector.tableId))
    .where(
      // Each way by an index of its own, so that nobody's line is looked for among thousands.
      or(
        and(among(voteId, voteIds), among(voteElector.villagerId, villagerIds)),
        and(among(voteId, voteIds), among(voteElector.householdId, householdIds)),
        and(among(voteId, voteIds), among(mandateVillagerId, villagerIds)),
      ),
    )
    .limit(voteIds.length * 10);
  return rows.map(({ tableNo, place, ...line }) => ({
    ...line,
    table: tableNo === null || place === null ? null : { no: tableNo, place },
  }));
}

/** Marks that somebody voted online; false when he had voted before, or may not. */
export async function markVoted(tx: Tx, electorId: string): Promise<boolean> {
  const rows = await tx
    .update(voteElector)
    .set({ voted: 'online' })
    .where(
      and(eq(voteElector.id, electorId), eq(voteElector.standing, 'in'), isNull(voteElector.voted)),
    )
    .returning({ id: voteElector.id });
  return rows.length === 1;
}

/** Lays a sealed ballot beside the roll. */
export async function insertEnvelope(tx: Tx, row: typeof voteEnvelope.$inferInsert): Promise<void> {
  await tx.insert(voteEnvelope).values(row);
}

/** Keeps a ballot with its name, of an open vote. */
export async function insertNamedBallot(
  tx: Tx,
  row: typeof voteNamedBallot.$inferInsert,
): Promise<void> {
  await tx.insert(voteNamedBallot).values(row);
}

/** The hash of the envelope on each of these lines; none after the box was opened. */
export async function selectHashes(db: Reader, electorIds: string[]) {
  if (electorIds.length === 0) return [];
  const { electorId, hash } = voteEnvelope;
  return db
    .select({ electorId, hash })
    .from(voteEnvelope)
    .where(among(electorId, electorIds))
    .limit(electorIds.length);
}

/** What somebody's named ballot says; null in a secret vote, and before he voted. */
export async function selectNamedChoice(db: Reader, electorId: string): Promise<number[] | null> {
  const [row] = await db
    .select({ choices: voteNamedBallot.choices })
    .from(voteNamedBallot)
    .where(eq(voteNamedBallot.electorId, electorId))
    .limit(1);
  return row?.choices ?? null;
}

/** Destroys the ballots of an open vote that is void. */
export async function deleteNamedBallots(tx: Tx, voteId: string): Promise<void> {
  await tx.delete(voteNamedBallot).where(eq(voteNamedBallot.voteId, voteId));
}
