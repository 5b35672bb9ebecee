import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '#server/kernel/context.ts';

/** Where a file beside a table lies, by its id. */
export function filePath(ctx: Pick<Context, 'env'>, id: string): string {
  return join(folderOf(ctx), `${id}.pdf`);
}

/** Keeps an uploaded file under its id: whole, or not at all. */
export async function keepFile(ctx: Context, id: string, from: string): Promise<void> {
  await mkdir(folderOf(ctx), { recursive: true });
  const unfinished = join(folderOf(ctx), `.${randomUUID()}`);
  await copyFile(from, unfinished);
  await rename(unfinished, filePath(ctx, id));
}

/** Removes a file that stands beside no table. */
export async function forgetFile(ctx: Context, id: string): Promise<void> {
  await rm(filePath(ctx, id), { force: true });
}

function folderOf({ env }: Pick<Context, 'env'>): string {
  return join(env.dataDir, 'files');
}
