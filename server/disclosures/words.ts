import type { Reader, Tx } from '#db/surface.ts';
import { coverAround } from '#server/disclosures/covering-records.ts';
import { coverInRows, shownTexts } from '#server/disclosures/row-records.ts';

/**
 * 隐私更正 of a disclosed item: in the rows, as the public and the village read them, and in notes,
 * reasons and decisions around them; how many texts changed.
 */
export async function coverDisclosed(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
): Promise<number> {
  return (await coverInRows(tx, postId, cover)) + (await coverAround(tx, postId, cover));
}

/** The words of public rows under which a disclosed item is found; rows about persons have none. */
export function disclosedWords(db: Reader, postIds: string[]): Promise<Map<string, string>> {
  return shownTexts(db, postIds);
}
