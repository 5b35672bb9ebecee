import { wordsFor } from '#content/messages/words.ts';
import type { ClockFace } from '#server/rules/clock-face.ts';
import { opensAt, plateDay, plateDayTime } from '#server/rules/date-words.ts';
import type { EpochMs, Lang } from '#server/rules/dates.ts';

/** The three lines beside a ring; `at` is the instant that the last line speaks of. */
export interface ClockLines {
  name: string;
  value: string;
  due: string | null;
  at: EpochMs | null;
}

/** What only the post knows: why it rests, and whether its author is the one looking. */
export interface ClockAsides {
  restReason?: string | null | undefined;
  isMine?: boolean | undefined;
}

/** The words of a clock on the plate: a value of at most 7 signs over a due of at most 9 (zh). */
export function clockLines(
  lang: Lang,
  face: ClockFace,
  now: EpochMs,
  asides: ClockAsides = {},
): ClockLines {
  const words = wordsFor(lang).time.clock;
  const at = face.state === 'done' ? face.endedAt : face.dueAt;
  const value = clockValue(lang, face, now, asides);
  return { name: words[face.kind], value, due: clockDue(lang, face, now, asides), at };
}

function clockValue(lang: Lang, face: ClockFace, now: EpochMs, asides: ClockAsides): string {
  const { clock, day } = wordsFor(lang).time;
  const { amount, startsAt } = face;
  switch (face.state) {
    case 'run':
    case 'soon':
      return amount ? clock.left(amount) : clock.keptPlan;
    case 'wait':
      return startsAt === null ? clock.notBegun : clock.startsAt(opensAt(lang, startsAt, now, day));
    case 'done':
      return doneValue(lang, face);
    case 'rest':
      return clock.paused;
    case 'awaits':
      return asides.isMine ? clock.awaitsYou : clock.awaitsAuthor;
    case 'late':
      return clock.late(amount);
    case 'unset':
      return face.isUnmanned ? clock.nobodyOnDuty : clock.unset;
  }
}

function doneValue(lang: Lang, { kind, amount }: ClockFace): string {
  const { clock } = wordsFor(lang).time;
  const taken = amount ?? { n: 0, unit: 'days' };
  return kind === 'first' ? clock.answeredAfter(taken) : clock.finishedAfter(taken);
}

function clockDue(lang: Lang, face: ClockFace, now: EpochMs, asides: ClockAsides): string | null {
  const { clock, day } = wordsFor(lang).time;
  const { state, dueAt, endedAt, kind } = face;
  if (state === 'rest') return asides.restReason ?? clock.afterRest;
  if (state === 'unset') return face.isUnmanned ? null : clock.afterNotice;
  if (state === 'done' && endedAt !== null) {
    const ended = plateDay(lang, endedAt, now, day);
    return kind === 'first' ? clock.answeredOn(ended) : clock.finishedOn(ended);
  }
  if (dueAt === null) return kind === 'finish' && state === 'wait' ? clock.afterAnswer : null;
  if (state === 'late') return clock.wasDue(plateDay(lang, dueAt, now, day));
  if (state === 'awaits') return clock.mayReturnUntil(plateDay(lang, dueAt, now, day));
  return clock.by(plateDayTime(lang, dueAt, now, day));
}
