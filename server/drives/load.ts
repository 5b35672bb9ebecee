import { type DriveRecord, selectDrive } from '#server/drives/records.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { type Result, refuse } from '#server/kernel/result.ts';
import { type LoadedPost, loadPost } from '#server/posts/load.ts';

/** A discussion as its address names it. */
export interface DriveRef {
  slug: string;
  no: number;
}

/** A discussion with its post and village, as far as this viewer may see them. */
export interface LoadedDrive extends LoadedPost {
  drive: DriveRecord;
}

/** A discussion, and who of the village's office is about to act on it. */
export interface DriveAct {
  loaded: LoadedDrive;
  personId: string;
  byPost: string;
}

/** The discussion behind an address, loaded through the viewer; null when there is none for him. */
export async function loadDrive(ctx: Context, { slug, no }: DriveRef): Promise<LoadedDrive | null> {
  const isNumber = Number.isSafeInteger(no) && no > 0 && no <= 999_999_999;
  const village = isNumber ? await villageBySlug(ctx, slug) : null;
  const loaded = village && (await loadPost(ctx, { villageCode: village.code, no }));
  if (loaded?.post.kind !== 'drive') return null;
  const drive = await selectDrive(ctx.db.read, loaded.post.id);
  return drive && { ...loaded, drive };
}

/** The discussion and the viewer's post there; to whoever has none the act does not exist. */
export async function actOnDrive(ctx: Context, ref: DriveRef): Promise<Result<DriveAct>> {
  const loaded = await loadDrive(ctx, ref);
  if (!loaded || loaded.post.removedAt !== null) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const byPost = actingPost(ctx.viewer, 'drive.open', loaded.village.path);
  return byPost === null ? refuse('notFound') : { ok: true, value: { loaded, personId, byPost } };
}

/** What every act of the office on a discussion says in the ledger. */
export function entryOf(ctx: Context, { loaded, personId, byPost }: DriveAct) {
  return {
    subjectKind: 'drive',
    subjectId: loaded.post.id,
    villageCode: loaded.post.villageCode,
    actorId: personId,
    actorRole: byPost,
    at: ctx.clock.now(),
    ruleVersion: ctx.book.motions.version,
  };
}

/** Whether the viewer keeps the discussions of a village. */
export function keepsDrives(ctx: Context, village: Village): boolean {
  return actingPost(ctx.viewer, 'drive.open', village.path) !== null;
}
