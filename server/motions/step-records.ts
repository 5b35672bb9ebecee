import { asc, eq } from 'drizzle-orm';
import { motionStep } from '#db/schema/motions.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type StepRecord = typeof motionStep.$inferSelect;

/** No motion is tried so often. */
const MOST_TRIES = 100;

/** Every try at every step of a motion, by step and try. */
export function selectSteps(db: Reader, motionId: string): Promise<StepRecord[]> {
  return db
    .select()
    .from(motionStep)
    .where(eq(motionStep.motionId, motionId))
    .orderBy(asc(motionStep.step), asc(motionStep.attempt))
    .limit(MOST_TRIES);
}

/** Puts other words in place of those of a meeting's record. */
export async function updateStepWords(
  tx: Tx,
  id: string,
  words: Pick<StepRecord, 'minutes' | 'html' | 'dissent' | 'place' | 'chair' | 'reason'>,
): Promise<void> {
  await tx.update(motionStep).set(words).where(eq(motionStep.id, id));
}
