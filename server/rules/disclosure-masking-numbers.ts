import { circledAsDigits } from '#server/rules/circled-digits.ts';
import type { ColumnIs } from '#server/rules/disclosure-book.ts';
import type { Span } from '#server/rules/disclosure-masking-addresses.ts';
import {
  findLoose,
  isReference,
  kindByLength,
  MOBILE,
  type NumberPlace,
} from '#server/rules/disclosure-masking-loose.ts';
import { findFolded } from '#server/rules/masking.ts';
import { type Found, findPlates } from '#server/rules/personal-numbers.ts';

/**
 * Finds numbers of people in a folded cell: all that `findPersonal` finds, also with other marks
 * between and digits of other scripts, and where a row is a person or a cell a name, what only may be
 * one. `allowed` are digits that may stand.
 */
export function findAllNumbers(
  folded: string,
  { column, item }: NumberPlace,
  allowed: readonly string[],
): Found[] {
  if (hasTooFewDigits(folded)) return findPlates(folded);
  const text = inPlainDigits(folded);
  if (isFigure(text, column.is)) return wholeNumber(text);
  const found = findFolded(text, allowed).filter((one) => !isReference(text, one));
  const digits = circledAsDigits(text);
  const loose = findLoose(digits, { column, item }).filter(
    (one) => !isReference(text, one) && !isAllowed(digits.slice(one.start, one.end), allowed),
  );
  return [...found, ...loose];
}

/** Tells whether an amount or a count, as it is kept, is a telephone number in truth. */
export function isPhoneAsNumber(value: number, is: ColumnIs): boolean {
  const size = Math.abs(value);
  if (is === 'money') return MOBILE.test(String(Math.trunc(size / 100)));
  return MOBILE.test(String(is === 'quantity' ? Math.trunc(size / 1000) : size));
}

const DIGITS = /[\p{Nd}\p{No}零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖㈠-㈨]/gu;

/** 3组 is no number of anybody; the shortest that is tells the last four of an ID number. */
function hasTooFewDigits(folded: string): boolean {
  return (folded.match(DIGITS)?.length ?? 0) < 4 && !/qq|微信|wechat|vx/.test(folded);
}

/** A whole amount, area or count, with its marks; whatever else stands with it makes it a text. */
function isFigure(text: string, is: ColumnIs): boolean {
  const isColumnOfFigures = is === 'money' || is === 'quantity' || is === 'count';
  return isColumnOfFigures && /^[-+(¥ ]*[\d, ]+(?:\.\d*)?[ 万元)]*$/.test(text);
}

/** No village has 13,800,138,000 元, nor any amount of twelve digits. */
function wholeNumber(text: string): Found[] {
  const digits = text.replace(/\..*$/, '').replace(/\D/g, '');
  const isNumber = MOBILE.test(digits) || digits.length >= 12 || /^0\d{9,}$/.test(digits);
  return isNumber ? [{ kind: kindByLength(digits), start: 0, end: text.length }] : [];
}

/** Digits of other scripts, letters that stand for digits and marks that nobody else parts with; as long as before. */
export function inPlainDigits(folded: string): string {
  const text = ODD_DIGIT.test(folded) ? folded.replace(ODD_DIGITS, asciiDigit) : folded;
  return text
    .replace(LIKE_DIGITS, (run) => run.replace(/o/g, '0').replace(/[il]/g, '1'))
    .replace(ODD_MARKS, (marks) => '-'.repeat(marks.length));
}

const ODD_DIGIT = /(?!\d)\p{Nd}/u;
const ODD_DIGITS = /(?!\d)\p{Nd}/gu;

/** Every script has its ten digits in one row of ten. */
function asciiDigit(sign: string): string {
  if (sign.length > 1) return sign;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCharCode(sign.charCodeAt(0) - value - 1))) {
    value += 1;
  }
  return String(value);
}

const LIKE_DIGITS = /(?<![a-z\d])(?=(?:[oil]*\d){6})[\doil]{11,19}(?![a-z\d])/g;
const ODD_MARKS =
  /(?<=\d)(?=[^\p{L}\p{N}]{0,2}[^\p{L}\p{N} \t‐‑‒–—―.·•_~/()*、,-])[^\p{L}\p{N}]{1,3}(?=\d)/gu;

function isAllowed(run: string, allowed: readonly string[]): boolean {
  const digits = run.replace(/\D/g, '');
  return allowed.some((one) => one === digits || (one.length > 6 && one.endsWith(digits)));
}

/** A text in which these places hold nothing, so that names end there. */
export function blanked(text: string, places: readonly Span[]): string {
  return places.reduce(
    (rest, { start, end }) => rest.slice(0, start) + '\n'.repeat(end - start) + rest.slice(end),
    text,
  );
}
