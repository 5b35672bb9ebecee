import { actingOnContest } from '#server/contests/acting.ts';
import { selectNominee } from '#server/contests/nominee-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { sealedPicture } from '#server/photos/sealed.ts';

/** Wide enough to read a signature. */
const WIDTH = 1600;

/** The photo of the sheet that a family signed, for who decides; null for everybody else. */
export async function signedSheet(
  ctx: Context,
  id: string,
  nomineeId: string,
): Promise<Response | null> {
  const acting = await actingOnContest(ctx, id, 'contest.decide');
  const nominee = acting.ok ? await selectNominee(ctx.db.read, nomineeId) : null;
  const isHere = nominee?.contestId === id && nominee.state === 'agreed';
  if (!isHere || nominee.photoId === null) return null;
  return sealedPicture(ctx, { id: nominee.photoId, width: WIDTH });
}
