import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { PORTRAIT } from '#server/letters/files.ts';
import type { PostPageView } from '#server/posts/page.ts';
import type { PhotoView } from '#server/posts/parts.ts';
import { type RecordingView, recordingOf } from '#server/recordings/views.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A letter as it lies there to be read. */
export interface Paper {
  village: Village;
  title: string;
  html: string;
  /** When it was sent, or would be. */
  at: EpochMs;
  /** Whose name stands under it, with his post if he still holds one. */
  name: string;
  official: DutyPerson | null;
  portrait: Pick<PhotoView, 'hash' | 'width' | 'height'> | null;
  recording: RecordingView | null;
  /** When its words were last changed, and where every wording stands. */
  changed: { at: EpochMs; path: string } | null;
}

/** The paper of a letter that was sent; null when its words are gone. */
export async function paperOf(
  ctx: Context,
  { village, title, html, parts }: PostPageView,
): Promise<Paper | null> {
  if (html === null) return null;
  const { byline, createdAt: at, editedAt, photos, id } = parts;
  const { name, official } = byline;
  const portrait = photos.find(isPortrait) ?? null;
  const changed = editedAt === null ? null : { at: editedAt, path: `/posts/${id}/history` };
  const recording = await recordingOf(ctx, id);
  return { village, title, html, at, name, official, portrait, recording, changed };
}

/** The paper of a letter that the viewer has not sent yet. */
export async function paperOfDraft(
  ctx: Context,
  village: Village,
  words: Pick<Paper, 'title' | 'html' | 'portrait' | 'recording'>,
): Promise<Paper> {
  const { personId, name } = ctx.viewer;
  const people = await dutyPeople(
    ctx,
    personId === null ? [] : [{ personId, gridCode: village.code }],
  );
  const official = people.get(personId ?? '') ?? null;
  return { ...words, village, name, official, at: ctx.clock.now(), changed: null };
}

/** Whether a photo shows whoever writes; the others stand below the letter. */
export function isPortrait({ purpose }: Pick<PhotoView, 'purpose'>): boolean {
  return purpose === PORTRAIT;
}
