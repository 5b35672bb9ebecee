import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { captionDrafts, renewDrafts, selectDrafts } from '#server/photos/records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A photo that waits in a draft: only its owner sees it. */
export interface DraftPhoto {
  id: string;
  hash: string;
  width: number;
  height: number;
  /** Which photo of its form it is: 'before', 'after', or just one. */
  purpose: string;
}

/** The viewer's own photos with these ids that wait in a draft, in the order of the ids. */
export async function draftPhotos(ctx: Context, ids: string[]): Promise<DraftPhoto[]> {
  if (ctx.viewer.personId === null) return [];
  const rows = await selectDrafts(ctx.db.read, ctx.viewer.personId, ids);
  return rows
    .flatMap(({ id, hash, width, height, purpose }) =>
      hash === null || width === null || height === null
        ? []
        : [{ id, hash, width, height, purpose }],
    )
    .sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** Gives photos of a draft their words and their order, inside the write that makes their post. */
export async function wordDraftPhotos(
  tx: Tx,
  ownerId: string,
  lines: { id: string; words: string }[],
): Promise<void> {
  if (lines.length > 0) await captionDrafts(tx, ownerId, lines);
}

/**
 * Keeps photos of a draft as long as the draft itself: their time begins anew, and they stand in the
 * order of the ids from now on.
 */
export async function keepDraftPhotos(
  tx: Tx,
  ownerId: string,
  ids: string[],
  at: EpochMs,
): Promise<void> {
  if (ids.length > 0) await renewDrafts(tx, ownerId, ids, at);
}
