import { and, desc, eq, gte, isNull, lt } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { lesson } from '#db/schema/lessons.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A village gives a few lessons a month. */
const MOST_LESSONS = 50;

/** The lessons that were given in a village between two instants, the newest first. */
export function selectLessons(
  db: Reader,
  { villageCode, from, until }: { villageCode: string; from: EpochMs; until: EpochMs },
) {
  return db
    .select({ id: post.id, no: post.no, title: post.title, ...factColumns })
    .from(post)
    .innerJoin(lesson, eq(lesson.postId, post.id))
    .where(
      and(
        ...[eq(post.villageCode, villageCode), isLesson, isStanding],
        ...[eq(post.audience, 'public'), gte(post.createdAt, from), lt(post.createdAt, until)],
      ),
    )
    .orderBy(desc(post.createdAt), desc(post.id))
    .limit(MOST_LESSONS);
}

/** What the rules of entry look at in one lesson; null when there is none, or it is gone. */
export async function selectLesson(db: Reader, postId: string) {
  const [row] = await db
    .select({ villageCode: post.villageCode, ...factColumns })
    .from(post)
    .innerJoin(lesson, eq(lesson.postId, post.id))
    .where(and(eq(post.id, postId), isLesson, isStanding))
    .limit(1);
  return row ?? null;
}

/** The words of these lessons as they are shown, with what is said and asked in them. */
export function selectTeachings(db: Reader, postIds: string[]) {
  return db
    .select({ id: post.id, html: post.html, transcript: lesson.transcript, quiz: lesson.quiz })
    .from(post)
    .innerJoin(lesson, eq(lesson.postId, post.id))
    .where(and(among(post.id, postIds), isStanding))
    .limit(Math.max(1, postIds.length));
}

const factColumns = {
  audience: post.audience,
  sentAt: post.createdAt,
  placeCode: lesson.placeCode,
};
const isLesson = eq(post.kind, 'lesson');
const isStanding = and(isNull(post.removedAt), isNull(post.withdrawnAt));
