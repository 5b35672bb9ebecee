import { wordsFor } from '#content/messages/words.ts';
import { loadViewer } from '#server/accounts/viewers.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { tell } from '#server/kernel/outbox.ts';
import {
  refuseScheduled,
  type ScheduledRow,
  selectDue,
} from '#server/letters/scheduled-records.ts';
import { sendScheduled, titleIn } from '#server/letters/scheduling.ts';

const AT_ONCE = 50;

/**
 * Letters appear at the time that their authors have set, as if they had pressed then: whoever may
 * no longer write there, or has promised something for a day that is over, is told why it did not.
 */
export const publishLetters: Job = {
  name: 'publish-letters',
  async run(ctx) {
    const due = await selectDue(ctx.db.read, ctx.clock.now(), AT_ONCE);
    for (const row of due) await publishOne(ctx, row);
  },
};

async function publishOne(ctx: Context, row: ScheduledRow): Promise<void> {
  const viewer = await loadViewer(ctx, row.authorId);
  const sent = await sendScheduled({ ...ctx, viewer }, row);
  if (sent.ok || sent.code === 'alreadyDone') return;
  const { letters, errors } = wordsFor('zh');
  const body = letters.messages.refused(titleIn(row.values), errors[sent.code]);
  const at = ctx.clock.now();
  const message = { personId: row.authorId, template: 'letter.refused', path: '/desk/letters' };
  await ctx.db.write(async (tx) => {
    const isTold = await refuseScheduled(tx, row.id, sent.code);
    if (isTold) await tell(tx, { ...message, body, at });
  });
}
