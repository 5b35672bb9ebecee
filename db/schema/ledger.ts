import { count, index, instant, json, table, text } from '#db/columns.ts';

/** Every public act, written in the act's own transaction and never changed. */
export const ledgerEntry = table(
  'ledger_entry',
  {
    id: text().primaryKey(),
    what: text().notNull(),
    subjectKind: text().notNull(),
    subjectId: text().notNull(),
    villageCode: text(),
    actorId: text(),
    actorRole: text().notNull(),
    at: instant().notNull(),
    ruleVersion: count().notNull(),
    facts: json<Record<string, unknown>>().notNull(),
    nonce: text().notNull(),
    commitment: text().notNull(),
    leaf: count(),
  },
  (t) => [
    index('ledger_by_subject').on(t.subjectKind, t.subjectId, t.at),
    index('ledger_by_village').on(t.villageCode, t.at),
    index('ledger_by_leaf').on(t.leaf),
  ],
);
