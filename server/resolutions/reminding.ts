import { wordsFor } from '#content/messages/words.ts';
import type { Reader } from '#db/surface.ts';
import { villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import type { ResolutionRow } from '#server/resolutions/records.ts';
import {
  selectFinishesToTell,
  selectReportsToTell,
  type ToTell,
} from '#server/resolutions/reminding-records.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { addDays, instantOf, type LocalDate, localDate } from '#server/rules/dates.ts';
import { resolutionsPath } from '#server/rules/links.ts';

/** As many days as the key of a form is kept: within them nobody is reminded twice. */
const DAYS_AROUND = 7;
const AT_ONCE = 200;

/** Something that who carries a resolution out is told once. */
interface Reminder {
  action: string;
  template: string;
  select: (db: Reader, of: ToTell) => Promise<ResolutionRow[]>;
  /** Told in the week before its day; else in the week after it. */
  isBefore: boolean;
  dayOf: (row: ResolutionRow) => LocalDate;
  words: (day: string) => string;
}

const { reportDue, finishDue, finishOver } = wordsFor('zh').resolutions.news;

const reminders: Reminder[] = [
  {
    ...{ action: 'resolution.remind', template: 'resolution.report-due', isBefore: true },
    ...{ select: selectReportsToTell, dayOf: (row) => row.reportDueOn, words: reportDue },
  },
  {
    ...{ action: 'resolution.remind-finish', template: 'resolution.finish-due', isBefore: true },
    ...{ select: selectFinishesToTell, dayOf: (row) => row.dueOn, words: finishDue },
  },
  {
    ...{ action: 'resolution.remind-over', template: 'resolution.finish-over', isBefore: false },
    ...{ select: selectFinishesToTell, dayOf: (row) => row.dueOn, words: finishOver },
  },
];

/**
 * Who carries a resolution out is told once in the week before the report at ninety days, once in the
 * week before its last day, and once when that is over and nothing has been said to be done.
 */
export const remindReports: Job = {
  name: 'remind-reports',
  async run(ctx) {
    const today = localDate(ctx.clock.now());
    for (const reminder of reminders) {
      const { action, isBefore } = reminder;
      const after = isBefore ? today : addDays(today, -DAYS_AROUND - 1);
      const through = isBefore ? addDays(today, DAYS_AROUND) : addDays(today, -1);
      const of = { after, through, action, limit: AT_ONCE };
      for (const row of await reminder.select(ctx.db.read, of)) await remind(ctx, row, reminder);
    }
  },
};

async function remind(
  ctx: Context,
  row: ResolutionRow,
  { action, template, dayOf, words }: Reminder,
): Promise<void> {
  const { id, no, ownerId: personId } = row;
  const village = await villageByCode(ctx, row.villageCode);
  if (!village) return;
  const at = ctx.clock.now();
  const path = resolutionsPath(village.slug, no);
  const body = words(plainDay('zh', instantOf(dayOf(row)), at));
  await ctx.db.write((tx) =>
    once(tx, { actorId: personId, action, key: id, at }, () =>
      tell(tx, { personId, template, body, path, at }),
    ),
  );
}
