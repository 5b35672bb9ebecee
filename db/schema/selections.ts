import { count, index, instant, primaryKey, table, text, uniqueIndex } from '#db/columns.ts';

/** A month's round of the county's best letters (十佳公开信), opened by the organization department. */
export const selectionRound = table(
  'selection_round',
  {
    /** 'letters-202611': what is chosen, and the month it was sent in; one a month. */
    id: text().primaryKey(),
    /** '2026-11' */
    month: text().notNull(),
    /** The midnight after the month's last day. */
    entriesUntil: instant().notNull(),
    /** The midnight after the last day on which towns recommend. */
    townsUntil: instant().notNull(),
    ruleVersion: count().notNull(),
    openedById: text().notNull(),
    openedAt: instant().notNull(),
  },
  (t) => [uniqueIndex('selection_round_by_month').on(t.month)],
);

/** A letter that its secretary entered by his own will; taken back, its row is gone. */
export const selectionEntry = table(
  'selection_entry',
  {
    roundId: text().notNull(),
    postId: text().notNull(),
    villageCode: text().notNull(),
    townCode: text().notNull(),
    byId: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.roundId, t.postId] }),
    // A village enters one letter a round.
    uniqueIndex('selection_entry_by_village').on(t.roundId, t.villageCode),
    index('selection_entry_by_town').on(t.roundId, t.townCode, t.postId),
  ],
);

/** A town recommends an entry, and says why. */
export const selectionRecommendation = table(
  'selection_recommendation',
  {
    roundId: text().notNull(),
    postId: text().notNull(),
    townCode: text().notNull(),
    reason: text().notNull(),
    byId: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.postId] })],
);
