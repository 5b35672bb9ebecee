import { and, desc, eq, gt, gte, isNull, lt, lte } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { post } from '#db/schema/posts.ts';
import { promise } from '#db/schema/promises.ts';
import type { Reader } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A secretary writes a few letters a month. */
const MOST_LETTERS = 50;
/** No letter has more lines. */
const MOST_LINES = 100;
/** Far more than the secretaries of a county promise in a year. */
const MOST_OUTCOMES = 20_000;

/** The letters that a village's secretary sent between two instants, the newest first. */
export function selectLetters(
  db: Reader,
  { villageCode, from, until }: { villageCode: string; from: EpochMs; until: EpochMs },
) {
  return db
    .select({ id: post.id, no: post.no, title: post.title, ...factColumns })
    .from(post)
    .where(
      and(
        eq(post.villageCode, villageCode),
        isLetter,
        gte(post.createdAt, from),
        lt(post.createdAt, until),
        isNull(post.removedAt),
      ),
    )
    .orderBy(desc(post.createdAt), desc(post.id))
    .limit(MOST_LETTERS);
}

/** What the rules of entry look at in one letter; null when there is none, or it was taken down. */
export async function selectLetter(db: Reader, postId: string) {
  const [row] = await db
    .select({ villageCode: post.villageCode, ...factColumns })
    .from(post)
    .where(and(eq(post.id, postId), isLetter, isNull(post.removedAt)))
    .limit(1);
  return row ?? null;
}

/** Every line of these letters. */
export function selectLines(db: Reader, postIds: string[]) {
  const { postId, no, what, measure, dueOn } = promise;
  return db
    .select({ postId, no, what, measure, dueOn })
    .from(promise)
    .where(among(postId, postIds))
    .limit(MOST_LINES * Math.max(1, postIds.length));
}

/** The words of these letters as they are shown. */
export function selectBodies(db: Reader, postIds: string[]) {
  return db
    .select({ id: post.id, html: post.html })
    .from(post)
    .where(and(among(post.id, postIds), isNull(post.removedAt)))
    .limit(postIds.length);
}

/** How the promises of these people came out whose day was over between two instants. */
export function selectOutcomes(
  db: Reader,
  ownerIds: string[],
  { from, until }: { from: EpochMs; until: EpochMs },
) {
  const { ownerId, villageCode, state, dueAt } = promise;
  return db
    .select({ ownerId, villageCode, state })
    .from(promise)
    .where(and(among(ownerId, ownerIds), gt(dueAt, from), lte(dueAt, until)))
    .limit(MOST_OUTCOMES);
}

const factColumns = { authorId: post.authorId, sentAt: post.createdAt };
const isLetter = and(eq(post.kind, 'letter'), eq(post.audience, 'public'));
