import { CIRCLED, circledAsDigits } from '#server/rules/circled-digits.ts';
import { fold, foldWithMap } from '#server/rules/fold.ts';
import {
  digitsOf,
  type Found,
  findNumbers,
  findPlates,
  type PersonalKind,
} from '#server/rules/personal-numbers.ts';

/** A personal datum in a text; `start` and `end` count UTF-16 units of the original. */
export interface Finding {
  kind: PersonalKind;
  start: number;
  end: number;
}

/**
 * Finds telephone, ID and bank card numbers and car plates in free text, also with spaces,
 * full-width, Chinese or circled digits. `allowed` are numbers that may stand, such as the village
 * office's; service numbers (110, 12345, 12388 …) are too short to be found at all.
 */
export function findPersonal(original: string, options: { allowed?: string[] } = {}): Finding[] {
  const { text, at } = foldWithMap(original);
  return findFolded(text, (options.allowed ?? []).map(digitsOf)).map(({ kind, start, end }) => ({
    kind,
    start: at[start] ?? 0,
    end: endOf(at, end),
  }));
}

/** The same in a text that is folded already; `allowed` are digits only, places count in this text. */
export function findFolded(folded: string, allowed: readonly string[]): Found[] {
  const found = findNumbers(folded, allowed);
  for (const reading of otherReadings(folded)) {
    found.push(...findNumbers(reading, allowed).filter(apartFrom(found)));
  }
  return [...found, ...findPlates(folded)].sort((a, b) => a.start - b.start);
}

/**
 * The text with its digits read otherwise, as long as before. ① before a number is the mark of a list,
 * ①③⑧ may be a number itself; 张三一三八… tells a name first, 一三八…三组 a group behind: so a long run
 * is read whole, and without what its first and last signs may be.
 */
function otherReadings(folded: string): string[] {
  const circled = circledAsDigits(folded);
  if (!folded.match(WRITTEN_OUT)?.some((run) => /\P{ASCII}/u.test(run))) {
    return circled === folded ? [] : [circled];
  }
  const readings = CUTS.map(([first, last]) =>
    folded.replace(WRITTEN_OUT, (run) => {
      const end = run.length - last;
      return run.slice(0, first) + inAsciiDigits(run.slice(first, end)) + run.slice(end);
    }),
  );
  return [...new Set([circled, ...readings])].filter((text) => text !== folded);
}

function apartFrom(others: Found[]): (one: Found) => boolean {
  return (one) => others.every(({ start, end }) => end <= one.start || one.end <= start);
}

/** Puts ■ for each character of each finding, spaces aside, so that the text keeps its length. */
export function maskPersonal(text: string, findings: Finding[]): string {
  let masked = '';
  let done = 0;
  for (const { start, end } of [...findings].sort((a, b) => a.start - b.start)) {
    if (start < done) continue;
    masked += text.slice(done, start) + blackened(text.slice(start, end));
    done = end;
  }
  return masked + text.slice(done);
}

/**
 * 隐私更正: puts ■ for every occurrence of one datum, however it was typed: with spaces or
 * hyphens between, full-width, in 繁體 or in capitals. A short number only as a whole number.
 */
export function redact(original: string, datum: string): string {
  const wanted = fold(datum).replace(BETWEEN, '');
  if (wanted === '') return original;
  const { text, at } = foldWithMap(original);
  const isShortNumber = /^\d{1,6}$/.test(wanted);
  const between = /^\d{7,}x?$/.test(wanted) ? BETWEEN_DIGITS : BETWEEN_LETTERS;
  const letters = [...wanted].map(escapeForPattern).join(between);
  const pattern = isShortNumber ? `(?<!\\d)${letters}(?!\\d)` : letters;
  const findings: Finding[] = [];
  for (const match of text.matchAll(new RegExp(pattern, 'gu'))) {
    const end = endOf(at, match.index + match[0].length);
    findings.push({ kind: 'id', start: at[match.index] ?? 0, end });
  }
  return maskPersonal(original, findings);
}

const SPOKEN = '零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖';
const SPOKEN_VALUES = '0001234567891123456789';

const A_DIGIT = `[\\d${SPOKEN}${CIRCLED}]`;
const WRITTEN_OUT = new RegExp(`${A_DIGIT}(?:[ \\-·.,、*]{0,2}${A_DIGIT}){10,}`, 'g');
/** How many signs of a run belong to what stands before and behind it. */
const CUTS = [0, 1, 2].flatMap((first) => [0, 1, 2].map((last) => [first, last] as const));

/** Reads digits that are written as words or in rings as plain ones; as long as before. */
export function inAsciiDigits(run: string): string {
  return circledAsDigits(run).replace(
    /\D/g,
    (digit) => SPOKEN_VALUES[SPOKEN.indexOf(digit)] ?? digit,
  );
}

const BETWEEN = /[ \t\-‐‑‒–—―·•.()（）]/g;
const BETWEEN_LETTERS = '[ \\t\\-‐‑‒–—―·•.()]{0,3}';
/** 张三、李四 are two people, 199、0000、1234 is one number. */
const BETWEEN_DIGITS = '[ \\t\\-‐‑‒–—―·•.()、,*]{0,3}';

function endOf(at: number[], end: number): number {
  return at[end] ?? at.at(-1) ?? 0;
}

function blackened(datum: string): string {
  return datum.replace(/\S/gu, '■');
}

function escapeForPattern(letter: string): string {
  return letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
