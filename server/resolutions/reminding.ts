import { wordsFor } from '#content/messages/words.ts';
import { villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { type ResolutionRow, selectToRemind } from '#server/resolutions/records.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { addDays, instantOf, localDate } from '#server/rules/dates.ts';
import { resolutionsPath } from '#server/rules/links.ts';

/** As many days as the key of a form is kept: within them nobody is reminded twice. */
const DAYS_BEFORE = 7;
const AT_ONCE = 200;
const ACTION = 'resolution.remind';

/** In the week before a report at ninety days is due, who carries the decision out is told once. */
export const remindReports: Job = {
  name: 'remind-reports',
  async run(ctx) {
    const today = localDate(ctx.clock.now());
    const due = { after: today, through: addDays(today, DAYS_BEFORE), limit: AT_ONCE };
    for (const row of await selectToRemind(ctx.db.read, { ...due, action: ACTION })) {
      await remind(ctx, row);
    }
  },
};

async function remind(
  ctx: Context,
  { id, no, villageCode, ownerId: personId, reportDueOn }: ResolutionRow,
): Promise<void> {
  const village = await villageByCode(ctx, villageCode);
  if (!village) return;
  const at = ctx.clock.now();
  const path = resolutionsPath(village.slug, no);
  const day = plainDay('zh', instantOf(reportDueOn), at);
  const body = wordsFor('zh').resolutions.news.reportDue(day);
  await ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: ACTION, key: id, at }, () =>
      tell(tx, { personId, template: 'resolution.report-due', body, path, at }),
    ),
  );
}
