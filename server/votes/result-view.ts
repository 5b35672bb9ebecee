import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import { type ResultWarning, resultWarning, shownBreakdown } from '#server/rules/ballot-privacy.ts';
import { barLengths } from '#server/rules/chart-scale.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { BLANK } from '#server/votes/casting.ts';
import type { OptionRecord, ResultRecord } from '#server/votes/records.ts';

/**
 * One line of a result: the option, how many ballots name it, and how long its bar is. The last may
 * be of those that name none: 'blank', or 'together' with the spoiled ones; its `no` is 0.
 */
export interface ResultLine {
  no: number;
  label: string;
  meaning: string;
  count: number;
  length: number;
}

/** What came out of a vote, as everybody reads it. */
export interface ResultView {
  /** Ballots, or how many voted where that is all that may be told. */
  ballots: number;
  spoiled: number;
  /** Ballots by channel; null where one of them is so small that it would tell of somebody. */
  channels: { online: number; paper: number } | null;
  /** Abstentions and spoiled ballots are one number, lest a small channel tell of somebody. */
  isTogether: boolean;
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
  const { online, paper, spoiled, together, verdict, at } = result;
  const lines = linesOf(options, result);
  const counts = lines.map(({ count }) => count);
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
    isTogether: together !== null,
    lines: lines.map((line, place) => ({ ...line, length: lengths[place] ?? 0 })),
    reasons: verdict,
    warning: resultWarning(counts),
    at,
  };
}

/** Each option with its ballots, then those that name none. */
function linesOf(
  options: OptionRecord[],
  { counts, together }: ResultRecord,
): Omit<ResultLine, 'length'>[] {
  const { abstain } = wordsFor('zh').votes.ballot;
  const told = together === null ? options : options.filter((one) => one.meaning !== 'abstain');
  const lines = told.map(({ no, label, meaning }) => ({
    ...{ no, label, meaning, count: counts[no] ?? 0 },
  }));
  const count = together ?? counts[BLANK] ?? 0;
  const isTold = together !== null || count > 0;
  const meaning = together === null ? 'blank' : 'together';
  return isTold ? [...lines, { no: BLANK, label: abstain, meaning, count }] : lines;
}
