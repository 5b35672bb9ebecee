/**
 * The bodies that keep a roll of their members (村民委员会组织法 2025; 农村集体经济组织法): those whose
 * quorum is counted by heads, and who are not simply everybody of the village.
 */
export const bodies = [
  'party_committee',
  'village_committee',
  'party_members',
  'representatives',
  'collective_members',
  'collective_reps',
  'directors',
] as const;

/** One of them. */
export type BodyCode = (typeof bodies)[number];

/** Whether a word names a body that keeps a roll. */
export function isBody(word: string): word is BodyCode {
  return bodies.some((code) => code === word);
}

/** What a roll is like, beyond its names. */
export interface BodyTraits {
  /** Its members hold a public office of the village: everybody may read who they are. */
  isPublic: boolean;
  /** Somebody who is on no roster here may stand on it: a member who lives elsewhere. */
  bareNames: boolean;
  /** Groups choose them, or they are counted by group. */
  byGroup: boolean;
}

const traits: Record<BodyCode, BodyTraits> = {
  party_committee: { isPublic: false, bareNames: true, byGroup: false },
  village_committee: { isPublic: true, bareNames: true, byGroup: false },
  party_members: { isPublic: false, bareNames: true, byGroup: false },
  representatives: { isPublic: true, bareNames: false, byGroup: true },
  collective_members: { isPublic: false, bareNames: true, byGroup: true },
  collective_reps: { isPublic: false, bareNames: true, byGroup: true },
  directors: { isPublic: false, bareNames: true, byGroup: false },
};

/** What the roll of a body is like. */
export function bodyHas(body: BodyCode): BodyTraits {
  return traits[body];
}
