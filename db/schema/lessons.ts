import { sql } from 'drizzle-orm';
import { count, index, instant, json, primaryKey, table, text } from '#db/columns.ts';

/** What a lesson made by a village or town has beside the words of its post. */
export const lesson = table(
  'lesson',
  {
    postId: text().primaryKey(),
    villageCode: text().notNull(),
    /** The town or county whose office made it; null for the village's own. */
    placeCode: text(),
    series: text().notNull(),
    /** 期 */
    number: count().notNull(),
    /** Who speaks or is spoken of; '' for nobody in particular. */
    featured: text().notNull(),
    /** The local date on which he agreed; null for nobody. */
    consentOn: text(),
    /** 'paper' (signed) or 'spoken' (before two people); '' for nobody. */
    consentHow: text().notNull(),
    /** Where the film lies; '' without one. */
    videoUrl: text().notNull(),
    /** What the maker says it costs to look; null when he does not know. */
    videoBytes: count(),
    /** All that is said in the film; '' without one. */
    transcript: text().notNull(),
    quiz: json<{ question: string; options: string[]; right: number; why: string }[]>().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index('lesson_by_series').on(t.villageCode, t.series, t.number, t.postId),
    index('lesson_by_place')
      .on(t.placeCode, t.createdAt, t.postId)
      .where(sql`place_code IS NOT NULL`),
    index('lesson_placed').on(t.createdAt, t.postId).where(sql`place_code IS NOT NULL`),
  ],
);

/** Questions as they were asked before somebody changed them; what was answered was never kept. */
export const lessonQuizVersion = table(
  'lesson_quiz_version',
  {
    postId: text().notNull(),
    /** From 1, the first that were asked. */
    no: count().notNull(),
    quiz: json<{ question: string; options: string[]; right: number; why: string }[]>().notNull(),
    replacedById: text().notNull(),
    replacedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.postId, t.no] })],
);
