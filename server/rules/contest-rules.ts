import { addDays, dayOfDate, type LocalDate } from '#server/rules/dates.ts';

/** What families are thanked for: 最美家庭, 最美庭院, anything else. */
export const contestSubjects = ['families', 'yards', 'others'] as const;

/** The stages in order; one that waits has nobody to judge, and a void one no result. */
export const contestStages = [
  'nominating',
  'objections',
  'waiting',
  'judging',
  'decided',
  'void',
] as const;
export type ContestStage = (typeof contestStages)[number];

/** The days of a choice, each the last one of its stage. */
export interface ContestDays {
  nominateThrough: LocalDate;
  objectThrough: LocalDate;
  judgeThrough: LocalDate;
}

/**
 * How a choice stands on a day: what was decided stays, everything else goes by the calendar. Judging
 * begins once a jury is drawn; without one it waits after its notice.
 */
export function contestStage(
  {
    state,
    nominateThrough,
    objectThrough,
    drawId,
  }: ContestDays & { state: string; drawId: string | null },
  today: LocalDate,
): ContestStage {
  if (state === 'decided' || state === 'void') return state;
  if (today <= nominateThrough) return 'nominating';
  if (today <= objectThrough) return 'objections';
  return drawId === null ? 'waiting' : 'judging';
}

/** The least lengths of the stages, in days. */
export interface StageLengths {
  nominateDays: number;
  objectDays: number;
  judgeDays: number;
  farthestDays: number;
}

/** The field of the first day that leaves too few days to its stage; null when all fit. */
export function unfitDay(
  { nominateThrough, objectThrough, judgeThrough }: ContestDays,
  today: LocalDate,
  least: StageLengths,
): keyof ContestDays | null {
  if (nominateThrough < addDays(today, least.nominateDays)) return 'nominateThrough';
  if (objectThrough < addDays(nominateThrough, least.objectDays)) return 'objectThrough';
  if (judgeThrough < addDays(objectThrough, least.judgeDays)) return 'judgeThrough';
  return judgeThrough > addDays(today, least.farthestDays) ? 'judgeThrough' : null;
}

/** Why the last day under way is not put off: its stage is over, the jury is drawn, or the day does not fit. */
export type NoExtension = 'over' | 'drawn' | 'day';

/**
 * The days of a choice with the last day under way put off, those after it moved by as many days; or
 * why they stay. A stage that is over is not begun again (where a jury is still looked for, the notice
 * is not over), a day only grows, and once somebody was drawn to judge everything stands.
 */
export function extendedDays(
  contest: ContestDays & { state: string; drawId: string | null },
  through: LocalDate,
  { today, farthestDays }: { today: LocalDate; farthestDays: number },
): ContestDays | NoExtension {
  const stage = contestStage(contest, today);
  const isOpen = stage === 'nominating' || stage === 'objections' || stage === 'waiting';
  if (!isOpen) return 'over';
  if (contest.drawId !== null) return 'drawn';
  const last = stage === 'nominating' ? contest.nominateThrough : contest.objectThrough;
  const more = dayOfDate(through) - dayOfDate(last);
  if (more <= 0 || through < today) return 'day';
  const judgeThrough = addDays(contest.judgeThrough, more);
  if (judgeThrough > addDays(today, farthestDays)) return 'day';
  const nominateThrough = stage === 'nominating' ? through : contest.nominateThrough;
  return { nominateThrough, objectThrough: addDays(contest.objectThrough, more), judgeThrough };
}

/** Points that one juror gave one nominee; `isKin` when he stepped back as a relative. */
export interface JurySheet {
  nomineeId: string;
  points: number;
  isKin: boolean;
}

/** A nominee with what the jury gave: the mean in hundredths, and the place where there is one. */
export interface Ranked {
  nomineeId: string;
  sheets: number;
  /** Rounded, for reading; places are told by whole numbers. */
  meanHundredths: number;
  place: number | null;
}

/**
 * Places by the mean of the points of those who judged, without likes. Equal means share a place;
 * whoever shares the last place is thanked too, though there are then more than `places`.
 */
export function rankNominees(
  nominees: readonly string[],
  sheets: readonly JurySheet[],
  places: number,
): Ranked[] {
  const sums = nominees.map((nomineeId) => {
    const own = sheets.filter((sheet) => sheet.nomineeId === nomineeId && !sheet.isKin);
    return { nomineeId, n: own.length, sum: own.reduce((total, { points }) => total + points, 0) };
  });
  const judged = sums.filter(({ n }) => n > 0);
  return sums.map(({ nomineeId, n, sum }) => {
    // a/b > c/d without dividing: 10/3 is not 3.33.
    const better = judged.filter((other) => other.sum * n > sum * other.n).length;
    const isPlaced = n > 0 && better < places;
    const meanHundredths = n === 0 ? 0 : Math.round((sum * 100) / n);
    return { nomineeId, sheets: n, meanHundredths, place: isPlaced ? better + 1 : null };
  });
}

/** Somebody who was drawn, by his seat in the order of the draw. */
export interface Seat {
  villagerId: string;
  seat: number | null;
  state: string;
}

/** Who judges: the first seats that are not excused; the others stand in. */
export function sittingJurors(drawn: readonly Seat[], jurors: number): string[] {
  return drawn
    .filter(({ state, seat }) => state === 'drawn' && seat !== null)
    .toSorted((a, b) => (a.seat ?? 0) - (b.seat ?? 0))
    .slice(0, jurors)
    .map(({ villagerId }) => villagerId);
}
