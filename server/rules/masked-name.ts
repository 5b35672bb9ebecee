import { fold } from '#server/rules/fold.ts';
import { COMPOUND_SURNAMES } from '#server/rules/surnames.ts';

/**
 * Masks a person's name for the public (domain rules §6): in lists 张* and 张*明, on appeals
 * 张* and 张**; surnames of two characters stay whole (欧阳*); 买买提·吐尔逊 is 买**·***.
 * Counts what people see as one character.
 */
export function maskName(name: string, where: 'list' | 'appeal'): string {
  const written = name.trim();
  if (NAME_PARTS.test(written)) return maskPartedName(written);
  const letters = graphemes(written);
  if (letters.length <= 1) return '*'.repeat(letters.length);
  const surname = letters.length > 2 && COMPOUND_SURNAMES.has(fold(written).slice(0, 2)) ? 2 : 1;
  const given = letters.length - surname;
  const showsLast = where === 'list' && given > 1;
  const stars = '*'.repeat(showsLast ? given - 1 : given);
  return letters.slice(0, surname).join('') + stars + (showsLast ? (letters.at(-1) ?? '') : '');
}

const NAME_PARTS = /[\s·•・‧.]/;
function maskPartedName(name: string): string {
  let seen = 0;
  return graphemes(name)
    .map((letter) => {
      if (NAME_PARTS.test(letter)) return letter;
      seen += 1;
      return seen === 1 ? letter : '*';
    })
    .join('');
}

function graphemes(text: string): string[] {
  return [...SEGMENTER.segment(text)].map(({ segment }) => segment);
}

const SEGMENTER = new Intl.Segmenter('zh', { granularity: 'grapheme' });
