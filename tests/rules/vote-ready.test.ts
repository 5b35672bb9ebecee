import { describe, expect, test } from 'vitest';
import { instantOf } from '#server/rules/dates.ts';
import { hasOtherElectors, missingToFreeze } from '#server/rules/vote-ready.ts';

const shape = {
  type: 'assembly_person',
  groupCodes: null,
  opensAt: instantOf('2026-12-01', '08:00'),
};

test.each([
  ['nothing', {}, false],
  ['another hour of the same day', { opensAt: instantOf('2026-12-01', '19:30') }, false],
  ['another day of opening', { opensAt: instantOf('2026-12-02', '08:00') }, true],
  ['another type', { type: 'assembly_household' }, true],
  ['its groups', { groupCodes: ['001'] }, true],
])('a change of %s draws other electors or does not', (_, change, isOther) => {
  expect(hasOtherElectors(shape, { ...shape, ...change })).toBe(isOther);
});

test('the same groups in another order are the same electors', () => {
  const of = (groupCodes: string[]) => ({ ...shape, groupCodes });

  expect(hasOtherElectors(of(['001', '002']), of(['002', '001']))).toBe(false);
});

describe('before a roster is frozen', () => {
  const now = instantOf('2026-11-20', '09:00');
  const ready = {
    ...{ electors: 40, unknown: 0, hasKeys: true, now },
    ...{ opensAt: instantOf('2026-12-01', '08:00'), earliest: instantOf('2026-12-01') },
  };

  test.each([
    ['nothing', {}, []],
    ['a roster', { electors: 0 }, ['roster']],
    ['who is eighteen', { electors: 0, unknown: 12 }, ['unknown']],
    ['the keys', { hasKeys: false }, ['keys']],
    ['days of notice', { opensAt: instantOf('2026-11-30', '23:59') }, ['notice']],
    ['time, where no notice is asked', { opensAt: now, earliest: now }, ['notice']],
    [
      'all of it',
      { ...ready, electors: 0, hasKeys: false, opensAt: now },
      ['roster', 'keys', 'notice'],
    ],
  ])('it lacks %s', (_, story, missing) => {
    expect(missingToFreeze({ ...ready, ...story })).toEqual(missing);
  });
});
