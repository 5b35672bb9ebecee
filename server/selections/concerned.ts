import type { Reader } from '#db/surface.ts';
import type { ObjectionRow } from '#server/selections/objection-records.ts';
import { type RoundRow, selectEntry, selectRecommendations } from '#server/selections/records.ts';
import { selectReaders } from '#server/selections/reviewer-records.ts';

/**
 * Everybody who had a part in what is objected to: who opened the round, entered or recommended the
 * entry, read in the round, or objected. None of them decides on it.
 */
export async function concernedIn(
  db: Reader,
  round: RoundRow,
  { postId, byId }: Pick<ObjectionRow, 'postId' | 'byId'>,
): Promise<Set<string>> {
  const entry = await selectEntry(db, { roundId: round.id, postId });
  const recommended = await selectRecommendations(db, round.id);
  const readers = await selectReaders(db, round.id);
  return new Set([
    ...[round.openedById, byId, entry?.byId ?? ''],
    ...recommended.flatMap((one) => (one.postId === postId ? one.byId : [])),
    ...readers.map(({ reader }) => reader.personId),
  ]);
}
