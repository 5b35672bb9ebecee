import { lateBelow, ownTasks } from '#server/desk/tasks.ts';
import { type LateItems, lateItems } from '#server/disclosure-duties/late.ts';
import type { RoundRow } from '#server/draws/records.ts';
import { drawDesk } from '#server/draws/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { lateQuestions } from '#server/line-objections/desk.ts';
import { type DeskTask, inTaskOrder } from '#server/rules/desk-tasks.ts';
import { selectionDesk } from '#server/selections/desk.ts';
import type { RoundView } from '#server/selections/views.ts';

/** What waits for a viewer besides matters. */
export interface DeskWork {
  /** Accounts, votes, meetings and decisions of his village that wait for him, the longest late first. */
  tasks: DeskTask[];
  /** How many items his village should have disclosed by now. */
  lateItems: number;
  /** Promises whose villagers are to be drawn, for whoever announces draws. */
  toDraw: number;
  /** Draws that were announced and are not made yet. */
  draws: RoundRow[];
  /** Rounds of this month that the viewer may open. */
  toOpen: { kind: string; month: string }[];
  /** Rounds that are not final, for whoever opens them. */
  rounds: RoundView[];
}

/** What the villages of a town are late with. */
export interface LateWork {
  /** Meetings, votes and decisions, the longest late first. */
  tasks: DeskTask[];
  items: LateItems | null;
  /** Questions about accounts. */
  questions: number;
}

/** Everything that waits on a desk besides matters; null for each part where nothing does. */
export async function deskWork(
  ctx: Context,
): Promise<{ own: DeskWork | null; late: LateWork | null }> {
  if (ctx.viewer.posts.length === 0) return { own: null, late: null };
  const [own, county, items, below, questions] = await Promise.all([
    ownTasks(ctx),
    countyWork(ctx),
    lateItems(ctx),
    lateBelow(ctx),
    lateQuestions(ctx),
  ]);
  const tasks = inTaskOrder(Object.values(own).flat());
  const lateTasks = inTaskOrder(Object.values(below).flat());
  const ofTown = items?.isTown ? items : null;
  const ownItems = items && !items.isTown ? items.items : 0;
  return {
    own: unlessEmpty({ tasks, lateItems: ownItems, ...county }),
    late: unlessEmpty({ tasks: lateTasks, items: ofTown, questions }),
  };
}

/** The work of the organization department and of discipline. */
async function countyWork(ctx: Context): Promise<Omit<DeskWork, 'tasks' | 'lateItems'>> {
  const [draws, selections] = await Promise.all([drawDesk(ctx), selectionDesk(ctx, null)]);
  const isMine = selections?.namesReviewers === true;
  return {
    toDraw: draws?.open.flatMap(({ due }) => due).length ?? 0,
    draws: draws?.rounds.filter(({ drawnAt }) => drawnAt === null) ?? [],
    toOpen: selections?.toOpen ?? [],
    rounds: isMine ? selections.rounds.filter(({ phase }) => phase !== 'final') : [],
  };
}

function unlessEmpty<Work extends object>(work: Work): Work | null {
  const isNone = Object.values(work).every((one) => !one || [one].flat().length === 0);
  return isNone ? null : work;
}
