import { type Village, villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { pathsOf } from '#server/posts/visible-to.ts';
import { resolutionDays } from '#server/resolutions/days.ts';
import { endableChoices, type ResolutionChoice } from '#server/resolutions/drop-views.ts';
import { decidedNow } from '#server/resolutions/dropping.ts';
import { ownersOf } from '#server/resolutions/owners.ts';
import { type ResolutionRow, selectUnderWay } from '#server/resolutions/records.ts';
import {
  addDays,
  type EpochMs,
  isLocalDate,
  type LocalDate,
  localDate,
} from '#server/rules/dates.ts';
import { resolutionsPath } from '#server/rules/links.ts';
import { daysLate } from '#server/rules/vote-times.ts';
import { findMotion } from '#server/steps/act.ts';
import { motionDesk } from '#server/steps/desk.ts';

/** The form on which a decision is published. */
export interface PublishPage {
  village: Village;
  now: EpochMs;
  motion: { id: string; no: number; title: string; path: string };
  /** The day of the meeting, and by when its decision is to be published. */
  passedOn: LocalDate;
  publishBy: LocalDate;
  /** How many days that is over; 0 in time. */
  lateDays: number;
  shownDays: number;
  reportDays: number;
  owners: { personId: string; name: string }[];
  /** What is under way and may be ended by this decision. */
  endable: ResolutionChoice[];
  key: string;
}

/** The form; null before the supervision committee has checked, and for whoever may not publish. */
export async function publishPage(ctx: Context, motionId: string): Promise<PublishPage | null> {
  const desk = await motionDesk(ctx, motionId);
  if (!desk?.isReadyToPublish) return null;
  const { village, motion, now } = desk;
  if (actingPost(ctx.viewer, 'resolution.report', village.path) === null) return null;
  const decided = desk.tries.findLast(
    ({ step, state }) => step === 's4_resolve' && state === 'passed',
  );
  const found = await findMotion(ctx, motionId);
  if (!decided || !found) return null;
  const { publishDays, shownDays, reportDays } = resolutionDays(ctx);
  const publishBy = addDays(decided.meetOn, publishDays);
  return {
    ...{ village, now, motion, shownDays, reportDays, passedOn: decided.meetOn },
    ...{ publishBy, lateDays: daysLate(publishBy, localDate(now)) },
    owners: await ownersOf(ctx, village),
    endable: await endableChoices(ctx, await decidedNow(ctx.db.read, found.motion, decided)),
    key: newToken(),
  };
}

/** A resolution on the desk: what it waits for next, and by when. */
export interface OwedResolution {
  title: string;
  village: string;
  path: string;
  waits: 'report' | 'finish' | 'signature' | 'drop';
  dueOn: LocalDate;
  /** Days over that day; 0 in time, and for an end: no law says by when it is signed. */
  lateDays: number;
}

/** What the resolutions of the viewer's places still owe. */
export interface ResolutionDesk {
  rows: OwedResolution[];
  next: string | null;
}

/** The desk list; null for whoever neither reports, signs nor looks at meetings anywhere. */
export async function resolutionDesk(
  ctx: Context,
  after: string | null,
): Promise<ResolutionDesk | null> {
  ctx.page.keepPrivate();
  const { viewer } = ctx;
  // The town, which looks at meetings too, sees what its villages owe.
  const acts = ['resolution.report', 'resolution.check', 'step.check'] as const;
  const paths = acts.flatMap((action) => pathsOf(viewer, action));
  if (paths.length === 0) return null;
  const limit = ctx.book.rules.pages.desk;
  const found = await selectUnderWay(ctx.db.read, paths, {
    after: placeOf(after),
    limit: limit + 1,
  });
  const shown = found.slice(0, limit);
  const codes = [...new Set(shown.map(({ row }) => row.villageCode))];
  const villages = await villagesByCode(ctx, codes);
  const today = localDate(ctx.clock.now());
  const { resultDays } = resolutionDays(ctx);
  const last = found.length > limit ? shown.at(-1)?.row : undefined;
  return {
    rows: shown.map(({ row, title }) => {
      const village = villages.get(row.villageCode);
      const path = resolutionsPath(village?.slug ?? '', row.no);
      const owed = owedOf(row, resultDays);
      const lateDays = owed.waits === 'drop' ? 0 : daysLate(owed.dueOn, today);
      return { title, village: village?.name ?? '', path, ...owed, lateDays };
    }),
    next: last ? `${last.reportDueOn}_${last.id}` : null,
  };
}

/** What a resolution under way waits for next, and by which day. */
export function owedOf(
  row: ResolutionRow,
  resultDays: number,
): Pick<OwedResolution, 'waits' | 'dueOn'> {
  if (row.dropAskedAt !== null) return { waits: 'drop', dueOn: localDate(row.dropAskedAt) };
  if (row.doneOn !== null) return { waits: 'signature', dueOn: addDays(row.doneOn, resultDays) };
  const isReported = row.reportedAt !== null || row.dueOn < row.reportDueOn;
  return isReported
    ? { waits: 'finish', dueOn: row.dueOn }
    : { waits: 'report', dueOn: row.reportDueOn };
}

function placeOf(typed: string | null): { reportDueOn: LocalDate; id: string } | null {
  const [, day = '', id] = /^(\d{4}-\d{2}-\d{2})_([\da-f-]{36})$/.exec(typed ?? '') ?? [];
  return id && isLocalDate(day) ? { reportDueOn: day, id } : null;
}
