import { sql } from 'drizzle-orm';
import { count, index, instant, primaryKey, table, text, uniqueIndex } from '#db/columns.ts';

/** A dated, measurable line of a letter, or an intention (no day or no measure), as it stands now. */
export const promise = table(
  'promise',
  {
    id: text().primaryKey(),
    /** The letter that made it. */
    postId: text().notNull(),
    villageCode: text().notNull(),
    /** Its place in the letter, from 1. */
    no: count().notNull(),
    /** Who owes it now: its maker, or whoever took his post over. */
    ownerId: text().notNull(),
    makerId: text().notNull(),
    what: text().notNull(),
    measure: text().notNull(),
    /** Who helps to carry it out, in the letter's words. */
    helpers: text().notNull(),
    /** A local date; null for an intention. */
    dueOn: text(),
    /** The midnight after its day. */
    dueAt: instant(),
    state: text().notNull(),
    versions: count().notNull(),
    claim: text(),
    claimedAt: instant(),
    /** How often drawn villagers have been asked. */
    asked: count().notNull(),
    verdictAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('promise_by_post').on(t.postId, t.no),
    index('promise_by_owner').on(t.ownerId, t.createdAt, t.id),
    index('promise_by_maker').on(t.makerId, t.createdAt, t.id),
    index('promise_by_village').on(t.villageCode, t.createdAt, t.id),
    // What is still to be reported on, next due first: as small as what is promised and not done.
    index('promise_owed').on(t.ownerId, t.dueAt, t.id).where(sql`state = 'standing'`),
    index('promise_standing').on(t.villageCode, t.dueAt, t.id).where(sql`state = 'standing'`),
    index('promise_open').on(t.dueAt, t.id).where(sql`verdict_at IS NULL AND due_at IS NOT NULL`),
  ],
);

/** Every wording and date of a promise; the first is the letter's, each further one has its reason. */
export const promiseVersion = table(
  'promise_version',
  {
    promiseId: text().notNull(),
    no: count().notNull(),
    what: text().notNull(),
    measure: text().notNull(),
    helpers: text().notNull(),
    dueOn: text(),
    reason: text().notNull(),
    byId: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.promiseId, t.no] })],
);

/** What its owner tells of a promise: how far it is, how it came out, that it passed to him. */
export const promiseReport = table(
  'promise_report',
  {
    id: text().primaryKey(),
    promiseId: text().notNull(),
    /** 'progress' | 'claim' | 'passed' */
    kind: text().notNull(),
    claim: text(),
    body: text().notNull(),
    html: text().notNull(),
    byId: text().notNull(),
    /** Of a promise that passed: whom it left. */
    fromId: text(),
    at: instant().notNull(),
  },
  (t) => [index('promise_report_by_promise').on(t.promiseId, t.at, t.id)],
);
