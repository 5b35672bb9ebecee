import { describe, expect, test } from 'vitest';
import { mayBeIndexed, robotsText } from '#server/rules/indexing.ts';

const lists = { official: ['notices'], villagers: ['talks'] };

describe('search engines keep what the village says, not what villagers say', () => {
  test.each([
    ['/', true],
    ['/county', true],
    ['/help', true],
    ['/lessons', true],
    ['/lessons/flood', true],
    ['/v/shiti', true],
    ['/v/shiti/people', true],
    ['/v/shiti/people/00012', true],
    ['/v/shiti/people/representatives', false],
    ['/v/shiti/notices/7', true],
    ['/v/shiti/noticesome', false],
    ['/t/lianshan/notices', false],
    ['/v/shiti/a/3101', false],
    ['/v/shiti/a/3101/receipt', false],
    ['/v/shiti/appeals', false],
    ['/v/shiti/talks', false],
    ['/v/shiti/talks/8', false],
    ['/v/shiti/open/asked', false],
    ['/v/shiti/open/asked/1003', false],
    ['/v/shiti/open/requests/1004', false],
    ['/v/shiti/resolutions', true],
    ['/v/shiti/resolutions/5001', true],
    ['/v/shiti/hall', false],
    ['/v/shiti/hall/5000', false],
    ['/v/shiti/votes/5002', false],
    ['/v/shiti/votes/5002/roster', false],
    ['/v/shiti/surveys/5003', false],
    ['/v/shiti/contests/5004', false],
    ['/v/shiti/drives/5005', false],
    ['/v/shiti/days', false],
    ['/cal/shiti.ics', false],
    ['/search', false],
    ['/track', false],
    ['/s/abcdefghjk', false],
    ['/login', false],
    ['/me', false],
    ['/desk', false],
    ['/something-new', false],
  ])('%s: %s', (path, isKept) => {
    expect(mayBeIndexed(path, false, lists)).toBe(isKept);
  });

  test('of a demonstration they keep nothing', () => {
    expect(mayBeIndexed('/', true, lists)).toBe(false);
    expect(mayBeIndexed('/help', true, lists)).toBe(false);
  });

  test('engines that read only robots.txt are kept out of villagers’ words in both languages', () => {
    const text = robotsText(false, lists);

    expect(text).toContain('User-agent: Baiduspider');
    expect(text).toContain('Disallow: /v/*/a/\nDisallow: /en/v/*/a/');
    expect(text).toContain('Disallow: /v/*/talks\nDisallow: /en/v/*/talks');
    expect(text).toContain('Disallow: /v/*/hall\nDisallow: /en/v/*/hall');
    expect(text).toContain('Disallow: /v/*/votes\nDisallow: /en/v/*/votes');
    expect(text).toContain('Disallow: /v/*/open/asked\nDisallow: /en/v/*/open/asked');
  });

  test('engines that read noindex are let in to read it', () => {
    expect(robotsText(true, lists)).toMatch(/^User-agent: \*\nDisallow:\n/);
  });
});
