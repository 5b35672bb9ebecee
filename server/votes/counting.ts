import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { votesPath } from '#server/rules/links.ts';
import { type ToldBallots, toldBallots } from '#server/rules/told-ballots.ts';
import { type VoteType, voteCode, voteType } from '#server/rules/vote-book.ts';
import { judgeChoice } from '#server/rules/vote-choice.ts';
import { judgeVote } from '#server/rules/vote-verdict.ts';
import {
  insertBallots,
  insertEnvelopeList,
  insertResult,
  type ResultRow,
} from '#server/votes/box-records.ts';
import { tellElectors } from '#server/votes/news.ts';
import { noteVote } from '#server/votes/noting.ts';
import {
  type OptionRecord,
  selectOptions,
  selectVote,
  type VoteRecord,
} from '#server/votes/records.ts';
import {
  ballotsFile,
  countOptions,
  envelopesFile,
  fileHash,
  inFileOrder,
} from '#server/votes/recount-file.ts';
import { moveVote } from '#server/votes/state.ts';
import { setAllTables } from '#server/votes/table-records.ts';

/** What lay in the box and on the tables, and who finishes the count. */
export interface Counted {
  /** Valid ballots, online and on paper together: nobody sees of which channel one is. */
  choices: number[][];
  online: number;
  spoiled: number;
  /** How many took part: those online, and those who took a ballot at a table. */
  present: number;
  /** Where it was held. */
  village: Pick<Village, 'name' | 'slug'>;
  /** The published list of sealed envelopes; null for an open vote. */
  hashes: string[] | null;
  actorId: string | null;
  actorRole: string;
  at: EpochMs;
}

/**
 * Writes what came out of a vote, in the write that opens its box: the ballots in the order of their
 * own content, the result, both hashes, and one act in the ledger for the whole. It is judged by what
 * was counted; kept and told is only what tells of nobody.
 */
export async function finishCount(
  tx: Tx,
  ctx: Context,
  vote: VoteRecord,
  counted: Counted,
): Promise<void> {
  const { hashes, village, actorId, actorRole, at } = counted;
  const options = await selectOptions(tx, vote.id);
  const round = await roundOf(tx, vote);
  const told = toldOf(ctx, vote, { options, counted });
  const lines = inFileOrder(told.lines);
  const numbers = numbersOf(vote, counted, told);
  const counts = countLines(told, options);
  const envelopesHash = hashes === null ? '' : fileHash(envelopesFile(hashes));
  const ballotsHash = fileHash(ballotsFile(lines));
  const isNew = await insertResult(tx, {
    ...{ voteId: vote.id, ...numbers, counts, envelopesHash, ballotsHash, at },
    ...judged(ctx, vote, { options, counted, round }),
  });
  if (!isNew) throw new Error(`vote ${vote.id} has a result already`);
  await insertBallots(tx, vote.id, lines);
  if (hashes !== null) await insertEnvelopeList(tx, vote.id, hashes);
  // Why somebody's ballot did not come back would tell of him what the numbers no longer do.
  if (told.together !== null) await setAllTables(tx, vote.id, { missingReason: '' });
  await moveVote(tx, vote, { changes: { state: 'counted', countedAt: at }, at });
  await noteVote(tx, vote, {
    ...{ what: 'vote.counted', actorId, actorRole, at },
    facts: { ...factsOf(numbers), envelopesHash, ballotsHash },
    content: { counts },
  });
  const body = wordsFor('zh').votes.news.counted(village.name);
  const path = votesPath(village.slug, vote.no);
  await tellElectors(tx, vote, { template: 'vote.counted', body, path, at });
}

/** What may be told of the box; what was cast or counted openly hides nobody's channel. */
function toldOf(
  { book }: Context,
  { most }: VoteRecord,
  { options, counted }: Pick<Judging, 'options' | 'counted'>,
): ToldBallots {
  const { choices, spoiled, online, present, hashes } = counted;
  const abstain = options.find(({ meaning }) => meaning === 'abstain')?.no ?? null;
  const smallestGroup = hashes === null ? 0 : book.votes.smallestGroup;
  const box = { choices, spoiled, online, paper: present - online };
  return toldBallots(box, { abstain, most, smallestGroup });
}

/** The numbers of a result. */
function numbersOf(
  { rosterCount: entitled }: VoteRecord,
  { online }: Counted,
  { paper, spoiled, together }: ToldBallots,
): Pick<ResultRow, 'entitled' | 'online' | 'paper' | 'spoiled' | 'together'> {
  return { entitled, online, paper, spoiled, together };
}

/** What the ledger tells of it: who voted by which channel only where it tells of nobody. */
function factsOf({ entitled, online, paper, spoiled, together }: ReturnType<typeof numbersOf>) {
  return together === null
    ? { entitled, online, paper, spoiled }
    : { entitled, voted: online + paper, together };
}

/** Ballots by option; those that name none under 0, where they are told at all. */
function countLines({ lines, together }: ToldBallots, options: OptionRecord[]) {
  const counts = countOptions(
    lines,
    options.map(({ no }) => no),
  );
  const blank = lines.filter((line) => line.length === 0).length;
  return together === null && blank > 0 ? { ...counts, 0: blank } : counts;
}

interface Judging {
  options: OptionRecord[];
  counted: Counted;
  round: 1 | 2;
}

/** What was counted, option by option. */
interface Counting extends Judging {
  counts: Record<string, number>;
}

/** What came of it first, then each threshold with what was needed and had. */
type Verdict = Pick<ResultRow, 'isCarried' | 'verdict'>;

/** By the rule of the type. Advisory votes are judged too; their pages say what the numbers are not. */
function judged(ctx: Context, vote: VoteRecord, judging: Judging): Verdict {
  const code = voteCode(vote.type);
  if (code === null) throw new Error(`vote ${vote.id} is of no known type`);
  // The women's share is of those who come to a meeting; a box of sealed ballots knows no women.
  const rule = { ...voteType(ctx.book.votes, code), women: null };
  const isYesOrNo = judging.options.some(({ meaning }) => meaning === 'yes');
  const counts = countOptions(
    judging.counted.choices,
    judging.options.map(({ no }) => no),
  );
  const counting = { ...judging, counts };
  return isYesOrNo ? yesOrNo(rule, vote, counting) : oneOfSeveral(rule, vote, counting);
}

function yesOrNo(
  rule: VoteType,
  vote: VoteRecord,
  { options, counts, counted }: Counting,
): Verdict {
  const of = (meaning: string) =>
    options
      .filter((option) => option.meaning === meaning)
      .reduce((sum, { no }) => sum + (counts[no] ?? 0), 0);
  const { isCarried, reasons } = judgeVote(rule, {
    ...{ entitled: vote.rosterCount, present: counted.present, spoiled: counted.spoiled },
    ...{ yes: of('yes'), no: of('no'), abstain: of('abstain') },
  });
  return { isCarried, verdict: [{ code: isCarried ? 'carried' : 'not-carried' }, ...reasons] };
}

function oneOfSeveral(
  rule: VoteType,
  vote: VoteRecord,
  { options, counts, counted, round }: Counting,
): Verdict {
  const { present, choices, spoiled } = counted;
  const { outcome, reasons } = judgeChoice(
    rule,
    {
      ...{ entitled: vote.rosterCount, present, ballots: choices.length + spoiled },
      options: options
        .filter(({ meaning }) => meaning !== 'abstain')
        .map(({ no }) => ({ no, count: counts[no] ?? 0 })),
    },
    { announced: vote.secondRound === 'two-best' ? 'two-best' : 'none', round },
  );
  const isCarried = outcome === 'chosen' || outcome === 'most-votes';
  return { isCarried, verdict: [{ code: outcome }, ...reasons] };
}

/** A second round repeats a vote that was counted; one that was void is begun again. */
async function roundOf(tx: Tx, { previousId }: VoteRecord): Promise<1 | 2> {
  const previous = previousId === null ? null : await selectVote(tx, previousId);
  return previous?.state === 'counted' ? 2 : 1;
}
