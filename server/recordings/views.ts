import type { Reader } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import {
  type RecordingRow,
  selectByPost,
  selectDraft,
  selectTranscripts,
} from '#server/recordings/records.ts';
import { endingOf, isFilm } from '#server/recordings/sound.ts';

/** A recording as a page offers it: nothing is loaded before it is tapped. */
export interface RecordingView {
  id: string;
  /** SHA-256 of the kept file. */
  hash: string;
  path: string;
  type: string;
  bytes: number;
  /** '' when it reads the words beside it. */
  transcript: string;
  /** What is to be known of it before one taps; null for nothing. */
  caption: string | null;
}

/** The recording of a post that this viewer may see; null when it has none. */
export async function recordingOf(ctx: Context, postId: string): Promise<RecordingView | null> {
  const { voice } = await spokenIn(ctx, postId);
  return voice;
}

/** The recording and the film of a post that this viewer may see, as far as it has them. */
export async function spokenIn(
  ctx: Context,
  postId: string,
): Promise<{ voice: RecordingView | null; film: RecordingView | null }> {
  const rows = await selectByPost(ctx.db.read, postId);
  const voice = rows.find(({ type }) => !isFilm(type));
  const film = rows.find(({ type }) => isFilm(type));
  return { voice: voice ? viewOf(voice) : null, film: film ? viewOf(film) : null };
}

/** A post is found by what is said in its recordings, where that stands in no other words. */
export async function transcriptsIn(db: Reader, postIds: string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { postId, transcript } of await selectTranscripts(db, postIds)) {
    if (postId && transcript) found.set(postId, `${found.get(postId) ?? ''} ${transcript}`);
  }
  return found;
}

/** The viewer's own recording that waits in a draft. */
export async function draftRecording(ctx: Context, id: string): Promise<RecordingView | null> {
  const { personId } = ctx.viewer;
  const row = personId && (await selectDraft(ctx.db.read, personId, id));
  return row ? viewOf(row) : null;
}

function viewOf({ id, hash, type, bytes, transcript, caption }: RecordingRow): RecordingView {
  return {
    id,
    hash,
    path: `/recordings/${hash}.${endingOf(type)}`,
    type,
    bytes,
    transcript,
    caption,
  };
}
