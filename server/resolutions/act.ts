import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { type Action, actingPost } from '#server/kernel/permissions.ts';
import { type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { type LoadedPost, loadPost } from '#server/posts/load.ts';
import { resolutionKind } from '#server/resolutions/kind.ts';
import { type ResolutionRow, selectResolution } from '#server/resolutions/records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A resolution as its address names it. */
export interface ResolutionRef {
  slug: string;
  no: number;
}

/** A resolution with its post, as the viewer sees it. */
export interface FoundResolution {
  loaded: LoadedPost;
  resolution: ResolutionRow;
}

/** Everything one act on a resolution needs; it is as it stands inside the write. */
export interface ResolutionActing {
  tx: Tx;
  ctx: Context;
  loaded: LoadedPost;
  resolution: ResolutionRow;
  village: Village;
  at: EpochMs;
  actorId: string;
  byPost: string;
}

/** The resolution behind an address, if this viewer may see it. */
export async function findResolution(
  ctx: Context,
  { slug, no }: ResolutionRef,
): Promise<FoundResolution | null> {
  const isNumber = Number.isSafeInteger(no) && no > 0 && no <= 999_999_999;
  const village = isNumber ? await villageBySlug(ctx, slug) : null;
  const loaded = village && (await loadPost(ctx, { villageCode: village.code, no }));
  if (loaded?.post.kind !== resolutionKind.code) return null;
  const resolution = await selectResolution(ctx.db.read, loaded.post.id);
  return resolution && { loaded, resolution };
}

/** The one way a resolution changes: by whoever may in its village, under a lock, once per form. */
export async function actOnResolution(
  ctx: Context,
  ref: ResolutionRef,
  { action, act, key }: { action: Action; act: string; key: string },
  work: (acting: ResolutionActing) => Promise<Result>,
): Promise<Result> {
  const found = await findResolution(ctx, ref);
  if (!found) return refuse('notFound');
  const { loaded } = found;
  const { village } = loaded;
  const { personId: actorId } = ctx.viewer;
  if (actorId === null) return refuse('signInFirst');
  const byPost = actingPost(ctx.viewer, action, village.path);
  if (byPost === null) return refuse('notFound');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'resolution', 'id', loaded.post.id);
    const form = { actorId, action: `resolution.${act}`, key, at };
    return once<Result>(tx, form, async () => {
      const resolution = await selectResolution(tx, loaded.post.id);
      if (!resolution) return refuse('notFound');
      const result = await work({ tx, ctx, loaded, resolution, village, at, actorId, byPost });
      if (result.ok) tx.touch(`post:${loaded.post.id}`, `village:${village.code}`);
      return result;
    });
  });
}

/** Appends an act on a resolution to the ledger. */
export async function noteResolution(
  { tx, ctx, resolution, at, actorId, byPost }: Omit<ResolutionActing, 'loaded'>,
  what: string,
  facts: Record<string, unknown>,
  content?: unknown,
): Promise<void> {
  await append(tx, {
    ...{ what, subjectKind: 'resolution', subjectId: resolution.id },
    ...{ villageCode: resolution.villageCode, actorId, actorRole: byPost, at },
    ...{ ruleVersion: ctx.book.fourTwo.version, facts, content },
  });
}
