/**
 * received: recorded, nobody has answered · answered: somebody said who, when, how · planned: a
 * dated plan stands · awaiting: the handler says it is done, the person has not looked yet ·
 * solved: the person said so · unconfirmed: the person stayed silent; never counted as solved ·
 * withdrawn: the person took it back.
 */
export type AppealState =
  | 'received'
  | 'answered'
  | 'planned'
  | 'awaiting'
  | 'solved'
  | 'unconfirmed'
  | 'withdrawn';

export const appealStates = [
  'received',
  'answered',
  'planned',
  'awaiting',
  'solved',
  'unconfirmed',
  'withdrawn',
] satisfies AppealState[];

/** What can be done to an appeal. */
export type AppealAct =
  | 'sign'
  | 'answer'
  | 'classify'
  | 'contest'
  | 'plan'
  | 'progress'
  | 'propose'
  | 'confirm'
  | 'notYet'
  | 'withdraw';

const working: AppealState[] = ['received', 'answered', 'planned'];

/** In which states each act is possible; a closed appeal takes none, except a late confirmation. */
const possibleIn: Record<AppealAct, AppealState[]> = {
  sign: ['received'],
  answer: working,
  classify: working,
  contest: working,
  plan: working,
  progress: working,
  // Done without a word of answer first is still an answer: the proposal says what was done.
  propose: working,
  confirm: ['awaiting', 'unconfirmed'],
  notYet: ['awaiting', 'unconfirmed'],
  withdraw: [...working, 'awaiting'],
};

/** Whether this act is possible in this state. */
export function isPossible(act: AppealAct, state: AppealState): boolean {
  return possibleIn[act].includes(state);
}

/** Whether somebody still owes something. */
export function isOpen(state: AppealState): boolean {
  return working.includes(state) || state === 'awaiting';
}

/** Reads a state out of a row; an unknown word is a bug. */
export function appealState(word: string): AppealState {
  const state = appealStates.find((one) => one === word);
  if (!state) throw new Error(`${word} is not a state of an appeal`);
  return state;
}
