import { describe, expect, test } from 'vitest';
import { type Candidate, electorStanding, mandateFault } from '#server/rules/electorate.ts';

const DAY = '2026-11-22';
const somebody: Candidate = {
  ...{ adultFrom: '2010-01-01', leftOn: null, isDeprived: false, groupCode: '510681102204003' },
};

describe('who stands on a roster', () => {
  test.each<[string, Partial<Candidate>, string, string]>([
    ['an adult', {}, 'in', 'adult'],
    ['who turns eighteen that very day', { adultFrom: DAY }, 'in', 'adult'],
    ['who turns eighteen the day after', { adultFrom: '2026-11-23' }, 'out', 'too-young'],
    ['of whom nobody said the age', { adultFrom: null }, 'unknown', 'age-unknown'],
    ['who left before', { leftOn: '2026-11-01' }, 'out', 'left'],
    ['who leaves on that day', { leftOn: DAY }, 'out', 'left'],
    ['who leaves later', { leftOn: '2026-12-01' }, 'in', 'adult'],
    ['whose political rights a court took', { isDeprived: true }, 'out', 'deprived'],
    ['of that kind, and of unknown age', { isDeprived: true, adultFrom: null }, 'out', 'deprived'],
    ['in no group at all', { groupCode: null }, 'in', 'adult'],
  ])('%s', (_, facts, standing, reason) => {
    const found = electorStanding({ ...somebody, ...facts }, { day: DAY, groupCodes: null });

    expect(found).toEqual({ standing, reason });
  });

  test.each<[string, string | null, string]>([
    ['of the group', '510681102204003', 'in'],
    ['of another', '510681102204004', 'out'],
    ['of none', null, 'out'],
  ])('where one group votes: somebody %s', (_, groupCode, standing) => {
    const scope = { day: DAY, groupCodes: ['510681102204003'] };

    expect(electorStanding({ ...somebody, groupCode }, scope).standing).toBe(standing);
  });
});

test.each<[string, string, string | null]>([
  ['one of its adults', 'adult', null],
  ['who turns eighteen that very day', 'today', null],
  ['of whom nobody said the age', 'aunt', null],
  ['a child', 'child', 'too-young'],
  ['a neighbour', 'neighbour', 'not-of-household'],
])('a household sends %s: %3$s', (_, villagerId, fault) => {
  const members = [
    { id: 'adult', adultFrom: '2010-01-01' },
    { id: 'today', adultFrom: DAY },
    { id: 'aunt', adultFrom: null },
    { id: 'child', adultFrom: '2030-01-01' },
  ];

  expect(mandateFault(villagerId, members, DAY)).toBe(fault);
});
