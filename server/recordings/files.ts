import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '#server/kernel/context.ts';
import { endingOf } from '#server/recordings/sound.ts';

/** A kept file by its content: SHA-256 and type. */
export interface KeptSound {
  hash: string;
  type: string;
}

/** The folder in which recordings lie. */
export function recordingFolder(ctx: Pick<Context, 'env'>): string {
  return join(ctx.env.dataDir, 'recordings');
}

/** The file of a recording in this folder. */
export function recordingFile(folder: string, { hash, type }: KeptSound): string {
  return join(folder, `${hash}.${endingOf(type)}`);
}

/** Writes a recording under its name: whole, or not at all. */
export async function writeRecording(
  folder: string,
  sound: KeptSound,
  bytes: Buffer,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `.${randomUUID()}`);
  await writeFile(unfinished, bytes);
  await rename(unfinished, recordingFile(folder, sound));
}

/** Removes the file of a recording that nothing shows any more. */
export async function removeRecording(folder: string, sound: KeptSound): Promise<void> {
  await rm(recordingFile(folder, sound), { force: true });
}
