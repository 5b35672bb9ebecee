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
