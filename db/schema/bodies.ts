import { count, flag, index, instant, table, text } from '#db/columns.ts';

/**
 * The rolls of those who decide together: representatives, committee, the Party's members and
 * committee, the collective's members, representatives and directors. A person stands on a roll from
 * one instant to another; old lines stay.
 */
export const bodyMember = table(
  'body_member',
  {
    id: text().primaryKey(),
    villageCode: text().notNull(),
    /** A code of `rules/bodies.ts`. */
    body: text().notNull(),
    /** On the village's roster, where he is. */
    villagerId: text(),
    name: text().notNull(),
    isWoman: flag().notNull(),
    /** The group that chose a representative, or where somebody lives. */
    groupCode: text(),
    sort: count().notNull(),
    since: instant().notNull(),
    until: instant(),
    addedById: text().notNull(),
    endedById: text(),
    endReason: text(),
  },
  (t) => [
    index('body_member_by_body').on(t.villageCode, t.body, t.until, t.sort, t.id),
    index('body_member_by_villager').on(t.villagerId, t.until),
  ],
);
