import type { Reader as Db } from '#db/surface.ts';
import { mayRead, type ReadEntry, type Reader } from '#server/rules/selection-readers.ts';
import { selectEntries, selectRecommendations } from '#server/selections/records.ts';
import { selectReaders, selectReviewerKin } from '#server/selections/reviewer-records.ts';
import type { SheetRow } from '#server/selections/sheet-records.ts';

/** An entry that reviewers judge: its town recommended it, and it still stands. */
export interface JudgedEntry extends ReadEntry {
  byId: string;
  authorId: string;
  no: number;
  title: string;
}

/** Everything that is judged in a round. */
export async function judgedEntries(db: Db, roundId: string): Promise<JudgedEntry[]> {
  const [rows, recommended] = await Promise.all([
    selectEntries(db, roundId),
    selectRecommendations(db, roundId),
  ]);
  const chosen = new Set(recommended.map(({ postId }) => postId));
  return rows
    .filter(({ entry }) => chosen.has(entry.postId))
    .map(({ entry: { postId, villageCode, townCode, byId }, authorId, no, title }) => {
      return { postId, villageCode, townCode, byId, authorId, no, title };
    });
}

/** The drawn reviewers of a round with what they may not read, as it stands now. */
export async function readersOf(
  db: Db,
  roundId: string,
  sheets: SheetRow[],
): Promise<(Reader & { personId: string })[]> {
  const rows = await selectReaders(db, roundId);
  const kin = await kinOf(
    db,
    rows.map(({ reader }) => reader.personId),
  );
  return rows.map(({ reader: { no, personId, townCode } }) => {
    const recused = sheets.filter((sheet) => sheet.no === no && sheet.recusedAt !== null);
    return {
      ...{ no, personId, townCode, kin: kin.get(personId) ?? new Set() },
      recused: new Set(recused.map(({ postId }) => postId)),
    };
  });
}

/** The villages in which each of these people has declared relatives. */
export async function kinOf(db: Db, personIds: string[]): Promise<Map<string, Set<string>>> {
  const rows = await selectReviewerKin(db, personIds);
  const byPerson = Map.groupBy(rows, ({ personId }) => personId);
  return new Map(
    [...byPerson].map(([personId, own]) => [personId, new Set(own.map((one) => one.villageCode))]),
  );
}

/** The entries that fewer than `least` of these people may read. */
export function shortOf(
  entries: JudgedEntry[],
  people: { townCode: string; kin: ReadonlySet<string> }[],
  least: number,
): JudgedEntry[] {
  const recused = new Set<string>();
  return entries.filter((entry) => {
    const able = people.filter(({ townCode, kin }) => mayRead({ townCode, kin, recused }, entry));
    return able.length < least;
  });
}
