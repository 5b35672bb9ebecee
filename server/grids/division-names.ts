import { pinyin } from 'pinyin-pro';
import type { CountyKind, VillageKind } from '#server/grids/places.ts';

const VILLAGE_ORGAN = /(村民委员会|村委会|村员委员会|村委员会)$/;
const COMMUNITY_ORGAN = /(居民委员会|居委会)$/;
const CAMPUS = /(学院|大学|学校|校区)/;

/** Names of county-level divisions end in what they are. */
const COUNTY_KINDS: Record<string, CountyKind> = {
  市: 'city',
  县: 'county',
  区: 'district',
  旗: 'county',
};

/**
 * The kind of a village-level unit, from its full name alone: in the national table 202 villages
 * carry digits of communities, so digits tell nothing.
 */
export function kindOfUnit(fullName: string): VillageKind {
  if (VILLAGE_ORGAN.test(fullName)) return 'village';
  if (COMMUNITY_ORGAN.test(fullName)) return 'community';
  if (CAMPUS.test(fullName)) return 'campus';
  return fullName.endsWith('村') ? 'village' : 'community';
}

/** What people call the unit: 石梯村村民委员会 → 石梯村, 房湖社区居民委员会 → 房湖社区. */
export function shortNameOf(fullName: string): string {
  if (VILLAGE_ORGAN.test(fullName)) return withEnding(fullName.replace(VILLAGE_ORGAN, ''), '村');
  if (COMMUNITY_ORGAN.test(fullName)) {
    return withEnding(fullName.replace(COMMUNITY_ORGAN, ''), '社区');
  }
  return fullName;
}

/** 市, 县 or 区, by the last character of the county's name. */
export function kindOfCounty(name: string): CountyKind {
  const kind = COUNTY_KINDS[name.at(-1) ?? ''];
  if (!kind) throw new Error(`${name} does not end in 市, 县, 区 or 旗`);
  return kind;
}

/** What a town-level unit is, by its ending. */
export function kindOfTown(name: string): string {
  if (name.endsWith('街道')) return 'subdistrict';
  if (name.endsWith('镇')) return 'town';
  return name.endsWith('乡') ? 'township' : 'other';
}

/** The readable name of a village in addresses: 石梯村 → 'shiti'. */
export function villageSlug(shortName: string): string {
  return spelled(shortName.replace(/(.)(村|社区)$/u, '$1'));
}

/** The readable name of a town in addresses, ending included: 连山镇 → 'lianshanzhen'. */
export function townSlug(name: string): string {
  return spelled(name);
}

/** A unit that needs an address: its own readable name and its town's. */
export interface Unnamed {
  code: string;
  shortName: string;
  townSlug: string;
}

/**
 * Addresses for units that have none yet, unique in the county. Where a name repeats, each gets its
 * town's name behind it; one that is still taken gets the last three digits of its code.
 */
export function addressesFor(units: Unnamed[], taken: Set<string>): Map<string, string> {
  const uses = new Map<string, number>();
  for (const { shortName } of units) {
    const slug = villageSlug(shortName);
    uses.set(slug, (uses.get(slug) ?? 0) + 1);
  }
  const used = new Set(taken);
  const addresses = new Map<string, string>();
  for (const { code, shortName, townSlug: town } of units) {
    const plain = villageSlug(shortName);
    const wishes = [
      ...(uses.get(plain) === 1 ? [plain] : []),
      `${plain}-${town}`,
      `${plain}-${town}-${code.slice(-3)}`,
    ];
    const slug = wishes.find((wish) => !used.has(wish));
    if (!slug) throw new Error(`${shortName} (${code}) finds no free address`);
    used.add(slug);
    addresses.set(code, slug);
  }
  return addresses;
}

function withEnding(name: string, ending: string): string {
  return /(村|社区)$/.test(name) ? name : name + ending;
}

function spelled(chinese: string): string {
  const syllables = pinyin(chinese, { toneType: 'none', type: 'array', v: true });
  return syllables
    .join('')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
