/** The kinds of village-level units; the kind decides the words used there. */
export type VillageKind = 'village' | 'community' | 'campus';

/** What a county is called: 市, 县 or 区. */
export type CountyKind = 'city' | 'county' | 'district';

/** A village with the town and county around it. */
export interface Village {
  code: string;
  slug: string;
  /** 石梯村 */
  name: string;
  /** 石梯村村民委员会 */
  fullName: string;
  kind: VillageKind;
  /** '/510681/510681102/510681102204/' */
  path: string;
  townCode: string;
  townName: string;
  townSlug: string;
  countyCode: string;
  countyName: string;
  countyKind: CountyKind;
}

/** Lengths of division and grid codes; everything below a village nests by digits. */
export const CODE_LENGTH = { county: 6, town: 9, village: 12, group: 15, microGrid: 18 };

/** The places of a path, innermost first: '/510681/510681102/' → ['510681102', '510681']. */
export function placesOf(path: string): string[] {
  return path.split('/').filter(Boolean).reverse();
}

/**
 * The first code after this one and everything below it: what lies below begins with its digits, so
 * a range of the key finds it, in any collation.
 */
export function nextCode(code: string): string {
  const digits = code.replace(/9+$/, '');
  if (digits === '') return 'a';
  return digits.slice(0, -1) + String(Number(digits.at(-1)) + 1);
}

/** A cadre's public number as it is printed: five digits. */
export function formatCadreNo(no: number): string {
  return String(no).padStart(5, '0');
}

/** The kind of a village-level unit as stored; throws on anything else. */
export function villageKind(text: string): VillageKind {
  if (text === 'village' || text === 'community' || text === 'campus') return text;
  throw new Error(`${text} is not a kind of village`);
}

/** The kind of a county as stored; throws on anything else. */
export function countyKind(text: string): CountyKind {
  if (text === 'city' || text === 'county' || text === 'district') return text;
  throw new Error(`${text} is not a kind of county`);
}
