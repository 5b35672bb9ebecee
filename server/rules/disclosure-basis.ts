import type { LegalBasis } from '#server/rules/disclosure-book.ts';

const OF_VILLAGES = /村民委员会组织法/;
const OF_COMMUNITIES = /居民委员会组织法/;

/**
 * The laws an item rests on in a village or in a community: a community has its own organic law
 * (revised 2025-10-28) and not that of villages. What rests on the villages' law alone rests on none
 * of these in a community.
 */
export function basisFor(basis: LegalBasis[], isCommunity: boolean): LegalBasis[] {
  const other = isCommunity ? OF_VILLAGES : OF_COMMUNITIES;
  return basis.filter(({ law }) => !other.test(law.zh));
}
