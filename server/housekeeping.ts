import { and, inArray, lt } from 'drizzle-orm';
import { draft, formKey, rateLimit } from '#db/schema/kernel.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { DAY_MS, HOUR_MS } from '#server/rules/dates.ts';
import { DRAFT_DAYS, IMPORT_DRAFT_HOURS, IMPORT_DRAFTS } from '#server/rules/keeping.ts';

/** Longer than anybody keeps a form open. */
const FORM_KEYS_MS = 7 * DAY_MS;

/** Throws away what has served its time: ended limits, keys of old forms, forgotten drafts. */
export const housekeeping: Job = {
  name: 'housekeeping',
  async run(ctx: Context) {
    const now = ctx.clock.now();
    await ctx.db.write(async (tx) => {
      await tx.delete(rateLimit).where(lt(rateLimit.windowEndsAt, now));
      await tx.delete(formKey).where(lt(formKey.at, now - FORM_KEYS_MS));
      await tx.delete(draft).where(lt(draft.updatedAt, now - DRAFT_DAYS * DAY_MS));
      const isOverdue = lt(draft.updatedAt, now - IMPORT_DRAFT_HOURS * HOUR_MS);
      await tx.delete(draft).where(and(inArray(draft.kind, [...IMPORT_DRAFTS]), isOverdue));
    });
  },
};
