import type { Reader } from '#db/surface.ts';
import type { ObjectionRow } from '#server/selections/objection-records.ts';
import { type RoundRow, selectEntries, selectRecommendations } from '#server/selections/records.ts';
import { selectReaders } from '#server/selections/reviewer-records.ts';

type Objected = Pick<ObjectionRow, 'postId' | 'byId'>;

/**
 * Who had a part in what is objected to in a round: who opened it, entered or recommended the entry,
 * read in the round, or objected. None of them decides on it. Read once for all objections in it.
 */
export async function concernedIn(
  db: Reader,
  round: RoundRow,
): Promise<(objection: Objected, personId: string) => boolean> {
  const entries = await selectEntries(db, round.id);
  const recommended = await selectRecommendations(db, round.id);
  const readers = await selectReaders(db, round.id);
  const ofAll = [round.openedById, ...readers.map(({ reader }) => reader.personId)];
  const ofEntries = [...entries.map(({ entry }) => entry), ...recommended];
  return ({ postId, byId }, personId) =>
    [byId, ...ofAll].includes(personId) ||
    ofEntries.some((part) => part.postId === postId && part.byId === personId);
}
