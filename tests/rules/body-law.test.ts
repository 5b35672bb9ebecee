import { describe, expect, test } from 'vitest';
import file from '#content/bodies.json' with { type: 'json' };
import type { BodyCode } from '#server/rules/bodies.ts';
import { type BodyFile, bodiesOf, checkRoll } from '#server/rules/body-law.ts';

const sichuan = bodiesOf(file as BodyFile, '510681');
const henan = bodiesOf(file as BodyFile, '411381');

function verdict(body: BodyCode, code: string, [size, women, households]: number[], book = henan) {
  const facts = { size: size ?? 0, women: women ?? 0, households: households ?? 0 };
  const found = checkRoll(book, body, facts).find(({ rule }) => rule.code === code);
  return found && `${found.from}–${found.to ?? ''} ${found.verdict}`;
}

describe('what the law asks of a roll', () => {
  test.each([
    // size, women, households
    ['representatives', 'women', [45, 15, 500], '15– met'],
    ['representatives', 'women', [45, 14, 500], '15– unmet'],
    // A third of 46 is more than fifteen people.
    ['representatives', 'women', [46, 15, 500], '16– unmet'],
    ['representatives', 'women', [46, 16, 500], '16– met'],
    ['representatives', 'women', [1, 0, 500], '1– unmet'],
    ['representatives', 'households', [33, 11, 500], '34–100 open'],
    ['representatives', 'households', [34, 12, 500], '34–100 met'],
    ['representatives', 'households', [100, 34, 500], '34–100 met'],
    ['representatives', 'households', [101, 34, 500], '34–100 open'],
    // Three households choose one, not none.
    ['representatives', 'households', [1, 1, 3], '1–1 met'],
    ['village_committee', 'size', [2, 1, 500], '3–7 unmet'],
    ['village_committee', 'size', [3, 1, 500], '3–7 met'],
    ['village_committee', 'size', [7, 1, 500], '3–7 met'],
    ['village_committee', 'size', [8, 1, 500], '3–7 unmet'],
    ['village_committee', 'woman', [5, 0, 500], '1– unmet'],
    ['village_committee', 'woman', [5, 1, 500], '1– met'],
    // More than twenty: twenty are too few.
    ['collective_reps', 'size', [20, 5, 300], '21– unmet'],
    ['collective_reps', 'size', [21, 5, 300], '21– met'],
    ['collective_reps', 'households', [61, 5, 300], '20–60 unmet'],
  ] as const)('%s, %s: %j is %s', (body, code, facts, expected) => {
    expect(verdict(body, code, [...facts])).toBe(expected);
  });

  test('twenty representatives are asked for where the province asks for them', () => {
    expect(verdict('representatives', 'size', [19, 7, 200])).toBeUndefined();
    expect(verdict('representatives', 'size', [19, 7, 200], sichuan)).toBe('20– unmet');
    expect(verdict('representatives', 'size', [20, 7, 200], sichuan)).toBe('20– met');
  });

  test('of an empty roll nothing is said', () => {
    expect(checkRoll(sichuan, 'representatives', { size: 0, women: 0, households: 100 })).toEqual(
      [],
    );
  });

  test('every rule names its law, and its article or that nobody has looked it up', () => {
    const rules = [...file.rules, ...file.provinces.flatMap((one) => one.rules)];

    for (const { law, article, confirmed, source } of rules) {
      expect(law).toMatch(/^\d{4}/);
      expect(source.zh && source.en).toBeTruthy();
      expect(article !== null).toBe(confirmed);
    }
  });
});
