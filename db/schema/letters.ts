import { sql } from 'drizzle-orm';
import { index, instant, json, table, text } from '#db/columns.ts';

/** A letter that its author has set to appear by itself. */
export const scheduledLetter = table(
  'scheduled_letter',
  {
    id: text().primaryKey(),
    villageCode: text().notNull(),
    authorId: text().notNull(),
    /** Its form, with the ids of its photos and its recording. */
    values: json<Record<string, string | string[]>>().notNull(),
    publishAt: instant().notNull(),
    createdAt: instant().notNull(),
    /** Why it did not appear; its author reads it on his desk. */
    refusal: text(),
  },
  (t) => [
    index('scheduled_letter_waiting').on(t.publishAt, t.id).where(sql`refusal IS NULL`),
    index('scheduled_letter_by_author').on(t.authorId, t.publishAt),
  ],
);
