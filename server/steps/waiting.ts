import { type Village, villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { villagePathsOf } from '#server/posts/visible-to.ts';
import { addDays, type LocalDate, localDate } from '#server/rules/dates.ts';
import type { DeskTask, TaskAct } from '#server/rules/desk-tasks.ts';
import { fourTwoStep } from '#server/rules/four-two-book.ts';
import { stepDeskPath } from '#server/rules/links.ts';
import { meetsAt } from '#server/rules/meeting-hours.ts';
import {
  type ListedStep,
  type StepRow,
  selectCalled,
  selectUnpublished,
} from '#server/steps/records.ts';

/** Far more than waits in one village or town at once. */
const MOST = 50;

/** Meetings and decisions of the viewer's own village that wait for a record, a look or a publication of his. */
export async function stepTasks(ctx: Context): Promise<DeskTask[]> {
  const paths = villagePathsOf(ctx.viewer, ['step.call', 'step.check']);
  const waiting = await waitingSteps(ctx, paths);
  return waiting.flatMap(({ task, step, village }) =>
    isFor(ctx, { act: task.act, step, village }) ? [task] : [],
  );
}

/** Meetings of these places that were held and not recorded, and decisions that nobody published in time. */
export async function lateSteps(ctx: Context, paths: string[]): Promise<DeskTask[]> {
  const today = localDate(ctx.clock.now());
  const waiting = await waitingSteps(ctx, paths);
  return waiting.flatMap(({ task }) => (task.dueOn !== null && task.dueOn < today ? [task] : []));
}

interface WaitingStep {
  task: DeskTask;
  step: StepRow;
  village: Village;
}

async function waitingSteps(ctx: Context, paths: string[]): Promise<WaitingStep[]> {
  if (paths.length === 0) return [];
  const page = { after: null, limit: MOST };
  const [called, unpublished] = await Promise.all([
    selectCalled(ctx.db.read, paths, page),
    selectUnpublished(ctx.db.read, paths, page),
  ]);
  const now = ctx.clock.now();
  const found = [...called.filter(({ step }) => meetsAt(step) <= now), ...unpublished];
  const codes = [...new Set(found.map(({ step }) => step.villageCode))];
  const villages = await villagesByCode(ctx, codes);
  return found.flatMap((one) => {
    const village = villages.get(one.step.villageCode);
    return village ? [{ task: taskOf(ctx, one, village), step: one.step, village }] : [];
  });
}

function taskOf(ctx: Context, { step, title }: ListedStep, village: Village): DeskTask {
  const isHeld = step.state !== 'called';
  const looked: TaskAct = step.checkedAt === null ? 'check-record' : 'publish-decision';
  return {
    ...{ act: isHeld ? looked : 'record-meeting', title, village: village.name },
    path: stepDeskPath(step.motionId, step),
    dueOn: stepDueOn(ctx, step),
  };
}

/**
 * By when something has to be done about a meeting: it is written down on its day, and looked at
 * before the day by which what was decided must be out.
 */
export function stepDueOn(
  { book }: Pick<Context, 'book'>,
  { state, meetOn }: Pick<StepRow, 'state' | 'meetOn'>,
): LocalDate {
  const { dueDays } = fourTwoStep(book.fourTwo, 'p1_decision');
  return state === 'called' ? meetOn : addDays(meetOn, dueDays ?? 0);
}

function isFor(
  { viewer }: Context,
  { act, step, village }: { act: TaskAct; step: StepRow; village: Village },
): boolean {
  if (act === 'record-meeting') return may(viewer, 'step.record', village.path);
  if (act === 'publish-decision') return may(viewer, 'resolution.report', village.path);
  const isOwn = [step.recordedById, step.calledById].includes(viewer.personId);
  return !isOwn && may(viewer, 'step.check', village.path);
}
