import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { type Answerer, answererFor, placeAfter, servesIn } from '#server/grids/duties.ts';
import { dutyPeople, type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { tell } from '#server/kernel/outbox.ts';
import { append } from '#server/ledger/append.ts';
import { type CommentRecord, commentInTx, updateComment } from '#server/posts/comment-records.ts';
import { type LeftQuestion, selectLeftQuestions } from '#server/posts/handover-records.ts';
import { kindOf } from '#server/posts/kinds.ts';
import type { EpochMs } from '#server/rules/dates.ts';

const AT_ONCE = 100;

/**
 * Questions that wait for somebody who left his post pass to whoever answers there now, and while
 * nobody does, one level up. Their clocks run on.
 */
export const handedQuestions: Job = {
  name: 'handed-questions',
  async run(ctx) {
    let after = '';
    for (;;) {
      const at = ctx.clock.now();
      const rows = await selectLeftQuestions(ctx.db.read, { after, at, limit: AT_ONCE });
      for (const row of rows) await handOn(ctx, row);
      if (rows.length < AT_ONCE) return;
      after = rows.at(-1)?.question.id ?? '';
    }
  },
};

async function handOn(ctx: Context, { question, ...row }: LeftQuestion): Promise<void> {
  const village = await villageByCode(ctx, row.villageCode);
  if (!village) throw new Error(`village ${row.villageCode} does not exist`);
  const at = ctx.clock.now();
  const place = question.holderGridCode ?? village.code;
  const next = await nextHolder(ctx, { question, ...row }, { village, place, at });
  // Somebody from above stands in until the post is filled: nothing moves meanwhile.
  if (!next || next.personId === question.holderId) return;
  const holder = { personId: next.personId, gridCode: placeAfter(place, next) };
  const name = (await dutyPeople(ctx, [holder])).get(next.personId)?.name ?? '';
  const path = `${kindOf(row.kind).path(village.slug, row.no)}#talk-${question.id}`;
  await ctx.db.write(async (tx) => {
    await lock(tx, 'comment', 'id', question.id);
    const now = await commentInTx(tx, question.id);
    const isAsSeen = now?.holderId === question.holderId && !now.firstAnsweredAt && !now.removedAt;
    if (!now || !isAsSeen || now.withdrawnAt) return;
    await moveQuestion(tx, ctx, now, { holder, village, at });
    await tellMoved(tx, now, { holder, name, village, path, at });
  });
}

/** Whoever stands for the post now, else whoever answers there. */
async function nextHolder(
  { db }: Context,
  { standsForId, householdId }: LeftQuestion,
  { village, place, at }: { village: Village; place: string; at: EpochMs },
): Promise<Answerer | null> {
  // Under villagers' words the asker's own cadre was asked.
  if (standsForId === null) return answererFor(db.read, { gridCode: place, householdId }, at);
  const stands = await servesIn(db.read, standsForId, village, at);
  return stands
    ? { personId: standsForId, gridCode: place }
    : answererFor(db.read, { gridCode: place, householdId: null }, at);
}

async function moveQuestion(
  tx: Tx,
  ctx: Context,
  { id, postId, holderId, firstHolderId }: CommentRecord,
  { holder, village, at }: { holder: Answerer; village: Village; at: EpochMs },
): Promise<void> {
  const toId = holder.personId;
  await updateComment(tx, id, {
    holderId: toId,
    holderGridCode: holder.gridCode,
    firstHolderId: firstHolderId ?? holderId,
  });
  await append(tx, {
    what: 'question.handed',
    subjectKind: 'post',
    subjectId: postId,
    villageCode: village.code,
    actorId: null,
    actorRole: 'system',
    at,
    ruleVersion: ctx.book.rules.version,
    facts: { commentId: id },
    content: { fromId: holderId, toId },
  });
  tx.touch(`post:${postId}`, `village:${village.code}`, `person:${holderId}`, `person:${toId}`);
}

async function tellMoved(
  tx: Tx,
  { authorId, body }: CommentRecord,
  to: { holder: Answerer; name: string; village: Village; path: string; at: EpochMs },
): Promise<void> {
  const { holder, name, village, path, at } = to;
  const words = wordsFor('zh').posts.messages;
  const message = { template: 'question.handed', path, at };
  await tell(
    tx,
    { ...message, personId: authorId, body: words.questionHanded(name) },
    { ...message, personId: holder.personId, body: words.questionAsked(village.name, body) },
  );
}
