import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import type { VotePhase } from '#server/rules/vote-times.ts';
import { askingOf, castHindrance, mayBeCast, ownLine } from '#server/votes/casting.ts';
import { type OwnLine, selectNamedChoice } from '#server/votes/casting-records.ts';
import type { OptionRecord, VoteRecord } from '#server/votes/records.ts';

/**
 * What a vote's page says to this reader: he may cast a ballot now, or why not. 'none' where no
 * ballots are taken here, and to guests of a vote that is over.
 */
export interface Mine {
  can:
    | 'cast'
    | 'none'
    | 'guest'
    | 'not-on'
    | 'out'
    | 'unknown'
    | 'soon'
    | 'over'
    | 'online'
    | 'paper'
    | 'household-other'
    | 'household-voted'
    | 'no-mandate';
  /** Why somebody is not on the roster. */
  reason: string;
  /** Where he took his paper ballot. */
  table: { no: number; place: string } | null;
  /** What his own ballot of an open vote says. */
  chose: string[];
  /** He casts for his household. */
  isForHousehold: boolean;
}

const blank: Mine = { can: 'none', reason: '', table: null, chose: [], isForHousehold: false };

/** How a vote stands to the viewer. */
export async function mineOf(
  ctx: Context,
  vote: VoteRecord,
  { phase, options }: { phase: VotePhase; options: OptionRecord[] },
): Promise<Mine> {
  const isOver = phase === 'void' || phase === 'counted';
  if (!mayBeCast(ctx, vote) || phase === 'preparing' || phase === 'void') return blank;
  if (ctx.viewer.personId === null) return { ...blank, can: phase === 'open' ? 'guest' : 'none' };
  const asking = askingOf(ctx.viewer);
  const line = await ownLine(ctx.db.read, vote, asking);
  if (line === null || line.standing !== 'in') return absent(line, isOver);
  const isSent = asking.villagerIds.includes(line.mandateVillagerId ?? '');
  const isOwn = vote.unit === 'person' || isSent;
  if (line.voted !== null && !isOwn) return { ...blank, can: 'household-voted' };
  if (line.voted === 'paper') return { ...blank, can: 'paper', table: line.table };
  if (line.voted === 'online') {
    return { ...blank, can: 'online', chose: await namedChoice(ctx, vote, line, options) };
  }
  const hindrance = castHindrance(vote, line, asking, phase);
  const can = hindrance === null ? 'cast' : (SAID[hindrance] ?? 'none');
  return { ...blank, can, isForHousehold: vote.unit === 'household' };
}

const SAID: Record<string, Mine['can']> = {
  castTooEarly: 'soon',
  voteClosed: 'over',
  noMandate: 'no-mandate',
  householdOther: 'household-other',
};

function absent(line: OwnLine | null, isOver: boolean): Mine {
  if (isOver) return blank;
  if (line === null) return { ...blank, can: 'not-on' };
  if (line.standing === 'unknown') return { ...blank, can: 'unknown' };
  return { ...blank, can: 'out', reason: line.reason };
}

async function namedChoice(
  ctx: Context,
  vote: VoteRecord,
  line: OwnLine,
  options: OptionRecord[],
): Promise<string[]> {
  if (vote.secrecy === 'secret') return [];
  const choice = (await selectNamedChoice(ctx.db.read, line.id)) ?? [];
  if (choice.length === 0) return [wordsFor('zh').votes.ballot.abstain];
  return options.flatMap(({ no, label }) => (choice.includes(no) ? [label] : []));
}
