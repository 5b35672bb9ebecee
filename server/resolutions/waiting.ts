import { villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { villagePathsOf } from '#server/posts/visible-to.ts';
import { resolutionDays } from '#server/resolutions/days.ts';
import { owedOf } from '#server/resolutions/desk.ts';
import {
  type ResolutionRow,
  selectReporters,
  selectUnderWay,
} from '#server/resolutions/records.ts';
import { addDays, localDate } from '#server/rules/dates.ts';
import type { DeskTask } from '#server/rules/desk-tasks.ts';
import { resolutionsPath } from '#server/rules/links.ts';

/** Far more than a village or a town carries out at once. */
const MOST = 50;
/** What is to be told or finished waits on a desk from so many days before its day on. */
const NEAR_DAYS = 10;

const ACTS = {
  report: 'report',
  finish: 'finish',
  signature: 'sign-result',
  drop: 'sign-end',
} as const;

/** Decisions of the viewer's own village that wait for his report, result or signature. */
export async function resolutionTasks(ctx: Context): Promise<DeskTask[]> {
  const paths = villagePathsOf(ctx.viewer, ['resolution.report', 'resolution.check']);
  const owed = await owedIn(ctx, paths);
  const near = addDays(localDate(ctx.clock.now()), NEAR_DAYS);
  const toSign = owed.filter(({ isToSign }) => isToSign).map(({ row }) => row.id);
  const reporters = await selectReporters(ctx.db.read, toSign);
  const isOwn = ({ row }: Owed) => {
    const askedBy = row.dropAskedAt === null ? reporters.get(row.id) : row.dropAskedById;
    return [row.ownerId, askedBy].includes(ctx.viewer.personId);
  };
  return owed.flatMap((one) => {
    const { task, path, isToSign } = one;
    if (isToSign) return may(ctx.viewer, 'resolution.check', path) && !isOwn(one) ? [task] : [];
    const isNear = task.dueOn !== null && task.dueOn <= near;
    return isNear && may(ctx.viewer, 'resolution.report', path) ? [task] : [];
  });
}

/** Decisions of these places of which a report, the finish or a signature is late. */
export async function lateResolutions(ctx: Context, paths: string[]): Promise<DeskTask[]> {
  const today = localDate(ctx.clock.now());
  const owed = await owedIn(ctx, paths);
  return owed.flatMap(({ task }) => (task.dueOn !== null && task.dueOn < today ? [task] : []));
}

interface Owed {
  task: DeskTask;
  row: ResolutionRow;
  /** The path of its village. */
  path: string;
  isToSign: boolean;
}

async function owedIn(ctx: Context, paths: string[]): Promise<Owed[]> {
  if (paths.length === 0) return [];
  const found = await selectUnderWay(ctx.db.read, paths, { after: null, limit: MOST });
  const codes = [...new Set(found.map(({ row }) => row.villageCode))];
  const villages = await villagesByCode(ctx, codes);
  const { resultDays } = resolutionDays(ctx);
  return found.flatMap(({ row, title }) => {
    const village = villages.get(row.villageCode);
    if (!village) return [];
    const { waits, dueOn } = owedOf(row, resultDays);
    const task = {
      ...{ act: ACTS[waits], title, village: village.name },
      path: resolutionsPath(village.slug, row.no),
      // No law says by when an end is signed.
      dueOn: waits === 'drop' ? null : dueOn,
    };
    const isToSign = waits === 'signature' || waits === 'drop';
    return [{ task, row, path: village.path, isToSign }];
  });
}
