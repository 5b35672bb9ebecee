import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Tx } from '#db/surface.ts';
import { tooFast } from '#server/accounts/limits.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import type { UploadedFile } from '#server/kernel/multipart.ts';
import { accept, type RefusalCode, type Result, refuse } from '#server/kernel/result.ts';
import { recordingFolder, writeRecording } from '#server/recordings/files.ts';
import {
  attachRecording,
  insertRecording,
  renewDraft,
  selectByPost,
  updateWords,
} from '#server/recordings/records.ts';
import { type CleanFile, filmOf, soundOf } from '#server/recordings/sound.ts';
import type { EpochMs } from '#server/rules/dates.ts';

const MEGABYTE = 1024 * 1024;

/**
 * Takes in an uploaded recording as the viewer's draft, until a post takes it; gives its id. Refuses
 * what is no recording by its content, and what is too long.
 */
export function keepRecording(ctx: Context, file: UploadedFile): Promise<Result<string>> {
  const { megabytes } = ctx.book.recordings;
  return keep(ctx, file, {
    megabytes,
    clean: soundOf,
    notThis: 'recordingType',
    tooBig: 'recordingTooBig',
  });
}

/** The same of a film. */
export function keepFilm(ctx: Context, file: UploadedFile): Promise<Result<string>> {
  const { filmMegabytes: megabytes } = ctx.book.recordings;
  return keep(ctx, file, { megabytes, clean: filmOf, notThis: 'filmType', tooBig: 'filmTooBig' });
}

/** What is taken in of this sort, and what is said of what is not. */
interface Sort {
  megabytes: number;
  clean: (file: Buffer) => CleanFile | null;
  notThis: RefusalCode;
  tooBig: RefusalCode;
}

async function keep(
  ctx: Context,
  { path, bytes, isTooBig, field }: UploadedFile,
  { megabytes, clean, notThis, tooBig }: Sort,
): Promise<Result<string>> {
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const slower = await tooFast(ctx, 'photos', field);
  if (slower) return slower;
  if (isTooBig || bytes > megabytes * MEGABYTE) return refuse(tooBig, field);
  const kept = clean(await readFile(path));
  if (!kept) return refuse(notThis, field);
  const hash = createHash('sha256').update(kept.bytes).digest('hex');
  const { type } = kept;
  await writeRecording(recordingFolder(ctx), { hash, type }, kept.bytes);
  const id = newId();
  const owner = { id, ownerId: personId, postId: null, transcript: '', caption: null };
  const facts = { hash, type, bytes: kept.bytes.length, createdAt: ctx.clock.now() };
  await ctx.db.write((tx) => insertRecording(tx, { ...owner, ...facts }));
  return accept(id);
}

/** A recording for a post, with what is said in it; '' when it reads the post's own words. */
export interface Voice {
  recordingId: string;
  transcript: string;
  /** What is to be known of it before one taps. */
  caption?: string;
}

/** Gives a taken-in recording to a post, inside the write that makes the post. */
export async function giveRecording(
  tx: Tx,
  { recordingId: id, transcript, caption = '' }: Voice,
  { ownerId, postId }: { ownerId: string; postId: string },
): Promise<void> {
  await attachRecording(tx, { id, ownerId }, { postId, transcript, caption: caption || null });
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
  for (const { id, transcript, caption } of await selectByPost(tx, postId)) {
    const covered = { transcript: cover(transcript), caption: caption && cover(caption) };
    if (covered.transcript === transcript && covered.caption === caption) continue;
    await updateWords(tx, id, covered);
    changed += 1;
  }
  return changed;
}
