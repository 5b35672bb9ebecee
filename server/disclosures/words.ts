import type { Reader, Tx } from '#db/surface.ts';
import { coverInRows } from '#server/disclosures/covered-row-records.ts';
import { coverAround } from '#server/disclosures/covering-records.ts';
import { shownTexts } from '#server/disclosures/row-records.ts';
import type { Context } from '#server/kernel/context.ts';

/**
 * 隐私更正 of a disclosed item: in the rows, as the public and the village read them, and in notes,
 * reasons and decisions around them; how many texts changed.
 */
export async function coverDisclosed(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
  ctx: Context,
): Promise<number> {
  return (await coverInRows(tx, { postId, cover }, ctx)) + (await coverAround(tx, postId, cover));
}

/** The words of public rows under which a disclosed item is found; rows about persons have none. */
export function disclosedWords(db: Reader, postIds: string[]): Promise<Map<string, string>> {
  return shownTexts(db, postIds);
}
