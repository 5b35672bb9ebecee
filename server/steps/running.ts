import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Running } from '#server/posts/running.ts';
import { localDate, nextMidnight } from '#server/rules/dates.ts';
import { stepPath } from '#server/rules/links.ts';
import { meetingName } from '#server/steps/meeting-rule.ts';
import { selectToCome } from '#server/steps/records.ts';

const MOST = 5;

/** The meetings that a village has called, the next one first; `what` is the meeting's name. */
export async function runningNow(ctx: Context, village: Village): Promise<Running[]> {
  const now = ctx.clock.now();
  ctx.page.shows(`village:${village.code}`);
  const rows = await selectToCome(
    ctx.db.read,
    { villageCode: village.code, from: localDate(now) },
    MOST,
  );
  if (rows.length > 0) ctx.page.changesAt(nextMidnight(now));
  return rows.map(({ step, title, motionNo }) => ({
    path: stepPath(village.slug, motionNo, step),
    title,
    lastDay: step.meetOn,
    what: meetingName(ctx, step.voteType),
  }));
}
