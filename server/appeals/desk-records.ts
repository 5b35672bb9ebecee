import { and, asc, eq, gt, gte, isNull, or, type SQL, sql } from 'drizzle-orm';
import { type Marks, shapes } from '#db/prepared.ts';
import { appeal } from '#db/schema/appeals.ts';
import { post, townOfPost } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import type { DeskList } from '#server/appeals/desk.ts';
import type { HeldPost, Viewer } from '#server/kernel/viewer.ts';
import { isInside, preparedFor } from '#server/posts/visible-to.ts';
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

/** With what the run of an index begins: who holds a case, his work area, or where it lies. */
type Start = 'holder' | 'grid' | 'village' | 'town' | 'county';

/** What of it is meant: all that is open, letters owed an answer, or what waits for the town's word. */
type Part = 'open' | 'letters' | 'contested';

/** Why a case lies on a desk: `code` is where the run begins, `paths` where it must lie. */
interface Reason {
  start: Start;
  part: Part;
  code: string;
  paths: string[];
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
  { start, part, code, paths }: Reason,
): Promise<DeskRow[]> {
  const run = runOf({ start, part, isLater: after !== null });
  const from = { dueAt: after?.nextDueAt ?? 0, id: after?.id ?? '' };
  return run(db, viewer, { ...from, code, paths, me: viewer.personId ?? '', limit });
}

const names = ['code', 'paths', 'me', 'dueAt', 'id', 'limit'] as const;
type RunMarks = Marks<(typeof names)[number]>;

const runOf = shapes(({ start, part, isLater }: { start: Start; part: Part; isLater: boolean }) =>
  preparedFor(names, (db, marks, visible) =>
    db
      .select({ id: post.id, nextDueAt: post.nextDueAt })
      .from(post)
      .innerJoin(appeal, eq(appeal.postId, post.id))
      .where(
        and(
          eq(post.kind, 'appeal'),
          // One bound for the index: with a second one beside it the planner takes the county's run.
          gte(post.nextDueAt, marks.dueAt),
          isLater ? or(gt(post.nextDueAt, marks.dueAt), gt(post.id, marks.id)) : undefined,
          isNull(post.removedAt),
          beginsWith(start, marks),
          isPart(part, marks),
          visible,
        ),
      )
      .orderBy(asc(post.nextDueAt), asc(post.id))
      .limit(marks.limit),
  ),
);

function beginsWith(start: Start, { code, paths }: RunMarks): SQL | undefined {
  if (start === 'holder') return eq(post.holderId, code);
  if (start === 'grid') return eq(post.holderGridCode, code);
  const isBelow = isInside(sql`coalesce(${post.groupCode}, ${post.villageCode})`, paths);
  if (start === 'county') return isBelow;
  return and(start === 'village' ? eq(post.villageCode, code) : eq(townOfPost, code), isBelow);
}

function isPart(part: Part, { me }: RunMarks): SQL | undefined {
  if (part === 'letters') return and(eq(appeal.secretaryId, me), isNull(post.firstAnsweredAt));
  // Its author did not agree how it is put right, and the town has not decided since.
  if (part === 'contested') return gt(appeal.contestedAt, appeal.classifiedAt);
  return undefined;
}

function reasonsFor(list: DeskList, viewer: Viewer): Reason[] {
  const held = viewer.posts.filter((one) => one.post !== 'sysadmin');
  if (list === 'below') return held.map((one) => liesIn(one, 'open'));
  if (list === 'letters') return held.map((one) => liesIn(one, 'letters'));
  const grids = new Set(held.map((one) => one.gridCode));
  const towns = held.filter((one) => one.post === 'town_admin');
  return [
    { start: 'holder', part: 'open', code: viewer.personId ?? '', paths: [] },
    ...[...grids].map((code): Reason => ({ start: 'grid', part: 'open', code, paths: [] })),
    ...towns.map((one) => liesIn(one, 'contested')),
  ];
}

/** That a case lies where a post is held: a village and a town have runs of their own. */
function liesIn({ path }: HeldPost, part: Part): Reason {
  const code = placesOf(path).find((one) => VILLAGE_OR_TOWN.test(one));
  if (code === undefined) return { start: 'county', part, code: '', paths: [path] };
  const start = code.length === CODE_LENGTH.village ? 'village' : 'town';
  return { start, part, code, paths: [path] };
}

function byDeadline(a: DeskRow, b: DeskRow): number {
  return (a.nextDueAt ?? 0) - (b.nextDueAt ?? 0) || (a.id < b.id ? -1 : 1);
}
