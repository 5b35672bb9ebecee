import { groupsOf, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { BothWords } from '#server/rules/disclosure-book.ts';
import {
  asksOf,
  type VoteBook,
  type VoteType,
  voteCode,
  voteType,
} from '#server/rules/vote-book.ts';
import { type EffectReason, effectOf, type VoteEffect } from '#server/rules/vote-effect.ts';
import type { VoteRecord } from '#server/votes/records.ts';
import { isCast } from '#server/votes/types.ts';

/** What the type of a vote says to whoever reads its page. */
export interface TypeView {
  type: VoteType;
  /** Who decides, and who is asked. */
  body: BothWords;
  electorate: BothWords;
  effect: VoteEffect;
  reason: EffectReason;
  /** What it asks for besides its numbers. */
  asks: BothWords[];
  /** Ballots are taken here. */
  isCast: boolean;
  /** The province whose numbers are in force; null for the national ones alone. */
  pack: BothWords | null;
}

/** The type of a vote with its words. No charter is registered here, so nothing online decides. */
export function typeView(book: VoteBook, word: string): TypeView {
  const code = voteCode(word);
  if (!code) throw new Error(`votes.json: there is no vote ${word}`);
  const type = voteType(book, code);
  const how = { isOnline: isCast(type), charterAllows: false, isLogged: false };
  const named = <T extends BothWords & { code: string }>(list: T[], one: string) =>
    list.find((each) => each.code === one) ?? type;
  return {
    type,
    body: named(book.bodies, type.body),
    electorate: named(book.electorates, type.electorate),
    ...(isCast(type) ? effectOf(type, how) : notOnline(type)),
    asks: asksOf(book, { notice: type.notice, type }),
    isCast: isCast(type),
    pack: book.pack,
  };
}

function notOnline({ isRun }: VoteType): { effect: VoteEffect; reason: EffectReason } {
  return { effect: 'none', reason: isRun ? 'never-online' : 'never-here' };
}

/** Names of the groups that alone vote; none for the whole village. */
export async function groupNames(
  ctx: Context,
  village: Village,
  { groupCodes }: Pick<VoteRecord, 'groupCodes'>,
): Promise<string[]> {
  if (groupCodes === null) return [];
  const groups = await groupsOf(ctx, village.code);
  return groups.flatMap(({ code, name }) => (groupCodes.includes(code) ? [name] : []));
}
