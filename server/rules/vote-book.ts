import type votesJson from '#content/votes.json';
import type { Article } from '#server/rules/articles.ts';
import type { BodyCode } from '#server/rules/bodies.ts';
import type { BothWords } from '#server/rules/disclosure-book.ts';
import type { Threshold } from '#server/rules/thresholds.ts';

/** Every type of vote (domain.md §7.4), and the branch's own proposal, which is counted as well. */
export const voteCodes = [
  'assembly_person',
  'assembly_household',
  'reps_meeting',
  'group_person',
  'group_household',
  'coll_members',
  'coll_reps',
  'council_board',
  'land_contract',
  'land_business',
  'collective_stand_in',
  'nonmember_benefit',
  'levy',
  'charter',
  'appraisal',
  'supervise_elect',
  'election',
  'recall',
  'party_committee',
  'party_review',
  'two_committees',
  'deliberation',
  'survey',
  'like',
] as const;

export type VoteCode = (typeof voteCodes)[number];

/** Who decides. */
export const deciders = [
  'assembly',
  'representatives',
  'group',
  'collective_members',
  'collective_reps',
  'directors',
  'voters',
  'party_committee',
  'party_members',
  'committees',
  'residents',
  'verified',
] as const;

export type DeciderCode = (typeof deciders)[number];

/** Who stands on the roster; each has a denominator of its own. */
export const electorates = [
  'villagers',
  'households',
  'representatives',
  'group_villagers',
  'group_households',
  'collective_members',
  'collective_reps',
  'directors',
  'registered_voters',
  'party_committee',
  'party_members',
  'two_committees',
  'residents',
  'verified',
] as const;

export type ElectorateCode = (typeof electorates)[number];

/** An electorate with its name, and the rolls it is read from; without any, it is the village's roster. */
export interface Electorate extends BothWords {
  code: ElectorateCode;
  rolls: BodyCode[];
}

/** What a share is counted of: everybody on the roster, those who came, the ballots that were cast. */
export const passBases = ['all', 'present', 'cast'] as const;

export type PassBase = (typeof passBases)[number];

/** How many must agree, and of whom. */
export interface Pass extends Threshold {
  base: PassBase;
}

/** How a notice must reach people. */
export const noticeWays = ['posted', 'written', 'text-sent', 'draft-posted', 'by-charter'] as const;

export type NoticeWay = (typeof noticeWays)[number];

/** Full natural days between the notice and the meeting or the opening. */
export interface Notice {
  days: number;
  how: NoticeWay[];
  confirmed: boolean;
  /** Where the days come from, if not from the type's own law. */
  source: BothWords | null;
}

/**
 * What comes of a vote online: an opinion asked for (征求意见), a decision where the charter or the
 * body's own rules say so and the attendance is logged, only who took part, nothing (it is never
 * held online), or something that is shown and decides nothing.
 */
export const onlineEffects = [
  'advisory',
  'binding-by-charter',
  'attendance-only',
  'never',
  'shown-only',
] as const;

export type OnlineEffect = (typeof onlineEffects)[number];

/** What stands on the ballot. */
export const answerKinds = [
  'yes_no',
  'options',
  'candidates',
  'grades',
  'questions',
  'one',
] as const;

export type AnswerKind = (typeof answerKinds)[number];

/** What a type asks for besides its numbers. */
export const voteNeeds = [
  'mandate',
  'plan-to-county',
  'household-opinions',
  'filed-with-town',
  'result-on-the-spot',
] as const;

export type VoteNeed = (typeof voteNeeds)[number];

/** The numbers by which a count is judged. */
export interface VoteRule {
  quorum: Threshold | null;
  pass: Pass | null;
  /** How many of the electorate's women must be there, where a province asks. */
  women: Threshold | null;
}

/** A type of vote. */
export interface VoteType extends BothWords, VoteRule {
  code: VoteCode;
  body: DeciderCode;
  electorate: ElectorateCode;
  unit: 'person' | 'household';
  /** The meetings that may hold it; empty: it is a meeting of its own. */
  heldAs: VoteCode[];
  /** Whether it is held with this software at all: elections and recalls are only shown. */
  isRun: boolean;
  /** How many must agree in a second round where it differs. */
  secondRound: Pass | null;
  notice: Notice;
  secrecy: { may: 'secret' | 'open' | 'either'; default: 'secret' | 'open' };
  online: OnlineEffect;
  /** The first is offered first. */
  answers: AnswerKind[];
  needs: VoteNeed[];
  /** Whoever has the most votes is chosen; no majority is asked. */
  byMostVotes: boolean;
  basis: Article[];
  /** Whether quorum and majority come from a law; else they are usage or recommendations. */
  confirmed: boolean;
  source: BothWords | null;
}

/** A province whose rules stand over the national ones. */
export interface Pack extends BothWords {
  code: string;
}

type Json = typeof votesJson;

/** content/votes.json of a county, its province's rules laid over the national ones. */
export interface VoteBook
  extends Omit<
    Json,
    'laws' | 'bodies' | 'electorates' | 'noticeWays' | 'needs' | 'types' | 'packs'
  > {
  bodies: (BothWords & { code: DeciderCode })[];
  electorates: Electorate[];
  /** What each way of notice, and each need, asks for, as people read it. */
  noticeWays: (BothWords & { code: NoticeWay })[];
  needs: (BothWords & { code: VoteNeed })[];
  types: VoteType[];
  /** The province whose rules are in force; null: the national ones alone. */
  pack: Pack | null;
}

/** A type by its code. */
export function voteType({ types }: Pick<VoteBook, 'types'>, code: VoteCode): VoteType {
  const type = types.find((one) => one.code === code);
  if (!type) throw new Error(`votes.json: there is no vote ${code}`);
  return type;
}

/** Reads the code of a type out of a row or a form; null for any other word. */
export function voteCode(word: string): VoteCode | null {
  return voteCodes.find((code) => code === word) ?? null;
}

/** What a type asks for besides its numbers, in words: how its notice is given, then what it needs. */
export function asksOf(
  { noticeWays: ways, needs }: Pick<VoteBook, 'noticeWays' | 'needs'>,
  { notice, type }: { notice: Pick<Notice, 'how'>; type: Pick<VoteType, 'needs'> },
): BothWords[] {
  return [
    ...ways.filter(({ code }) => notice.how.includes(code)),
    ...needs.filter(({ code }) => type.needs.includes(code)),
  ];
}
