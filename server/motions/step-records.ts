import { and, asc, eq } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
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

/** The steps that these motions have passed, in no order. */
export async function selectPassed(
  db: Reader,
  motionIds: string[],
): Promise<Pick<StepRecord, 'motionId' | 'step' | 'state' | 'isMerged'>[]> {
  if (motionIds.length === 0) return [];
  const { motionId, step, state, isMerged } = motionStep;
  return db
    .select({ motionId, step, state, isMerged })
    .from(motionStep)
    .where(and(among(motionId, motionIds), eq(state, 'passed')));
}

/** Puts other words in place of those of a meeting's record. */
export async function updateStepWords(
  tx: Tx,
  id: string,
  words: Pick<StepRecord, 'minutes' | 'html' | 'dissent' | 'place' | 'chair' | 'reason'>,
): Promise<void> {
  await tx.update(motionStep).set(words).where(eq(motionStep.id, id));
}
