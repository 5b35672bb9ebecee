import { type DeskCursor, type DeskRow, selectDesk } from '#server/appeals/desk-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { type PostRow, postRows } from '#server/posts/views.ts';

/** Which cases a desk shows: one's own, letters owed an answer, or all of the place below. */
export type DeskList = 'mine' | 'letters' | 'below';

/** A desk: open cases in order of deadline, the most urgent first. */
export interface Desk {
  list: DeskList;
  rows: PostRow[];
  /** Cursor of the next page; null at the end. */
  next: string | null;
}

/** The desk of a cadre, a secretary or the town; null for somebody without one. */
export async function deskPage(
  ctx: Context,
  list: DeskList,
  after: string | null,
): Promise<Desk | null> {
  const { viewer } = ctx;
  ctx.page.keepPrivate();
  if (viewer.personId === null || viewer.posts.length === 0) return null;
  const limit = ctx.book.rules.pages.desk;
  const found = await selectDesk(ctx.db.read, viewer, {
    list,
    after: readCursor(after),
    limit: limit + 1,
  });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    list,
    rows: await postRows(
      ctx,
      shown.map((row) => row.id),
      { showsHeld: true },
    ),
    next: found.length > limit && last ? writeCursor(last) : null,
  };
}

function writeCursor(row: DeskRow): string {
  return `${row.nextDueAt}_${row.id}`;
}

function readCursor(text: string | null): DeskCursor | null {
  const [, dueAt, id] = /^(\d{1,15})_([\da-f-]{36})$/.exec(text ?? '') ?? [];
  return dueAt && id ? { nextDueAt: Number(dueAt), id } : null;
}
