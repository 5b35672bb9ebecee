import { and, asc, eq, gt, isNull, not, type SQL, sql } from 'drizzle-orm';
import { lineObjection, lineObjectionStep } from '#db/schema/line-objections.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { headsPlace } from '#server/grids/still-answers.ts';
import { OBJECTION_POSTS } from '#server/line-objections/holder.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type ObjectionRecord = typeof lineObjection.$inferSelect;
export type ObjectionStep = typeof lineObjectionStep.$inferSelect;

export async function insertObjection(tx: Tx, row: ObjectionRecord): Promise<void> {
  await tx.insert(lineObjection).values(row);
}

export async function updateObjection(
  tx: Tx,
  postId: string,
  changes: Partial<ObjectionRecord>,
): Promise<void> {
  await tx.update(lineObjection).set(changes).where(eq(lineObjection.postId, postId));
}

export async function insertObjectionStep(tx: Tx, row: ObjectionStep): Promise<void> {
  await tx.insert(lineObjectionStep).values(row);
}

/** What only an objection has; whether its post may be seen was asked before. */
export async function selectObjection(db: Reader, postId: string): Promise<ObjectionRecord | null> {
  const [row] = await db
    .select()
    .from(lineObjection)
    .where(eq(lineObjection.postId, postId))
    .limit(1);
  return row ?? null;
}

/** An objection with its post, inside a write. */
export async function objectionInTx(tx: Tx, postId: string) {
  const [row] = await tx
    .select({ post, objection: lineObjection })
    .from(lineObjection)
    .innerJoin(post, eq(post.id, lineObjection.postId))
    .where(eq(lineObjection.postId, postId))
    .limit(1);
  return row ?? null;
}

/** What an objection has been through, oldest first. */
export function selectObjectionSteps(db: Reader, postId: string): Promise<ObjectionStep[]> {
  return db
    .select()
    .from(lineObjectionStep)
    .where(eq(lineObjectionStep.postId, postId))
    .orderBy(asc(lineObjectionStep.at), asc(lineObjectionStep.id))
    .limit(200);
}

/** A place among what is owed, first due first. */
export interface DuePlace {
  nextDueAt: EpochMs;
  id: string;
}

/** Objections that wait for an answer, first due first, with all of both rows. */
export function selectUnfinished(db: Reader, by: { after: DuePlace; limit: number }) {
  return unfinished(db, by, undefined);
}

/** Those of them whose holder no longer answers where they wait. */
export function selectLeftObjections(
  db: Reader,
  { at, ...by }: { after: DuePlace; limit: number; at: EpochMs },
) {
  const holder = { personId: post.holderId, gridCode: post.holderGridCode };
  return unfinished(db, by, not(headsPlace(holder, at, OBJECTION_POSTS)));
}

function unfinished(
  db: Reader,
  { after, limit }: { after: DuePlace; limit: number },
  which: SQL | undefined,
) {
  return db
    .select({ post, objection: lineObjection })
    .from(post)
    .innerJoin(lineObjection, eq(lineObjection.postId, post.id))
    .where(
      and(
        eq(post.kind, 'objection'),
        gt(post.nextDueAt, 0),
        isNull(post.removedAt),
        sql`(${post.nextDueAt}, ${post.id}) > (${after.nextDueAt}, ${after.id})`,
        which,
      ),
    )
    .orderBy(asc(post.nextDueAt), asc(post.id))
    .limit(limit);
}

/** The words of the steps, for 隐私更正. */
export function selectStepTexts(tx: Tx, postId: string) {
  const { id, body, html } = lineObjectionStep;
  return tx
    .select({ id, body, html })
    .from(lineObjectionStep)
    .where(eq(lineObjectionStep.postId, postId))
    .limit(200);
}

export async function rewordObjectionStep(
  tx: Tx,
  id: string,
  words: Pick<ObjectionStep, 'body' | 'html'>,
): Promise<void> {
  await tx.update(lineObjectionStep).set(words).where(eq(lineObjectionStep.id, id));
}
