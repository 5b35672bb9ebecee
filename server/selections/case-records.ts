import { and, desc, eq, gte, isNotNull, isNull, lt, type SQL } from 'drizzle-orm';
import { aliasedTable } from 'drizzle-orm/alias';
import { among } from '#db/dialect.ts';
import { appeal, milestone } from '#db/schema/appeals.ts';
import { governanceCase } from '#db/schema/cases.ts';
import { photo, post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A village writes a few cases a month. */
const MOST_CASES = 50;
/** No plan has more steps. */
const MOST_STEPS = 100;

const matter = aliasedTable(post, 'matter');
const before = aliasedTable(photo, 'before');
const after = aliasedTable(photo, 'after');

/** The cases that a village wrote between two instants, the newest first. */
export function selectCases(
  db: Reader,
  { villageCode, from, until }: { villageCode: string; from: EpochMs; until: EpochMs },
) {
  const isOfMonth = and(gte(post.createdAt, from), lt(post.createdAt, until));
  return wholeCases(db, and(eq(post.villageCode, villageCode), isOfMonth), MOST_CASES);
}

/** What the rules of entry look at in one case; null when there is none, or it is gone. */
export async function selectCase(db: Reader, postId: string) {
  const [row] = await wholeCases(db, eq(post.id, postId), 1);
  return row ?? null;
}

function wholeCases(db: Reader, which: SQL | undefined, limit: number) {
  return db
    .select({
      ...{ id: post.id, no: post.no, title: post.title },
      ...{ villageCode: post.villageCode, writtenAt: post.createdAt },
      ...{ matterState: matter.state, beforeId: before.id, afterId: after.id },
    })
    .from(post)
    .innerJoin(governanceCase, eq(governanceCase.postId, post.id))
    .innerJoin(matter, and(eq(matter.id, governanceCase.appealId), isNull(matter.removedAt)))
    .leftJoin(before, and(eq(before.id, governanceCase.beforePhotoId), isSeen(before)))
    .leftJoin(after, and(eq(after.id, governanceCase.afterPhotoId), isSeen(after)))
    .where(and(which, isCase, isStanding))
    .orderBy(desc(post.createdAt), desc(post.id))
    .limit(limit);
}

/** The words of these cases as they are shown. */
export function selectTold(db: Reader, postIds: string[]) {
  return db
    .select({ id: post.id, html: post.html })
    .from(post)
    .where(and(among(post.id, postIds), isCase, isStanding))
    .limit(Math.max(1, postIds.length));
}

/** The clocks of the matters that these cases tell. */
export function selectClocks(db: Reader, postIds: string[]) {
  return db
    .select({
      postId: governanceCase.postId,
      matterId: matter.id,
      firstDueAt: matter.firstDueAt,
      firstAnsweredAt: matter.firstAnsweredAt,
      finishDueAt: matter.finishDueAt,
      proposedAt: appeal.proposedAt,
      reopened: appeal.reopened,
      sla: appeal.sla,
    })
    .from(governanceCase)
    .innerJoin(matter, eq(matter.id, governanceCase.appealId))
    .innerJoin(appeal, eq(appeal.postId, matter.id))
    .where(among(governanceCase.postId, postIds))
    .limit(Math.max(1, postIds.length));
}

/** Every step of every plan of these matters. */
export function selectPlans(db: Reader, matterIds: string[]) {
  const { postId, planNo, dueAt, doneAt } = milestone;
  return db
    .select({ postId, planNo, dueAt, doneAt })
    .from(milestone)
    .where(among(postId, matterIds))
    .limit(MOST_STEPS * Math.max(1, matterIds.length));
}

function isSeen(one: typeof photo) {
  return and(isNotNull(one.releasedAt), isNull(one.removedAt));
}

const isCase = and(eq(post.kind, 'case'), eq(post.audience, 'public'));
const isStanding = and(isNull(post.removedAt), isNull(post.withdrawnAt));
