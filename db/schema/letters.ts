import { count, index, instant, json, table, text } from '#db/columns.ts';

/** A letter that its author has set to appear by itself. */
export const scheduledLetter = table(
  'scheduled_letter',
  {
    id: text().primaryKey(),
    villageCode: text().notNull(),
    authorId: text().notNull(),
    values: json<Record<string, string | string[]>>().notNull(),
    photoIds: json<string[]>().notNull(),
    publishAt: instant().notNull(),
    createdAt: instant().notNull(),
    /** Why it did not appear; its author reads it on his desk. */
    refusal: text(),
  },
  (t) => [
    index('scheduled_letter_by_time').on(t.publishAt, t.id),
    index('scheduled_letter_by_author').on(t.authorId, t.publishAt),
  ],
);

/** A letter in its author's voice, for those who do not read. */
export const letterVoice = table('letter_voice', {
  postId: text().primaryKey(),
  /** SHA-256 of the kept file, its name. */
  hash: text().notNull(),
  /** 'audio/mp4', 'audio/mpeg', 'audio/ogg', 'audio/webm' or 'audio/wav', by content. */
  type: text().notNull(),
  bytes: count().notNull(),
  transcript: text().notNull(),
  at: instant().notNull(),
});
