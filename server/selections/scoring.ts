import { type Criterion, choose, judge, type Sheet, sharePoints } from '#server/rules/selection.ts';
import type { KindNumbers } from '#server/rules/selection-book.ts';
import type { Fulfilment } from '#server/selections/kinds.ts';
import type { ResultEntry, ResultTable } from '#server/selections/result-records.ts';

/** An entry with everything that its score is computed from. */
export interface EntryToScore extends Fulfilment {
  postId: string;
  villageCode: string;
  townCode: string;
  /** The sheets that were sent, by the numbers of their reviewers. */
  sheets: { no: number; points: Sheet }[];
}

/** The numbers of a kind of round that scores depend on. */
export interface ScoringNumbers
  extends Pick<KindNumbers, 'leastSheets' | 'places' | 'perTown' | 'fulfilment'> {
  rubric: Criterion[];
}

/**
 * The whole table of a round: each entry's sheets with what was left out, what was kept, its score
 * and its place. Nothing else goes in; the order of the entries changes nothing.
 */
export function scoreTable(
  { round, version, entries }: { round: string; version: number; entries: EntryToScore[] },
  numbers: ScoringNumbers,
): ResultTable {
  const { leastSheets, places, perTown, fulfilment: fulfilmentMost } = numbers;
  const rubric = numbers.rubric.map(({ code, most }) => ({ code, most }));
  const scored = entries.map((entry) => scoreEntry(entry, { rubric, leastSheets, fulfilmentMost }));
  const chosen = choose(
    scored.flatMap(({ postId: id, townCode, score }) =>
      score === null ? [] : [{ id, townCode, score }],
    ),
    { places, perTown },
  );
  const placeOf = new Map(chosen.map(({ id, place }) => [id, place]));
  return {
    ...{ round, version, rubric, fulfilmentMost, leastSheets, places, perTown },
    entries: scored
      .map((entry) => ({ ...entry, place: placeOf.get(entry.postId) ?? null }))
      .toSorted(byScore),
  };
}

function scoreEntry(
  { postId, villageCode, townCode, sheets, done, due }: EntryToScore,
  by: Pick<ResultTable, 'rubric' | 'leastSheets' | 'fulfilmentMost'>,
): ResultEntry {
  const judged = judge(sheets, by.rubric, by.leastSheets);
  const fulfilment = sharePoints(done, due, by.fulfilmentMost);
  return {
    ...{ postId, villageCode, townCode, ...judged, done, due, fulfilment },
    score: judged.review === null ? null : judged.review + fulfilment,
    place: null,
  };
}

/** The best first; equal ones, and those without a score, by village. */
function byScore(a: ResultEntry, b: ResultEntry): number {
  return (b.score ?? -1) - (a.score ?? -1) || (a.villageCode < b.villageCode ? -1 : 1);
}
