import type { Context } from '#server/kernel/context.ts';
import { consensusById } from '#server/motions/consensus-records.ts';
import { seesSheets } from '#server/motions/consensus-views.ts';
import { loadMotion, type MotionRef } from '#server/motions/load.ts';
import { sealedPhoto, sealedPicture } from '#server/photos/sealed.ts';

/** A picture of a signed record, for those who may see it; null for everybody else. */
export async function sheetFor(
  ctx: Context,
  ref: MotionRef,
  { id, width }: { id: string; width: number },
): Promise<Response | null> {
  const loaded = await loadMotion(ctx, ref);
  if (!loaded || !seesSheets(ctx, loaded)) return null;
  const photo = await sealedPhoto(ctx, id);
  const record = photo && (await consensusById(ctx.db.read, photo.subjectId));
  return record?.motionId === loaded.post.id ? sealedPicture(ctx, { id, width }) : null;
}
