import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const folder = new URL('../../content/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

/** A law as a file of content/ names it. */
interface Named {
  file: string;
  law: string;
  version: string;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** '农村集体经济组织法第28条：…' → its name; '' where a text names none. */
function lawOf(source: unknown): string {
  const said = isObject(source) && typeof source.zh === 'string' ? source.zh : '';
  return /^(.+?)(?:第\d+条)?：/.exec(said)?.[1] ?? '';
}

/** Every law in a file with its version: by name, by a table of names, or by the text of its source. */
function lawsIn(file: string, value: unknown): Named[] {
  if (!isObject(value)) return [];
  const { law, lawVersion, zh, source } = value;
  const own: Named[] = [];
  if (typeof lawVersion === 'string') {
    const name = isObject(law) ? law.zh : zh;
    own.push({ file, law: String(name), version: lawVersion });
  } else if (typeof law === 'string' && 'body' in value) {
    own.push({ file, law: lawOf(source), version: law });
  }
  return [...own, ...Object.values(value).flatMap((inner) => lawsIn(file, inner))];
}

const named = files.flatMap((file) =>
  lawsIn(file, JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
);
const laws = [...new Set(named.map(({ law }) => law))];

describe('a law has one version over all of content/, the day on which its text was adopted', () => {
  test.each(laws)('%s', (law) => {
    const versions = new Set(named.filter((one) => one.law === law).map(({ version }) => version));

    expect([...versions]).toHaveLength(1);
  });

  test('and the collective’s law is that of June 2024, in force since May 2025', () => {
    const collectives = named.filter(({ law }) => law === '农村集体经济组织法');

    expect(new Set(collectives.map(({ version }) => version))).toEqual(new Set(['2024-06-28']));
    expect(new Set(collectives.map(({ file }) => file)).size).toBe(4);
  });

  test('and every one is named', () => {
    expect(laws).not.toContain('');
    expect(laws).not.toContain('undefined');
  });
});
