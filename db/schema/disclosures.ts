import { sql } from 'drizzle-orm';
import {
  count,
  flag,
  index,
  instant,
  json,
  money,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '#db/columns.ts';

/** The cells of a row by the code of their column: text, or whole 分, thousandths or things. */
type Cells = Record<string, string | number | null>;

/** One item of the catalogue for one period of one village, from its draft to its last correction. */
export const disclosure = table(
  'disclosure',
  {
    id: text().primaryKey(),
    /** The post that carries it once it was published. */
    postId: text(),
    villageCode: text().notNull(),
    itemCode: text().notNull(),
    /** The version of the catalogue under which it was drafted. */
    catalogueVersion: count().notNull(),
    /** '2026-10', '2026-Q3', '2026', or the day of an event with '-2' for the second of that day. */
    period: text().notNull(),
    /** The local date on which the period ended or the event happened. */
    endsOn: text().notNull(),
    /** 'draft' | 'review' | 'returned' | 'signed' | 'publicity' | 'published' */
    state: text().notNull(),
    /** How many versions were published; a change under way is version + 1. */
    version: count().notNull(),
    /** 'public' | 'village' */
    openTo: text().notNull(),
    /** Whether its table may be searched, fed and taken away; rows about persons in need may not. */
    isTakenAway: flag().notNull(),
    /** What people read before the table; personal numbers are blackened. */
    note: text().notNull(),
    /** By which rule the recipients were chosen, and the post that tells it. */
    recipientRule: text().notNull(),
    recipientRuleNo: count(),
    /** Why a published version is being changed; '' in a first draft. */
    changeReason: text().notNull(),
    draftedById: text().notNull(),
    draftedByPost: text().notNull(),
    /** The upload of a whole town that brought it. */
    uploadId: text(),
    createdAt: instant().notNull(),
    changedAt: instant().notNull(),
    sentAt: instant(),
    /** First published; never changed again. */
    publishedAt: instant(),
    /** Local dates: it stays at least through this day, and 公示 ran through that one. */
    shownThrough: text(),
    publicityThrough: text(),
    /** A list of people in need: after this local date the village reads no full names in it either. */
    namesThrough: text(),
    lateDays: count(),
    /** What the page's first sentence says: sums in 分, counts, the greatest line. */
    summary: json<Record<string, number | string | null>>(),
  },
  (t) => [
    uniqueIndex('disclosure_by_period').on(t.villageCode, t.itemCode, t.period),
    uniqueIndex('disclosure_by_post').on(t.postId),
    index('disclosure_by_village').on(t.villageCode, t.endsOn, t.itemCode, t.id),
    index('disclosure_under_way')
      .on(t.villageCode, t.state, t.changedAt, t.id)
      .where(sql`state <> 'published'`),
    index('disclosure_in_publicity').on(t.publicityThrough).where(sql`state = 'publicity'`),
    index('disclosure_with_names').on(t.namesThrough).where(sql`names_through IS NOT NULL`),
  ],
);

/** A line. What a version adds and what it strikes out both stay. */
export const disclosureRow = table(
  'disclosure_row',
  {
    id: text().primaryKey(),
    disclosureId: text().notNull(),
    /** Its number in the table for ever: two 张* in one list stay distinct. */
    no: count().notNull(),
    /** The version that added it, and the one that struck it out; null while it stands. */
    fromVersion: count().notNull(),
    toVersion: count(),
    /** The row that this one takes the place of. */
    replacesId: text(),
    accountId: text(),
    /** 'in' | 'out' of a ledger, with one of the county's kinds. */
    side: text(),
    kind: text(),
    day: text(),
    /** In 分: the sum of a ledger's line, or what people sort by; negative for 冲红. */
    amount: money(),
    /** What everybody reads: masked once, when it was written. */
    shown: json<Cells>().notNull(),
    /** What the village's own people read besides; null where it is the same. */
    village: json<Cells>(),
    /** The texts of `shown` without capitals and spaces, for the filter above the table. */
    words: text().notNull().default(''),
    /** What only the person concerned reads, sealed: his numbers but for a few digits. */
    ownSealed: text(),
    /** The draft as it came, sealed; null from the first publication on. */
    draftSealed: text(),
    /** Whom the row is about, where the roster knows him. */
    villagerId: text(),
    /** A row of a published resolution that allowed it. */
    resolutionRowId: text(),
    vouchers: count().notNull(),
    objections: count().notNull(),
  },
  (t) => [
    uniqueIndex('disclosure_row_by_no').on(t.disclosureId, t.no),
    index('disclosure_row_by_side').on(t.disclosureId, t.accountId, t.side, t.no),
    index('disclosure_row_by_amount').on(t.disclosureId, t.amount, t.no),
    index('disclosure_row_by_day').on(t.disclosureId, t.day, t.no),
    index('disclosure_row_by_villager').on(t.villagerId),
  ],
);

/** What stood in a version when it was published, and why it was made. */
export const disclosureVersion = table(
  'disclosure_version',
  {
    disclosureId: text().notNull(),
    no: count().notNull(),
    /** '' for the first. */
    reason: text().notNull(),
    note: text().notNull(),
    recipientRule: text().notNull().default(''),
    rows: count().notNull(),
    publishedById: text().notNull(),
    publishedByPost: text().notNull(),
    publishedAt: instant().notNull(),
    /** Its changed rows stay at least through this local date. */
    shownThrough: text().notNull(),
    /** SHA-256 of the public table as downloads have it. */
    hash: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.disclosureId, t.no] })],
);

/** Who sent, signed, returned, met, published, and when; nothing is taken out of it. */
export const disclosureStep = table(
  'disclosure_step',
  {
    id: text().primaryKey(),
    disclosureId: text().notNull(),
    /** The version that it is about. */
    version: count().notNull(),
    /** How often that version had been sent for review by then. */
    round: count().notNull(),
    /** 'drafted' | 'filled' | 'sent' | 'signed' | 'returned' | 'met' | 'publicity' | 'published' | 'decided' | 'corrected' */
    what: text().notNull(),
    byId: text().notNull(),
    byPost: text().notNull(),
    reason: text().notNull(),
    facts: json<Record<string, number | string | null>>(),
    at: instant().notNull(),
  },
  (t) => [index('disclosure_step_by_disclosure').on(t.disclosureId, t.at, t.id)],
);

/** A personal datum that the gate found; publication waits until each is decided. */
export const disclosureFinding = table(
  'disclosure_finding',
  {
    id: text().primaryKey(),
    disclosureId: text().notNull(),
    version: count().notNull(),
    /** 'cell' | 'note' | 'file-name' | 'file' */
    place: text().notNull(),
    rowId: text(),
    rowNo: count(),
    columnCode: text().notNull(),
    /** 'id' | 'card' | 'phone' | 'landline' | 'plate' | 'address' | 'illness' | 'disability' | 'child' | 'private' | 'name' */
    kind: text().notNull(),
    /** Where it stands in the cell as it came, in UTF-16 units. */
    start: count().notNull(),
    end: count().notNull(),
    /** 'open' | 'masked' | 'claimed' | 'justified' | 'refused' */
    state: text().notNull(),
    /** Why it may stand, as the first person says. */
    reason: text().notNull(),
    firstById: text(),
    firstAt: instant(),
    secondById: text(),
    secondAt: instant(),
  },
  (t) => [
    index('disclosure_finding_by_disclosure').on(t.disclosureId, t.state, t.rowNo, t.id),
    index('disclosure_finding_by_row').on(t.rowId),
  ],
);
