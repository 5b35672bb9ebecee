import { type DutyPeople, type DutyPerson, holderAt } from '#server/grids/duty-person.ts';
import type { ClockExtras } from '#server/posts/kinds.ts';
import { type ClockFace, finishClock, firstClock } from '#server/rules/clock-face.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { WorkCalendar } from '#server/rules/work-calendar.ts';

/** The plate of a post: who is responsible, since when, and both clocks. */
export interface Duty {
  holder: DutyPerson;
  since: EpochMs | null;
  /** Who was asked first, when somebody else holds it now. */
  firstHolder: DutyPerson | null;
  /** Who gave the first answer in the holder's place. */
  answeredBy: DutyPerson | null;
  first: ClockFace;
  finish: ClockFace | null;
}

/** The fields of a post, or of a question under it, that say who owes what by when. */
export interface Owed {
  holderId: string | null;
  holderGridCode: string | null;
  firstHolderId: string | null;
  firstDueAt: EpochMs | null;
  firstAnsweredAt: EpochMs | null;
  firstAnsweredById: string | null;
  finishDueAt: EpochMs | null;
  finishedAt: EpochMs | null;
  createdAt: EpochMs;
}

/** The clocks of a post without a life of its own. */
export const plainClock: Omit<ClockExtras, 'begun'> = {
  pace: 'working',
  limitConfirmed: true,
  awaits: null,
  paused: null,
  planKept: false,
  forPlan: false,
};

/** Both clocks at an instant; the finish is null for kinds and questions that have none. */
export function clocksOf(
  owed: Owed,
  extras: ClockExtras,
  cal: WorkCalendar,
  now: EpochMs,
): { first: ClockFace; finish: ClockFace } {
  const shared = {
    startedAt: owed.createdAt,
    pace: extras.pace,
    limitConfirmed: extras.limitConfirmed,
  };
  const first = { ...shared, dueAt: owed.firstDueAt, endedAt: owed.firstAnsweredAt };
  const finish = { ...shared, dueAt: owed.finishDueAt, endedAt: owed.finishedAt };
  const { begun, awaits, paused, planKept, forPlan } = extras;
  return {
    first: firstClock(first, cal, now),
    finish: finishClock({ ...finish, begun, awaits, paused, planKept, forPlan }, cal, now),
  };
}

/** The plate of a post; null while nobody is responsible. Deputies appear in `answeredBy`. */
export function dutyOf(
  owed: Owed,
  people: DutyPeople,
  clocks: { first: ClockFace; finish: ClockFace | null },
  since: EpochMs | null = null,
): Duty | null {
  const holder = holderAt(people, owed.holderId, owed.holderGridCode);
  if (!holder) return null;
  const isHandedOver = owed.firstHolderId !== null && owed.firstHolderId !== owed.holderId;
  const isStoodIn = owed.firstAnsweredById !== null && owed.firstAnsweredById !== owed.holderId;
  return {
    holder,
    since,
    firstHolder: (isHandedOver && people.get(owed.firstHolderId ?? '')) || null,
    answeredBy: (isStoodIn && people.get(owed.firstAnsweredById ?? '')) || null,
    ...clocks,
  };
}
