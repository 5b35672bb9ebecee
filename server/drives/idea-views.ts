import type { LoadedDrive } from '#server/drives/load.ts';
import { type IdeaRecord, selectIdeas, selectProjectIdeas } from '#server/drives/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { type CommentView, commentsOf } from '#server/posts/thread.ts';

/** A problem or a suggestion, and what became of it. */
export interface IdeaView {
  comment: CommentView;
  side: string;
  isWrittenDown: boolean;
  project: { no: number; title: string } | null;
  answer: string;
}

export const ideaShows = ['open', 'grouped', 'answered'] as const;
export type IdeaShow = (typeof ideaShows)[number];

/** Ideas as they were found, before it is known which project is whose. */
export interface FoundIdeas {
  rows: IdeaRecord[];
  comments: CommentView[];
  more: string | null;
}

/** The ideas of a discussion in one state, a page of them. */
export async function ideasOf(
  ctx: Context,
  loaded: LoadedDrive,
  { show, after, limit }: { show: IdeaShow; after: string | null; limit: number },
): Promise<FoundIdeas> {
  const [, side, id] = /^(problem|suggestion)_([\da-f-]{36})$/.exec(after ?? '') ?? [];
  const from = side && id ? { side, id } : null;
  const query = { driveId: loaded.post.id, state: show, after: from, limit: limit + 1 };
  const rows = await selectIdeas(ctx.db.read, query);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last ? `${last.side}_${last.commentId}` : null;
  const ids = shown.map(({ commentId }) => commentId);
  return { rows: shown, comments: await commentsOf(ctx, loaded, ids), more };
}

/** Ideas with the project that each became. */
export function withProjects(
  { rows, comments, more }: FoundIdeas,
  projects: { id: string; no: number; title: string }[],
): { ideas: IdeaView[]; more: string | null } {
  const ideas = rows.flatMap((row) => {
    const comment = comments.find(({ id }) => id === row.commentId);
    if (!comment) return [];
    const project = projects.find(({ id }) => id === row.projectId);
    return {
      ...{ comment, side: row.side, isWrittenDown: row.enteredById !== null, answer: row.answer },
      project: project ? { no: project.no, title: project.title } : null,
    };
  });
  return { ideas, more };
}

/** The ideas that a project was made of, a page of them, oldest first. */
export async function projectIdeas(
  ctx: Context,
  loaded: LoadedDrive,
  { projectId, after }: { projectId: string; after: string | null },
): Promise<FoundIdeas> {
  const limit = ctx.book.rules.pages.comments;
  const from = after !== null && /^[\da-f-]{36}$/.test(after) ? after : null;
  const query = { projectId, after: from, limit: limit + 1 };
  const rows = await selectProjectIdeas(ctx.db.read, query);
  const shown = rows.slice(0, limit);
  const ids = shown.map(({ commentId }) => commentId);
  const more = rows.length > limit ? (ids.at(-1) ?? null) : null;
  return { rows: shown, comments: await commentsOf(ctx, loaded, ids), more };
}
