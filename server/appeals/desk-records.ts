import { and, asc, eq, gt, gte, isNull, or, type SQL, sql } from 'drizzle-orm';
import { appeal } from '#db/schema/appeals.ts';
import { post, townOfPost } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import type { DeskList } from '#server/appeals/desk.ts';
import type { HeldPost, Viewer } from '#server/kernel/viewer.ts';
import { isInside, visibleTo } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { CODE_LENGTH, placesOf } from '#server/rules/place-codes.ts';

export interface DeskRow {
  id: string;
  nextDueAt: EpochMs | null;
}

export interface DeskCursor {
  nextDueAt: EpochMs;
  id: string;
}

/** A work area's code is no longer, but not of digits alone. */
const VILLAGE_OR_TOWN = /^(\d{12}|\d{9})$/;

interface DeskQuery {
  list: DeskList;
  after: DeskCursor | null;
  limit: number;
}

/**
 * Open cases of a desk in order of deadline. Each reason for which a case lies on it is a run of an
 * index of its own, already in order: one question with OR would sort everything ever handled.
 */
export async function selectDesk(db: Reader, viewer: Viewer, query: DeskQuery): Promise<DeskRow[]> {
  const reasons = reasonsFor(query.list, viewer);
  const runs = await Promise.all(reasons.map((reason) => selectRun(db, viewer, query, reason)));
  const rows = new Map(runs.flat().map((row) => [row.id, row]));
  return [...rows.values()].sort(byDeadline).slice(0, query.limit);
}

async function selectRun(
  db: Reader,
  viewer: Viewer,
  { after, limit }: DeskQuery,
  reason: SQL | undefined,
): Promise<DeskRow[]> {
  return db
    .select({ id: post.id, nextDueAt: post.nextDueAt })
    .from(post)
    .innerJoin(appeal, eq(appeal.postId, post.id))
    .where(
      and(
        eq(post.kind, 'appeal'),
        // One bound for the index: with a second one beside it the planner takes the county's run.
        gte(post.nextDueAt, after?.nextDueAt ?? 0),
        after ? or(gt(post.nextDueAt, after.nextDueAt), gt(post.id, after.id)) : undefined,
        isNull(post.removedAt),
        reason,
        visibleTo(viewer),
      ),
    )
    .orderBy(asc(post.nextDueAt), asc(post.id))
    .limit(limit);
}

function reasonsFor(list: DeskList, viewer: Viewer): (SQL | undefined)[] {
  const me = viewer.personId ?? '';
  const held = viewer.posts.filter((one) => one.post !== 'sysadmin');
  if (list === 'below') return held.map(liesIn);
  if (list === 'letters') {
    const isOwed = and(eq(appeal.secretaryId, me), isNull(post.firstAnsweredAt));
    return held.map((one) => and(liesIn(one), isOwed));
  }
  const grids = new Set(held.map((one) => one.gridCode));
  return [
    eq(post.holderId, me),
    ...[...grids].map((code) => eq(post.holderGridCode, code)),
    ...held.filter((one) => one.post === 'town_admin').map(waitsForTown),
  ];
}

/** That its author did not agree how it is put right, and the town has not decided since. */
function waitsForTown(held: HeldPost): SQL | undefined {
  return and(liesIn(held), gt(appeal.contestedAt, appeal.classifiedAt));
}

/** That a case lies where a post is held. */
function liesIn({ path }: HeldPost): SQL | undefined {
  const place = sql`coalesce(${post.groupCode}, ${post.villageCode})`;
  return and(liesNear(path), isInside(place, [path]));
}

/** The village or the town of a path: both have their own runs of an index, a county has all. */
function liesNear(path: string): SQL | undefined {
  const code = placesOf(path).find((one) => VILLAGE_OR_TOWN.test(one));
  if (code === undefined) return undefined;
  const isVillage = code.length === CODE_LENGTH.village;
  return isVillage ? eq(post.villageCode, code) : eq(townOfPost, code);
}

function byDeadline(a: DeskRow, b: DeskRow): number {
  return (a.nextDueAt ?? 0) - (b.nextDueAt ?? 0) || (a.id < b.id ? -1 : 1);
}
