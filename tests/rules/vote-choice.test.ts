import { describe, expect, test } from 'vitest';
import { type ChoiceFacts, judgeChoice } from '#server/rules/vote-choice.ts';

const half = { part: 1, of: 2, isStrict: true };
const rule = {
  quorum: half,
  pass: { ...half, base: 'present' as const },
  women: null,
};
const election = {
  ...rule,
  pass: { ...half, base: 'cast' as const },
  secondRound: { part: 1, of: 3, isStrict: false, base: 'cast' as const },
};
const once = { announced: 'none' as const, round: 1 as const };
const twice = { announced: 'two-best' as const, round: 1 as const };
const second = { announced: 'two-best' as const, round: 2 as const };

const facts = (counts: number[], more: Partial<ChoiceFacts> = {}): ChoiceFacts => ({
  ...{ entitled: 100, present: 60, ballots: 60 },
  options: counts.map((count, at) => ({ no: at + 1, count })),
  ...more,
});

describe('several options', () => {
  test.each<[string, ChoiceFacts, string, number[]]>([
    ['more than half of those there', facts([31, 20, 9]), 'chosen', [1]],
    ['exactly half reaches nothing', facts([30, 20, 10]), 'none-reaches', [1]],
    ['equally many', facts([25, 25, 10]), 'none-reaches', [1, 2]],
    ['two with a majority each, where a ballot names several', facts([40, 40, 9]), 'tie', [1, 2]],
    ['nobody named any', facts([0, 0]), 'nothing-cast', []],
    ['too few came', facts([30, 0], { present: 50, ballots: 50 }), 'no-quorum', [1]],
    ['an option has more than there are ballots', facts([61, 0]), 'counts-wrong', []],
    ['more ballots than people', facts([1, 0], { ballots: 61 }), 'counts-wrong', []],
  ])('%s: %s', (_, counted, outcome, first) => {
    expect(judgeChoice(rule, counted, once)).toMatchObject({ outcome, first, secondRound: [] });
  });

  test('the numbers are told with it', () => {
    expect(judgeChoice(rule, facts([30, 20, 10]), once).reasons).toEqual([
      { code: 'quorum-met', needed: 51, had: 60, of: 100 },
      { code: 'majority-missed', needed: 31, had: 30, of: 60 },
    ]);
  });

  test('where no majority is asked the most votes stand first, and a tie stays one', () => {
    const open = { quorum: null, pass: null, women: null };

    expect(judgeChoice(open, facts([7, 9, 3]), once)).toMatchObject({ outcome: 'most-votes' });
    expect(judgeChoice(open, facts([9, 9, 3]), once)).toMatchObject({ outcome: 'tie' });
  });
});

describe('a second round', () => {
  test.each<[string, number[], number[]]>([
    ['is among the two best', [25, 20, 15], [1, 2]],
    ['takes in whoever has as many as the second', [24, 18, 18], [1, 2, 3]],
    ['is among all who share the first place', [20, 20, 20], [1, 2, 3]],
    ['leaves out who has none', [25, 0, 0], [1]],
  ])('%s', (_, counts, among) => {
    expect(judgeChoice(rule, facts(counts), twice).secondRound).toEqual(among);
  });

  test('does not exist where its rule was not announced before', () => {
    expect(judgeChoice(rule, facts([25, 20, 15]), once).secondRound).toEqual([]);
  });

  test('is not needed where somebody is chosen', () => {
    expect(judgeChoice(rule, facts([40, 20]), twice).secondRound).toEqual([]);
  });

  test('is not followed by a third', () => {
    expect(judgeChoice(rule, facts([30, 30]), second)).toMatchObject({
      outcome: 'none-reaches',
      secondRound: [],
    });
  });

  test('of an election needs a third of the ballots', () => {
    expect(judgeChoice(election, facts([20, 19, 18]), second).outcome).toBe('chosen');
    expect(judgeChoice(election, facts([19, 19, 18]), second).outcome).toBe('none-reaches');
    expect(judgeChoice(election, facts([20, 19, 18]), twice).outcome).toBe('none-reaches');
  });
});
