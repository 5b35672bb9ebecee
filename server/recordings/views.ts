import type { Context } from '#server/kernel/context.ts';
import { type RecordingRow, selectByPost, selectDraft } from '#server/recordings/records.ts';
import { endingOf } from '#server/recordings/sound.ts';

/** A recording as a page offers it: nothing is loaded before it is tapped. */
export interface RecordingView {
  id: string;
  path: string;
  type: string;
  bytes: number;
  /** '' when it reads the words beside it. */
  transcript: string;
}

/** The recording of a post that this viewer may see; null when it has none. */
export async function recordingOf(ctx: Context, postId: string): Promise<RecordingView | null> {
  const [row] = await selectByPost(ctx.db.read, postId);
  return row ? viewOf(row) : null;
}

/** The viewer's own recording that waits in a draft. */
export async function draftRecording(ctx: Context, id: string): Promise<RecordingView | null> {
  const { personId } = ctx.viewer;
  const row = personId && (await selectDraft(ctx.db.read, personId, id));
  return row ? viewOf(row) : null;
}

function viewOf({ id, hash, type, bytes, transcript }: RecordingRow): RecordingView {
  return { id, path: `/recordings/${hash}.${endingOf(type)}`, type, bytes, transcript };
}
