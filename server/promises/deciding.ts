import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { tell } from '#server/kernel/outbox.ts';
import { append } from '#server/ledger/append.ts';
import { openAnswer } from '#server/promises/answers.ts';
import { hashIn } from '#server/promises/asking.ts';
import {
  type AskRow,
  closeAsks,
  insertVerdict,
  selectAskMessages,
  selectAsksOfPool,
  selectEnded,
  selectWithLetters,
  settleMessages,
  type VerdictRow,
} from '#server/promises/asking-records.ts';
import { tellVerdict } from '#server/promises/hearing.ts';
import { updatePromise } from '#server/promises/records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { type PromiseBook, verdictRule } from '#server/rules/promise-book.ts';
import { type Counts, verdictOf } from '#server/rules/promise-verdict.ts';

const AT_ONCE = 100;

/**
 * Counts what drawn villagers said when all have answered, or when their days are over. Each pool is
 * one write that destroys the sealed answers with the count, so a kill in between loses nothing and
 * nothing is counted twice.
 */
export const decidePromises: Job = {
  name: 'decide-promises',
  async run(ctx) {
    const ended = await selectEnded(ctx.db.read, ctx.clock.now(), AT_ONCE);
    for (const { poolId, promiseId } of ended) {
      await ctx.db.write((tx) => decide(tx, ctx, { poolId, promiseId }));
    }
  },
};

async function decide(
  tx: Tx,
  ctx: Context,
  { poolId, promiseId }: { poolId: string; promiseId: string },
): Promise<void> {
  await lock(tx, 'promise', 'id', promiseId);
  const asks = await selectAsksOfPool(tx, poolId);
  const [found] = await selectWithLetters(tx, [promiseId]);
  const at = ctx.clock.now();
  const isOver = asks.every((ask) => ask.answeredAt !== null || ask.closesAt <= at);
  if (!isOver || asks.some(({ closedAt }) => closedAt !== null)) return;
  await closeAsks(tx, poolId, at);
  if (!found) return settleLinks(tx, asks, { body: gone(ctx), path: null, at });
  const { promise } = found;
  const { counts, reasons } = countAnswers(ctx, asks);
  const verdict = verdictOf(counts, verdictRule(ctx.book.promises));
  const place = { poolId, promiseId, villageCode: promise.villageCode };
  const row = { ...place, invited: asks.length, ...counts, reasons, verdict };
  await insertVerdict(tx, { ...row, ruleVersion: ctx.book.promises.version, at });
  const isLast = isFinal(ctx.book.promises, { verdict, asked: promise.asked });
  await updatePromise(tx, promiseId, { state: verdict, verdictAt: isLast ? at : null });
  await append(tx, {
    what: 'promise.decided',
    subjectKind: 'promise',
    subjectId: promiseId,
    villageCode: promise.villageCode,
    actorId: null,
    actorRole: 'system',
    at,
    ruleVersion: ctx.book.promises.version,
    facts: { draw: poolId, invited: asks.length, ...counts, verdict },
  });
  const told = { ...promise, verdict, at };
  await settleLinks(tx, asks, { body: over(ctx, told), path: `/posts/${promise.postId}`, at });
  await tellVerdict(tx, ctx, { ...told, promiseId });
  await tellOwner(tx, ctx, told);
  tx.touch(`post:${promise.postId}`, `village:${promise.villageCode}`, `person:${promise.ownerId}`);
}

/** With too few answers it is drawn for again, as often as the county allows. */
function isFinal(
  { verdict: { mostDraws } }: PromiseBook,
  { verdict, asked }: { verdict: string; asked: number },
): boolean {
  return verdict !== 'undecided' || asked >= mostDraws;
}

function countAnswers(
  ctx: Context,
  asks: AskRow[],
): Pick<VerdictRow, 'reasons'> & { counts: Counts } {
  const counts: Counts = { kept: 0, part: 0, broken: 0 };
  const reasons: Record<string, number> = {};
  for (const { answerSealed, answeredAt } of asks) {
    // A sheet of paper that only one person has entered was never answered.
    if (answerSealed === null || answeredAt === null) continue;
    const given = openAnswer(ctx, answerSealed);
    counts[given.answer] += 1;
    for (const reason of given.reasons) reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  return { counts, reasons };
}

/** The messages with the links say that it is over, and how it came out; a link no longer stands there. */
async function settleLinks(
  tx: Tx,
  asks: AskRow[],
  words: { body: string; path: string | null; at: EpochMs },
): Promise<void> {
  const [first] = asks;
  if (!first) return;
  const hashes = new Set(asks.map(({ codeHash }) => codeHash));
  const sent = await selectAskMessages(tx, first.askedAt);
  const theirs = sent.filter(({ path }) => hashes.has(hashIn(path) ?? ''));
  await settleMessages(
    tx,
    theirs.map(({ id }) => id),
    words,
  );
}

function gone({ lang }: Context): string {
  return wordsFor(lang).verdicts.messages.gone;
}

function over({ lang }: Context, { what, verdict }: Told): string {
  const { messages, verdicts } = wordsFor(lang).verdicts;
  const said: Record<string, string> = verdicts;
  return messages.over(what, said[verdict] ?? '');
}

/** What is told of a verdict, and to whom. */
interface Told {
  ownerId: string;
  postId: string;
  what: string;
  verdict: VerdictRow['verdict'];
  at: EpochMs;
}

async function tellOwner(tx: Tx, ctx: Context, one: Told): Promise<void> {
  const { messages, verdicts } = wordsFor(ctx.lang).verdicts;
  const said: Record<string, string> = verdicts;
  const body = messages.decided(one.what, said[one.verdict] ?? '');
  const message = { template: 'promise.decided', path: `/posts/${one.postId}`, at: one.at };
  await tell(tx, { ...message, personId: one.ownerId, body });
}
