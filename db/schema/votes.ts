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

/** One question put to an electorate. Its words are its post's; its numbers are its type's. */
export const vote = table(
  'vote',
  {
    /** The id of its post. */
    id: text().primaryKey(),
    villageCode: text().notNull(),
    no: count().notNull(),
    /** A code of content/votes.json. */
    type: text().notNull(),
    motionId: text(),
    /** 'preparing' | 'announced' | 'open' | 'closed' | 'counted' | 'void' */
    state: text().notNull(),
    /** 'open' | 'secret' */
    secrecy: text().notNull(),
    /** 'person' | 'household' */
    unit: text().notNull(),
    /** How many options one ballot may name. */
    most: count().notNull(),
    /** The groups whose people vote; null for the whole village. */
    groupCodes: json<string[]>(),
    noticeAt: instant(),
    opensAt: instant().notNull(),
    closesAt: instant().notNull(),
    /** 'none' | 'two-best': announced before, or it does not exist. */
    secondRound: text().notNull(),
    /** The vote that this one repeats: a second round, or the same with a changed question. */
    previousId: text(),
    voidReason: text(),
    rosterCount: count().notNull(),
    /** SHA-256 of the frozen roster; '' before. */
    rosterHash: text().notNull(),
    frozenById: text(),
    frozenAt: instant(),
    preparedById: text().notNull(),
    ruleVersion: count().notNull(),
    closedAt: instant(),
    countedAt: instant(),
    remindedAt: instant(),
  },
  (t) => [
    index('vote_by_village').on(t.villageCode, t.state, t.no),
    index('vote_by_closing').on(t.state, t.closesAt),
    index('vote_by_opening').on(t.state, t.opensAt),
    index('vote_by_motion').on(t.motionId),
    index('vote_by_previous').on(t.previousId),
  ],
);

export const voteOption = table(
  'vote_option',
  {
    voteId: text().notNull(),
    /** From 1, as printed on the ballot. */
    no: count().notNull(),
    label: text().notNull(),
    hint: text().notNull(),
    /** 'yes' | 'no' | 'abstain', or 'choice' of several. */
    meaning: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.voteId, t.no] })],
);

/**
 * The roster: who may vote, or which household with whose mandate, and that somebody voted and how
 * his ballot came. Never when, and never what.
 */
export const voteElector = table(
  'vote_elector',
  {
    /** Random, so that it tells no order. */
    id: text().primaryKey(),
    voteId: text().notNull(),
    /** From 1, by group and household; 0 for somebody who is not on it. */
    no: count().notNull(),
    villagerId: text(),
    householdId: text(),
    memberId: text(),
    name: text().notNull(),
    groupCode: text(),
    /** 'in' | 'out' | 'unknown' */
    standing: text().notNull(),
    /** A code of rules/electorate.ts, or the words of who decided. */
    reason: text().notNull(),
    decidedById: text(),
    /** Of a household: whom it sent this time, by a signed mandate. */
    mandateVillagerId: text(),
    mandateById: text(),
    /** 'online' | 'paper'; null while nobody voted. */
    voted: text(),
    tableId: text(),
  },
  (t) => [
    index('vote_elector_by_no').on(t.voteId, t.standing, t.no, t.id),
    index('vote_elector_by_name').on(t.voteId, t.name),
    uniqueIndex('vote_elector_by_villager').on(t.voteId, t.villagerId),
    index('vote_elector_by_household').on(t.voteId, t.householdId),
    index('vote_elector_by_mandate').on(t.voteId, t.mandateVillagerId),
    index('vote_elector_by_table').on(t.tableId, t.no),
    // Somebody's own lines in all votes, for what is held about him.
    index('vote_elector_of_villager').on(t.villagerId),
    index('vote_elector_of_household').on(t.householdId),
    index('vote_elector_of_mandate').on(t.mandateVillagerId),
  ],
);

/** The two who keep a key each. The server holds what seals, never what opens. */
export const voteTeller = table(
  'vote_teller',
  {
    voteId: text().notNull(),
    seat: count().notNull(),
    personId: text().notNull(),
    publicKey: text(),
    /** When he typed his key back: it was written down. */
    provenAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.voteId, t.seat] }),
    index('vote_teller_by_person').on(t.personId, t.voteId),
  ],
);

/** A sealed ballot beside the roll, until the box is opened; then there is none. */
export const voteEnvelope = table(
  'vote_envelope',
  {
    electorId: text().primaryKey(),
    voteId: text().notNull(),
    sealed: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [uniqueIndex('vote_envelope_by_hash').on(t.voteId, t.hash)],
);

/**
 * A line of the published file, in an order that tells nothing: an opened ballot, or a single mark of
 * one where a ballot may name several. Of a secret vote nobody knows whose.
 */
export const voteBallot = table(
  'vote_ballot',
  {
    voteId: text().notNull(),
    no: count().notNull(),
    choices: json<number[]>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.voteId, t.no] })],
);

/** A ballot with its name, of an open vote. */
export const voteNamedBallot = table(
  'vote_named_ballot',
  {
    electorId: text().primaryKey(),
    voteId: text().notNull(),
    choices: json<number[]>().notNull(),
  },
  (t) => [index('vote_named_ballot_by_vote').on(t.voteId, t.electorId)],
);

/** A table where paper ballots are handed out. */
export const voteTable = table(
  'vote_table',
  {
    id: text().primaryKey(),
    voteId: text().notNull(),
    no: count().notNull(),
    place: text().notNull(),
    /** Without network: ballots go into a second envelope with the name, and the roll merges later. */
    isOffline: flag().notNull(),
    openedById: text().notNull(),
    /** Whom the opener named besides himself: these alone look people up while voting runs. */
    keeperIds: json<string[]>(),
    /** 'open' | 'merged' | 'counting' | 'agreed' */
    state: text().notNull(),
    /** Fewer ballots than ticks: why. */
    missingReason: text().notNull(),
  },
  (t) => [uniqueIndex('vote_table_by_no').on(t.voteId, t.no)],
);

/** An outer envelope that was set aside unopened, since its sender had voted already. */
export const voteSetAside = table(
  'vote_set_aside',
  {
    tableId: text().notNull(),
    electorId: text().notNull(),
    why: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tableId, t.electorId] })],
);

/**
 * What one of the two counted on paper, before he saw what the other did. The ballots of all tables
 * are poured together first, and the count lies here sealed until it goes into the result: of a
 * table where one person voted it would tell what he chose.
 */
export const votePaperCount = table(
  'vote_paper_count',
  {
    voteId: text().notNull(),
    tellerId: text().notNull(),
    sealed: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.voteId, t.tellerId] })],
);

/** What came out, written once. */
export const voteResult = table(
  'vote_result',
  {
    voteId: text().primaryKey(),
    entitled: count().notNull(),
    online: count().notNull(),
    paper: count().notNull(),
    spoiled: count().notNull(),
    /**
     * Abstentions, spoiled ballots and those not returned, where a channel is so small that they
     * must not be told apart; null where each stands for itself. Then `paper` is who took a ballot.
     */
    together: count(),
    /** Option number → ballots that name it; 0 → ballots that name none. */
    counts: json<Record<string, number>>().notNull(),
    /** What `judgeVote` said. */
    verdict: json<{ code: string; needed?: number; had?: number }[]>().notNull(),
    isCarried: flag(),
    /** SHA-256 of the published lists: envelopes before opening, ballots after. */
    envelopesHash: text().notNull(),
    ballotsHash: text().notNull(),
    at: instant().notNull(),
  },
  () => [],
);

/** The published list of sealed envelopes, as it stood when the box was opened: hashes, sorted. */
export const voteEnvelopeList = table('vote_envelope_list', {
  voteId: text().primaryKey(),
  hashes: json<string[]>().notNull(),
});
