import { count, flag, index, instant, money, primaryKey, table, text } from '#db/columns.ts';

/** A village's pots of money; those of villages that were merged stay apart. */
export const moneyAccount = table(
  'money_account',
  {
    id: text().primaryKey(),
    villageCode: text().notNull(),
    /** As everybody reads it: a villager's name in it is masked until two people let it stand. */
    name: text().notNull(),
    /** As it was typed, sealed, while something in it is masked; null where nothing is. */
    nameSealed: text(),
    /** The village that was merged into this one; null for its own. */
    ofVillageCode: text(),
    sort: count().notNull(),
    openedOn: text().notNull(),
    closedOn: text(),
  },
  (t) => [index('money_account_by_village').on(t.villageCode, t.sort)],
);

/** What an account began a period with, took in, spent and was left with; in 分. */
export const accountBalance = table(
  'account_balance',
  {
    disclosureId: text().notNull(),
    version: count().notNull(),
    accountId: text().notNull(),
    villageCode: text().notNull(),
    period: text().notNull(),
    endsOn: text().notNull(),
    opening: money().notNull(),
    income: money().notNull(),
    spending: money().notNull(),
    closing: money().notNull(),
    /** Only the newest published version counts in charts and as the next opening. */
    isStanding: flag().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.disclosureId, t.version, t.accountId] }),
    index('account_balance_by_account').on(t.accountId, t.isStanding, t.endsOn),
    index('account_balance_by_village').on(t.villageCode, t.isStanding, t.endsOn),
  ],
);

/** Sums by kind for the pictures: income and spending, assets, subsidies; in 分. */
export const disclosureSum = table(
  'disclosure_sum',
  {
    disclosureId: text().notNull(),
    itemCode: text().notNull(),
    villageCode: text().notNull(),
    endsOn: text().notNull(),
    /** 'in' | 'out' of a ledger; '' of any other item. */
    side: text().notNull(),
    kind: text().notNull(),
    amount: money().notNull(),
    rows: count().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.disclosureId, t.side, t.kind] }),
    index('disclosure_sum_by_village').on(t.villageCode, t.itemCode, t.endsOn),
  ],
);

/** One export of the 三资 platform for all villages of a town. */
export const disclosureUpload = table(
  'disclosure_upload',
  {
    id: text().primaryKey(),
    townCode: text().notNull(),
    itemCode: text().notNull(),
    period: text().notNull(),
    fileName: text().notNull(),
    villages: count().notNull(),
    rows: count().notNull(),
    byId: text().notNull(),
    at: instant().notNull(),
    undoneAt: instant(),
  },
  (t) => [index('disclosure_upload_by_town').on(t.townCode, t.at)],
);
