import { sql } from 'drizzle-orm';
import { count, index, instant, primaryKey, table, text, uniqueIndex } from '#db/columns.ts';

/** 异议: what somebody of the county says against an entry of a published result, or one line of it. */
export const selectionObjection = table(
  'selection_objection',
  {
    id: text().primaryKey(),
    roundId: text().notNull(),
    /** The number on its receipt: 1, 2 … in each round. */
    no: count().notNull(),
    postId: text().notNull(),
    /** A code of the rubric, 'fulfilment', or '' for the whole entry. */
    line: text().notNull(),
    body: text().notNull(),
    byId: text().notNull(),
    at: instant().notNull(),
    dueAt: instant(),
    /** 'refused', 'out', 'struck' or 'fulfilment'; what changes the result waits for a second. */
    verdict: text(),
    reason: text().notNull(),
    /** The corrected fulfilment: so many kept, of so many due. */
    done: count(),
    due: count(),
    proposedById: text(),
    proposedAt: instant(),
    /** Why the second sent the last proposal back; '' when he never did. */
    sentBack: text().notNull(),
    secondById: text(),
    /** When the verdict took effect. */
    decidedAt: instant(),
    /** The version of the result that it led to; null for a refusal. */
    version: count(),
  },
  (t) => [
    uniqueIndex('selection_objection_by_no').on(t.roundId, t.no),
    index('selection_objection_by_person').on(t.byId, t.at),
    index('selection_objection_open').on(t.dueAt, t.id).where(sql`decided_at IS NULL`),
  ],
);

/** 十佳: what a final result chose; lost with its day and reason, never taken out of sight. */
export const selectionBadge = table(
  'selection_badge',
  {
    roundId: text().notNull(),
    postId: text().notNull(),
    villageCode: text().notNull(),
    place: count().notNull(),
    at: instant().notNull(),
    lostAt: instant(),
    /** 'broken': villagers found a promise of it not kept. */
    lostWhy: text(),
    /** The promise that was not kept. */
    promiseId: text(),
  },
  (t) => [
    primaryKey({ columns: [t.roundId, t.postId] }),
    index('selection_badge_by_post').on(t.postId),
    index('selection_badge_by_village').on(t.villageCode, t.at, t.postId),
  ],
);
