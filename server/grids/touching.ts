import type { Tx } from '#db/surface.ts';
import { CODE_LENGTH } from '#server/rules/place-codes.ts';

/** Names the pages that show a place or the person in charge of it. */
export function touchPlaces(tx: Tx, gridCode: string, personId?: string): void {
  tx.touch('county', `grid:${gridCode}`);
  const village = gridCode.slice(0, CODE_LENGTH.village);
  if (village.length === CODE_LENGTH.village) tx.touch(`village:${village}`);
  if (personId) tx.touch(`person:${personId}`);
}
