import traditionalToSimplified from 'opencc-js/dict/TSCharacters';

/**
 * Folds a text for search and comparison: full-width to half-width (NFKC), lower case,
 * 繁體 to 简体. A word folds alone exactly as it folds inside a sentence, so that a query
 * meets its document; that is why characters are folded one by one and not as phrases.
 */
export function fold(text: string): string {
  let folded = '';
  for (const character of text.normalize('NFKC').toLowerCase()) {
    folded += simplify(character);
  }
  return folded;
}

export interface FoldedText {
  text: string;
  /** For each code unit of `text`, where it begins in the original; one more entry for the end. */
  at: number[];
}

/**
 * Folds like `fold`, but one character at a time and with a map back to the original.
 * Characters that nobody sees (zero-width spaces, variation selectors) are left out, or they
 * would hide a telephone number from the rules; characters that would become several stay.
 */
export function foldWithMap(original: string): FoldedText {
  const at: number[] = [];
  let text = '';
  let index = 0;
  for (const character of original) {
    const folded = foldOnce(character);
    if (folded !== null) {
      text += folded;
      for (let unit = 0; unit < folded.length; unit += 1) at.push(index);
    }
    index += character.length;
  }
  at.push(original.length);
  return { text, at };
}

const INVISIBLE = /\p{Cf}|\p{Variation_Selector}|\u{20E3}|\u{034F}/u;
/** ① is a list mark before a number, not its first digit. */
const NUMBER_SIGN = /\p{No}/u;

/** More than anyone uses; somebody who sends every sign there is must not fill the memory. */
const MOST_KEPT = 20_000;
const folds = new Map<string, string | null>();

/** A character as it folds, null for one that nobody sees; each is worked out once. */
function foldOnce(character: string): string | null {
  const known = folds.get(character);
  if (known !== undefined) return known;
  const folded = INVISIBLE.test(character) ? null : foldCharacter(character);
  if (folds.size >= MOST_KEPT) folds.clear();
  folds.set(character, folded);
  return folded;
}

function foldCharacter(character: string): string {
  if (character < '\u{80}') return character.toLowerCase();
  if (NUMBER_SIGN.test(character)) return character;
  const folded = character.normalize('NFKC').toLowerCase();
  const [first = character] = folded;
  if (first !== folded) return character;
  return simplify(folded);
}

/** Characters that the dictionary leaves to its phrases, because they have two readings. */
const AMBIGUOUS: [string, string][] = [
  ['著', '着'],
  ['瞭', '了'],
  ['妳', '你'],
  ['甚', '什'],
];

let simplified: Map<string, string> | undefined;

function simplify(character: string): string {
  if (character < '\u{3400}') return character;
  simplified ??= readDictionary();
  return simplified.get(character) ?? character;
}

function readDictionary(): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const line of traditionalToSimplified.split('|')) {
    const [traditional, first] = line.split(' ');
    if (traditional && first) pairs.set(traditional, first);
  }
  return new Map([...pairs, ...AMBIGUOUS]);
}
