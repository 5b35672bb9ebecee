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
