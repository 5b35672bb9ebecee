import { statSync } from 'node:fs';
import { wordsFor } from '#content/messages/words.ts';
import { appointByList, compareWithPosts, postsPlace } from '#server/grids/posts-import.ts';
import { readPostsFile } from '#server/grids/posts-import-file.ts';
import { asFault, type ListFault } from '#server/grids/posts-import-views.ts';
import { listFaultWords } from '#server/grids/posts-import-words.ts';
import type { App } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';

/** A list of posts to be brought in from the command line. */
export interface PostsList {
  /** A village or a town. */
  placeCode: string;
  path: string;
  isApplied: boolean;
}

/**
 * Reads a list of posts and says what it would do; with `isApplied` they are granted, but only
 * without any mistake. Returns the lines to print: the counts, then first passwords where no code
 * reaches a phone. Throws one sentence for each mistake, with its line and column.
 */
export async function importPostsFile(app: App, list: PostsList): Promise<string[]> {
  const { placeCode, path, isApplied } = list;
  const ctx = systemContext(app);
  const { errors } = wordsFor('en');
  const place = await postsPlace(ctx, placeCode);
  if (!place) {
    throw new Error(
      `There is no village or town ${placeCode}. Give twelve digits of a village or nine of a town.`,
    );
  }
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  if (!isFile) throw new Error(`There is no file ${path}.`);
  const read = await readPostsFile(ctx, { path }, place);
  if (!read.ok) throw new Error(`${path}: ${errors[read.code]}.`);
  const { posts, faults, ignored, skipped } = read.value;
  const plan = await compareWithPosts(ctx, app.db.read, posts);
  const all = [...faults.map((one) => ({ ...one, name: '' })), ...plan.refused.map(asFault)];
  if (all.length > 0) throw new Error(all.map(sentenceOf).join('\n'));
  const told = { place: place.name, applied: isApplied, same: plan.same, ignored, skipped };
  if (!isApplied) return [JSON.stringify({ ...told, granted: plan.ready.length })];
  const done = await appointByList(ctx, { placeCode, posts, key: newToken() });
  if (!done.ok) throw new Error(`${path}: ${errors[done.code]}.`);
  const { first, ...counts } = done.value;
  return [
    JSON.stringify({ ...told, ...counts }),
    ...first.map(({ place: at, name, password }) => JSON.stringify({ at, name, password })),
  ];
}

function sentenceOf(fault: ListFault): string {
  const { at } = wordsFor('en').peopleImport;
  return `${at(fault.sheet, fault.row, fault.column)}: ${listFaultWords('en', fault)}.`;
}
