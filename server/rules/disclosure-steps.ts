/**
 * Who may take which step with a disclosure, and when: drafted by the village committee, looked at
 * by the supervision committee, published after the joint meeting (四川省村务公开条例 9, 山东 11).
 * Nobody approves what he made himself, however many posts he holds.
 */

export const disclosureStates = [
  'draft',
  'returned',
  'review',
  'signed',
  'publicity',
  'published',
] as const;

export type DisclosureState = (typeof disclosureStates)[number];

/** What somebody can do with a disclosure as a whole. */
export type DisclosureAct =
  | 'send'
  | 'sign'
  | 'return'
  | 'publish'
  | 'decide'
  | 'correct'
  | 'keep'
  | 'drop';

/** How a disclosure stands: whose hands it went through in the round under way. */
export interface StepFacts {
  state: DisclosureState;
  /** Who drafted it, filled something in, or sent it for review. */
  makerIds: string[];
  /** Who signed since it was last sent. */
  signerIds: string[];
}

/** Who wants to take the step, and which rights his posts give him in this village. */
export interface StepActor {
  personId: string;
  drafts: boolean;
  signs: boolean;
  publishes: boolean;
}

/** Why somebody may not: no right at all, not now, his own work, or signed by him already. */
export type StepHindrance = 'no-right' | 'not-now' | 'own-work' | 'signed-already';

const RIGHTS = {
  send: 'drafts',
  sign: 'signs',
  return: 'signs',
  publish: 'publishes',
  decide: 'publishes',
  correct: 'drafts',
  keep: 'drafts',
  drop: 'drafts',
} as const satisfies Record<DisclosureAct, keyof StepActor>;

/** More may sign than are needed, and one who sees an error may send it back until it is out. */
const STATES: Record<DisclosureAct, DisclosureState[]> = {
  send: ['draft', 'returned'],
  sign: ['review', 'signed'],
  return: ['review', 'signed'],
  publish: ['signed'],
  decide: ['publicity'],
  correct: ['publicity', 'published'],
  keep: ['draft', 'returned'],
  drop: ['draft', 'returned'],
};

/** What keeps this person from a step; null when he may take it. */
export function stepHindrance(
  act: DisclosureAct,
  { state, makerIds, signerIds }: StepFacts,
  actor: StepActor,
): StepHindrance | null {
  if (!actor[RIGHTS[act]]) return 'no-right';
  if (!STATES[act].includes(state)) return 'not-now';
  const isMaker = makerIds.includes(actor.personId);
  const hasSigned = signerIds.includes(actor.personId);
  if ((act === 'sign' || act === 'return') && isMaker) return 'own-work';
  if (act === 'sign' && hasSigned) return 'signed-already';
  // Whoever signed has checked the meeting's work and cannot be the meeting as well.
  if ((act === 'publish' || act === 'decide') && hasSigned) return 'own-work';
  return null;
}

/** The state after one more signature. */
export function stateAfterSigning(signatures: number, needed: number): DisclosureState {
  return signatures >= needed ? 'signed' : 'review';
}

/** A step as it is kept, in the order in which it was taken. */
export interface TakenStep {
  version: number;
  what: string;
  byId: string;
  /** How often the version had been sent when it was taken. */
  round: number;
}

const STEP_ORDER = [
  ...['drafted', 'corrected', 'filled', 'sent', 'signed', 'returned', 'met'],
  ...['publicity', 'published', 'over', 'decided', 'dropped'],
];

/** Steps as they were taken; of what happened in one instant, the meeting stands before its result. */
export function inStepOrder<
  Step extends Pick<TakenStep, 'version' | 'what'> & { at: number; round?: number },
>(steps: readonly Step[]): Step[] {
  const rank = ({ what }: Step) => STEP_ORDER.indexOf(what);
  return steps.toSorted(
    (a, b) =>
      a.at - b.at || a.version - b.version || (a.round ?? 0) - (b.round ?? 0) || rank(a) - rank(b),
  );
}

const MAKING_STEPS = ['drafted', 'filled', 'sent', 'corrected'];

/** The hands through which a version went: its makers, and who signed since it was last sent. */
export function handsOf(
  steps: TakenStep[],
  version: number,
  drafterId: string,
): Pick<StepFacts, 'makerIds' | 'signerIds'> & { round: number } {
  const own = steps.filter((step) => step.version === version);
  const round = own.filter(({ what }) => what === 'sent').length;
  const makers = own.filter(({ what }) => MAKING_STEPS.includes(what));
  const signers = own.filter((step) => step.what === 'signed' && step.round === round);
  return {
    makerIds: [...new Set([drafterId, ...makers.map(({ byId }) => byId)])],
    signerIds: signers.map(({ byId }) => byId),
    round,
  };
}

/** Whether a list is on notice (公示): put up, and no result entered since. */
export function isOnNotice(steps: Pick<TakenStep, 'what'>[]): boolean {
  const last = steps.findLast(({ what }) => NOTICE_STEPS.includes(what));
  return last?.what === 'publicity';
}

const NOTICE_STEPS = ['publicity', 'decided', 'published'];

/** Reads a state out of a row; what is unknown is a fault of ours. */
export function disclosureState(word: string): DisclosureState {
  const state = disclosureStates.find((one) => one === word);
  if (!state) throw new Error(`${word} is no state of a disclosure`);
  return state;
}
