import { runningNow as runningContests } from '#server/contests/views.ts';
import { runningNow as openDrives } from '#server/drives/views.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { runningNow as runningMotions } from '#server/motions/list.ts';
import type { Running } from '#server/posts/running.ts';
import { dayOfDate, type LocalDate, localDate } from '#server/rules/dates.ts';
import { runningNow as calledMeetings } from '#server/steps/running.ts';
import { runningNow as runningSurveys } from '#server/surveys/views.ts';
import { runningNow as openVotes } from '#server/votes/list-views.ts';

/** What a line of the village's home is about. */
export type RunningKind =
  | 'vote'
  | 'meeting'
  | 'survey'
  | 'gathering'
  | 'talking'
  | 'drive'
  | 'contest';

/** Something that a village decides together just now, in one line. */
export interface RunningLine {
  path: string;
  title: string;
  what: RunningKind;
  /** What a meeting is called; null for everything else. */
  name: string | null;
  /** Days from today to its last day, or to the day of a meeting; 0 for today, null without a day. */
  daysLeft: number | null;
}

/** The lines that a village's home shows, and how many there are. */
export interface RunningNow {
  lines: RunningLine[];
  count: number;
}

/** A home stays short: the list of days has the others. */
const SHOWN = 3;

/**
 * What a village decides together now, what ends first at the top. Resolutions that are being
 * carried out are left to their list: nobody takes part in them any more.
 */
export async function runningNow(ctx: Context, village: Village): Promise<RunningNow> {
  const [votes, meetings, surveys, motions, drives, contests] = await Promise.all([
    openVotes(ctx, village),
    calledMeetings(ctx, village),
    runningSurveys(ctx, village),
    runningMotions(ctx, village),
    openDrives(ctx, village),
    runningContests(ctx, village),
  ]);
  const today = localDate(ctx.clock.now());
  const named = meetings.map((one) => ({ ...one, what: 'meeting' as const, name: one.what }));
  const lines = [...votes, ...named, ...surveys, ...motions, ...drives, ...contests]
    .map((one) => lineOf(one, today))
    .toSorted((a, b) => (a.daysLeft ?? LAST) - (b.daysLeft ?? LAST));
  return { lines: lines.slice(0, SHOWN), count: lines.length };
}

/** What has no last day stands behind what has one. */
const LAST = Number.MAX_SAFE_INTEGER;

function lineOf(
  { path, title, lastDay, what, name = null }: Running<RunningKind> & { name?: string | null },
  today: LocalDate,
): RunningLine {
  const daysLeft = lastDay === null ? null : dayOfDate(lastDay) - dayOfDate(today);
  return { path, title, what, name, daysLeft };
}
