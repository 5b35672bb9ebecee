import { describe, expect, test } from 'vitest';
import {
  type Candidate,
  electorStanding,
  type Mandate,
  mandateFault,
  rosterCounts,
  type Sending,
} from '#server/rules/electorate.ts';

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

describe('whom a household sends', () => {
  const mandate: Mandate = { voteId: 'vote', householdId: 'h1', villagerId: 'anna' };
  const sending: Sending = {
    ...{ voteId: 'vote', householdId: 'h1', day: DAY, others: [] },
    members: [
      { villagerId: 'anna', adultFrom: '2010-01-01' },
      { villagerId: 'child', adultFrom: '2030-01-01' },
      { villagerId: 'aunt', adultFrom: null },
    ],
  };

  test.each<[string, Partial<Mandate>, Partial<Sending>, string | null]>([
    ['counts for its meeting', {}, {}, null],
    ['counts where nobody has said how old she is', { villagerId: 'aunt' }, {}, null],
    ['does not count for another meeting', { voteId: 'last-year' }, {}, 'other-meeting'],
    ['is of the household', { villagerId: 'neighbour' }, {}, 'not-of-household'],
    ['is of this household', { householdId: 'h2' }, {}, 'not-of-household'],
    ['is eighteen', { villagerId: 'child' }, {}, 'too-young'],
    [
      'speaks for one household',
      {},
      { others: [{ ...mandate, householdId: 'h2' }] },
      'sent-by-another',
    ],
    ['may be sent again by his own', {}, { others: [mandate] }, null],
  ])('%s', (_, paper, more, fault) => {
    expect(mandateFault({ ...mandate, ...paper }, { ...sending, ...more })).toBe(fault);
  });
});

test('a roster counts who is in, who is out, and of whom nobody has said', () => {
  const lines = (['in', 'in', 'out', 'unknown'] as const).map((standing) => ({ standing }));

  expect(rosterCounts(lines)).toEqual({ in: 2, out: 1, unknown: 1 });
});
