import { wordsFor } from '#content/messages/words.ts';
import type { DutyView, OrderView } from '#server/disclosure-duties/lines.ts';
import type { DutySum } from '#server/disclosure-duties/views.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { type EpochMs, instantOf, type Lang } from '#server/rules/dates.ts';
import { namedWords } from '#site/posts/words.ts';
import type { TagKind } from '#site/ui/marks.ts';

/** How a duty stands, as a tag: never by colour alone. */
export function dutyTag(
  lang: Lang,
  { state, days }: Pick<DutyView, 'state' | 'days'>,
): { kind: TagKind; icon: string; label: string } {
  const { states } = wordsFor(lang).disclosureDuties;
  switch (state) {
    case 'late':
      return { kind: 'late', icon: 'circle-alert', label: states.late(days) };
    case 'due':
      return { kind: 'wait', icon: 'clock', label: states.due(days) };
    case 'ahead':
      return { kind: 'plain', icon: 'calendar', label: states.ahead };
    case 'shown':
      return { kind: 'done', icon: 'check', label: states.shown };
    case 'shown-late':
      return { kind: 'plain', icon: 'check', label: states.shownLate(days) };
    case 'none':
      return { kind: 'done', icon: 'check', label: states.none };
    case 'none-late':
      return { kind: 'plain', icon: 'check', label: states.noneLate(days) };
    case 'correct':
      return { kind: 'wait', icon: 'clock', label: states.correct(days) };
    case 'correct-late':
      return { kind: 'late', icon: 'circle-alert', label: states.correctLate(days) };
  }
}

/** The small line under a duty: by when, when it was shown, who confirmed that there was nothing. */
export function dutyNote(lang: Lang, duty: DutyView, now: EpochMs): string[] {
  const words = wordsFor(lang).disclosureDuties;
  const day = (date: string) => plainDay(lang, instantOf(date), now);
  const metDay = duty.metAt === null ? null : plainDay(lang, duty.metAt, now);
  const isNone = duty.state === 'none' || duty.state === 'none-late';
  const shown = metDay !== null && !isNone ? words.shownOn(metDay) : null;
  const parts = [
    isNone && duty.by && metDay !== null ? words.noneBy(namedWords(lang, duty.by), metDay) : null,
    isInTime(duty) ? null : words.dueOn(day(duty.dueOn)),
    shown,
    duty.of === null ? null : words.inherited(duty.of),
  ];
  return parts.filter((part) => part !== null);
}

function isInTime({ state, lateDays }: DutyView): boolean {
  if (state === 'none' || state === 'shown') return true;
  return state.startsWith('correct') && (lateDays ?? 0) === 0;
}

/** Why it was late, what happened, who ordered it: Chinese words of the village, each with its lead. */
export function dutyReasons(lang: Lang, duty: DutyView, now: EpochMs): string[] {
  const words = wordsFor(lang).disclosureDuties;
  const asked = duty.isOrdered ? words.ordered : duty.why === 'requested' ? words.requested : null;
  const said = asked ?? (duty.why === 'event' ? words.event : null);
  return [
    ...(duty.words !== '' && said !== null ? [said(duty.words)] : []),
    ...(duty.lateReason === '' ? [] : [words.reason(duty.lateReason)]),
    ...duty.orders.flatMap((order) => orderWords(lang, order, now) ?? []),
  ];
}

/** What the town ordered, and what became of it; null where the duty's own line says it. */
export function orderWords(lang: Lang, order: OrderView, now: EpochMs): string | null {
  const { orders: words } = wordsFor(lang).disclosureDuties;
  const day = (at: EpochMs) => plainDay(lang, at, now);
  if (order.asks === 'withdraw') {
    const { noneBy, noneAt, orderedAt } = order;
    if (!noneBy || noneAt === null) return words.withdrawnBare(day(orderedAt));
    return words.withdrawn(namedWords(lang, noneBy), day(noneAt), day(orderedAt));
  }
  if (order.asks !== 'correct') return null;
  const { words: why, metAt, lateDays } = order;
  if (metAt === null) return words.correct(why, day(instantOf(order.dueOn)));
  const late = lateDays ?? 0;
  return late > 0 ? words.correctedLate(why, day(metAt), late) : words.corrected(why, day(metAt));
}

/** What became of what fell due in the past year, in one sentence. */
export function sumWords(lang: Lang, sum: DutySum): string {
  const { sum: words } = wordsFor(lang).disclosureDuties;
  const all = sum.inTime + sum.lateShown + sum.none + sum.late;
  if (all === 0) return words.nothing;
  const parts = [
    words.all(all),
    ...(sum.inTime > 0 ? [words.inTime(sum.inTime)] : []),
    ...(sum.lateShown > 0 ? [words.lateShown(sum.lateShown)] : []),
    ...(sum.none > 0 ? [words.none(sum.none)] : []),
    ...(sum.late > 0 ? [words.late(sum.late)] : []),
  ];
  return lang === 'zh' ? `${parts.join('，')}。` : `${parts.join(', ')}.`;
}
