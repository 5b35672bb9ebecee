import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { consensus, consensusVersion } from '#db/schema/motions.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type ConsensusRecord = typeof consensus.$inferSelect;
export type ConsensusVersion = typeof consensusVersion.$inferSelect;

/** The records of a motion's talks, the first one first. */
export function selectConsensus(db: Reader, motionId: string): Promise<ConsensusRecord[]> {
  return db
    .select()
    .from(consensus)
    .where(eq(consensus.motionId, motionId))
    .orderBy(asc(consensus.no))
    .limit(50);
}

/** One record by its id. */
export async function consensusById(db: Reader, id: string): Promise<ConsensusRecord | null> {
  const [row] = await db.select().from(consensus).where(eq(consensus.id, id)).limit(1);
  return row ?? null;
}

/** The number that the next record of a motion has. */
export async function nextConsensusNo(tx: Tx, motionId: string): Promise<number> {
  const [last] = await tx
    .select({ no: consensus.no })
    .from(consensus)
    .where(eq(consensus.motionId, motionId))
    .orderBy(desc(consensus.no))
    .limit(1);
  return (last?.no ?? 0) + 1;
}

export async function insertConsensus(tx: Tx, row: ConsensusRecord): Promise<void> {
  await tx.insert(consensus).values(row);
}

export async function updateConsensus(
  tx: Tx,
  id: string,
  changes: Partial<ConsensusRecord>,
): Promise<void> {
  await tx.update(consensus).set(changes).where(eq(consensus.id, id));
}

/** What these records said before, by record, the first wording first. */
export async function selectConsensusVersions(
  db: Reader,
  ids: string[],
): Promise<ConsensusVersion[]> {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(consensusVersion)
    .where(inArray(consensusVersion.consensusId, ids))
    .orderBy(asc(consensusVersion.consensusId), asc(consensusVersion.no))
    .limit(500);
}

export async function insertConsensusVersion(tx: Tx, row: ConsensusVersion): Promise<void> {
  await tx.insert(consensusVersion).values(row);
}

/** Puts the words of a kept wording in place of those it had, for 隐私更正 alone. */
export async function replaceConsensusVersion(
  tx: Tx,
  { consensusId, no }: Pick<ConsensusVersion, 'consensusId' | 'no'>,
  changes: Partial<ConsensusVersion>,
): Promise<void> {
  await tx.update(consensusVersion).set(changes).where(isVersion({ consensusId, no }));
}

function isVersion({ consensusId, no }: Pick<ConsensusVersion, 'consensusId' | 'no'>) {
  return and(eq(consensusVersion.consensusId, consensusId), eq(consensusVersion.no, no));
}
