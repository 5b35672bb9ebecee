import { type Village, villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, permissions, type Role } from '#server/kernel/permissions.ts';
import { type OwedObjectionRow, selectOwed } from '#server/line-objections/desk-records.ts';
import { clocksOf } from '#server/posts/duty.ts';
import type { ClockExtras } from '#server/posts/kinds.ts';
import { clockExtrasOf } from '#server/posts/views.ts';
import { pathsOf } from '#server/posts/visible-to.ts';
import type { ClockFace } from '#server/rules/clock-face.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { objectionPath } from '#server/rules/links.ts';
import { CODE_LENGTH, placesOf } from '#server/rules/place-codes.ts';

/** An objection that a desk owes an answer. */
export interface OwedObjection {
  path: string;
  title: string;
  villageName: string;
  /** Title of the table: 10月的账. */
  tableTitle: string;
  rowNo: number;
  isPrivate: boolean;
  /** The clock that ends next: the first answer, then the finish. */
  clock: ClockFace;
}

/** The objections of a desk, the most urgent first. */
export interface ObjectionDesk {
  rows: OwedObjection[];
  now: EpochMs;
  /** Cursor of the next page; null at the end. */
  next: string | null;
  isLater: boolean;
}

const MOST = 100;

/** What a village, a committee, a town or the county's discipline owes; null for everybody else. */
export async function objectionDesk(
  ctx: Context,
  after: string | null,
): Promise<ObjectionDesk | null> {
  ctx.page.keepPrivate();
  if (!answersObjections(ctx)) return null;
  const limit = ctx.book.rules.pages.desk;
  const cursor = readCursor(after);
  const now = ctx.clock.now();
  const query = { after: cursor, limit: limit + 1, at: now };
  const found = await selectOwed(ctx.db.read, ctx.viewer, query);
  const shown = found.slice(0, limit);
  const [villages, extras] = await Promise.all([
    villagesByCode(ctx, [...new Set(shown.map(({ post }) => post.villageCode))]),
    clockExtrasOf(
      ctx,
      shown.map(({ post }) => post),
    ),
  ]);
  const last = shown.at(-1)?.post;
  return {
    rows: shown.flatMap((row) => {
      const village = villages.get(row.post.villageCode);
      const known = extras.get(row.post.id);
      return village && known ? [owed(ctx, row, village, known)] : [];
    }),
    now,
    next: found.length > limit && last ? `${last.nextDueAt}_${last.id}` : null,
    isLater: cursor !== null,
  };
}

/** How many objections wait on the viewer's desk, counted up to a hundred. */
export async function objectionCount(ctx: Context): Promise<number> {
  if (!answersObjections(ctx)) return 0;
  const query = { after: null, limit: MOST, at: ctx.clock.now() };
  return (await selectOwed(ctx.db.read, ctx.viewer, query)).length;
}

/** How many questions of the villages below are late, for the town that looks after them; 0 for others. */
export async function lateQuestions(ctx: Context): Promise<number> {
  const paths = pathsOf(ctx.viewer, 'line-objection.answer-raised');
  const isTown = paths.some((path) => placesOf(path)[0]?.length === CODE_LENGTH.town);
  if (!isTown) return 0;
  const at = ctx.clock.now();
  const rows = await selectOwed(ctx.db.read, ctx.viewer, { after: null, limit: MOST, at });
  return rows.filter(({ post }) => (post.nextDueAt ?? at) < at).length;
}

function answersObjections({ viewer }: Context): boolean {
  return viewer.posts.some(({ post }) => answering.has(post));
}

const answers: Action[] = [
  'line-objection.answer',
  'line-objection.answer-private',
  'line-objection.answer-raised',
];
const answering = new Set<Role>(answers.flatMap((action) => permissions[action]));

function owed(
  ctx: Context,
  { post, objection, tableTitle }: OwedObjectionRow,
  village: Village,
  extras: ClockExtras,
): OwedObjection {
  const { first, finish } = clocksOf(post, extras, ctx.book.calendar, ctx.clock.now());
  return {
    path: objectionPath(village.slug, post.no),
    title: post.title,
    villageName: village.name,
    tableTitle,
    rowNo: objection.rowNo,
    isPrivate: objection.isPrivate,
    clock: post.firstAnsweredAt === null && objection.raisedAt === null ? first : finish,
  };
}

function readCursor(text: string | null): { dueAt: EpochMs; id: string } | null {
  const [, dueAt, id] = /^(\d{1,15})_([\da-f-]{36})$/.exec(text ?? '') ?? [];
  return dueAt && id ? { dueAt: Number(dueAt), id } : null;
}
