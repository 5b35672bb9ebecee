import { wordsFor } from '#content/messages/words.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { type EpochMs, MINUTE_MS } from '#server/rules/dates.ts';
import { planReadings, type ReadingPlan } from '#server/rules/selection-readers.ts';
import { roundNumbers } from '#server/selections/kinds.ts';
import { judgedEntries, readersOf } from '#server/selections/readers.ts';
import type { RoundRow } from '#server/selections/records.ts';
import { insertSheets, selectSheets } from '#server/selections/sheet-records.ts';

/**
 * Gives the drawn reviewers what they lack to read, inside a write that holds the round. Called after
 * a draw and after somebody steps back; what is read already stays. Gives the entries that too few
 * may read.
 */
export async function assignReadings(
  tx: Tx,
  ctx: Context,
  { round, reviewUntil, at }: { round: RoundRow; reviewUntil: EpochMs; at: EpochMs },
): Promise<ReadingPlan['short']> {
  const sheets = await selectSheets(tx, round.id);
  const readers = await readersOf(tx, round.id, sheets);
  const entries = await judgedEntries(tx, round.id);
  const held = sheets.filter(({ recusedAt }) => recusedAt === null);
  const limits = await roundNumbers(tx, ctx, round);
  const { added, short } = planReadings({ entries, readers, held }, limits);
  const empty = { points: {}, reasons: {}, remark: '' };
  const open = { assignedAt: at, changedAt: null, sentAt: null, recusedAt: null };
  await insertSheets(
    tx,
    added.map(({ no, postId }) => ({ roundId: round.id, postId, no, ...empty, ...open })),
  );
  const counts = Map.groupBy(added, ({ no }) => no);
  const { messages } = wordsFor(ctx.lang).reviewing;
  const until = plainDay(ctx.lang, reviewUntil - MINUTE_MS, at);
  const told = readers.flatMap(({ no, personId }) => {
    const n = counts.get(no)?.length ?? 0;
    const body = messages.toRead(n, until);
    const path = `/desk/selections/${round.id}/read`;
    return n === 0 ? [] : [{ personId, template: 'selection.read', body, path, at }];
  });
  await tell(tx, ...told);
  return short;
}
