import { describe, expect, test } from 'vitest';
import {
  type DisclosureAct,
  type DisclosureState,
  disclosureState,
  disclosureStates,
  handsOf,
  inStepOrder,
  isOnNotice,
  type StepActor,
  stateAfterSigning,
  stepHindrance,
} from '#server/rules/disclosure-steps.ts';

const nobody: StepActor = { personId: 'x', drafts: false, signs: false, publishes: false };
const clerk: StepActor = { ...nobody, personId: 'clerk', drafts: true };
const member: StepActor = { ...nobody, personId: 'member', signs: true };
const secretary: StepActor = { ...nobody, personId: 'secretary', drafts: true, publishes: true };
/** One person in every post at once. */
const everything: StepActor = { personId: 'all', drafts: true, signs: true, publishes: true };

const facts = (state: DisclosureState, makerIds: string[] = [], signerIds: string[] = []) => ({
  state,
  makerIds,
  signerIds,
});

describe('who may take which step', () => {
  test.each<[string, DisclosureAct, ReturnType<typeof facts>, StepActor, string | null]>([
    ['the clerk sends what he drafted', 'send', facts('draft', ['clerk']), clerk, null],
    ['and what came back', 'send', facts('returned', ['clerk']), clerk, null],
    ['a colleague sends it as well', 'send', facts('draft', ['clerk']), secretary, null],
    ['a supervisor drafts nothing', 'send', facts('draft', ['clerk']), member, 'no-right'],
    ['what was sent is not sent again', 'send', facts('review', ['clerk']), clerk, 'not-now'],
    ['a supervisor signs', 'sign', facts('review', ['clerk']), member, null],
    ['a third signs what has enough', 'sign', facts('signed', ['clerk'], ['a', 'b']), member, null],
    ['nobody signs twice', 'sign', facts('review', ['c'], ['member']), member, 'signed-already'],
    ['nobody signs a draft', 'sign', facts('draft', ['clerk']), member, 'not-now'],
    ['nobody signs what is out', 'sign', facts('published', ['clerk']), member, 'not-now'],
    ['a clerk signs nothing', 'sign', facts('review', ['clerk']), clerk, 'no-right'],
    [
      'who drafted never signs, whatever his posts',
      'sign',
      facts('review', ['all']),
      everything,
      'own-work',
    ],
    [
      'nor sends his own back to himself',
      'return',
      facts('review', ['all']),
      everything,
      'own-work',
    ],
    ['a supervisor sends back', 'return', facts('review', ['clerk']), member, null],
    ['also after he signed', 'return', facts('signed', ['clerk'], ['member']), member, null],
    ['not what is out already', 'return', facts('published', ['clerk']), member, 'not-now'],
    [
      'the secretary publishes what was signed',
      'publish',
      facts('signed', ['clerk'], ['a', 'b']),
      secretary,
      null,
    ],
    [
      'also what he drafted himself',
      'publish',
      facts('signed', ['secretary'], ['a', 'b']),
      secretary,
      null,
    ],
    [
      'not before it was signed',
      'publish',
      facts('review', ['clerk'], ['a']),
      secretary,
      'not-now',
    ],
    ['not twice', 'publish', facts('published', ['clerk'], ['a']), secretary, 'not-now'],
    [
      'who signed does not publish',
      'publish',
      facts('signed', ['clerk'], ['all']),
      everything,
      'own-work',
    ],
    ['a clerk publishes nothing', 'publish', facts('signed', ['clerk'], ['a']), clerk, 'no-right'],
    [
      'the result of 公示 comes from the meeting',
      'decide',
      facts('publicity', ['clerk'], ['a']),
      secretary,
      null,
    ],
    [
      'and from nobody who signed',
      'decide',
      facts('publicity', ['clerk'], ['all']),
      everything,
      'own-work',
    ],
    ['there is none without 公示', 'decide', facts('published', ['clerk']), secretary, 'not-now'],
    ['what is out is corrected', 'correct', facts('published', ['clerk']), clerk, null],
    ['also during 公示', 'correct', facts('publicity', ['clerk']), clerk, null],
    ['a draft is simply changed', 'correct', facts('draft', ['clerk']), clerk, 'not-now'],
    ['nobody else corrects', 'correct', facts('published', ['clerk']), member, 'no-right'],
  ])('%s', (_, act, stands, actor, hindrance) => {
    expect(stepHindrance(act, stands, actor)).toBe(hindrance);
  });

  test('nobody without a post takes any step in any state', () => {
    const acts: DisclosureAct[] = [
      ...(['send', 'sign', 'return', 'publish', 'decide', 'correct', 'keep', 'drop'] as const),
    ];
    const found = acts.flatMap((act) =>
      disclosureStates.map((state) => stepHindrance(act, facts(state), nobody)),
    );

    expect(new Set(found)).toEqual(new Set(['no-right']));
  });
});

describe('signatures', () => {
  test.each([
    [1, 2, 'review'],
    [2, 2, 'signed'],
    [3, 2, 'signed'],
    [1, 1, 'signed'],
  ])('%i of %i: %s', (signatures, needed, state) => {
    expect(stateAfterSigning(signatures, needed)).toBe(state);
  });

  const step = (what: string, byId: string, round = 1, version = 1) => ({
    ...{ what, byId, round, version },
  });

  test('count since it was last sent', () => {
    const steps = [
      step('sent', 'clerk'),
      step('signed', 'a'),
      step('returned', 'b'),
      step('sent', 'colleague', 2),
      step('signed', 'b', 2),
    ];

    expect(handsOf(steps, 1, 'clerk')).toEqual({
      makerIds: ['clerk', 'colleague'],
      signerIds: ['b'],
      round: 2,
    });
  });

  test('are of everybody who filled something in', () => {
    const steps = [step('drafted', 'clerk', 0), step('filled', 'member', 0)];

    expect(handsOf(steps, 1, 'clerk').makerIds).toEqual(['clerk', 'member']);
  });

  test('of one version say nothing of the next', () => {
    const steps = [step('sent', 'clerk'), step('signed', 'a'), step('corrected', 'c', 0, 2)];

    expect(handsOf(steps, 2, 'clerk')).toEqual({
      makerIds: ['clerk', 'c'],
      signerIds: [],
      round: 0,
    });
  });
});

test.each([
  [[], false],
  [['sent', 'publicity'], true],
  [['publicity', 'over'], true],
  [['publicity', 'decided'], false],
  [['publicity', 'corrected', 'sent', 'published'], false],
  [['publicity', 'decided', 'corrected', 'publicity'], true],
])('after %j a list is on notice: %s', (taken, isIt) => {
  expect(isOnNotice(taken.map((what) => ({ what })))).toBe(isIt);
});

test('a state that nobody knows is a fault', () => {
  expect(disclosureState('signed')).toBe('signed');
  expect(() => disclosureState('lost')).toThrow('lost');
});

test('steps of one instant are told in the order in which they happen', () => {
  const step = (what: string, at: number, version = 1, round = 1) => ({ what, at, version, round });
  const taken = [
    ...[step('drafted', 1, 1, 0), step('sent', 2), step('signed', 3), step('returned', 3)],
    ...[step('sent', 3, 1, 2), step('met', 4, 1, 2), step('published', 4, 1, 2)],
    step('corrected', 4, 2, 0),
  ];

  expect(inStepOrder(taken.toReversed())).toEqual(taken);
});
