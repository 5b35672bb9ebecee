import { z } from 'zod';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { readSetting, writeSetting } from '#server/kernel/settings.ts';

const counted = z.object({ version: z.number() });

/**
 * A job that counts dates again, once for each version of the calendar; `setting` keeps the version
 * it was done for. Cut off in the middle it begins anew, so the work must be safe to repeat.
 */
export function oncePerCalendar(
  name: string,
  setting: string,
  countAgain: (ctx: Context) => Promise<unknown>,
): Job {
  return {
    name,
    async run(ctx) {
      const { version } = ctx.book.calendar;
      const done = counted.safeParse(await readSetting(ctx.db.read, setting));
      if (done.data?.version === version) return;
      await countAgain(ctx);
      await ctx.db.write((tx) => writeSetting(tx, setting, { version }));
    },
  };
}
