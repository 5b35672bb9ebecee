import { lock } from '#db/dialect.ts';
import { countedAddress, countTries } from '#server/accounts/limits.ts';
import { gridPath } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse, refuseUntil } from '#server/kernel/result.ts';
import { type GivenAnswer, sealAnswer } from '#server/promises/answers.ts';
import { codeHash, inviteeMark } from '#server/promises/asking.ts';
import {
  type AskRow,
  selectAsk,
  selectAskByCode,
  selectWithLetters,
  updateAsk,
} from '#server/promises/asking-records.ts';
import type { PromiseRow } from '#server/promises/records.ts';

/** Nobody types a code of 160 bits by hand; this only keeps machines from trying. */
const GUESSES = { name: 'verdict-code', allowed: 20, withinMinutes: 10 };

/** What somebody is asked, with its promise and letter. */
export interface FoundAsk {
  ask: AskRow;
  promise: PromiseRow;
  letterNo: number;
  letterTitle: string;
}

/**
 * What the holder of a link is asked, or the viewer himself by the id of his asking. Nobody in office
 * there is ever shown it. Wrong codes are counted per address.
 */
export async function findAsk(ctx: Context, code: string): Promise<Result<FoundAsk>> {
  const ask = (await selectAskByCode(ctx.db.read, codeHash(code))) ?? (await ownAsk(ctx, code));
  if (!ask) {
    const tries = { ...GUESSES, who: countedAddress(ctx.address) };
    const wait = await countTries(ctx, [tries]);
    return wait === null ? refuse('notFound') : refuseUntil(wait, 'tooManyTries', null);
  }
  const [found] = await selectWithLetters(ctx.db.read, [ask.promiseId]);
  if (!found || (await isInvolved(ctx, found.promise))) return refuse('notFound');
  return accept({ ask, ...found });
}

/** Gives an answer, or another one, until the asking ends; nobody reads it before. */
export async function answerAsk(ctx: Context, code: string, given: GivenAnswer): Promise<Result> {
  const found = await findAsk(ctx, code);
  if (!found.ok) return found;
  const { id } = found.value.ask;
  const at = ctx.clock.now();
  const answerSealed = sealAnswer(ctx, given);
  return ctx.db.write(async (tx) => {
    await lock(tx, 'promise_ask', 'id', id);
    const ask = await selectAsk(tx, id);
    if (!ask || ask.closedAt !== null || at >= ask.closesAt) return refuse('askingOver');
    // His own word outranks what others entered for him from paper.
    const own = { channel: 'link', enteredById: null, checkedById: null };
    await updateAsk(tx, id, { ...own, answerSealed, answeredAt: at });
    return accept();
  });
}

async function ownAsk(ctx: Context, id: string): Promise<AskRow | null> {
  const { memberships } = ctx.viewer;
  const ask = memberships.length > 0 ? await selectAsk(ctx.db.read, id) : null;
  const marks = memberships.map(({ villagerId }) => inviteeMark(ctx, villagerId));
  return ask && marks.includes(ask.inviteeMark) ? ask : null;
}

async function isInvolved(
  ctx: Context,
  { ownerId, makerId, villageCode }: PromiseRow,
): Promise<boolean> {
  const { personId, posts } = ctx.viewer;
  if (personId === null) return false;
  const path = (await gridPath(ctx, villageCode)) ?? '';
  const isInOffice = posts.some((held) => held.path.startsWith(path) || path.startsWith(held.path));
  return isInOffice || personId === ownerId || personId === makerId;
}
