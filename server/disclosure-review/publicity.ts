import { coveredReason } from '#server/disclosure-drafts/words.ts';
import { noteStep, type StepActing, takeStep } from '#server/disclosure-review/act.ts';
import { countStanding, strikeRows } from '#server/disclosure-review/publicity-records.ts';
import {
  endOfNames,
  type Ready,
  readyVersion,
  writePost,
  writeVersion,
} from '#server/disclosure-review/publishing.ts';
import { updateDisclosure } from '#server/disclosures/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { localDate } from '#server/rules/dates.ts';
import { shownThrough } from '#server/rules/disclosure-periods.ts';

/** What comes of a list that was on notice: it holds, or some of its lines are withdrawn. */
export type NoticeResult =
  | { outcome: 'confirmed' }
  | { outcome: 'withdrawn'; rowNos: number[]; reason: string };

/**
 * Enters the result of a 公示 after its last full day. Withdrawn lines leave their number and the
 * word 撤下 in a further version; whom they named is kept nowhere.
 */
export async function endPublicity(
  ctx: Context,
  id: string,
  decided: NoticeResult,
  key?: string,
): Promise<Result> {
  const said = decided.outcome === 'withdrawn' ? decided : { reason: '', rowNos: [] };
  const reason = await coveredReason(ctx, id, said.reason);
  const rowNos = [...new Set(said.rowNos)];
  if (decided.outcome === 'withdrawn') {
    if (rowNos.length === 0) return refuse('rowNosWrong', 'rows');
    if (reason === '') return refuse('required', 'reason');
  }
  if ([...reason].length > ctx.book.rules.texts.reasonLength) return refuse('tooLong', 'reason');
  return takeStep(ctx, { id, act: 'decide', key }, async (acting) => {
    const { disclosure, at } = acting;
    if (localDate(at) <= (disclosure.publicityThrough ?? '')) return refuse('noticeNotOver');
    if (rowNos.length > 0 && !(await withdraw(acting, rowNos, reason))) {
      return refuse('rowNosWrong', 'rows');
    }
    await decide(acting, { withdrawn: rowNos.length, reason });
    return accept();
  });
}

/** A further version without these lines; false, with nothing written, when one does not stand. */
async function withdraw(acting: StepActing, rowNos: number[], reason: string): Promise<boolean> {
  const { tx, disclosure } = acting;
  const version = disclosure.version + 1;
  const which = { disclosureId: disclosure.id, rowNos, version };
  const standing = await countStanding(tx, disclosure.id, rowNos);
  if (standing < rowNos.length) return false;
  await strikeRows(tx, which);
  const next = { ...acting, making: version };
  const ready: Ready = await readyVersion(next);
  await writePost(next, ready);
  await writeVersion(next, ready, reason);
  await updateDisclosure(tx, disclosure.id, { version, summary: ready.facts });
  return true;
}

async function decide(
  acting: StepActing,
  { withdrawn, reason }: { withdrawn: number; reason: string },
): Promise<void> {
  const { tx, disclosure, item, village, at } = acting;
  const through = shownThrough(localDate(at), item.minDays);
  await updateDisclosure(tx, disclosure.id, {
    ...{ state: 'published', changedAt: at, shownThrough: through },
    namesThrough: endOfNames(item, through),
  });
  const version = disclosure.version + (withdrawn > 0 ? 1 : 0);
  const facts = { withdrawn, shownThrough: through };
  await noteStep(acting, 'decided', { version, reason, facts });
  tx.touch(`post:${disclosure.postId}`, `village:${village.code}`, 'county');
}
