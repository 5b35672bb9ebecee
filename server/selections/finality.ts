import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { tell } from '#server/kernel/outbox.ts';
import { append } from '#server/ledger/append.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { type BadgeRow, insertBadges, selectBroken } from '#server/selections/badge-records.ts';
import { noteLoss } from '#server/selections/badges.ts';
import { selectEnded, setFinal } from '#server/selections/final-records.ts';
import { countOpenObjections } from '#server/selections/objection-records.ts';
import { type RoundRow, selectEntries, selectRound } from '#server/selections/records.ts';
import { type ResultTable, selectResults } from '#server/selections/result-records.ts';
import { roundTitle } from '#server/selections/words.ts';

/**
 * Ends each round whose days of objections are over and whose objections are all decided: from then
 * on nothing changes its result, and the chosen ones wear their badge.
 */
export const finishRounds: Job = {
  name: 'finish-rounds',
  async run(ctx) {
    const rounds = await selectEnded(ctx.db.read, ctx.clock.now());
    for (const { id } of rounds) await ctx.db.write((tx) => finish(tx, ctx, id));
  },
};

async function finish(tx: Tx, ctx: Context, roundId: string): Promise<void> {
  await lock(tx, 'selection_round', 'id', roundId);
  const round = await selectRound(tx, roundId);
  if (!round || round.finalAt !== null) return;
  if ((await countOpenObjections(tx, roundId)) > 0) return;
  const [result] = await selectResults(tx, roundId);
  if (!result) return;
  const at = ctx.clock.now();
  await setFinal(tx, roundId, at);
  await append(tx, {
    what: 'selection.final',
    subjectKind: 'selection',
    subjectId: roundId,
    villageCode: null,
    actorId: null,
    actorRole: 'system',
    at,
    ruleVersion: ctx.book.selections.version,
    facts: { version: result.version, hash: result.hash },
  });
  await giveBadges(tx, ctx, { round, table: result.table, at });
  tx.touch('selections', `selection:${roundId}`);
}

/** What was found not kept before the end is given struck: the place was won, the badge is not worn. */
async function giveBadges(
  tx: Tx,
  ctx: Context,
  { round, table, at }: { round: RoundRow; table: ResultTable; at: EpochMs },
): Promise<void> {
  const standing = await selectEntries(tx, round.id);
  const chosen = table.entries.flatMap(({ postId, villageCode, place }) => {
    const byId = standing.find(({ entry }) => entry.postId === postId)?.entry.byId;
    return place === null || byId === undefined ? [] : [{ postId, villageCode, place, byId }];
  });
  const broken = await selectBroken(
    tx,
    chosen.map(({ postId }) => postId),
  );
  const badges: BadgeRow[] = chosen.map(({ byId: _, ...one }) => {
    const promiseId = broken.get(one.postId) ?? null;
    const lost = promiseId === null ? null : 'broken';
    const lostAt = lost === null ? null : at;
    return { ...one, roundId: round.id, at, lostAt, lostWhy: lost, promiseId };
  });
  await insertBadges(tx, badges);
  for (const { postId, villageCode, promiseId } of badges) {
    const place = { roundId: round.id, postId, villageCode, at };
    if (promiseId !== null) await noteLoss(tx, ctx, { ...place, promiseId });
    tx.touch(`post:${postId}`, `village:${villageCode}`);
  }
  const { won } = wordsFor('zh').badges;
  const title = roundTitle('zh', round);
  const path = `/selections/${round.id}`;
  const told = chosen.map(({ byId, place }) => {
    return { personId: byId, template: 'selection.final', body: won(title, place), path, at };
  });
  await tell(tx, ...told);
}
