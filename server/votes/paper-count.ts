import { z } from 'zod';
import type { Reader, Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { canonicalJson } from '#server/ledger/append.ts';
import type { PaperNumbers } from '#server/rules/paper-ballots.ts';
import { lockVote } from '#server/votes/box-records.ts';
import { noteVote } from '#server/votes/noting.ts';
import type { VoteRecord } from '#server/votes/records.ts';
import {
  countTicks,
  deletePaperCounts,
  insertPaperCount,
  selectPaperCounts,
  selectTables,
  setAllTables,
} from '#server/votes/table-records.ts';
import { type Telling, tellingOf } from '#server/votes/tellers.ts';

/** The ballots of all tables, as both tellers counted them. */
export interface AgreedPaper {
  choices: number[][];
  spoiled: number;
  /** How many took a ballot. */
  ticks: number;
}

/** What came of one teller's count: he waits for the other, both agree, or both count again. */
export type CountState = 'waiting' | 'agreed' | 'differ';

/**
 * A teller types what he counted, without seeing what the other did. The ballots of all tables were
 * poured together before: of a table where few voted a count of its own would tell who chose what.
 * There may not be more ballots than ticks; fewer need a reason.
 */
export async function countPaper(
  ctx: Context,
  voteId: string,
  counted: { numbers: PaperNumbers; missingReason: string },
): Promise<Result<CountState>> {
  const telling = await tellingOf(ctx, voteId);
  if (!telling) return refuse('notFound');
  return ctx.db.write(async (tx) => {
    const vote = await lockVote(tx, voteId);
    const tables = vote?.state === 'closed' ? await selectTables(tx, voteId) : [];
    const isReady = tables.length > 0 && tables.every(({ state }) => state === 'counting');
    if (!vote || !isReady) return refuse('countingOnly');
    const ticks = sum(await countTicks(tx, idsOf(tables)));
    const ballots = ballotsOf(counted.numbers);
    if (ballots > ticks) return refuse('ballotsTooMany');
    if (ballots < ticks && counted.missingReason === '') return refuse('ballotsFewer', 'missing');
    const sealed = ctx.secrets.seal('paper-count', canonicalJson(counted));
    const isFirst = await insertPaperCount(tx, { voteId, tellerId: telling.personId, sealed });
    if (!isFirst) return refuse('countedAlready');
    tx.touch(`vote:${voteId}`);
    return accept(await compare(tx, ctx, { ...telling, vote }));
  });
}

/** Once both counted: agreed, or both numbers are destroyed and both count again. */
async function compare(tx: Tx, ctx: Context, telling: Telling): Promise<CountState> {
  const { vote, personId, byPost } = telling;
  const [one, other] = (await selectPaperCounts(tx, vote.id)).map(({ sealed }) =>
    unsealed(ctx, sealed),
  );
  if (!one || !other) return 'waiting';
  const areSame = canonicalJson(one.numbers) === canonicalJson(other.numbers);
  const what = areSame ? 'vote.paper-agreed' : 'vote.paper-differs';
  const at = ctx.clock.now();
  await noteVote(tx, vote, { what, actorId: personId, actorRole: byPost, at });
  if (!areSame) {
    await deletePaperCounts(tx, vote.id);
    return 'differ';
  }
  const missingReason = one.missingReason || other.missingReason;
  await setAllTables(tx, vote.id, { state: 'agreed', missingReason });
  return 'agreed';
}

/** What both tellers counted; nothing for a vote without tables, null while they have not agreed. */
export async function agreedPaper(
  db: Reader,
  ctx: Context,
  vote: VoteRecord,
): Promise<AgreedPaper | null> {
  const tables = await selectTables(db, vote.id);
  if (tables.length === 0) return { choices: [], spoiled: 0, ticks: 0 };
  if (!tables.every(({ state }) => state === 'agreed')) return null;
  const [counted] = await selectPaperCounts(db, vote.id);
  if (!counted) return null;
  const { numbers } = unsealed(ctx, counted.sealed);
  const ticks = sum(await countTicks(db, idsOf(tables)));
  return { choices: choicesOf(numbers), spoiled: numbers.spoiled, ticks };
}

const countedShape = z.object({
  numbers: z.object({ counts: z.record(z.string(), z.number()), spoiled: z.number() }),
  missingReason: z.string(),
});

function unsealed(ctx: Context, sealed: string) {
  return countedShape.parse(JSON.parse(ctx.secrets.open('paper-count', sealed)));
}

function choicesOf({ counts }: PaperNumbers): number[][] {
  return Object.entries(counts).flatMap(([written, n]) => {
    const choice = written === '' ? [] : written.split(',').map(Number);
    return Array.from({ length: n }, () => choice);
  });
}

function ballotsOf({ counts, spoiled }: PaperNumbers): number {
  return Object.values(counts).reduce((all, n) => all + n, spoiled);
}

function sum(ticks: Map<string, number>): number {
  return [...ticks.values()].reduce((all, n) => all + n, 0);
}

function idsOf(tables: { id: string }[]): string[] {
  return tables.map(({ id }) => id);
}
