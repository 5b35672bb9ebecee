import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { villagersBehind } from '#server/accounts/roster-lines.ts';
import { openedTokens } from '#server/draws/opening.ts';
import { type PoolDeskView, poolDesk } from '#server/draws/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import {
  type GivenAnswer,
  isSameAnswer,
  openAnswer,
  sealAnswer,
} from '#server/promises/answers.ts';
import {
  type AskRow,
  selectAsk,
  selectAsksOfPool,
  updateAsk,
} from '#server/promises/asking-records.ts';
import { type AskedPromise, askedPromise, reasonChoices } from '#server/promises/verdict-views.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A villager who is asked on paper; his name only after the table was opened. */
export interface PaperAsk {
  id: string;
  token: string;
  name: string | null;
  place: string;
  /** 'open' | 'entered' (by one person) | 'done' */
  state: 'open' | 'entered' | 'done';
  isOwnEntry: boolean;
}

/** The desk of one pool: the table, and the sheets of paper of those who have no account. */
export interface PaperDesk extends PoolDeskView {
  asked: AskedPromise | null;
  closesAt: EpochMs | null;
  /** The asking is over: nothing is entered any more, and who was asked is destroyed. */
  isOver: boolean;
  sheets: PaperAsk[];
  /** The phrases to tick. */
  choices: { value: string; label: string }[];
}

/** The desk of a drawn pool of promises; null for everybody but the two posts. */
export async function paperDesk(ctx: Context, poolId: string): Promise<PaperDesk | null> {
  const desk = await poolDesk(ctx, poolId);
  if (desk?.purpose !== 'promise') return null;
  const asks = await selectAsksOfPool(ctx.db.read, poolId);
  const open = asks.filter(({ closedAt, channel }) => closedAt === null && channel === 'paper');
  const [first] = asks;
  return {
    ...desk,
    asked: first ? await askedPromise(ctx, first.promiseId) : null,
    choices: reasonChoices(ctx, { dueOn: null, claimedAt: null }),
    closesAt: open[0]?.closesAt ?? null,
    isOver: asks.length > 0 && asks.every(({ closedAt }) => closedAt !== null),
    sheets: await sheetsOf(ctx, poolId, open),
  };
}

/**
 * Enters what stands on a villager's sheet of paper. It counts when a second person has entered the
 * same; where the two differ, both are told and begin anew.
 */
export async function enterPaper(
  ctx: Context,
  { poolId, askId, ...given }: GivenAnswer & { poolId: string; askId: string },
): Promise<Result> {
  const { personId } = ctx.viewer;
  const ask = await selectAsk(ctx.db.read, askId);
  const isHere = ask !== null && ask.poolId === poolId && ask.channel === 'paper';
  if (!isHere || personId === null) return refuse('notFound');
  if (!(await openedTokens(ctx, poolId, [ask.token]))) return refuse('notFound');
  const at = ctx.clock.now();
  const answerSealed = sealAnswer(ctx, given);
  return ctx.db.write(async (tx) => {
    await lock(tx, 'promise_ask', 'id', askId);
    const now = await selectAsk(tx, askId);
    if (!now || now.closedAt !== null || at >= now.closesAt) return refuse('askingOver');
    if (now.channel !== 'paper' || now.answeredAt !== null) return refuse('alreadyDone');
    const { enteredById: firstId, answerSealed: first } = now;
    if (firstId === null || firstId === personId || first === null) {
      await updateAsk(tx, askId, { answerSealed, enteredById: personId });
      return accept();
    }
    if (!isSameAnswer(openAnswer(ctx, first), given)) {
      await beginAnew(tx, ctx, { ask: now, people: [firstId, personId], at });
      return accept();
    }
    await updateAsk(tx, askId, { checkedById: personId, answeredAt: at });
    return accept();
  });
}

async function beginAnew(
  tx: Tx,
  ctx: Context,
  { ask, people, at }: { ask: AskRow; people: string[]; at: EpochMs },
): Promise<void> {
  await updateAsk(tx, ask.id, { answerSealed: null, enteredById: null });
  const body = wordsFor(ctx.lang).verdicts.messages.paperDiffers(ask.token);
  const message = { template: 'promise.paper', body, path: `/desk/promises/${ask.poolId}`, at };
  await tell(tx, ...people.map((personId) => ({ ...message, personId })));
}

async function sheetsOf(ctx: Context, poolId: string, asks: AskRow[]): Promise<PaperAsk[]> {
  const tokens = asks.map(({ token }) => token);
  const behind = await openedTokens(ctx, poolId, tokens);
  const people = behind ? await villagersBehind(ctx, [...behind.values()]) : new Map();
  return asks.map(({ id, token, answeredAt, enteredById }) => {
    const villager = people.get(behind?.get(token) ?? '');
    const place = villager ? `${villager.place} ${villager.household}` : '';
    const state = answeredAt !== null ? 'done' : enteredById !== null ? 'entered' : 'open';
    const isOwnEntry = enteredById === ctx.viewer.personId;
    return { id, token, name: villager?.name ?? null, place, state, isOwnEntry };
  });
}
