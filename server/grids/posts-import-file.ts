import content from '#content/sheets/posts.json' with { type: 'json' };
import { readPhone } from '#server/accounts/phone.ts';
import { postsOfLevel } from '#server/grids/appointing.ts';
import { HEADS } from '#server/grids/granting.ts';
import { selectPlacesBelow } from '#server/grids/posts-import-records.ts';
import type { SheetFor } from '#server/grids/waiting-sheet.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import {
  type FilePost,
  type PostColumn,
  type PostFault,
  type PostFaultCode,
  type PostPlace,
  readPosts,
} from '#server/rules/post-rows.ts';
import { type Column, readTable, type TableFault } from '#server/rules/sheet-table.ts';
import type { SheetSource } from '#server/workshop/jobs.ts';

/** A post that a list may give. */
export type ListedPost = keyof typeof content.posts;

/** A list of posts as it was read: who is right, what is wrong, what was left alone. */
export interface PostsFile {
  posts: FilePost<ListedPost>[];
  faults: PostFault<PostFaultCode | TableFault>[];
  /** Headers of columns nobody asked for. */
  ignored: string[];
  /** Sheets that are hidden or hold no list. */
  skipped: string[];
}

const NEEDED: PostColumn[] = ['name', 'phone', 'post'];
const LONGEST: Partial<Record<PostColumn, number>> = { title: 20, workPhone: 30, duty: 60 };

function columnOf(key: PostColumn): Column {
  const headers = content.columns[key];
  const is = key === 'since' ? 'day' : 'text';
  return { headers, is, isRequired: NEEDED.includes(key), longest: LONGEST[key] ?? 40 };
}

const columns: Record<PostColumn, Column> = {
  village: columnOf('village'),
  group: columnOf('group'),
  microGrid: columnOf('microGrid'),
  name: columnOf('name'),
  phone: columnOf('phone'),
  post: columnOf('post'),
  deputy: columnOf('deputy'),
  title: columnOf('title'),
  workPhone: columnOf('workPhone'),
  duty: columnOf('duty'),
  since: columnOf('since'),
};

/** A town with all its groups; each of them may need a password, which takes its time to make. */
const MOST_POSTS = 600;

/** Reads a list of posts of a village or a town. */
export async function readPostsFile(
  { workshop, db }: Context,
  from: SheetSource,
  root: PostPlace,
): Promise<Result<PostsFile>> {
  const sheets = await workshop.readSheets(from);
  if (!sheets.ok) return refuse(sheets.code, 'file');
  const table = readTable(sheets.value, columns);
  if (!table) return refuse('sheetNoHeader', 'file');
  const places = await selectPlacesBelow(db.read, root.code);
  const endings: Record<ListedPost, string[]> = content.posts;
  const rules = { endings, heads: HEADS, postsOfLevel, readPhone };
  const { posts, faults } = readPosts(table.rows, { root, places, ...rules });
  if (posts.length > MOST_POSTS) return refuse('tooManyPosts', 'file');
  const { ignored, skipped } = table;
  const all = [...table.faults, ...faults];
  const inOrder = all.toSorted((a, b) => a.sheet.localeCompare(b.sheet) || a.row - b.row);
  if (posts.length === 0 && inOrder.length === 0) return refuse('sheetEmpty', 'file');
  return accept({ posts, faults: inOrder, ignored, skipped });
}

/** The empty list for a spreadsheet, with one invented line that is refused if it stays. */
export function postsTemplate(level: string): string[][] {
  const keys = ['village', 'group', 'name', 'phone', 'post', 'deputy', 'since'] as const;
  const shown = keys.filter((key) => key !== 'village' || level === 'town');
  return [
    shown.map((key) => content.columns[key][0] ?? ''),
    shown.map((key) => content.example[key]),
  ];
}

/** The list of posts that waits for a place. */
export function postsSheet(placeCode: string): SheetFor {
  return { kind: 'posts-import', subject: placeCode };
}
