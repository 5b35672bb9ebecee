import { addDays, type EpochMs, type LocalDate, localDate } from '#server/rules/dates.ts';
import { signingEndsAt } from '#server/rules/disclosure-requests.ts';

/** By whom a matter is raised. */
export const raisers = ['branch', 'villagers', 'representatives', 'supervision'] as const;
export type Raiser = (typeof raisers)[number];

/** How a matter stands in its own table. */
export const motionStates = [
  'gathering',
  'waiting',
  'talking',
  'agreed',
  'deciding',
  'decided',
  'closed',
] as const;
export type MotionState = (typeof motionStates)[number];

/** How it reads at an instant: too few names in time, or a talk whose last day is over. */
export type ShownState = MotionState | 'over' | 'ended';

/** What of a motion says how it stands. */
export interface MotionTimes {
  state: string;
  createdAt: EpochMs;
  talkThrough: LocalDate | null;
}

/** The last day on which names may be put under a matter. */
export function gatherThroughOf(createdAt: EpochMs, gatherDays: number): LocalDate {
  return addDays(localDate(createdAt), gatherDays);
}

/** How a motion stands at an instant, and when that changes by itself. */
export function motionStanding(
  { state, createdAt, talkThrough }: MotionTimes,
  gatherDays: number,
  now: EpochMs,
): { state: ShownState; changesAt: EpochMs | null } {
  if (state === 'gathering') {
    const endsAt = signingEndsAt(gatherThroughOf(createdAt, gatherDays));
    return now < endsAt ? { state, changesAt: endsAt } : { state: 'over', changesAt: null };
  }
  if (state === 'talking' && talkThrough !== null) {
    const endsAt = signingEndsAt(talkThrough);
    return now < endsAt ? { state, changesAt: endsAt } : { state: 'ended', changesAt: null };
  }
  return { state: motionStates.find((one) => one === state) ?? 'closed', changesAt: null };
}

/** The state of its post: whether anything is still to come. */
export function postStateOf(state: MotionState): 'open' | 'over' {
  return state === 'closed' || state === 'decided' ? 'over' : 'open';
}
