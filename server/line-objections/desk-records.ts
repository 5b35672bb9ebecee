import { and, asc, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { aliasedTable } from 'drizzle-orm/alias';
import { disclosure } from '#db/schema/disclosures.ts';
import { lineObjection } from '#db/schema/line-objections.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import { type Action, permissions, type Role } from '#server/kernel/permissions.ts';
import type { HeldPost, Viewer } from '#server/kernel/viewer.ts';
import { isInside, visibleTo } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** The post of the table in question. */
const tablePost = aliasedTable(post, 'table_post');

/** A place on the desk: by deadline. */
export interface ObjectionCursor {
  dueAt: EpochMs;
  id: string;
}

export type OwedObjectionRow = Awaited<ReturnType<typeof selectRun>>[number];

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
  const reasons = reasonsFor(viewer, query.at);
  const runs = await Promise.all(reasons.map((reason) => selectRun(db, viewer, query, reason)));
  const rows = new Map(runs.flat().map((row) => [row.post.id, row]));
  return [...rows.values()].sort(byDeadline).slice(0, query.limit);
}

function selectRun(db: Reader, viewer: Viewer, { after, limit }: DeskQuery, reason?: SQL) {
  return db
    .select({ post, objection: lineObjection, tableTitle: tablePost.title })
    .from(post)
    .innerJoin(lineObjection, eq(lineObjection.postId, post.id))
    .innerJoin(disclosure, eq(disclosure.id, lineObjection.disclosureId))
    .innerJoin(tablePost, eq(tablePost.id, disclosure.postId))
    .where(
      and(
        eq(post.kind, 'objection'),
        gt(post.nextDueAt, 0),
        isNull(post.removedAt),
        reason,
        visibleTo(viewer),
        after ? sql`(${post.nextDueAt}, ${post.id}) > (${after.dueAt}, ${after.id})` : undefined,
      ),
    )
    .orderBy(asc(post.nextDueAt), asc(post.id))
    .limit(limit);
}

/** One's own; those of the village or committee; what went up, and what is late below. */
function reasonsFor(viewer: Viewer, at: EpochMs): (SQL | undefined)[] {
  const isLate = lte(post.finishDueAt, at);
  const isOf = (level: string) => eq(lineObjection.level, level);
  const ofVillage =
    (isPrivate: boolean) =>
    ({ gridCode }: HeldPost) =>
      and(eq(post.villageCode, gridCode), isOf('village'), eq(lineObjection.isPrivate, isPrivate));
  const town = ({ path }: HeldPost) =>
    and(isInside(sql`${post.villageCode}`, [path]), or(isOf('town'), and(isOf('village'), isLate)));
  const county = ({ path }: HeldPost) =>
    and(isInside(sql`${post.villageCode}`, [path]), or(isOf('county'), and(isOf('town'), isLate)));
  const held = (action: Action) => heldFor(viewer, action);
  const raised = held('line-objection.answer-raised');
  return [
    eq(post.holderId, viewer.personId ?? ''),
    ...held('line-objection.answer').map(ofVillage(false)),
    ...held('line-objection.answer-private').map(ofVillage(true)),
    ...raised.filter((one) => one.post === 'town_admin').map(town),
    ...raised.filter((one) => one.post === 'discipline').map(county),
  ];
}

function heldFor(viewer: Viewer, action: Action): HeldPost[] {
  const roles: Role[] = permissions[action];
  return viewer.posts.filter((held) => roles.includes(held.post));
}

function byDeadline(a: OwedObjectionRow, b: OwedObjectionRow): number {
  return (a.post.nextDueAt ?? 0) - (b.post.nextDueAt ?? 0) || (a.post.id < b.post.id ? -1 : 1);
}
