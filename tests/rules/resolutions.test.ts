import { describe, expect, test } from 'vitest';
import { agreesWithOpinions, leading } from '#server/rules/both-results.ts';
import { differencesOf, excessesOf, latenessOf } from '#server/rules/resolutions.ts';

const dates = {
  ...{ passedOn: '2026-09-20', publishedOn: '2026-09-22', dueOn: '2026-12-20' },
  ...{ reportDueOn: '2026-12-19', reportedOn: null, doneOn: null, resultOn: null },
};
const days = { publishDays: 5, resultDays: 10 };
const inTime = { published: 0, finish: 0, report: 0, result: 0 };

describe('how late a resolution is', () => {
  test.each([
    ['on its way', {}, '2026-10-01', {}],
    ['published on the fifth day', { publishedOn: '2026-09-25' }, '2026-10-01', {}],
    ['published on the sixth', { publishedOn: '2026-09-26' }, '2026-10-01', { published: 1 }],
    ['the report is due today', {}, '2026-12-19', {}],
    ['the report was due yesterday', {}, '2026-12-20', { report: 1 }],
    ['its own day is over too', {}, '2026-12-22', { report: 3, finish: 2 }],
    ['reported late', { reportedOn: '2026-12-21' }, '2026-12-20', { report: 2 }],
    [
      'finished late',
      { doneOn: '2026-12-23', reportedOn: '2026-12-01' },
      '2026-12-24',
      { finish: 3 },
    ],
    ['result on the tenth day', { doneOn: '2026-11-01', resultOn: '2026-11-11' }, '2027-01-01', {}],
    [
      'result on the twelfth',
      { doneOn: '2026-11-01', resultOn: '2026-11-13' },
      '2027-01-01',
      { result: 2 },
    ],
    ['result not signed', { doneOn: '2026-11-01' }, '2026-11-14', { result: 3 }],
    [
      'nobody owes the report once the result is out',
      { doneOn: '2026-11-01', resultOn: '2026-11-05' },
      '2027-03-01',
      {},
    ],
  ])('%s', (_, changes, today, late) => {
    expect(latenessOf({ ...dates, ...changes }, days, today)).toEqual({ ...inTime, ...late });
  });
});

const plan = { budgetFen: 8_000_000, dueOn: '2026-12-20' };
const done = { ...plan, spentFen: 8_000_000, doneOn: '2026-12-20', isSame: true };

describe('plan and outcome', () => {
  test.each([
    ['as decided', {}, []],
    ['one 分 more', { spentFen: 8_000_001 }, ['money']],
    ['less', { spentFen: 7_999_999 }, ['money']],
    ['earlier', { doneOn: '2026-12-01' }, []],
    ['a day later', { doneOn: '2026-12-21' }, ['day']],
    ['something else', { isSame: false }, ['what']],
    ['no money planned, none spent', { budgetFen: null, spentFen: null }, []],
    ['no money planned, some spent', { budgetFen: null, spentFen: 1 }, ['money']],
  ])('%s', (_, changes, differs) => {
    expect(differencesOf({ ...done, ...changes }, '2026-12-22')).toEqual(differs);
  });

  test.each([
    ['half of the money', { spentFen: 4_000_000 }, '2026-12-01', []],
    ['too much money', { spentFen: 8_000_001 }, '2026-12-01', ['money']],
    ['its day is today', { spentFen: 0 }, '2026-12-20', []],
    ['its day is over', { spentFen: 0 }, '2026-12-21', ['day']],
  ])('on the way: %s', (_, changes, today, beyond) => {
    expect(excessesOf({ ...done, doneOn: null, ...changes }, today)).toEqual(beyond);
  });
});

describe('opinions and decision', () => {
  const said = [
    { no: 1, had: 71 },
    { no: 2, had: 39 },
    { no: 3, had: 18 },
  ];

  test.each([
    ['what most had said', said, 1, true],
    ['something else that was asked', said, 2, false],
    ['none of the options', said, null, false],
    [
      'one of two equal ones',
      [
        { no: 1, had: 5 },
        { no: 2, had: 5 },
      ],
      2,
      true,
    ],
    ['anything where nobody spoke', [{ no: 1, had: 0 }], 1, false],
  ])('the meeting decides for %s', (_, opinions, decided, agrees) => {
    expect(agreesWithOpinions(opinions, decided)).toBe(agrees);
  });

  test('nothing leads where nobody spoke', () => {
    expect([leading(said)?.no, leading([{ no: 1, had: 0 }])]).toEqual([1, null]);
  });
});
