import { wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { type EpochMs, MINUTE_MS } from '#server/rules/dates.ts';
import { reminderTimes } from '#server/rules/selection-rounds.ts';
import { roundNumbers } from '#server/selections/kinds.ts';
import { judgedEntries } from '#server/selections/readers.ts';
import type { RoundRow } from '#server/selections/records.ts';
import { selectUnpublished, selectUnsent } from '#server/selections/sheet-records.ts';

const ACTION = 'selection.remind';

/** Before their last day, drawn reviewers are told once how many sheets they have not sent. */
export const remindReviewers: Job = {
  name: 'remind-reviewers',
  async run(ctx) {
    const now = ctx.clock.now();
    for (const round of await selectUnpublished(ctx.db.read, now)) {
      const { reviewUntil } = round;
      if (reviewUntil !== null) await remindRound(ctx, { ...round, reviewUntil });
    }
  },
};

type ReadRound = RoundRow & { reviewUntil: EpochMs };

async function remindRound(ctx: Context, round: ReadRound): Promise<void> {
  const { read } = ctx.db;
  const now = ctx.clock.now();
  const { remindWorkDays } = await roundNumbers(read, ctx, round);
  const { from, until } = reminderTimes(ctx.book.calendar, round.reviewUntil, remindWorkDays);
  if (now < from || now >= until) return;
  const key = keyOf(round);
  // Who got something to read since then was told of it just now.
  const asked = { roundId: round.id, assignedBefore: from, action: ACTION, key };
  const rows = await selectUnsent(read, asked);
  if (rows.length === 0) return;
  const judged = new Set((await judgedEntries(read, round.id)).map(({ postId }) => postId));
  const open = rows.filter(({ postId }) => judged.has(postId));
  for (const [personId, own] of Map.groupBy(open, (row) => row.personId)) {
    await remind(ctx, round, { personId, n: own.length });
  }
}

async function remind(
  ctx: Context,
  round: ReadRound,
  { personId, n }: { personId: string; n: number },
): Promise<void> {
  const at = ctx.clock.now();
  const day = plainDay(ctx.lang, round.reviewUntil - MINUTE_MS, at);
  const body = wordsFor(ctx.lang).reviewing.messages.remind(n, day);
  const path = `/desk/selections/${round.id}/read`;
  await ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: ACTION, key: keyOf(round), at }, () =>
      tell(tx, { personId, template: ACTION, body, path, at }),
    ),
  );
}

/** A further draw gives a further last day, and who has not sent then is told again. */
function keyOf({ id, reviewUntil }: ReadRound): string {
  return `${id}:${reviewUntil}`;
}
