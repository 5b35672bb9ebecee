import { expect, test } from 'vitest';
import json from '#content/rules.json' with { type: 'json' };
import { instantOf } from '#server/rules/dates.ts';
import { whenWordsAppear } from '#server/rules/release.ts';
import { parseRules } from '#server/rules/rule-book.ts';
import { isReceiptOnly } from '#server/rules/substance.ts';

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

test.each([
  ['收到', true],
  ['您好，您反映的问题已收悉，我们会尽快处理，请耐心等待。', true],
  ['已转相关部門核實處理，感謝您的支持和理解！', true],
  ['收到，今晚我去数一下有几盏。', false],
  ['17 车，每车 400 元，过磅单补上了', false],
  ['明天上午十点来修', false],
])('%s: only a receipt? %s', (text, expected) => {
  expect(isReceiptOnly(text)).toBe(expected);
});
