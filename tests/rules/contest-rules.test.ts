import { describe, expect, test } from 'vitest';
import book from '#content/contests.json' with { type: 'json' };
import {
  contestStage,
  extendedDays,
  type JurySheet,
  rankNominees,
  sittingJurors,
  unfitDay,
} from '#server/rules/contest-rules.ts';
import { readSheets } from '#server/rules/jury-sheets.ts';

const days = {
  nominateThrough: '2026-11-30',
  objectThrough: '2026-12-07',
  judgeThrough: '2026-12-17',
};

test.each([
  ['2026-11-30', 'nominating', 'nominating'],
  ['2026-12-01', 'nominating', 'objections'],
  ['2026-12-07', 'objections', 'objections'],
  ['2026-12-08', 'objections', 'judging'],
  ['2027-01-01', 'judging', 'judging'],
  ['2026-11-20', 'void', 'void'],
  ['2027-01-01', 'decided', 'decided'],
])('on %s a choice that was %s is %s', (today, state, stage) => {
  expect(contestStage({ ...days, state, drawId: 'drawn' }, today)).toBe(stage);
});

test.each([
  ['2026-12-07', 'objections', 'objections'],
  ['2026-12-08', 'objections', 'waiting'],
  ['2026-12-08', 'judging', 'waiting'],
  ['2027-01-01', 'void', 'void'],
])('on %s a choice without a jury that was %s is %s', (today, state, stage) => {
  expect(contestStage({ ...days, state, drawId: null }, today)).toBe(stage);
});

test.each([
  [{}, null],
  [{ nominateThrough: '2026-11-18' }, 'nominateThrough'],
  [{ objectThrough: '2026-12-04' }, 'objectThrough'],
  [{ judgeThrough: '2026-12-13' }, 'judgeThrough'],
  [{ judgeThrough: '2027-12-13' }, 'judgeThrough'],
])('days %j: the one that does not fit is %s', (more, field) => {
  expect(unfitDay({ ...days, ...more }, '2026-11-16', book)).toBe(field);
});

describe('places', () => {
  const sheets = (nomineeId: string, ...points: number[]): JurySheet[] =>
    points.map((one) => ({ nomineeId, points: one, isKin: false }));
  const placesOf = (all: JurySheet[], places: number, ids = ['a', 'b', 'c']) =>
    rankNominees(ids, all, places).map(({ place }) => place);

  test.each([
    [
      'by the mean',
      [...sheets('a', 8, 9), ...sheets('b', 10, 10), ...sheets('c', 1)],
      2,
      [2, 1, null],
    ],
    [
      'equal means share one',
      [...sheets('a', 9, 9), ...sheets('b', 9), ...sheets('c', 3)],
      1,
      [1, 1, null],
    ],
    [
      'after two firsts comes the third',
      [...sheets('a', 9), ...sheets('b', 9), ...sheets('c', 3)],
      3,
      [1, 1, 3],
    ],
    ['nobody judged has none', [...sheets('a', 9)], 3, [1, null, null]],
    [
      'thirds are not rounded',
      [...sheets('a', 3, 3, 4), ...sheets('b', 3, 3, 4, 3, 3, 4), ...sheets('c', 3)],
      1,
      [1, 1, null],
    ],
  ])('%s', (_what, all, places, expected) => {
    expect(placesOf(all, places)).toEqual(expected);
  });

  test('a relative’s sheet counts neither as points nor as one more juror', () => {
    const kin = { nomineeId: 'a', points: 10, isKin: true };

    const [ranked] = rankNominees(['a'], [...sheets('a', 6, 7), kin], 1);

    expect(ranked).toEqual({ nomineeId: 'a', sheets: 2, meanHundredths: 650, place: 1 });
  });
});

describe('more days', () => {
  const days = {
    ...{ nominateThrough: '2026-11-20', objectThrough: '2026-11-27', judgeThrough: '2026-12-10' },
  };
  const running = { ...days, state: 'nominating', drawId: null };

  test.each<[string, object, string, string, unknown]>([
    [
      'of nominations move everything behind them',
      {},
      '2026-11-20',
      '2026-11-23',
      { nominateThrough: '2026-11-23', objectThrough: '2026-11-30', judgeThrough: '2026-12-13' },
    ],
    [
      'of the notice leave the nominations as they were',
      {},
      '2026-11-21',
      '2026-11-28',
      { nominateThrough: '2026-11-20', objectThrough: '2026-11-28', judgeThrough: '2026-12-11' },
    ],
    ['are never fewer', {}, '2026-11-18', '2026-11-19', 'day'],
    ['are not the same', {}, '2026-11-18', '2026-11-20', 'day'],
    ['are not too many', {}, '2026-11-18', '2027-03-01', 'day'],
    ['come not once it is judged', { drawId: 'd' }, '2026-11-28', '2026-11-30', 'over'],
    [
      'come after the notice while a jury is looked for',
      { state: 'waiting' },
      '2026-11-28',
      '2026-11-30',
      { nominateThrough: '2026-11-20', objectThrough: '2026-11-30', judgeThrough: '2026-12-13' },
    ],
    ['end on no day that is gone', { state: 'waiting' }, '2026-12-02', '2026-11-30', 'day'],
    ['come not after the draw', { drawId: 'x' }, '2026-11-25', '2026-11-30', 'drawn'],
    ['come not after the result', { state: 'decided' }, '2026-11-25', '2026-11-30', 'over'],
    ['come not once it is called off', { state: 'void' }, '2026-11-25', '2026-11-30', 'over'],
  ])('%s', (_what, changes, today, through, found) => {
    const contest = { ...running, ...changes };
    expect(extendedDays(contest, through, { today, farthestDays: 120 })).toEqual(found);
  });
});

test('whoever is excused is followed by the next seat', () => {
  const drawn = ['a', 'b', 'c', 'd'].map((villagerId, at) => ({
    ...{ villagerId, seat: at + 1, state: villagerId === 'b' ? 'excused' : 'drawn' },
  }));
  const agreed = { villagerId: 'z', seat: null, state: 'agreed' };

  expect(sittingJurors([agreed, ...drawn.toReversed()], 2)).toEqual(['a', 'c']);
});

describe('a juror’s sheet', () => {
  const nominees = [{ id: 'n', no: 1 }];
  const limits = { mostPoints: 10, reasonLength: 20 };

  test.each([
    ['points and a reason', { points1: '9', reason1: '菜地年年满' }, {}],
    ['a relative gives neither', { kin1: 'yes' }, {}],
    ['no reason', { points1: '9' }, { reason1: 'required' }],
    ['too many points', { points1: '11', reason1: '好' }, { points1: 'pointsWrong' }],
    ['half a point', { points1: '9.5', reason1: '好' }, { points1: 'pointsWrong' }],
    ['nothing', {}, { points1: 'pointsWrong', reason1: 'required' }],
    ['a long story', { points1: '1', reason1: '好'.repeat(21) }, { reason1: 'tooLong' }],
  ])('%s', (_what, typed, faults) => {
    expect(readSheets(nominees, typed, limits).faults).toEqual(faults);
  });
});
