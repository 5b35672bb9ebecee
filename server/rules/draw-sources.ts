import { addDays, type EpochMs, instantOf, type LocalDate } from '#server/rules/dates.ts';

/** How the numbers of a public source look: how many whole numbers, between which. */
export interface SourceShape {
  count: number;
  least: number;
  most: number;
}

/**
 * Numbers as somebody typed them, whatever stands between: '03 08 15 21 27 33 + 09'. Null when there
 * are more or fewer than the source gives, or one that it cannot give.
 */
export function readNumbers(typed: string, { count, least, most }: SourceShape): number[] | null {
  const numbers = (typed.normalize('NFKC').match(/\d+/g) ?? []).map(Number);
  const isGiven = (n: number) => Number.isSafeInteger(n) && n >= least && n <= most;
  return numbers.length === count && numbers.every(isGiven) ? numbers : null;
}

/** Whether two people typed the same numbers; within a source their order means nothing. */
export function areSameNumbers(a: number[][], b: number[][]): boolean {
  const written = (sources: number[][]) =>
    JSON.stringify(sources.map((numbers) => numbers.toSorted((x, y) => x - y)));
  return written(a) === written(b);
}

/** When the numbers of all sources are known for certain: the midnight after the last named day. */
export function knownFrom(days: LocalDate[]): EpochMs {
  const last = days.toSorted().at(-1);
  if (last === undefined) throw new Error('a draw names its sources');
  return instantOf(addDays(last, 1));
}
