import type { Reader, Tx } from '#db/surface.ts';
import { coverInRows, shownTexts } from '#server/disclosures/row-records.ts';

/** 隐私更正 inside the rows of a disclosed item, in what the public and the village read; how many cells changed. */
export function coverDisclosed(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
): Promise<number> {
  return coverInRows(tx, postId, cover);
}

/** The words of public rows under which a disclosed item is found; rows about persons have none. */
export function disclosedWords(db: Reader, postIds: string[]): Promise<Map<string, string>> {
  return shownTexts(db, postIds);
}
