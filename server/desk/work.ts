import type { RoundRow } from '#server/draws/records.ts';
import { drawDesk } from '#server/draws/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { selectionDesk } from '#server/selections/desk.ts';
import type { RoundView } from '#server/selections/views.ts';

/** What waits for the county's own posts besides matters: draws to make, rounds of the month. */
export interface DeskWork {
  /** Promises whose villagers are to be drawn, for whoever announces draws. */
  toDraw: number;
  /** Draws that were announced and are not made yet. */
  draws: RoundRow[];
  /** Rounds of this month that the viewer may open. */
  toOpen: { kind: string; month: string }[];
  /** Rounds that are not final, for whoever opens them. */
  rounds: RoundView[];
}

/** The work of the organization department and of discipline; null where nothing waits. */
export async function deskWork(ctx: Context): Promise<DeskWork | null> {
  if (ctx.viewer.posts.length === 0) return null;
  const [draws, selections] = await Promise.all([drawDesk(ctx), selectionDesk(ctx, null)]);
  const isMine = selections?.namesReviewers === true;
  const work = {
    toDraw: draws?.open.flatMap(({ due }) => due).length ?? 0,
    draws: draws?.rounds.filter(({ drawnAt }) => drawnAt === null) ?? [],
    toOpen: selections?.toOpen ?? [],
    rounds: isMine ? selections.rounds.filter(({ phase }) => phase !== 'final') : [],
  };
  const isNone = Object.values(work).every((one) => one === 0 || [one].flat().length === 0);
  return isNone ? null : work;
}
