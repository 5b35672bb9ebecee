import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { fold } from '#server/rules/fold.ts';

let jieba: Jieba | undefined;

/** Teaches jieba words of the county, such as the names of its villages. */
export function learnWords(words: string[]): void {
  const lines = words.map((word) => fold(word).trim()).filter((word) => /^\S{2,}$/.test(word));
  if (lines.length > 0) segmenter().loadDict(asDictionary(lines));
}

/**
 * Cuts texts into folded words for the search index and for queries alike. With characters,
 * every single character of the text follows, so that 灯 finds 路灯.
 */
export function segmentTexts(texts: string[], withCharacters: boolean): string[][] {
  return texts.map((text) => {
    const folded = fold(text);
    // Without guessing of unknown words: a name must be cut alone as it is cut in a sentence.
    const words = segmenter().cutForSearch(folded, false).filter(isWord);
    return withCharacters ? [...words, ...charactersOf(folded, words)] : words;
  });
}

function segmenter(): Jieba {
  jieba ??= withCountyWords();
  return jieba;
}

function withCountyWords(): Jieba {
  const made = Jieba.withDict(dict);
  const file = readFileSync(join(process.cwd(), 'content/search-words.txt'), 'utf8');
  const words = file.split('\n').map((line) => line.trim());
  made.loadDict(asDictionary(words.filter((word) => word !== '' && !word.startsWith('#'))));
  return made;
}

/** So often that the word is preferred to its parts. */
const OFTEN = 20_000;

function asDictionary(words: string[]): Buffer {
  return Buffer.from(words.map((word) => `${word} ${OFTEN} n\n`).join(''));
}

function isWord(word: string): boolean {
  return /[\p{L}\p{N}]/u.test(word);
}

function charactersOf(text: string, words: string[]): string[] {
  const known = new Set(words);
  const characters = new Set(text.match(/\p{Script=Han}/gu) ?? []);
  return [...characters].filter((character) => !known.has(character));
}
