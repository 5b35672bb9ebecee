import type { VoteType } from '#server/rules/vote-book.ts';

/**
 * What a result counts for: it decides; it is an opinion that was asked for (征求意见) and never
 * called a decision; it says only who took part; it is shown and decides nothing; or it is nothing,
 * since this is never held here.
 */
export type VoteEffect = 'binding' | 'advisory' | 'attendance' | 'shown' | 'none';

/** Why it counts for that. */
export type EffectReason =
  | 'at-a-meeting'
  | 'online-is-advice'
  | 'charter-allows'
  | 'charter-silent'
  | 'attendance-not-logged'
  | 'attendance-only'
  | 'talk-decides-nothing'
  | 'shown-only'
  | 'never-online'
  | 'never-here';

/** How a vote is held: at a meeting or online, and what the body's own rules say of that. */
export interface HeldHow {
  isOnline: boolean;
  /** The charter or the body's written rules let it decide online. */
  charterAllows: boolean;
  /** Who took part online was logged by picture or message. */
  isLogged: boolean;
}

/**
 * What the result of a type counts for. No statute lets an assembly, a representatives' meeting or
 * an election be held online (村民委员会组织法 2025 names technology in 35 and 44 only); the
 * collective's members may attend by message (农村集体经济组织法 27).
 */
export function effectOf(
  type: Pick<VoteType, 'online' | 'isRun' | 'body'>,
  how: HeldHow,
): { effect: VoteEffect; reason: EffectReason } {
  if (!type.isRun) return { effect: 'none', reason: 'never-here' };
  if (type.online === 'shown-only') return { effect: 'shown', reason: 'shown-only' };
  if (type.body === 'residents') return { effect: 'advisory', reason: 'talk-decides-nothing' };
  if (!how.isOnline) return { effect: 'binding', reason: 'at-a-meeting' };
  return online(type.online, how);
}

function online(
  effect: Exclude<VoteType['online'], 'shown-only'>,
  { charterAllows, isLogged }: HeldHow,
): { effect: VoteEffect; reason: EffectReason } {
  if (effect === 'never') return { effect: 'none', reason: 'never-online' };
  if (effect === 'attendance-only') return { effect: 'attendance', reason: 'attendance-only' };
  if (effect === 'advisory') return { effect: 'advisory', reason: 'online-is-advice' };
  if (!charterAllows) return { effect: 'advisory', reason: 'charter-silent' };
  if (!isLogged) return { effect: 'advisory', reason: 'attendance-not-logged' };
  return { effect: 'binding', reason: 'charter-allows' };
}
