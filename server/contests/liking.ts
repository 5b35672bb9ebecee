import { lock } from '#db/dialect.ts';
import { type ContestRef, villagerAt } from '#server/contests/acting.ts';
import {
  putLike,
  recountLikes,
  selectLike,
  selectNominees,
} from '#server/contests/nominee-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';

/**
 * A villager likes one family of a choice, another one instead, or (with 0) none again. It is shown
 * and counts for nothing in what the jury decides.
 */
export async function likeNominee(
  ctx: Context,
  ref: ContestRef,
  no: number,
): Promise<Result<{ path: string }>> {
  const villager = await villagerAt(ctx, ref);
  if (!villager.ok) return villager;
  const { contest, stage, villagerId, loaded } = villager.value;
  if (stage === 'decided' || stage === 'void') return refuse('judgingClosed');
  const which = { contestId: contest.id, villagerId };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'contest', 'id', contest.id);
    const standing = await selectNominees(tx, contest.id, 'agreed');
    const chosen = standing.find((one) => one.no === no) ?? null;
    if (no !== 0 && !chosen) return refuse('notFound');
    const before = await selectLike(tx, which);
    await putLike(tx, which, chosen?.id ?? null);
    await recountLikes(
      tx,
      [before, chosen?.id].flatMap((id) => id ?? []),
    );
    tx.touch(`post:${contest.id}`);
    return accept({ path: loaded.path });
  });
}
