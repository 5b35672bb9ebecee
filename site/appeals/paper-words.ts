import { wordsFor } from '#content/messages/words.ts';
import type { AppealStepView } from '#server/appeals/step-views.ts';
import type { AppealPage } from '#server/appeals/views.ts';
import type { ClockFace } from '#server/rules/clock-face.ts';
import { dayTime, plainDay } from '#server/rules/date-words.ts';
import type { EpochMs, Lang } from '#server/rules/dates.ts';
import { isOfficial, stepOf } from '#site/appeals/steps.ts';
import { clockLines } from '#site/posts/clock-words.ts';

/** A row of the sheet: a step with everything that was said. */
export interface PaperStep {
  at: EpochMs;
  what: string;
  who: string | null;
  /** A villager's words, plain. */
  words: string | null;
  /** Official words, sanitised HTML. */
  html: string | null;
}

/** The steps of an appeal, oldest first, as a file is read. */
export function paperSteps(lang: Lang, view: AppealPage): PaperStep[] {
  return view.steps.map((step: AppealStepView) => {
    const { what, who, words } = stepOf(lang, view, step);
    const html = isOfficial(step) && step.html !== '' ? step.html : null;
    return { at: step.at, what, who, words: words ?? null, html };
  });
}

/** A clock on paper: only dates, for what is left of a time is wrong by the evening. */
export function paperClock(lang: Lang, face: ClockFace, now: EpochMs): string {
  const { time, appeals } = wordsFor(lang);
  const { state, dueAt, endedAt, kind } = face;
  const { value } = clockLines(lang, face, now);
  const said = (rest: string) => `${value}${time.say.comma}${rest}`;
  if (state === 'done' && endedAt !== null) {
    const day = plainDay(lang, endedAt, now);
    return said(kind === 'first' ? time.clock.answeredOn(day) : time.clock.finishedOn(day));
  }
  if (state === 'unset' && !face.isUnmanned) return time.say.dateLater;
  if (dueAt === null || state === 'rest') return value;
  if (state === 'late') return said(time.clock.wasDue(plainDay(lang, dueAt, now)));
  if (state === 'awaits') return said(time.clock.mayReturnUntil(plainDay(lang, dueAt, now)));
  return appeals.steps.dueBy(dayTime(lang, dueAt, now));
}
