import { eq, inArray } from 'drizzle-orm';
import { appeal, appealStep, milestone } from '#db/schema/appeals.ts';
import type { Reader, Tx } from '#db/surface.ts';

/** The words of an appeal's steps; facts may hold words too (what is planned). */
export function selectStepWords(tx: Tx, postId: string) {
  return tx
    .select({
      id: appealStep.id,
      body: appealStep.body,
      html: appealStep.html,
      facts: appealStep.facts,
    })
    .from(appealStep)
    .where(eq(appealStep.postId, postId))
    .limit(1000);
}

export async function rewordStep(
  tx: Tx,
  id: string,
  words: Pick<typeof appealStep.$inferSelect, 'body' | 'html' | 'facts'>,
): Promise<void> {
  await tx.update(appealStep).set(words).where(eq(appealStep.id, id));
}

/** The landmarks of these appeals: where people say it is. */
export function selectLandmarks(db: Reader, postIds: string[]) {
  return db
    .select({ postId: appeal.postId, landmark: appeal.landmark })
    .from(appeal)
    .where(inArray(appeal.postId, postIds))
    .limit(postIds.length);
}

export async function rewordLandmark(tx: Tx, postId: string, landmark: string): Promise<void> {
  await tx.update(appeal).set({ landmark }).where(eq(appeal.postId, postId));
}

/** What the dated steps of an appeal's plans say. */
export function selectMilestoneWords(tx: Tx, postId: string) {
  return tx
    .select({ id: milestone.id, what: milestone.what })
    .from(milestone)
    .where(eq(milestone.postId, postId))
    .limit(1000);
}

export async function rewordMilestone(tx: Tx, id: string, what: string): Promise<void> {
  await tx.update(milestone).set({ what }).where(eq(milestone.id, id));
}
