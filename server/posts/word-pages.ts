import { diffChars } from 'diff';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { selectComment } from '#server/posts/comment-records.ts';
import { kindOf } from '#server/posts/kinds.ts';
import { type LoadedPost, openPost, postById } from '#server/posts/load.ts';
import { partsOf } from '#server/posts/parts.ts';
import { selectVersions } from '#server/posts/wording-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A form about a post, with what stands in it at first. */
export interface WordForm {
  loaded: LoadedPost;
  action: string;
  title: string | null;
  body: string;
  isOfficial: boolean;
  mayWithdraw: boolean;
  key: string;
}

/** The form to change a post; null for whoever may not. */
export async function editPage(ctx: Context, id: string): Promise<WordForm | null> {
  const loaded = await openPost(ctx, id);
  if (!loaded) return null;
  const { may } = await partsOf(ctx, loaded);
  if (!may.edit) return null;
  ctx.page.keepPrivate();
  const { isOfficial } = kindOf(loaded.post.kind);
  return {
    loaded,
    action: `/posts/${id}/edit`,
    // Villagers' talk has no title of its own: it is the first words.
    title: isOfficial ? loaded.post.title : null,
    body: loaded.post.body,
    isOfficial,
    mayWithdraw: may.withdraw,
    key: newToken(),
  };
}

/** The form to change one's own comment or answer; null for everybody else. */
export async function commentEditPage(ctx: Context, id: string): Promise<WordForm | null> {
  const comment = await selectComment(ctx.db.read, ctx.viewer, id);
  const loaded = comment && (await openPost(ctx, comment.postId));
  const isMine = comment?.authorId === ctx.viewer.personId && ctx.viewer.personId !== null;
  if (!loaded || !isMine || comment.withdrawnAt || comment.removedAt) return null;
  ctx.page.keepPrivate();
  const isOfficial = comment.kind === 'answer';
  return {
    loaded,
    action: `/comments/${id}/edit`,
    title: null,
    body: comment.body,
    isOfficial,
    mayWithdraw: !isOfficial,
    key: newToken(),
  };
}

/** The form for 举报; null when there is nothing that the viewer may see. */
export async function reportPage(
  ctx: Context,
  id: string,
): Promise<{ loaded: LoadedPost; isSignedIn: boolean; key: string } | null> {
  const loaded = await openPost(ctx, id);
  if (!loaded) return null;
  ctx.page.keepPrivate();
  return { loaded, isSignedIn: ctx.viewer.personId !== null, key: newToken() };
}

/** A piece of a wording compared with the one before it. */
export interface Piece {
  text: string;
  change: 'same' | 'added' | 'gone';
}

/** One published wording, with what it changed. */
export interface VersionView {
  no: number;
  at: EpochMs;
  title: string;
  pieces: Piece[];
  isCurrent: boolean;
}

/**
 * Every wording, newest first: of official words for everybody, of a villager's own for himself and
 * for those who handle it; null for anybody else.
 */
export async function historyPage(
  ctx: Context,
  subject: { kind: 'post' | 'comment'; id: string },
): Promise<{ loaded: LoadedPost; versions: VersionView[] } | null> {
  const found = await currentWording(ctx, subject);
  if (!found) return null;
  const kept = await selectVersions(ctx.db.read, subject.kind, subject.id);
  // Number 0 is what was typed before numbers were covered; it has a place of its own.
  const readable = kept.filter((one) => one.isSealed === found.isSealed && one.no > 0);
  // A kept wording carries the instant at which it was replaced; it was published at the one before.
  const wordings = [...readable, found.current];
  const versions = wordings.map((version, at) => ({
    no: at + 1,
    at: at === 0 ? found.createdAt : (wordings[at - 1]?.at ?? found.createdAt),
    title: version.title,
    pieces: compareWordings(wordings[at - 1]?.body ?? null, version.body),
    isCurrent: at === wordings.length - 1,
  }));
  ctx.page.shows(`post:${found.loaded.post.id}`);
  if (ctx.viewer.personId !== null || found.isSealed) ctx.page.keepPrivate();
  return { loaded: found.loaded, versions: versions.reverse() };
}

async function currentWording(ctx: Context, subject: { kind: 'post' | 'comment'; id: string }) {
  if (subject.kind === 'post') {
    const loaded = await postById(ctx, subject.id);
    const isSealed = loaded !== null && !kindOf(loaded.post.kind).isOfficial;
    if (!loaded || loaded.post.removedAt) return null;
    if (isSealed && !readsSealed(ctx, loaded)) return null;
    const { title, body, createdAt } = loaded.post;
    return { loaded, isSealed, createdAt, current: { title, body, at: createdAt } };
  }
  const comment = await selectComment(ctx.db.read, ctx.viewer, subject.id);
  const loaded = comment && (await postById(ctx, comment.postId));
  if (!loaded || comment.kind !== 'answer' || comment.removedAt) return null;
  const { body, createdAt } = comment;
  return { loaded, isSealed: false, createdAt, current: { title: '', body, at: createdAt } };
}

/** Whether the viewer may read what a villager said before he changed it: himself, and handlers. */
export function readsSealed({ viewer }: Context, { post, village }: LoadedPost): boolean {
  const { personId } = viewer;
  if (personId === null) return false;
  const isOwn = [post.authorId, post.enteredById, post.holderId].includes(personId);
  return isOwn || actingPost(viewer, 'appeal.read-private', village.path) !== null;
}

/** A wording in pieces: what it kept of the one before it, what it added and what it left out. */
export function compareWordings(before: string | null, after: string): Piece[] {
  if (before === null) return [{ text: after, change: 'same' }];
  return diffChars(before, after).map(({ value, added, removed }) => ({
    text: value,
    change: added ? 'added' : removed ? 'gone' : 'same',
  }));
}
