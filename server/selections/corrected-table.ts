import { FULFILMENT, type ObjectionVerdict } from '#server/rules/objections.ts';
import type { ResultEntry, ResultTable } from '#server/selections/result-records.ts';
import { type EntryToScore, scoreTable } from '#server/selections/scoring.ts';

/** What an upheld objection changes in one entry. */
export interface Correction {
  postId: string;
  verdict: ObjectionVerdict;
  /** The code of the struck line. */
  line: string;
  /** What was kept, counted anew. */
  done: number;
  due: number;
}

/**
 * The next version of a result: the entry without what was objected to, and everything computed
 * again by the numbers of the result itself, whatever the county's are by now.
 */
export function correctedTable(table: ResultTable, correction: Correction): ResultTable {
  const { round, version, rubric, leastSheets, places, perTown, fulfilmentMost } = table;
  const struck = new Map(table.entries.map((entry) => [entry.postId, struckIn(entry, correction)]));
  const isOut = ({ postId }: ResultEntry) =>
    postId === correction.postId && correction.verdict === 'out';
  const entries = table.entries
    .filter((entry) => !isOut(entry))
    .map((entry) => toScore(entry, struck.get(entry.postId) ?? [], correction));
  const next = scoreTable(
    { round, version: version + 1, entries },
    { rubric, leastSheets, places, perTown, fulfilment: fulfilmentMost },
  );
  return {
    ...next,
    entries: next.entries.map((entry) => {
      const lines = struck.get(entry.postId) ?? [];
      return lines.length > 0 ? { ...entry, struck: lines } : entry;
    }),
  };
}

function struckIn({ postId, struck = [] }: ResultEntry, correction: Correction): string[] {
  const isNew = postId === correction.postId && correction.verdict === 'struck';
  return isNew && !struck.includes(correction.line) ? [...struck, correction.line] : struck;
}

function toScore(entry: ResultEntry, struck: string[], correction: Correction): EntryToScore {
  const { postId, villageCode, townCode, sheets } = entry;
  const isRecounted = postId === correction.postId && correction.verdict === FULFILMENT;
  const { done, due } = isRecounted ? correction : entry;
  return {
    ...{ postId, villageCode, townCode, done, due },
    sheets: sheets.map(({ no, lines }) => ({
      no,
      points: Object.fromEntries(
        lines.map(({ code, points }) => [code, struck.includes(code) ? 0 : points]),
      ),
    })),
  };
}
