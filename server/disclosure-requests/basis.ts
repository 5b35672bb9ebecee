import { rosterSize } from '#server/accounts/roster-views.ts';
import { sizeOf } from '#server/bodies/roll.ts';
import { countMinors } from '#server/disclosure-requests/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { localDate } from '#server/rules/dates.ts';
import { signaturesNeeded } from '#server/rules/disclosure-requests.ts';

/** Who asks together: villagers, or their representatives (四川省村务公开条例 第八条). */
export const askers = ['villagers', 'representatives'] as const;
export type Asker = (typeof askers)[number];

/**
 * Of whom the part is counted: the village's adults; everybody on its roster who is not known to be
 * younger, where the age of some is not known; or those on the roll of representatives, without
 * whoever is known to be younger.
 */
export type Basis = 'adults' | Asker;

/** Whether a stored word is one of these. */
export function isBasis(word: string): word is Basis {
  return word === 'adults' || askers.some((one) => one === word);
}

/** How many must sign, of how many. */
export interface Counted {
  basis: Basis;
  outOf: number;
  needed: number;
}

/** What counts in a village now, for one of the two; fixed when a request is begun. */
export async function countedFor(
  { db, clock, book }: Context,
  villageCode: string,
  asker: Asker,
): Promise<Counted> {
  const { request } = book.disclosures;
  const now = clock.now();
  if (asker === 'representatives') {
    const { size } = await sizeOf(db.read, villageCode, 'representatives', now);
    const outOf = size - (await countMinors(db.read, villageCode, localDate(now)));
    const needed = signaturesNeeded(request.representatives, outOf);
    return { basis: 'representatives', outOf, needed };
  }
  const { size, unknown } = await rosterSize(db.read, villageCode, localDate(now));
  const basis = unknown === 0 && size > 0 ? 'adults' : 'villagers';
  return { basis, outOf: size, needed: signaturesNeeded(request.villagers, size) };
}

/** Whose request it is, by what it counts. */
export function askerOf(basis: string): Asker {
  return basis === 'representatives' ? 'representatives' : 'villagers';
}
