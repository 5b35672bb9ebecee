import { count, index, instant, table, text } from '#db/columns.ts';

/** Words in a voice, for those who do not read. Until a post takes it, it is its owner's draft. */
export const recording = table(
  'recording',
  {
    id: text().primaryKey(),
    ownerId: text().notNull(),
    /** The post that it belongs to; null for a draft. */
    postId: text(),
    /** SHA-256 of the kept file, its name. */
    hash: text().notNull(),
    /** 'audio/mp4', 'audio/mpeg', 'audio/ogg', 'audio/webm' or 'audio/wav', by content. */
    type: text().notNull(),
    bytes: count().notNull(),
    /** What is said in it; '' when it reads the post's own words. */
    transcript: text().notNull(),
    /** Who is heard and how long, or whatever else is to be known before one taps; null for nothing. */
    caption: text(),
    createdAt: instant().notNull(),
  },
  (t) => [
    index('recording_by_post').on(t.postId),
    index('recording_by_hash').on(t.hash),
    index('recording_by_time').on(t.createdAt),
  ],
);
