import { asc, eq } from 'drizzle-orm';
import { motionStep } from '#db/schema/motions.ts';
import type { Reader } from '#db/surface.ts';

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
