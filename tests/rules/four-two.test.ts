import { describe, expect, test } from 'vitest';
import fourTwo from '#content/four-two.json' with { type: 'json' };
import {
  earliestMeeting,
  type FourTwoFacts,
  nextSteps,
  type StepTry,
  stepVerdict,
  typesOfMeeting,
} from '#server/rules/four-two.ts';
import { parseFourTwo, type StepCode, stepCode } from '#server/rules/four-two-book.ts';

const book = parseFourTwo(fourTwo);

const aTry = (step: StepCode, more: Partial<StepTry> = {}): StepTry => ({
  ...{ step, attempt: 1, state: 'passed', on: '2026-11-02', isMerged: false, isChecked: false },
  ...more,
});
const facts = (tries: StepTry[], more: Partial<FourTwoFacts> = {}): FourTwoFacts => ({
  ...{ isLogged: true, isDualHead: false, isStudiedFirst: true, doneOn: null },
  tries,
  ...more,
});

const proposed = aTry('s1_propose');
const consulted = aTry('s2_consult');
const reviewed = aTry('s3_review');
const resolved = aTry('s4_resolve', { on: '2026-11-20', isChecked: true });
const published = aTry('p1_decision', { on: '2026-11-22' });
const studied = [proposed, consulted, reviewed];
const merged = aTry('s1_propose', { isMerged: true });

describe('which step comes next', () => {
  test.each<[string, FourTwoFacts, string]>([
    ['before it is logged, none', facts([], { isLogged: false }), ''],
    ['after it is logged, the branch proposes', facts([]), 's1_propose 1'],
    ['then the committees consult', facts([proposed]), 's2_consult 1'],
    ['then the Party members review', facts([proposed, consulted]), 's3_review 1'],
    ['then the villagers resolve', facts(studied), 's4_resolve 1'],
    ['then it is published', facts([...studied, resolved]), 'p1_decision 1'],
    ['while it is carried out, none', facts([...studied, resolved, published]), ''],
    [
      'once it is done, the result is published',
      facts([...studied, resolved, published], { doneOn: '2027-01-10' }),
      'p2_result 1',
    ],
    [
      'after the result, none',
      facts([...studied, resolved, published, aTry('p2_result')], { doneOn: '2027-01-10' }),
      '',
    ],
    [
      'a meeting that failed is held again, as its second try',
      facts([proposed, consulted, aTry('s3_review', { state: 'failed' })]),
      's3_review 2',
    ],
    [
      'a void try counts in the numbering as well',
      facts([aTry('s1_propose', { state: 'void' })]),
      's1_propose 2',
    ],
    [
      'while a meeting is called, none',
      facts([proposed, aTry('s2_consult', { state: 'called' })]),
      '',
    ],
    ['merged, the first two are one', facts([merged], { isDualHead: true }), 's3_review 1'],
    [
      'what the branch need not study may be proposed or decided',
      facts([], { isStudiedFirst: false }),
      's1_propose 1, s4_resolve 1',
    ],
  ])('%s', (_, stands, expected) => {
    const next = nextSteps(book, stands);

    expect(next.map(({ step, attempt }) => `${step} ${attempt}`).join(', ')).toBe(expected);
  });

  test('a repeat says that it is one; a first try does not', () => {
    const failed = facts([proposed, consulted, aTry('s3_review', { state: 'failed' })]);

    expect(nextSteps(book, failed)[0]?.isRepeat).toBe(true);
    expect(nextSteps(book, facts([]))[0]?.isRepeat).toBe(false);
  });

  test('merging is offered for the first step, where one person is both heads', () => {
    expect(nextSteps(book, facts([], { isDualHead: true }))[0]?.mayMerge).toBe(true);
    expect(nextSteps(book, facts([]))[0]?.mayMerge).toBe(false);
    expect(nextSteps(book, facts([proposed], { isDualHead: true }))[0]?.mayMerge).toBe(false);
  });
});

describe('why a step may not be taken', () => {
  test.each<[string, StepCode, FourTwoFacts, boolean, string | null, StepCode | null]>([
    ['not logged', 's1_propose', facts([], { isLogged: false }), false, 'not-logged', 's0_intake'],
    ['the study is skipped', 's4_resolve', facts([]), false, 'step-missing', 's1_propose'],
    ['one is skipped', 's3_review', facts([proposed]), false, 'step-missing', 's2_consult'],
    [
      'a failed review does not let the villagers resolve',
      's4_resolve',
      facts([proposed, consulted, aTry('s3_review', { state: 'failed' })]),
      false,
      'step-missing',
      's3_review',
    ],
    [
      'published before it was decided',
      'p1_decision',
      facts(studied),
      false,
      'step-missing',
      's4_resolve',
    ],
    [
      'published before the supervision committee looked',
      'p1_decision',
      facts([...studied, aTry('s4_resolve')]),
      false,
      'not-checked',
      null,
    ],
    [
      'the result before the end',
      'p2_result',
      facts([...studied, resolved, published]),
      false,
      'not-ended',
      'exec',
    ],
    ['twice', 's1_propose', facts([proposed]), false, 'passed-already', null],
    [
      'called already',
      's1_propose',
      facts([aTry('s1_propose', { state: 'called' })]),
      false,
      'under-way',
      null,
    ],
    [
      'the study after the decision',
      's1_propose',
      facts([resolved], { isStudiedFirst: false }),
      false,
      'passed-by',
      null,
    ],
    ['taking in is no meeting', 's0_intake', facts([]), false, 'not-recorded', null],
    ['carrying out is none', 'exec', facts(studied), false, 'not-recorded', null],
    ['merged with two heads', 's1_propose', facts([]), true, 'no-dual-head', null],
    ['merged with one head', 's1_propose', facts([], { isDualHead: true }), true, null, null],
    [
      'the review merged with something',
      's3_review',
      facts([proposed, consulted], { isDualHead: true }),
      true,
      'not-mergeable',
      null,
    ],
    [
      'the consultation after a merged meeting',
      's2_consult',
      facts([merged], { isDualHead: true }),
      false,
      'passed-already',
      null,
    ],
  ])('%s', (_, step, stands, isMerged, refusal, missing) => {
    expect(stepVerdict(book, step, stands, isMerged)).toEqual({ refusal, missing });
  });

  test.each(studied)('the villagers cannot resolve without $step', (left) => {
    const tries = studied.filter((one) => one !== left);

    expect(stepVerdict(book, 's4_resolve', facts(tries))).toEqual({
      refusal: 'step-missing',
      missing: left.step,
    });
  });
});

test('a merged meeting fulfils what both steps ask', () => {
  expect(typesOfMeeting(book, 's1_propose', true)).toEqual(['party_committee', 'two_committees']);
  expect(typesOfMeeting(book, 's1_propose', false)).toEqual(['party_committee']);
});

describe('days', () => {
  const notice = (on: string, days: number) => ({ on, days });

  test.each<[string, StepCode, StepTry[], ReturnType<typeof notice>, string]>([
    ['ten full days of notice', 's4_resolve', studied, notice('2026-11-05', 10), '2026-11-16'],
    ['three', 's4_resolve', studied, notice('2026-11-05', 3), '2026-11-09'],
    ['none: the same day', 's1_propose', [], notice('2026-11-05', 0), '2026-11-05'],
    [
      'three full days of opinions on the proposal first',
      's2_consult',
      [proposed],
      notice('2026-11-02', 1),
      '2026-11-06',
    ],
    ['after a merged meeting too', 's3_review', [merged], notice('2026-11-02', 0), '2026-11-06'],
  ])('%s', (_, step, tries, given, earliest) => {
    expect(earliestMeeting(book, step, { tries }, given)).toBe(earliest);
  });

  test('a county may ask for a gap between two steps', () => {
    const slow = { ...book, minGapDays: 7 };

    expect(
      earliestMeeting(slow, 's3_review', { tries: [proposed, consulted] }, notice('2026-11-02', 0)),
    ).toBe('2026-11-09');
  });
});

test('every step has words, and its numbers a source where no law confirms them', () => {
  for (const step of book.steps) {
    expect(step.zh.length * step.en.length * step.by.zh.length * step.by.en.length).not.toBe(0);
    expect(step.basis.length).toBeGreaterThan(0);
    expect(step.confirmed || step.source !== null).toBe(true);
  }
});

test('a word of an address is a step or none', () => {
  expect(stepCode('s3_review')).toBe('s3_review');
  expect(stepCode('s5_feast')).toBeNull();
});

test('a book whose steps are out of order is refused', () => {
  expect(() => parseFourTwo({ ...fourTwo, steps: fourTwo.steps.toReversed() })).toThrow('order');
});
