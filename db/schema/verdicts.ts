import { sql } from 'drizzle-orm';
import { count, index, instant, json, table, text, uniqueIndex } from '#db/columns.ts';

/** Somebody on a village's roster whom whoever owes promises there has declared to be of his family. */
export const declaredKin = table(
  'declared_kin',
  {
    id: text().primaryKey(),
    ownerId: text().notNull(),
    villageCode: text().notNull(),
    villagerId: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    uniqueIndex('declared_kin_by_line').on(t.ownerId, t.villagerId),
    index('declared_kin_by_village').on(t.villageCode, t.ownerId),
  ],
);

/** A drawn villager is asked about a promise; who he is stands behind the token only. */
export const promiseAsk = table(
  'promise_ask',
  {
    id: text().primaryKey(),
    promiseId: text().notNull(),
    poolId: text().notNull(),
    token: text().notNull(),
    /** HMAC of his line on the roster: his own page finds it, a dump of the tables does not. */
    inviteeMark: text().notNull(),
    /** SHA-256 of the code in his link; the code itself is only in his message. */
    codeHash: text().notNull(),
    askedAt: instant().notNull(),
    closesAt: instant().notNull(),
    /** 'link' | 'paper': how he is asked. */
    channel: text().notNull(),
    /** Answer and ticked reasons, sealed until the asking ends; removed when it is counted. */
    answerSealed: text(),
    answeredAt: instant(),
    /** A paper answer stands when a second person has entered the same. */
    enteredById: text(),
    checkedById: text(),
    /** When the asking was over. */
    closedAt: instant(),
  },
  (t) => [
    index('promise_ask_by_pool').on(t.poolId, t.token),
    index('promise_ask_by_invitee').on(t.inviteeMark),
    uniqueIndex('promise_ask_by_code').on(t.codeHash),
    // As small as what is being asked now.
    index('promise_ask_open').on(t.poolId, t.closesAt).where(sql`closed_at IS NULL`),
  ],
);

/** What the drawn villagers said, counted when the asking ended. */
export const promiseVerdict = table(
  'promise_verdict',
  {
    poolId: text().primaryKey(),
    promiseId: text().notNull(),
    villageCode: text().notNull(),
    invited: count().notNull(),
    kept: count().notNull(),
    part: count().notNull(),
    broken: count().notNull(),
    reasons: json<Record<string, number>>().notNull(),
    verdict: text().notNull(),
    ruleVersion: count().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    index('promise_verdict_by_promise').on(t.promiseId, t.at),
    index('promise_verdict_by_village').on(t.villageCode, t.at),
  ],
);
