import type fourTwoJson from '#content/four-two.json';
import {
  type Article,
  articlesOf,
  closedSets,
  type RawArticle,
  type RawLaws,
} from '#server/rules/articles.ts';
import type { BothWords } from '#server/rules/disclosure-book.ts';
import type { Part } from '#server/rules/disclosure-requests.ts';
import { type VoteCode, voteCodes } from '#server/rules/vote-book.ts';

/** The steps of 四议两公开 in their order (domain.md §1.3). */
export const stepCodes = [
  's0_intake',
  's1_propose',
  's2_consult',
  's3_review',
  's4_resolve',
  'p1_decision',
  'exec',
  'p2_result',
] as const;

export type StepCode = (typeof stepCodes)[number];

export const stepKinds = ['intake', 'meeting', 'publication', 'work'] as const;

export type StepKind = (typeof stepKinds)[number];

/** What a step asks for: minutes, a photo, the text sent round before, the supervision committee's look. */
export const stepNeeds = ['minutes', 'photo', 'text-before', 'check'] as const;

export type StepNeed = (typeof stepNeeds)[number];

/** Who may raise a motion. */
export const raiserCodes = ['branch', 'villagers', 'representatives', 'supervision'] as const;

export type RaiserCode = (typeof raiserCodes)[number];

/** A step with its numbers; days are full natural days. */
export interface FourTwoStep extends BothWords {
  code: StepCode;
  kind: StepKind;
  /** Who acts, in words. */
  by: BothWords;
  /** The types of vote by which it may be decided; empty where nobody votes. */
  voteTypes: VoteCode[];
  /** Days for opinions between this step and the next meeting. */
  opinionDays: number;
  /** Days after what comes before it; null where no limit is set. */
  dueDays: number | null;
  /** Days that it stays published at least. */
  shownDays: number | null;
  needs: StepNeed[];
  /** The step that may be held in one with this where one person is secretary and director (一肩挑). */
  mergesWith: StepCode | null;
  basis: Article[];
  confirmed: boolean;
  source: BothWords | null;
}

/** Who may raise a motion: alone, or so large a part of them together. */
export interface Raiser extends BothWords {
  code: RaiserCode;
  who: string | null;
  share: Part | null;
}

/** A kind of matter, and who may decide it. */
export interface Matter extends BothWords {
  code: string;
  /** The meetings of villagers that may decide it, in a village without a collective or when it is none of its business. */
  decidedBy: VoteCode[];
  /** Who decides once a collective is registered; null where that changes nothing. */
  withCollective: VoteCode[] | null;
  /** The type whose numbers hold when a meeting of villagers decides it; null: the meeting's own. */
  ownType: VoteCode | null;
  /** Studied by the Party branch first (村民委员会组织法 28 ¶3). */
  isStudiedFirst: boolean;
  basis: Article[];
  confirmed: boolean;
  source: BothWords | null;
}

type Json = typeof fourTwoJson;

/** content/four-two.json: the procedure and the kinds of matter. */
export interface FourTwoBook extends Omit<Json, 'laws' | 'raisers' | 'steps' | 'matters'> {
  raisers: Raiser[];
  steps: FourTwoStep[];
  matters: Matter[];
}

type Raw<T extends { basis: Article[] }, Narrow extends keyof T> = Omit<T, Narrow | 'basis'> & {
  basis: RawArticle[];
};

/** content/four-two.json as it is read, its words not yet held against their closed sets. */
export interface RawFourTwo extends Omit<Json, 'laws' | 'raisers' | 'steps' | 'matters'> {
  laws: RawLaws;
  raisers: (Omit<Raiser, 'code'> & { code: string })[];
  steps: (Raw<FourTwoStep, 'code' | 'kind' | 'voteTypes' | 'needs' | 'mergesWith'> & {
    code: string;
    kind: string;
    voteTypes: string[];
    needs: string[];
    mergesWith: string | null;
  })[];
  matters: (Raw<Matter, 'decidedBy' | 'withCollective' | 'ownType'> & {
    decidedBy: string[];
    withCollective: string[] | null;
    ownType: string | null;
  })[];
}

const oneOf = closedSets('four-two.json');
const voteTypesOf = (codes: string[]) => codes.map((code) => oneOf(voteCodes, code));

/** Reads content/four-two.json; throws with the word outside its closed set, or when a step is missing. */
export function parseFourTwo({ laws, ...json }: RawFourTwo): FourTwoBook {
  const steps = json.steps.map((step) => ({
    ...step,
    code: oneOf(stepCodes, step.code),
    kind: oneOf(stepKinds, step.kind),
    voteTypes: voteTypesOf(step.voteTypes),
    needs: step.needs.map((need) => oneOf(stepNeeds, need)),
    mergesWith: step.mergesWith === null ? null : oneOf(stepCodes, step.mergesWith),
    basis: articlesOf(step.basis, laws),
  }));
  if (steps.map(({ code }) => code).join() !== stepCodes.join()) {
    throw new Error(`four-two.json: the steps are ${stepCodes.join(', ')}, in this order`);
  }
  return {
    ...json,
    raisers: json.raisers.map((raiser) => ({ ...raiser, code: oneOf(raiserCodes, raiser.code) })),
    steps,
    matters: json.matters.map((matter) => ({
      ...matter,
      decidedBy: voteTypesOf(matter.decidedBy),
      withCollective: matter.withCollective && voteTypesOf(matter.withCollective),
      ownType: matter.ownType === null ? null : oneOf(voteCodes, matter.ownType),
      basis: articlesOf(matter.basis, laws),
    })),
  };
}

/** A step by its code. */
export function fourTwoStep({ steps }: Pick<FourTwoBook, 'steps'>, code: StepCode): FourTwoStep {
  const step = steps.find((one) => one.code === code);
  if (!step) throw new Error(`four-two.json: there is no step ${code}`);
  return step;
}

/** A kind of matter by its code; null where the book has none of this name. */
export function matterOf({ matters }: Pick<FourTwoBook, 'matters'>, code: string): Matter | null {
  return matters.find((one) => one.code === code) ?? null;
}

/** Reads the code of a step out of a row or an address; null for any other word. */
export function stepCode(word: string): StepCode | null {
  return stepCodes.find((code) => code === word) ?? null;
}
