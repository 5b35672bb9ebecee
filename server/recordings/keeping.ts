import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Tx } from '#db/surface.ts';
import { tooFast } from '#server/accounts/limits.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import type { UploadedFile } from '#server/kernel/multipart.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { recordingFolder, writeRecording } from '#server/recordings/files.ts';
import {
  attachRecording,
  insertRecording,
  renewDraft,
  selectByPost,
  updateTranscript,
} from '#server/recordings/records.ts';
import { soundOf } from '#server/recordings/sound.ts';
import type { EpochMs } from '#server/rules/dates.ts';

const MEGABYTE = 1024 * 1024;

/**
 * Takes in an uploaded recording as the viewer's draft, until a post takes it; gives its id. Refuses
 * what is no recording by its content, and what is too long.
 */
export async function keepRecording(
  ctx: Context,
  { path, bytes, isTooBig, field }: UploadedFile,
): Promise<Result<string>> {
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const slower = await tooFast(ctx, 'photos', field);
  if (slower) return slower;
  const { megabytes } = ctx.book.recordings;
  if (isTooBig || bytes > megabytes * MEGABYTE) return refuse('recordingTooBig', field);
  const sound = soundOf(await readFile(path));
  if (!sound) return refuse('recordingType', field);
  const hash = createHash('sha256').update(sound.bytes).digest('hex');
  const { type } = sound;
  await writeRecording(recordingFolder(ctx), { hash, type }, sound.bytes);
  const id = newId();
  const owner = { id, ownerId: personId, postId: null, transcript: '' };
  const facts = { hash, type, bytes: sound.bytes.length, createdAt: ctx.clock.now() };
  await ctx.db.write((tx) => insertRecording(tx, { ...owner, ...facts }));
  return accept(id);
}

/** A recording for a post, with what is said in it; '' when it reads the post's own words. */
export interface Voice {
  recordingId: string;
  transcript: string;
}

/** Gives a taken-in recording to a post, inside the write that makes the post. */
export async function giveRecording(
  tx: Tx,
  { recordingId: id, transcript }: Voice,
  { ownerId, postId }: { ownerId: string; postId: string },
): Promise<void> {
  await attachRecording(tx, { id, ownerId }, { postId, transcript });
}

/** Keeps a recording of a draft as long as the draft itself. */
export async function keepDraftRecording(
  tx: Tx,
  ownerId: string,
  id: string,
  at: EpochMs,
): Promise<void> {
  await renewDraft(tx, ownerId, id, at);
}

/** 隐私更正 in the transcripts of a post, inside the write; how many texts changed. */
export async function coverTranscripts(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
): Promise<number> {
  let changed = 0;
  for (const { id, transcript } of await selectByPost(tx, postId)) {
    const covered = cover(transcript);
    if (covered === transcript) continue;
    await updateTranscript(tx, id, covered);
    changed += 1;
  }
  return changed;
}
