import { expect, test } from 'vitest';
import { instantOf } from '#server/rules/dates.ts';
import { lessonVerdicts } from '#server/rules/lesson-rounds.ts';

const own = { placeCode: null, audience: 'public', sentAt: instantOf('2026-11-10') };

test.each([
  ['of the village itself, of the month, for all', own, []],
  ['of a town', { ...own, placeCode: '999999101' }, ['village']],
  ['of the county', { ...own, placeCode: '999999' }, ['village']],
  ['of the last minute before', { ...own, sentAt: instantOf('2026-10-31', '23:59') }, ['in-month']],
  ['of the first minute after', { ...own, sentAt: instantOf('2026-12-01') }, ['in-month']],
  ['for the village alone', { ...own, audience: 'village' }, ['public']],
])('a lesson %s misses these rules', (_what, lesson, missed) => {
  const verdicts = lessonVerdicts(lesson, '2026-11');

  expect(verdicts.filter(({ isMet }) => !isMet).map(({ rule }) => rule)).toEqual(missed);
});
