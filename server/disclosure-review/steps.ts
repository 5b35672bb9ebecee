import { wordsFor } from '#content/messages/words.ts';
import { disclosureTitle } from '#server/disclosure-catalogue/sentence.ts';
import { balanceFaults } from '#server/disclosure-drafts/accounts.ts';
import { maskAgain, wronglyStanding } from '#server/disclosure-drafts/let-stand.ts';
import { selectOwedOf } from '#server/disclosure-duties/owed-records.ts';
import { noteStep, type StepActing, takeStep } from '#server/disclosure-review/act.ts';
import { brokenAfter, wasWithdrawn } from '#server/disclosure-review/following.ts';
import {
  countFiles,
  countRows,
  countUndecided,
  type DisclosureRecord,
  updateDisclosure,
} from '#server/disclosures/records.ts';
import { holdersAt } from '#server/grids/duties.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Message, tell } from '#server/kernel/outbox.ts';
import { accept, type RefusalCode, type Result, refuse } from '#server/kernel/result.ts';
import type { Post } from '#server/kernel/viewer.ts';
import { blacken } from '#server/posts/wording.ts';
import { localDate } from '#server/rules/dates.ts';
import { isTooEarly, owedBefore } from '#server/rules/disclosure-duties.ts';
import { stateAfterSigning } from '#server/rules/disclosure-steps.ts';
import { draftPath, reviewPath } from '#server/rules/links.ts';

/**
 * Hands a draft to the supervision committee. Refused while it is empty, while findings of the gate
 * are undecided, while a ledger does not come out, and with a file alone where a table is due.
 */
export async function sendForReview(ctx: Context, id: string, key?: string): Promise<Result> {
  const wrong = await wronglyStanding(ctx, id);
  return takeStep(ctx, { id, act: 'send', key }, async (acting) => {
    const { tx, village, at, making } = acting;
    const missing = await whatIsMissing(acting);
    if (missing) return refuse(missing);
    await maskAgain(acting, wrong);
    const sent = { state: 'review', sentAt: at, changedAt: at };
    await updateDisclosure(tx, id, { ...sent, ...confirmedBy(acting) });
    const rows = await countRows(tx, id, making);
    await noteStep(acting, 'sent', { round: acting.round + 1, facts: { rows } });
    const words = wordsFor('zh').disclosureReview.messages;
    const body = words.toSign(village.name, titleOf(acting));
    await tellPosts(acting, ['supervision'], { template: 'disclosure.to-sign', body });
    return accept();
  });
}

// What the town's bookkeeper brought is answered for by whoever looked at it in the village.
function confirmedBy({ disclosure, actorId, byPost }: StepActing): Partial<DisclosureRecord> {
  const isBrought = disclosure.uploadId !== null && disclosure.version === 0;
  return isBrought ? { draftedById: actorId, draftedByPost: byPost } : {};
}

/** A member of the supervision committee signs what he looked at; with enough it may be published. */
export function signDisclosure(ctx: Context, id: string, key?: string): Promise<Result> {
  return takeStep(ctx, { id, act: 'sign', key }, async (acting) => {
    const { tx, disclosure, village, at } = acting;
    const { signatures: needed } = ctx.book.disclosures;
    const signatures = acting.signerIds.length + 1;
    const state = stateAfterSigning(signatures, needed);
    await updateDisclosure(tx, id, { state, changedAt: at });
    await noteStep(acting, 'signed', { facts: { signatures } });
    const isEnough = state === 'signed' && disclosure.state === 'review';
    const words = wordsFor('zh').disclosureReview.messages;
    const body = words.signed(village.name, titleOf(acting));
    const meeting: Post[] = ['secretary', 'village_director'];
    if (isEnough) await tellPosts(acting, meeting, { template: 'disclosure.signed', body });
    return accept();
  });
}

/** A member of the supervision committee sends it back; the signatures of this round are void. */
export async function returnDisclosure(
  ctx: Context,
  id: string,
  typed: string,
  key?: string,
): Promise<Result> {
  if (typed.trim() === '') return refuse('required', 'reason');
  if ([...typed].length > ctx.book.rules.texts.reasonLength) return refuse('tooLong', 'reason');
  const reason = blacken(typed.trim());
  return takeStep(ctx, { id, act: 'return', key }, async (acting) => {
    const { tx, disclosure, at } = acting;
    await updateDisclosure(tx, id, { state: 'returned', changedAt: at });
    await noteStep(acting, 'returned', { reason });
    const words = wordsFor('zh').disclosureReview.messages;
    const body = words.returned(titleOf(acting), reason);
    const message = { template: 'disclosure.returned', body, path: draftPath(id), at };
    await tell(tx, { ...message, personId: disclosure.draftedById });
    return accept();
  });
}

/** What a step is about, as the village says it. */
export function titleOf({ item, disclosure }: Pick<StepActing, 'item' | 'disclosure'>): string {
  return disclosureTitle('zh', item, disclosure.period);
}

/** Tells everybody in some posts of the village, but nobody what he did himself. */
export async function tellPosts(
  { tx, disclosure, village, actorId, at }: StepActing,
  posts: Post[],
  { template, body, path }: Pick<Message, 'template' | 'body'> & { path?: string },
): Promise<void> {
  const people = await holdersAt(tx, village.code, posts, at);
  const others = people.filter((personId) => personId !== actorId);
  const message = { template, body, path: path ?? reviewPath(disclosure.id), at };
  await tell(tx, ...others.map((personId) => ({ ...message, personId })));
}

/** What keeps a version from going to supervision, and from going out; null when nothing does. */
export async function whatIsMissing({
  tx,
  disclosure,
  item,
  making,
  at,
}: StepActing): Promise<RefusalCode | null> {
  const { id, period } = disclosure;
  const isFirst = disclosure.version === 0;
  // What happens on the days to come would be owed by nobody.
  if (isFirst && isTooEarly(item, period, localDate(at))) return 'periodNotOver';
  const owes = item.isLedger ? await selectOwedOf(tx, disclosure) : [];
  if (isFirst && owedBefore(owes, disclosure)) return 'earlierFirst';
  const rows = await countRows(tx, id, making);
  if (rows === 0 && isFirst) {
    const isFileAlone = (await countFiles(tx, id)) > 0;
    if (!isFileAlone) return 'rowsMissing';
    if (item.needsTable) return 'tableNeeded';
  }
  if ((await countUndecided(tx, id, making)) > 0) return 'findingsOpen';
  if (!item.isLedger) return null;
  if ((await balanceFaults(tx, disclosure)).length > 0) return 'ledgerOff';
  // What was published next would no longer come out. A line in red (冲红) in the period under way puts
  // such a slip right; only what was wrongly said to be empty makes the next one be corrected.
  const broken = await brokenAfter(tx, { disclosure, making, owes });
  return broken.length > 0 && !(await wasWithdrawn(tx, disclosure)) ? 'laterOpening' : null;
}
