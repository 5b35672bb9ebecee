import { sql } from 'drizzle-orm';
import {
  count,
  flag,
  index,
  instant,
  json,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '#db/columns.ts';

/** What a village owes for one item and period, and when it was met; lateness is counted from both. */
export const disclosureDuty = table(
  'disclosure_duty',
  {
    id: text().primaryKey(),
    villageCode: text().notNull(),
    /** The merged village whose duty this was; '' for its own. */
    ofVillageCode: text().notNull(),
    itemCode: text().notNull(),
    period: text().notNull(),
    endsOn: text().notNull(),
    dueOn: text().notNull(),
    /** 'calendar' | 'event' | 'ordered' | 'requested' */
    why: text().notNull(),
    /** What an order or request asks for, or what an event was. */
    words: text().notNull(),
    orderedById: text(),
    openedAt: instant().notNull(),
    metAt: instant(),
    metById: text(),
    /** 本期无: somebody confirmed that there was nothing. */
    isNone: flag().notNull(),
    disclosureId: text(),
    /** Counted when it was met; 0 for in time. */
    lateDays: count(),
    /** Why it was late, as the village says. */
    lateReason: text().notNull(),
  },
  (t) => [
    uniqueIndex('disclosure_duty_by_period').on(
      t.villageCode,
      t.ofVillageCode,
      t.itemCode,
      t.period,
    ),
    index('disclosure_duty_by_village').on(t.villageCode, t.endsOn, t.itemCode),
    index('disclosure_duty_open').on(t.villageCode, t.dueOn, t.itemCode).where(sql`met_at IS NULL`),
    index('disclosure_duty_by_disclosure').on(t.disclosureId),
  ],
);

/** What the town or the discipline office ordered about a duty, and what became of it. */
export const disclosureOrder = table(
  'disclosure_order',
  {
    id: text().primaryKey(),
    dutyId: text().notNull(),
    villageCode: text().notNull(),
    /** 'publish' what is owed | 'withdraw' a 本期无, so that it is owed again | 'correct' what is out */
    asks: text().notNull(),
    words: text().notNull(),
    /** Null where it follows from another publication: accounts that went on from other sums. */
    orderedById: text(),
    orderedAt: instant().notNull(),
    /** A correction has a day of its own; the others keep their duty's. */
    dueOn: text().notNull(),
    /** Who had confirmed that there was nothing, and when; null where nobody had. */
    noneById: text(),
    noneAt: instant(),
    metAt: instant(),
    /** Counted when it was met; 0 for in time. */
    lateDays: count(),
  },
  (t) => [
    index('disclosure_order_by_duty').on(t.dutyId, t.orderedAt),
    index('disclosure_order_open').on(t.villageCode, t.dueOn).where(sql`met_at IS NULL`),
  ],
);

/** Since when a village publishes here, and how often where it may choose. */
export const villageDisclosure = table('village_disclosure', {
  villageCode: text().primaryKey(),
  /** A local date: periods that end before it are owed elsewhere. */
  since: text().notNull(),
  /** Item code → how often, from the first day of a period on; oldest choice first. */
  choices: json<Record<string, { frequency: string; from: string }[]>>().notNull(),
  setById: text().notNull(),
  setAt: instant().notNull(),
});

/** Items that a village added to the county's catalogue; none is ever taken out. */
export const villageItem = table(
  'village_item',
  {
    villageCode: text().notNull(),
    code: text().notNull(),
    /** A CatalogueItem. */
    body: json<unknown>().notNull(),
    addedById: text().notNull(),
    addedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.villageCode, t.code] })],
);

/** Villagers ask together for something the catalogue does not have; its words are its post's. */
export const disclosureRequest = table(
  'disclosure_request',
  {
    /** The post that carries it. */
    id: text().primaryKey(),
    villageCode: text().notNull(),
    no: count().notNull(),
    /** 'villagers' | 'representatives' */
    basis: text().notNull(),
    /** Of how many the part is counted, fixed when it was opened, and how many are needed. */
    outOf: count().notNull(),
    needed: count().notNull(),
    signed: count().notNull(),
    raisedById: text().notNull(),
    openedAt: instant().notNull(),
    /** A local date: signatures count through this day. */
    openThrough: text().notNull(),
    reachedAt: instant(),
    dutyId: text(),
  },
  (t) => [
    uniqueIndex('disclosure_request_by_no').on(t.villageCode, t.no),
    index('disclosure_request_by_village').on(t.villageCode, t.openedAt, t.id),
  ],
);

/** One signature per villager. */
export const disclosureSignature = table(
  'disclosure_signature',
  {
    requestId: text().notNull(),
    villagerId: text().notNull(),
    personId: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.requestId, t.villagerId] }),
    index('disclosure_signature_by_person').on(t.personId),
  ],
);
