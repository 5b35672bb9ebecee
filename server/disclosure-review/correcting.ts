import { havePapers } from '#server/disclosure-drafts/kept-line-records.ts';
import { unstrikeRows } from '#server/disclosure-drafts/struck-line-records.ts';
import { coveredReason } from '#server/disclosure-drafts/words.ts';
import { noteStep, type StepActing, takeStep } from '#server/disclosure-review/act.ts';
import {
  carryBalances,
  dropBalances,
  dropNewFiles,
  dropNewRows,
} from '#server/disclosure-review/correcting-records.ts';
import { selectVersions } from '#server/disclosure-review/publishing-records.ts';
import { forgetFile } from '#server/disclosures/files.ts';
import { updateDisclosure } from '#server/disclosures/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { isOnNotice } from '#server/rules/disclosure-steps.ts';

/**
 * Begins to change what is published, with a reason that stays. Everybody goes on reading what was
 * published; the change takes the same steps as a first draft, and what it strikes out stays in
 * sight (domain 8.37).
 */
export async function beginCorrection(
  ctx: Context,
  id: string,
  typed: string,
  key?: string,
): Promise<Result> {
  if (typed.trim() === '') return refuse('required', 'reason');
  if ([...typed].length > ctx.book.rules.texts.reasonLength) return refuse('tooLong', 'reason');
  const reason = await coveredReason(ctx, id, typed);
  return takeStep(ctx, { id, act: 'correct', key }, async (acting) => {
    const { tx, disclosure, item, at } = acting;
    const version = disclosure.version + 1;
    await updateDisclosure(tx, id, { state: 'draft', changeReason: reason, changedAt: at });
    if (item.isLedger) await carryBalances(tx, id, disclosure.version);
    await noteStep(acting, 'corrected', { version, round: 0, reason });
    touchPage(acting);
    return accept();
  });
}

/** Gives a correction up before it is published: lines it struck stand again, lines it added go. */
export async function dropCorrection(ctx: Context, id: string, key?: string): Promise<Result> {
  const dropped = await takeStep<string[]>(ctx, { id, act: 'drop', key }, async (acting) => {
    const { tx, disclosure, steps, at } = acting;
    const { version } = disclosure;
    if (version === 0) return refuse('alreadyDone');
    const isKept = await havePapers(tx, { disclosureIds: [id], fromVersion: version + 1 });
    if (isKept) return refuse('linesHavePapers');
    await dropNewRows(tx, id, version + 1);
    const files = await dropNewFiles(tx, { disclosureId: id, version: version + 1, at });
    await unstrikeRows(tx, { disclosureId: id, version: version + 1 });
    await dropBalances(tx, id, version + 1);
    const [last] = (await selectVersions(tx, id)).slice(-1);
    const state = isOnNotice(steps) ? 'publicity' : 'published';
    const { note, recipientRule } = last ?? disclosure;
    const words = { note, recipientRule, changeReason: '' };
    await updateDisclosure(tx, id, { state, ...words, changedAt: at });
    await noteStep(acting, 'dropped', { version: version + 1 });
    touchPage(acting);
    return accept(files);
  });
  if (!dropped.ok) return dropped;
  for (const file of dropped.value) await forgetFile(ctx, file);
  return accept();
}

/** Lets a published line stand after all that a correction had struck out. */
export function keepLine(ctx: Context, id: string, no: number, key?: string): Promise<Result> {
  return takeStep(ctx, { id, act: 'keep', key }, async (acting) => {
    const { tx, disclosure, at } = acting;
    const which = { disclosureId: id, version: disclosure.version + 1, rowNo: no };
    const kept = await unstrikeRows(tx, which);
    if (kept === 0) return refuse('rowNosWrong', 'no');
    await updateDisclosure(tx, id, { changedAt: at });
    // He had a hand in the version, and never signs it in another post of his.
    await noteStep(acting, 'filled', { facts: { kept: no } });
    return accept();
  });
}

// Its page says that a change is under way.
function touchPage({ tx, disclosure: { postId, villageCode } }: StepActing) {
  tx.touch(`post:${postId}`, `village:${villageCode}`);
}
