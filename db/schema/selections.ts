import { sql } from 'drizzle-orm';
import { count, index, instant, json, primaryKey, table, text, uniqueIndex } from '#db/columns.ts';

/** A month's round of the county's best (十佳), opened by the organization department. */
export const selectionRound = table(
  'selection_round',
  {
    /** 'letters-202611': what is chosen, and the month it was sent in; one of a kind a month. */
    id: text().primaryKey(),
    /** What is chosen among: 'letters', 'cases', 'lessons' (server/selections/kinds.ts). */
    kind: text().notNull().default('letters'),
    /** '2026-11' */
    month: text().notNull(),
    /** The midnight after the month's last day. */
    entriesUntil: instant().notNull(),
    /** The midnight after the last day on which towns recommend. */
    townsUntil: instant().notNull(),
    ruleVersion: count().notNull(),
    openedById: text().notNull(),
    openedAt: instant().notNull(),
    /** The draw of its reviewers, and the midnight after their last day; null until it was made. */
    drawId: text(),
    reviewUntil: instant(),
    /** When the first result was published, and the midnight after the last day of objections. */
    publishedAt: instant(),
    objectionsUntil: instant(),
    /** When nothing could change any more. */
    finalAt: instant(),
  },
  (t) => [
    uniqueIndex('selection_round_by_kind').on(t.month, t.kind),
    // As small as what is still to be done.
    index('selection_round_open').on(t.townsUntil, t.id).where(sql`published_at IS NULL`),
    index('selection_round_objecting')
      .on(t.objectionsUntil, t.id)
      .where(sql`published_at IS NOT NULL AND final_at IS NULL`),
  ],
);

/** A post that was entered of its author's own will; taken back, its row is gone. */
export const selectionEntry = table(
  'selection_entry',
  {
    roundId: text().notNull(),
    postId: text().notNull(),
    /** The village it stands for; a town's own code for what the town itself made. */
    villageCode: text().notNull(),
    /** The town that may recommend it, and among whose places it counts. */
    townCode: text().notNull(),
    byId: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.roundId, t.postId] }),
    // A village enters one of a kind a round.
    uniqueIndex('selection_entry_by_village').on(t.roundId, t.villageCode),
    index('selection_entry_by_town').on(t.roundId, t.townCode, t.postId),
    index('selection_entry_by_post').on(t.postId),
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

/** Somebody who agreed to review (评委库); who is drawn among them reads in a round. */
export const reviewer = table(
  'reviewer',
  {
    id: text().primaryKey(),
    personId: text().notNull(),
    /** Where he is at home or at work: he reads nothing of this town; '' for no town of the county. */
    townCode: text().notNull(),
    /** The local date on which he agreed. */
    consentOn: text().notNull(),
    namedById: text().notNull(),
    namedAt: instant().notNull(),
    endedAt: instant(),
  },
  (t) => [uniqueIndex('reviewer_active').on(t.personId).where(sql`ended_at IS NULL`)],
);

/** A village in which a reviewer has relatives; he declares it, nobody searches, he reads nothing of it. */
export const reviewerKin = table(
  'reviewer_kin',
  {
    personId: text().notNull(),
    villageCode: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.villageCode] })],
);

/** A drawn reviewer in a round, by the order of the draw; the later ones stand in where too few read. */
export const selectionReader = table(
  'selection_reader',
  {
    roundId: text().notNull(),
    /** 评委 1, 2 …: all that is ever published beside his points. */
    no: count().notNull(),
    personId: text().notNull(),
    townCode: text().notNull(),
    token: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.roundId, t.no] }),
    uniqueIndex('selection_reader_by_person').on(t.personId, t.roundId),
  ],
);

/** What a drawn reviewer reads, and the points and reasons he gives; a draft until it is sent. */
export const selectionSheet = table(
  'selection_sheet',
  {
    roundId: text().notNull(),
    postId: text().notNull(),
    no: count().notNull(),
    /** Whole points, and a reason, by the codes of the rubric. */
    points: json<Record<string, number>>().notNull(),
    reasons: json<Record<string, string>>().notNull(),
    /** 评语: what he says of the whole, in a sentence or two. */
    remark: text().notNull(),
    assignedAt: instant().notNull(),
    changedAt: instant(),
    sentAt: instant(),
    /** When he said that he should not judge this one. */
    recusedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.roundId, t.postId, t.no] }),
    index('selection_sheet_by_reader').on(t.roundId, t.no, t.postId),
  ],
);

/** A line of a published sheet. */
export interface ResultLine {
  code: string;
  points: number;
}

/** A reviewer's sheet as it is published. */
export interface ResultSheet {
  no: number;
  total: number;
  dropped: 'highest' | 'lowest' | null;
  lines: ResultLine[];
}

/** An entry with everything that its place was computed from; points in hundredths. */
export interface ResultEntry {
  postId: string;
  villageCode: string;
  townCode: string;
  sheets: ResultSheet[];
  /** Null: too few sheets came in, and it is not scored. */
  review: number | null;
  done: number;
  due: number;
  fulfilment: number;
  score: number | null;
  /** Null: not among the chosen. */
  place: number | null;
  /** Whose remark stands beside it. */
  remarkNo: number | null;
  /** Lines of the rubric that an upheld objection took out: they give nothing. */
  struck?: string[];
}

/** A round's result: numbers only, so that its hash stays true whatever becomes of words. */
export interface ResultTable {
  round: string;
  version: number;
  rubric: { code: string; most: number }[];
  fulfilmentMost: number;
  leastSheets: number;
  places: number;
  perTown: number;
  entries: ResultEntry[];
}

/** Words of a result by entry and reviewer: a reason for each line, and the remark. */
export type ResultWords = Record<
  string,
  Record<string, { reasons: Record<string, string>; remark: string }>
>;

/** What was published, frozen; a correction is a further version, and the older ones stay. */
export const selectionResult = table(
  'selection_result',
  {
    roundId: text().notNull(),
    /** 1 for the first. */
    version: count().notNull(),
    table: json<ResultTable>().notNull(),
    words: json<ResultWords>().notNull(),
    /** SHA-256 of the table's canonical JSON, in hex; it stands in the ledger. */
    hash: text().notNull(),
    /** Why there is a further version; '' for the first. */
    reason: text().notNull(),
    ruleVersion: count().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.version] })],
);
