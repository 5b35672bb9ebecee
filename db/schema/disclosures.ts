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
    /** 'drafted' | 'sent' | 'signed' | 'returned' | 'met' | 'publicity' | 'published' | 'corrected' */
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
    /** 'id' | 'card' | 'phone' | 'landline' | 'plate' | 'address' | 'illness' | 'disability' | 'child' | 'name' */
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

/** A village's pots of money; those of villages that were merged stay apart. */
export const moneyAccount = table(
  'money_account',
  {
    id: text().primaryKey(),
    villageCode: text().notNull(),
    name: text().notNull(),
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

/** Since when a village publishes here, and how often where it may choose. */
export const villageDisclosure = table('village_disclosure', {
  villageCode: text().primaryKey(),
  /** A local date: periods that end before it are owed elsewhere. */
  since: text().notNull(),
  /** Item code → frequency, from a period on. */
  choices: json<Record<string, { frequency: string; from: string }>>().notNull(),
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

/** A file beside the table: a text with its seal, a drawing. Its text went through the gate too. */
export const disclosureFile = table(
  'disclosure_file',
  {
    id: text().primaryKey(),
    disclosureId: text().notNull(),
    version: count().notNull(),
    name: text().notNull(),
    /** 'pdf' */
    type: text().notNull(),
    hash: text().notNull(),
    bytes: count().notNull(),
    pages: count().notNull(),
    addedById: text().notNull(),
    addedAt: instant().notNull(),
    removedAt: instant(),
  },
  (t) => [index('disclosure_file_by_disclosure').on(t.disclosureId, t.addedAt)],
);

/** A photo or scan of the paper behind a row: sealed, until one person blackened a copy and another checked it. */
export const voucher = table(
  'voucher',
  {
    id: text().primaryKey(),
    disclosureId: text().notNull(),
    rowId: text().notNull(),
    sort: count().notNull(),
    /** What it is: 发票, 收据, 过磅单. */
    title: text().notNull(),
    /** 'sealed' | 'covered' | 'open' | 'returned' */
    state: text().notNull(),
    /** The photo as it came; never served to anybody outside the village's office. */
    photoId: text().notNull(),
    /** The blackened copy. */
    copyId: text(),
    addedById: text().notNull(),
    addedAt: instant().notNull(),
    coveredById: text(),
    coveredAt: instant(),
    checkedById: text(),
    checkedAt: instant(),
    /** Why a copy was sent back. */
    reason: text().notNull(),
  },
  (t) => [
    index('voucher_by_row').on(t.rowId, t.sort),
    index('voucher_by_disclosure').on(t.disclosureId, t.state, t.id),
    index('voucher_by_photo').on(t.photoId),
    index('voucher_by_copy').on(t.copyId),
  ],
);

/** 我对这笔有疑问: what only an objection has; words, holder and clocks are its post's. */
export const lineObjection = table(
  'line_objection',
  {
    postId: text().primaryKey(),
    disclosureId: text().notNull(),
    rowId: text().notNull(),
    rowNo: count().notNull(),
    villageCode: text().notNull(),
    /** Read by author, supervision committee and town alone: the row names a person. */
    isPrivate: flag().notNull(),
    /** 'village' | 'town' | 'county': who answers now. */
    level: text().notNull(),
    /** 'explained' | 'corrected' | 'unfounded'; null while it is open. */
    outcome: text(),
    answer: text().notNull(),
    answerHtml: text().notNull(),
    answeredById: text(),
    answeredByPost: text(),
    answeredAt: instant(),
    /** When the asker took it one level up, and why. */
    raisedAt: instant(),
    raisedWhy: text().notNull(),
  },
  (t) => [
    index('line_objection_by_row').on(t.rowId, t.postId),
    index('line_objection_by_disclosure').on(t.disclosureId, t.rowNo, t.postId),
    index('line_objection_by_village').on(t.villageCode, t.answeredAt, t.postId),
  ],
);

/** What an objection has been through: raised, answered, taken up, answered again. */
export const lineObjectionStep = table(
  'line_objection_step',
  {
    id: text().primaryKey(),
    postId: text().notNull(),
    /** 'asked' | 'replied' | 'answered' | 'raised' */
    what: text().notNull(),
    level: text().notNull(),
    outcome: text(),
    body: text().notNull(),
    html: text().notNull(),
    byId: text().notNull(),
    byPost: text(),
    at: instant().notNull(),
  },
  (t) => [index('line_objection_step_by_post').on(t.postId, t.at, t.id)],
);

/** Villagers or their representatives ask together for something the catalogue does not have. */
export const disclosureRequest = table(
  'disclosure_request',
  {
    id: text().primaryKey(),
    villageCode: text().notNull(),
    no: count().notNull(),
    title: text().notNull(),
    body: text().notNull(),
    html: text().notNull(),
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
  (t) => [primaryKey({ columns: [t.requestId, t.villagerId] })],
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
