import { count, index, instant, json, primaryKey, table, text } from '#db/columns.ts';

/** Public numbers of a draw, named before anybody can know them. */
export interface NamedSource {
  /** 双色球, and which issue of it. */
  name: string;
  issue: string;
  /** The local date on which the numbers appear. */
  on: string;
  count: number;
  least: number;
  most: number;
}

/** One occasion to draw, with its sources named beforehand; all its pools use the same numbers. */
export const drawRound = table(
  'draw_round',
  {
    /** 'P-202611': what it is for, and its month; one a month. */
    id: text().primaryKey(),
    purpose: text().notNull(),
    sources: json<NamedSource[]>().notNull(),
    pools: count().notNull(),
    announcedAt: instant().notNull(),
    announcedById: text().notNull(),
    /** From then on the numbers are known, and may be typed. */
    typedFrom: instant().notNull(),
    /** When two people had typed the same numbers; null until then. */
    drawnAt: instant(),
    numbers: json<number[][]>(),
  },
  (t) => [index('draw_round_by_time').on(t.announcedAt, t.id)],
);

/** The numbers as one person typed them; the draw is made when two people of two posts typed the same. */
export const drawEntry = table(
  'draw_entry',
  {
    roundId: text().notNull(),
    byId: text().notNull(),
    byPost: text().notNull(),
    numbers: json<number[][]>().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.byId] })],
);

/** A frozen pool of blind tokens; who stands behind each token is sealed and committed to. */
export const drawPool = table(
  'draw_pool',
  {
    /** The round's id and a serial: the name that goes into the key of the draw. */
    id: text().primaryKey(),
    roundId: text().notNull(),
    /** What it is drawn for, and the village it belongs to; null for none. */
    subjectId: text().notNull(),
    villageCode: text(),
    /** How many tokens, and how many are drawn. */
    size: count().notNull(),
    need: count().notNull(),
    /** SHA-256 of the token file, in hex. */
    poolHash: text().notNull(),
    /** SHA-256 of nonce and table, in hex: the table cannot be changed after the numbers are known. */
    tableHash: text().notNull(),
    tableSealed: text().notNull(),
    /** How many were left out, by the reason: owner, staff, kin. */
    excluded: json<Record<string, number>>().notNull(),
    frozenAt: instant().notNull(),
  },
  (t) => [
    index('draw_pool_by_round').on(t.roundId, t.id),
    index('draw_pool_by_subject').on(t.subjectId, t.frozenAt),
  ],
);

/** What was drawn, step by step. */
export const drawPick = table(
  'draw_pick',
  {
    poolId: text().notNull(),
    step: count().notNull(),
    token: text().notNull(),
    digest: text().notNull(),
    /** How many tokens were still in the pool. */
    remaining: count().notNull(),
    /** Why this pick does not count and the next one does; null where it counts. */
    skipped: text(),
  },
  (t) => [primaryKey({ columns: [t.poolId, t.step] })],
);

/** Somebody asked to open, or opened with a second person, the table behind the tokens of a pool. */
export const drawOpening = table('draw_opening', {
  poolId: text().primaryKey(),
  firstById: text().notNull(),
  firstByPost: text().notNull(),
  reason: text().notNull(),
  at: instant().notNull(),
  secondById: text(),
  secondByPost: text(),
  openedAt: instant(),
});
