import type { Job } from '#server/kernel/job.ts';
import { selectStillGathering } from '#server/motions/records.ts';
import { movePost } from '#server/posts/create.ts';
import { addDays, DAY_MS, instantOf, localDate } from '#server/rules/dates.ts';

/** However long nothing ran, what ended meanwhile is found. */
const LOOK_BACK_DAYS = 365;

/** Lets go of matters whose last day for names is over with too few: they run no longer. */
export const endGatherings: Job = {
  name: 'gatherings',
  async run(ctx) {
    const at = ctx.clock.now();
    // The last day itself still counts.
    const to = instantOf(addDays(localDate(at), -ctx.book.motions.gatherDays));
    const over = await selectStillGathering(ctx.db.read, {
      from: to - LOOK_BACK_DAYS * DAY_MS,
      to,
    });
    for (const { id } of over) await ctx.db.write((tx) => movePost(tx, id, 'over', at));
  },
};
