import { and, asc, eq, gt, gte, isNull, lte, or, sql } from 'drizzle-orm';
import { aliasedTable } from 'drizzle-orm/alias';
import { type Marks, shapes } from '#db/prepared.ts';
import { disclosure } from '#db/schema/disclosures.ts';
import { lineObjection } from '#db/schema/line-objections.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import { type Action, permissions, type Role } from '#server/kernel/permissions.ts';
import type { HeldPost, Viewer } from '#server/kernel/viewer.ts';
import { isInside, preparedFor } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** The post of the table in question. */
const tablePost = aliasedTable(post, 'table_post');

/** A place on the desk: by deadline. */
export interface ObjectionCursor {
  dueAt: EpochMs;
  id: string;
}

export type OwedObjectionRow = Awaited<ReturnType<typeof selectRun>>[number];

/**
 * Whose an objection is: a person's, a village's, its committee's (the private ones), or theirs above.
 * 'watch' are those of a village that are late, for the committee that watches its accounts.
 */
type Start = 'holder' | 'village' | 'committee' | 'watch' | 'town' | 'county';

/** Why an objection lies on a desk: whose it is, and where. */
interface Reason {
  start: Start;
  code: string;
  paths: string[];
}

interface DeskQuery {
  after: ObjectionCursor | null;
  limit: number;
  at: EpochMs;
}

/**
 * Open objections of a desk in order of deadline. Each reason for which one lies on it is a run of
 * an index of its own over what is still owed.
 */
export async function selectOwed(
  db: Reader,
  viewer: Viewer,
  query: DeskQuery,
): Promise<OwedObjectionRow[]> {
  const reasons = reasonsFor(viewer);
  const runs = await Promise.all(reasons.map((reason) => selectRun(db, viewer, query, reason)));
  const rows = new Map(runs.flat().map((row) => [row.post.id, row]));
  return [...rows.values()].sort(byDeadline).slice(0, query.limit);
}

function selectRun(
  db: Reader,
  viewer: Viewer,
  { after, limit, at }: DeskQuery,
  { start, code, paths }: Reason,
) {
  const run = runOf({ start, isLater: after !== null });
  const from = { dueAt: after?.dueAt ?? 0, id: after?.id ?? '' };
  return run(db, viewer, { ...from, code, paths, at, limit });
}

const names = ['code', 'paths', 'at', 'dueAt', 'id', 'limit'] as const;

const runOf = shapes(({ start, isLater }: { start: Start; isLater: boolean }) =>
  preparedFor(names, (db, marks, visible) =>
    db
      .select({ post, objection: lineObjection, tableTitle: tablePost.title })
      .from(post)
      .innerJoin(lineObjection, eq(lineObjection.postId, post.id))
      .innerJoin(disclosure, eq(disclosure.id, lineObjection.disclosureId))
      .innerJoin(tablePost, eq(tablePost.id, disclosure.postId))
      .where(
        and(
          eq(post.kind, 'objection'),
          gte(post.nextDueAt, marks.dueAt),
          isLater ? or(gt(post.nextDueAt, marks.dueAt), gt(post.id, marks.id)) : undefined,
          isNull(post.removedAt),
          isOwedBy(start, marks),
          visible,
        ),
      )
      .orderBy(asc(post.nextDueAt), asc(post.id))
      .limit(marks.limit),
  ),
);

function isOwedBy(start: Start, { code, paths, at }: Marks<(typeof names)[number]>) {
  if (start === 'holder') return eq(post.holderId, code);
  const isOf = (level: string) => eq(lineObjection.level, level);
  const isLate = lte(post.nextDueAt, at);
  const isPrivate = start === 'committee';
  if (start === 'village' || isPrivate) {
    const isKind = eq(lineObjection.isPrivate, isPrivate);
    return and(eq(post.villageCode, code), isOf('village'), isKind);
  }
  if (start === 'watch') {
    const isPublic = eq(lineObjection.isPrivate, false);
    return and(eq(post.villageCode, code), isOf('village'), isPublic, isLate);
  }
  const below = start === 'town' ? 'village' : 'town';
  const isTheirs = or(isOf(start), and(isOf(below), isLate));
  return and(isInside(sql`${post.villageCode}`, paths), isTheirs);
}

/** One's own; those of the village or committee; what went up, and what is late below, its first answer too. */
function reasonsFor(viewer: Viewer): Reason[] {
  const as =
    (start: Start) =>
    ({ gridCode, path }: HeldPost): Reason => ({ start, code: gridCode, paths: [path] });
  const held = (action: Action) => heldFor(viewer, action);
  const raised = held('line-objection.answer-raised');
  return [
    { start: 'holder', code: viewer.personId ?? '', paths: [] },
    ...held('line-objection.answer').map(as('village')),
    ...held('line-objection.answer-private').map(as('committee')),
    ...held('line-objection.answer-private').map(as('watch')),
    ...raised.filter((one) => one.post === 'town_admin').map(as('town')),
    ...raised.filter((one) => one.post === 'discipline').map(as('county')),
  ];
}

function heldFor(viewer: Viewer, action: Action): HeldPost[] {
  const roles: Role[] = permissions[action];
  return viewer.posts.filter((held) => roles.includes(held.post));
}

function byDeadline(a: OwedObjectionRow, b: OwedObjectionRow): number {
  return (a.post.nextDueAt ?? 0) - (b.post.nextDueAt ?? 0) || (a.post.id < b.post.id ? -1 : 1);
}
