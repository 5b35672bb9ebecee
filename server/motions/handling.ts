import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { actOn, entryOf } from '#server/motions/act.ts';
import type { CloseForm, LogForm } from '#server/motions/forms.ts';
import type { MotionRef } from '#server/motions/load.ts';
import { type MotionRecord, selectMotion, selectNoticedTypes } from '#server/motions/records.ts';
import { motionState } from '#server/motions/state.ts';
import { selectSteps } from '#server/motions/step-records.ts';
import { villageThen, wrongVote } from '#server/motions/wrong-body.ts';
import { blacken } from '#server/posts/wording.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { instantOf, localDate } from '#server/rules/dates.ts';
import { matterOf } from '#server/rules/four-two-book.ts';
import { voteCode } from '#server/rules/vote-book.ts';

/** The branch takes a matter up: from now on it is talked over, until a day that it names. */
export async function logMotion(ctx: Context, ref: MotionRef, form: LogForm): Promise<Result> {
  const act = await actOn(ctx, ref, 'motion.log');
  if (!act.ok) return act;
  const at = ctx.clock.now();
  const { matter, talkThrough, key } = form;
  if (talkThrough < localDate(at)) return refuse('planInPast', 'talkThrough');
  if (matterOf(ctx.book.fourTwo, matter) === null) return refuse('pickOne', 'matter');
  const { loaded, personId } = act.value;
  const { id } = loaded.post;
  const sent = { actorId: personId, action: 'motion.log', key, at };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'motion', 'id', id);
    return once<Result>(tx, sent, async () => {
      const now = await selectMotion(tx, id);
      if (now?.state !== 'waiting') return refuse('alreadyDone');
      if (await isVotedWrongly(tx, ctx, { id, matter, villageCode: now.villageCode })) {
        return refuse('matterUnderVote', 'matter');
      }
      const changes = { matter, talkThrough, loggedAt: at, loggedById: personId };
      await motionState(tx, id, 'talking', at, changes);
      const facts = { matter, talkThrough, logDueAt: now.logDueAt };
      await append(tx, { ...entryOf(ctx, act.value), what: 'motion.logged', facts });
      const day = plainDay('zh', instantOf(talkThrough), at);
      const body = wordsFor('zh').motions.news.logged(loaded.post.title, day);
      const message = { template: 'motion.logged', body, path: loaded.path, at };
      await tell(tx, { ...message, personId: loaded.post.authorId });
      return accept();
    });
  });
}

/** A vote about it is out already, of people whom the law keeps from such a matter. */
async function isVotedWrongly(
  tx: Tx,
  ctx: Context,
  { id, matter, villageCode }: Pick<MotionRecord, 'id' | 'matter' | 'villageCode'>,
): Promise<boolean> {
  const types = await selectNoticedTypes(tx, id);
  const village = await villageThen(tx, villageCode, ctx.clock.now());
  return types.some((type) => {
    const meeting = voteCode(type);
    return meeting !== null && wrongVote(ctx, { matter, meeting }, village) !== null;
  });
}

/** Ends a matter with a reason: carried out as it was agreed, or not the village's to decide. */
export async function closeMotion(ctx: Context, ref: MotionRef, form: CloseForm): Promise<Result> {
  const act = await actOn(ctx, ref, 'motion.log');
  if (!act.ok) return act;
  const { loaded, personId } = act.value;
  if ([...form.reason].length > ctx.book.rules.texts.reasonLength)
    return refuse('tooLong', 'reason');
  const at = ctx.clock.now();
  const { id, authorId, title } = loaded.post;
  const sent = { actorId: personId, action: 'motion.close', key: form.key, at };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'motion', 'id', id);
    return once<Result>(tx, sent, async () => {
      const now = await selectMotion(tx, id);
      const mayEnd = now !== null && CLOSABLE.includes(now.state);
      if (!mayEnd) return refuse('alreadyDone', 'reason');
      // Talked on beside it, a matter for which a meeting was called is still under way.
      const isCalled = (await selectSteps(tx, id)).some(({ state }) => state === 'called');
      if (isCalled) return refuse('stepUnderWay', 'reason');
      const closedReason = blacken(form.reason);
      await motionState(tx, id, 'closed', at, { closedAt: at, closedReason });
      const facts = { from: now.state };
      const entry = { what: 'motion.closed', facts, content: { reason: closedReason } };
      await append(tx, { ...entryOf(ctx, act.value), ...entry });
      const body = wordsFor('zh').motions.news.closed(title);
      const message = { template: 'motion.closed', body, path: loaded.path, at };
      await tell(tx, { ...message, personId: authorId });
      return accept();
    });
  });
}

/** What is under way in 四议两公开 ends there, and nobody ends what still gathers names. */
export const CLOSABLE = ['waiting', 'talking', 'agreed'];
