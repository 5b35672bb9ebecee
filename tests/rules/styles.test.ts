import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { newerScript, newerStyles } from '#tests/support/chrome-86.ts';

const folder = new URL('../../site/styles/', import.meta.url);
const sheets = readdirSync(folder).filter((name) => name.endsWith('.css'));
const tokens = readFileSync(new URL('tokens.css', folder), 'utf8');

describe('the stylesheets work in Chrome 86', () => {
  test.each(sheets)('%s uses nothing that would drop a rule', (name) => {
    const sheet = readFileSync(new URL(name, folder), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

    expect(newerStyles.exec(sheet)?.[0]).toBeUndefined();
  });
});

describe('the scripts run in Chrome 86', () => {
  const scripts = new URL('../../site/scripts/', import.meta.url);
  test.each(readdirSync(scripts))('%s uses nothing newer', (name) => {
    const script = readFileSync(new URL(name, scripts), 'utf8').replace(/\/\/.*$/gm, '');

    expect(newerScript.exec(script)?.[0]).toBeUndefined();
  });

  test.each(['[1].at(-1)', 'class A { static { b(); } }', 'await b()', 'a ??= b'])(
    '%s would be noticed',
    (script) => {
      expect(script).toMatch(newerScript);
    },
  );
});

test('the sheet that stands in every page weighs at most 6 KB as it is sent', () => {
  const names = [...readFileSync(new URL('site.css', folder), 'utf8').matchAll(/"\.\/(.+)"/g)];
  const sheet = names.map(([, name]) => readFileSync(new URL(name!, folder), 'utf8')).join('\n');
  // The build writes it as tightly as this.
  const tight = sheet
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{}:;,>]) ?/g, '$1')
    .replaceAll(';}', '}');

  const sent = brotliCompressSync(tight, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });

  expect(names.length).toBeGreaterThan(5);
  expect(sent.length).toBeLessThanOrEqual(6 * 1024);
});

/** The tokens of a scheme; dark ones stand on the light ones. */
function scheme(isDark: boolean): Map<string, string> {
  const [light = '', dark = ''] = tokens.split('@media');
  const text = isDark ? light + dark : light;
  return new Map([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]+);/g)].map((m) => [m[1]!, m[2]!]));
}

function luminance(hex: string): number {
  const long = hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex;
  const channels = [1, 3, 5].map((at) => Number.parseInt(long.slice(at, at + 2), 16) / 255);
  const [r, g, b] = channels.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** WCAG 2.2 contrast ratio of two colours. */
function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('words can be read on their ground', () => {
  const pairs: [string, string, number][] = [
    ['ink', 'paper', 4.5],
    ['ink', 'card', 4.5],
    ['ink', 'shade', 4.5],
    ['ink', 'straw', 4.5],
    ['ink', 'sky', 4.5],
    ['ink', 'soil', 4.5],
    ['ink-2', 'paper', 4.5],
    ['ink-2', 'card', 4.5],
    ['ink-2', 'shade', 4.5],
    ['ink-2', 'straw', 4.5],
    ['ink-2', 'sky', 4.5],
    ['ink-2', 'soil', 4.5],
    ['brand', 'paper', 4.5],
    ['brand', 'card', 4.5],
    ['brand', 'shade', 4.5],
    ['brand', 'sky', 4.5],
    ['on-fill', 'fill', 4.5],
    ['on-bar', 'bar', 4.5],
    ['straw-ink', 'straw', 4.5],
    ['straw-ink', 'shade', 4.5],
    ['straw-ink', 'card', 4.5],
    ['done', 'done-soft', 4.5],
    ['done', 'shade', 4.5],
    ['brick', 'card', 4.5],
    ['brick', 'paper', 4.5],
    ['field', 'card', 3],
    ['field', 'paper', 3],
    ['focus', 'paper', 3],
    ['focus', 'card', 3],
  ];
  test.each(pairs)('%s on %s has at least %d : 1 in light and dark', (text, ground, least) => {
    const ratios = [scheme(false), scheme(true)].map((colours) =>
      contrast(colours.get(text)!, colours.get(ground)!),
    );

    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(least);
  });
});
