import { expect, test } from 'vitest';
import json from '#content/rules.json' with { type: 'json' };
import { instantOf } from '#server/rules/dates.ts';
import { whenWordsAppear } from '#server/rules/release.ts';
import { parseRules } from '#server/rules/rule-book.ts';

const rules = parseRules(json).moderation;
const noon = instantOf('2026-11-16', '12:00');
const night = instantOf('2026-11-16', '23:30');
const old = { kind: 'talk', isOfficial: false, isFirstPost: false, accountOpenedAt: 0 };

test.each([
  ['words of a known account', old, noon, 'at-once'],
  ['an account’s first post', { ...old, isFirstPost: true }, noon, 'after-look'],
  ['a comment before any post', { ...old, kind: 'comment', isFirstPost: true }, noon, 'at-once'],
  ['official words', { ...old, isOfficial: true, isFirstPost: true }, noon, 'at-once'],
  ['words at night', old, night, 'at-once'],
])('%s appear as the county has set it', (_what, sent, now, expected) => {
  expect(whenWordsAppear(rules, sent, now)).toBe(expected);
});

test('a county may look first at one kind, at night, and at new accounts', () => {
  const strict = { ...rules, textAppearsByKind: { talk: 'after-look' as const } };
  const dark = { ...rules, nightAppears: 'after-look' as const };
  const young = { ...rules, newAccountAppears: 'after-look' as const };

  expect(whenWordsAppear(strict, old, noon)).toBe('after-look');
  expect(whenWordsAppear(dark, old, night)).toBe('after-look');
  expect(whenWordsAppear(dark, old, noon)).toBe('at-once');
  expect(whenWordsAppear(young, { ...old, accountOpenedAt: noon - 1 }, noon)).toBe('after-look');
});
