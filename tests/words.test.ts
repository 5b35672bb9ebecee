import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import classes from '#content/appeal-classes.json' with { type: 'json' };
import { type Words, wordsFor } from '#content/messages/words.ts';
import rules from '#content/rules.json' with { type: 'json' };
import '#server/kinds.ts';
import { permissions } from '#server/kernel/permissions.ts';
import { removalRules } from '#server/moderation/forms.ts';
import { plainKinds } from '#server/plain/kinds.ts';
import { appealStates } from '#server/rules/appeal-states.ts';

const folder = new URL('../content/messages/', import.meta.url);
const filesOf = (lang: 'zh' | 'en') => readdirSync(new URL(`${lang}/`, folder)).sort();
const codeOf = (lang: 'zh' | 'en', file: string) =>
  readFileSync(new URL(`${lang}/${file}`, folder), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');

const HAN = /\p{Script=Han}/u;
/** Chinese that an English reader must see as it is: the switch of language, how a group is written. */
const SHOWN_AS_IT_IS = ['中文', '3组'];

/** Both languages of the plain kinds, by the file in which they stand. */
const plain = new Map(plainKinds().map(({ list, words }) => [`${list}.ts`, words]));

type Leaf = [path: string, value: unknown];

/** What a word says; its gaps filled with something that is not Chinese. */
function said(value: unknown): string {
  return typeof value === 'function' ? value('village', 'x') : String(value);
}

/** Every word of a catalogue with its path; functions are words with gaps. */
function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

const languages: ['zh' | 'en', Words][] = [
  ['zh', wordsFor('zh')],
  ['en', wordsFor('en')],
];

describe('the catalogue has both languages', () => {
  test('file by file', () => {
    expect(filesOf('en')).toEqual(filesOf('zh'));
  });

  test('word by word', () => {
    const shape = (words: Words) => leaves(words).map(([path, value]) => `${path} ${typeof value}`);

    expect(shape(wordsFor('en')).sort()).toEqual(shape(wordsFor('zh')).sort());
  });

  test('every file is in use', () => {
    const names = filesOf('zh').map((file) =>
      file.replace('.ts', '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    );

    expect(Object.keys(wordsFor('zh')).sort()).toEqual(names.sort());
  });

  test('no word is empty in Chinese, and what is empty in English stands in the sentence around it', () => {
    const empty = leaves(wordsFor('zh')).filter(([, value]) => value === '');

    expect(empty).toEqual([]);
  });

  test.each(filesOf('en'))('no Chinese is left in en/%s', (file) => {
    const left = codeOf('en', file)
      .split('\n')
      .filter((line) =>
        HAN.test(SHOWN_AS_IT_IS.reduce((rest, word) => rest.replace(word, ''), line)),
      );

    expect(left).toEqual([]);
  });

  test.each(filesOf('zh'))('zh/%s is punctuated in full width', (file) => {
    const half = codeOf('zh', file)
      .split('\n')
      .filter((line) => /\p{Script=Han}[,;?!](?!\))|[,;?!]\p{Script=Han}/u.test(line));

    expect(half).toEqual([]);
  });

  test.each(filesOf('zh'))('zh/%s speaks without office slogans', (file) => {
    const slogans = /附议|高度重视|敬请谅解|黄牌|红牌|!'|！/;

    expect(
      codeOf('zh', file)
        .split('\n')
        .filter((line) => slogans.test(line)),
    ).toEqual([]);
  });
});

describe('each plain kind has both languages in one file', () => {
  test('file by file', () => {
    const files = readdirSync(new URL('plain/', folder)).sort();

    expect([...plain.keys()].sort()).toEqual(files);
  });

  test.each([...plain])('%s, word by word', (_file, { zh, en }) => {
    const keys = (words: object) => leaves(words).map(([path]) => path);

    expect(keys(en).sort()).toEqual(keys(zh).sort());
    expect(leaves(zh).filter(([, value]) => !HAN.test(said(value)))).toEqual([]);
    expect(leaves(en).filter(([, value]) => HAN.test(said(value)))).toEqual([]);
  });
});

describe('every value that a page can meet has its words', () => {
  const people = new Set(['visitor', 'phone_user', 'villager']);
  const posts = [...new Set<string>(Object.values(permissions).flat())].filter(
    (role) => !people.has(role),
  );

  test.each(languages)('in %s', (_lang, words) => {
    const tables: [string, readonly string[], Record<string, unknown>][] = [
      ['states of an appeal', appealStates, words.appeals.state],
      ['posts people hold', posts, words.common.post],
      ['grades', rules.ratings.grades, words.appeals.own.grades],
      ['rules of removal', removalRules, words.moderation.rules],
    ];

    for (const [name, values, table] of tables) {
      expect(Object.keys(table), name).toEqual(expect.arrayContaining([...values]));
    }
  });

  test('classes and pictures carry both languages where they are edited', () => {
    const nameless = [...classes.pictures, ...classes.classes].filter(({ zh, en }) => !zh || !en);

    expect(nameless).toEqual([]);
  });
});
