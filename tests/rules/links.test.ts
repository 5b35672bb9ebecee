import { expect, test } from 'vitest';
import {
  appealPath,
  clockSheetPath,
  href,
  otherLanguage,
  peoplePath,
  raisePath,
  readPath,
} from '#server/rules/links.ts';

test.each([
  ['/', 'zh', '/'],
  ['/v/shiti', 'zh', '/v/shiti'],
  ['/en', 'en', '/'],
  ['/en/', 'en', '/'],
  ['/en/v/shiti/a/3101', 'en', '/v/shiti/a/3101'],
  ['/english', 'zh', '/english'],
  ['/v/en', 'zh', '/v/en'],
])('the address %s is read as %s and %s', (pathname, lang, path) => {
  expect(readPath(pathname)).toEqual({ lang, path });
});

test('a link made in a language is read back as it was', () => {
  for (const path of ['/', '/v/shiti', appealPath('shiti', 3101), raisePath('shiti', 'check')]) {
    expect(readPath(href('en', path))).toEqual({ lang: 'en', path });
    expect(readPath(href('zh', path))).toEqual({ lang: 'zh', path });
    expect(otherLanguage('zh', path)).toBe(href('en', path));
  }
});

test('the tree of pages', () => {
  expect(clockSheetPath('shiti', 3101)).toBe('/v/shiti/a/3101/clock');
  expect(raisePath('shiti')).toBe('/v/shiti/appeals/new');
  expect(peoplePath('shiti', '00012')).toBe('/v/shiti/people/00012');
});
