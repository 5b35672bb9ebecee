import { describe, expect, test } from 'vitest';
import { caseVerdicts, keptClocks, type MatterClocks } from '#server/rules/case-rounds.ts';
import { instantOf } from '#server/rules/dates.ts';

const at = (day: string) => instantOf(day, '12:00');

describe('what a case must be', () => {
  const good = { isConfirmed: true, writtenAt: at('2026-11-20'), hasPictures: true };

  test.each([
    ['a confirmed one of the month with both photos meets all', good, []],
    ['one that its villager did not confirm', { ...good, isConfirmed: false }, ['confirmed']],
    ['one of another month', { ...good, writtenAt: at('2026-10-31') }, ['in-month']],
    ['one with a single photo', { ...good, hasPictures: false }, ['pictures']],
  ])('%s', (_, facts, unmet) => {
    const verdicts = caseVerdicts(facts, '2026-11');

    expect(verdicts.filter(({ isMet }) => !isMet).map(({ rule }) => rule)).toEqual(unmet);
  });
});

describe('deadlines that were kept', () => {
  const onTime: MatterClocks = {
    firstDueAt: at('2026-11-03'),
    firstAnsweredAt: at('2026-11-02'),
    finishDueAt: at('2026-11-10'),
    proposedAt: at('2026-11-10'),
    reopened: 0,
    plan: [],
  };
  const kept = { dueAt: at('2026-11-12'), doneAt: at('2026-11-11') };
  const missed = { dueAt: at('2026-11-20'), doneAt: at('2026-11-21') };

  test.each<[string, MatterClocks, { done: number; due: number }]>([
    ['both in time, to the minute', onTime, { done: 2, due: 2 }],
    ['a late answer', { ...onTime, firstAnsweredAt: at('2026-11-04') }, { done: 1, due: 2 }],
    [
      'never answered, done late',
      { ...onTime, firstAnsweredAt: null, proposedAt: at('2026-11-11') },
      { done: 0, due: 2 },
    ],
    ['a plan of two steps, one late', { ...onTime, plan: [kept, missed] }, { done: 2, due: 3 }],
    [
      'a plan that was sent back has its new day',
      { ...onTime, reopened: 1, plan: [missed] },
      { done: 2, due: 2 },
    ],
    [
      'a year without calendar',
      { ...onTime, firstDueAt: null, finishDueAt: null },
      { done: 0, due: 0 },
    ],
  ])('%s', (_, matter, expected) => {
    expect(keptClocks(matter)).toEqual(expected);
  });
});
