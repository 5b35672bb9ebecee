import { sendsCodes } from '#server/accounts/gateway.ts';
import { firstPasswordPage } from '#server/grids/first-passwords.ts';
import { selectPlaceNames } from '#server/grids/posts-desk-records.ts';
import {
  compareWithPosts,
  type LineRefusal,
  type PostLine,
  postsPlace,
} from '#server/grids/posts-import.ts';
import { type PostsFile, postsSheet } from '#server/grids/posts-import-file.ts';
import { waitingSheet } from '#server/grids/waiting-sheet.ts';
import type { Context } from '#server/kernel/context.ts';
import { CODE_LENGTH } from '#server/rules/place-codes.ts';
import type { PostFault, PostFaultCode } from '#server/rules/post-rows.ts';
import type { TableFault } from '#server/rules/sheet-table.ts';

/** The page from which a list of posts is sent; null for whoever may not. */
export async function postsImportPage(ctx: Context, placeCode: string) {
  ctx.page.keepPrivate();
  const place = await postsPlace(ctx, placeCode);
  if (!place) return null;
  const waiting = await waitingSheet<PostsFile>(ctx, postsSheet(placeCode));
  return { place: await calledPlace(ctx, place), waiting: waiting?.posts.length ?? null };
}

/** A village with its town in front: names repeat inside a county. */
async function calledPlace(
  ctx: Context,
  {
    code,
    name,
    level,
  }: Record<string, unknown> & {
    code: string;
    name: string;
    level: string;
  },
) {
  const isVillage = level === 'village';
  const townCode = code.slice(0, CODE_LENGTH.town);
  const [town] = isVillage ? await selectPlaceNames(ctx.db.read, [townCode]) : [];
  return { code, level, name: `${town?.name ?? ''}${name}` };
}

/** Something wrong in a list of posts; `name` is who is in the way, or ''. */
export type ListFault = PostFault<PostFaultCode | TableFault | LineRefusal> & { name: string };

/** What a waiting list would do, before anything is written. */
export interface PostsCheck {
  place: { code: string; name: string; level: string };
  key: string;
  read: number;
  ready: (PostLine & { isNew: boolean })[];
  accounts: number;
  same: number;
  faults: ListFault[];
  ignored: string[];
  skipped: string[];
  /** No code reaches a phone: first passwords are shown once after the press. */
  givesPasswords: boolean;
}

/** The check of the viewer's waiting list; 'none' when no list waits; null for whoever may not. */
export async function postsCheck(
  ctx: Context,
  placeCode: string,
): Promise<PostsCheck | 'none' | null> {
  const page = await postsImportPage(ctx, placeCode);
  if (!page) return null;
  const file = await waitingSheet<PostsFile>(ctx, postsSheet(placeCode));
  if (!file) return 'none';
  const plan = await compareWithPosts(ctx, ctx.db.read, file.posts);
  const ready = plan.ready.map((line) => ({ ...line, isNew: plan.newcomers.has(line.phone) }));
  const withoutPassword = ready.some(({ phone }) => plan.withoutPassword.has(phone));
  return {
    place: page.place,
    key: file.key,
    read: file.posts.length,
    ready,
    accounts: new Set(ready.filter(({ isNew }) => isNew).map(({ phone }) => phone)).size,
    same: plan.same,
    faults: [...file.faults.map((fault) => ({ ...fault, name: '' })), ...plan.refused.map(asFault)],
    ignored: file.ignored,
    skipped: file.skipped,
    givesPasswords: withoutPassword && !sendsCodes(ctx),
  };
}

/** A line that is right in itself and cannot be granted as the county stands. */
export function asFault({
  line: { sheet, row },
  code,
  name,
}: {
  line: PostLine;
  code: LineRefusal;
  name: string;
}): ListFault {
  return { sheet, row, column: '', header: '', code, name };
}

/** What the sheets of first passwords say besides: where to go, and until when. */
export async function postsPasswordsPage(ctx: Context, placeCode: string, until: number) {
  const page = await postsImportPage(ctx, placeCode);
  return page && { ...page, ...firstPasswordPage(ctx, until) };
}
