import type { Context } from '#server/kernel/context.ts';
import { type ResultWarning, resultWarning, shownBreakdown } from '#server/rules/ballot-privacy.ts';
import { barLengths } from '#server/rules/chart-scale.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { OptionRecord, ResultRecord } from '#server/votes/records.ts';

/** One line of a result: the option, how many ballots name it, and how long its bar is. */
export interface ResultLine {
  no: number;
  label: string;
  meaning: string;
  count: number;
  length: number;
}

/** What came out of a vote, as everybody reads it. */
export interface ResultView {
  ballots: number;
  spoiled: number;
  /** Ballots by channel; null where one of them is so small that it would tell of somebody. */
  channels: { online: number; paper: number } | null;
  lines: ResultLine[];
  reasons: { code: string; needed?: number; had?: number }[];
  warning: ResultWarning | null;
  at: EpochMs;
}

/** The result of a count. What would tell of somebody by subtraction is left out. */
export function resultView(
  { book }: Pick<Context, 'book'>,
  options: OptionRecord[],
  result: ResultRecord,
): ResultView {
  const { online, paper, spoiled, verdict, at } = result;
  const counts = options.map(({ no }) => result.counts[no] ?? 0);
  const lengths = barLengths(counts);
  const slices = [
    { code: 'online', count: online, counts: [] },
    { code: 'paper', count: paper, counts: [] },
  ];
  const shown = shownBreakdown(slices, online + paper, book.votes.smallestGroup);
  return {
    ballots: online + paper,
    spoiled,
    channels: shown.length === slices.length ? { online, paper } : null,
    lines: options.map(({ no, label, meaning }, at) => ({
      ...{ no, label, meaning, count: counts[at] ?? 0, length: lengths[at] ?? 0 },
    })),
    reasons: verdict,
    warning: resultWarning(counts),
    at,
  };
}
