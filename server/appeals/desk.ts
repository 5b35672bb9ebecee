import { type DeskCursor, type DeskRow, selectDesk } from '#server/appeals/desk-records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { type PostRow, postRows } from '#server/posts/views.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Which cases a desk shows: one's own, letters owed an answer, or all of the place below. */
export type DeskList = 'mine' | 'letters' | 'below';

/** A desk: open cases in order of deadline, the most urgent first. */
export interface Desk {
  list: DeskList;
  /** The lists that this person's posts give a reason for, each counted up to a hundred. */
  lists: { list: DeskList; count: number }[];
  rows: PostRow[];
  now: EpochMs;
  /** Cursor of the next page; null at the end. */
  next: string | null;
  /** This is not the first page. */
  isLater: boolean;
}

const MOST = 100;

/** The desk of a cadre, a secretary or the town; null for somebody without one. */
export async function deskPage(
  ctx: Context,
  asked: string | null,
  after: string | null,
): Promise<Desk | null> {
  const { viewer } = ctx;
  ctx.page.keepPrivate();
  if (viewer.personId === null || viewer.posts.length === 0) return null;
  const lists = listsOf(viewer);
  const list = lists.find((one) => one === asked) ?? 'mine';
  const limit = ctx.book.rules.pages.desk;
  const cursor = readCursor(after);
  // The first page and how many there are in all are one question.
  const most = cursor === null ? Math.max(MOST, limit + 1) : limit + 1;
  const found = await selectDesk(ctx.db.read, viewer, { list, after: cursor, limit: most });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const rows = await postRows(
    ctx,
    shown.map((row) => row.id),
    { showsHeld: true },
  );
  const counts = await Promise.all(
    lists.map((one) =>
      one === list && cursor === null ? Math.min(found.length, MOST) : countOf(ctx, one),
    ),
  );
  return {
    list,
    lists: lists.map((one, at) => ({ list: one, count: counts[at] ?? 0 })),
    rows,
    now: ctx.clock.now(),
    next: found.length > limit && last ? writeCursor(last) : null,
    isLater: cursor !== null,
  };
}

/** How many open cases are the viewer's own, counted up to a hundred. */
export async function deskCount(ctx: Context): Promise<number> {
  const { viewer } = ctx;
  if (viewer.personId === null || viewer.posts.length === 0) return 0;
  return countOf(ctx, 'mine');
}

async function countOf({ db, viewer }: Context, list: DeskList): Promise<number> {
  const rows = await selectDesk(db.read, viewer, { list, after: null, limit: MOST });
  return rows.length;
}

// Letters are written to a secretary; somebody whose place has places below it looks after those.
function listsOf({ posts }: Viewer): DeskList[] {
  const isSecretary = posts.some((held) => held.post === 'secretary');
  const isAbove = posts.some((held) => held.post !== 'grid_cadre' && held.post !== 'sysadmin');
  return [
    'mine',
    ...(isSecretary ? (['letters'] satisfies DeskList[]) : []),
    ...(isAbove ? (['below'] satisfies DeskList[]) : []),
  ];
}

function writeCursor(row: DeskRow): string {
  return `${row.nextDueAt}_${row.id}`;
}

function readCursor(text: string | null): DeskCursor | null {
  const [, dueAt, id] = /^(\d{1,15})_([\da-f-]{36})$/.exec(text ?? '') ?? [];
  return dueAt && id ? { nextDueAt: Number(dueAt), id } : null;
}
