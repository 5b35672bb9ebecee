import { circledAsDigits } from '#server/rules/circled-digits.ts';
import type { ColumnIs } from '#server/rules/disclosure-book.ts';
import type { Span } from '#server/rules/disclosure-masking-addresses.ts';
import { findFolded } from '#server/rules/masking.ts';
import { hasIdChecksum } from '#server/rules/number-checks.ts';
import { type Found, findPlates, type PersonalKind } from '#server/rules/personal-numbers.ts';

/** What a column holds, and whether its rows are people. */
export interface NumberPlace {
  column: { code: string; is: ColumnIs };
  item: { isPersonal: boolean };
}

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
  const isOfReferences = OF_REFERENCES.has(column.code);
  const loose = [
    ...looseIn(digits, PARTLY_MASKED),
    ...looseIn(digits, RUN_TOGETHER),
    ...looseIn(digits, CHAT_NAME, 'mobile'),
    ...looseIn(digits, PAPER_NUMBER, 'id'),
    ...(NAMES_STAND_IN.has(column.is) ? looseIn(digits, DIGITS_OF[column.is] ?? MANY_DIGITS) : []),
    ...(item.isPersonal && !isOfReferences ? looseIn(digits, LONG_NUMBER) : []),
  ].sort((a, b) => a.start - b.start);
  const isNew = (one: Found) =>
    !found.some((other) => other.start < one.end && one.start < other.end) &&
    !isReference(text, one) &&
    !isAllowed(digits.slice(one.start, one.end), allowed);
  return [...found, ...loose.filter(isNew)];
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

const MOBILE = /^1[3-9]\d{9}$/;

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
function inPlainDigits(folded: string): string {
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

/** 138****5678 tells too much already. */
const PARTLY_MASKED = /\d{3,14}[*●■※]{3,14}\d{0,6}x?/g;
const ID =
  '(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)\\d{4}(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[\\dx]';
const HAS_ID = new RegExp(ID);
/** An ID number within more digits (残疾人证 adds two), telephone numbers one after the other. */
const RUN_TOGETHER = new RegExp(
  `(?<!\\d)\\d{0,19}${ID}(?:\\d{2,19}(?:b\\d)?|(?<=x)\\d{2})(?!\\d)|(?<!\\d)\\d{2,19}${ID}(?!\\d)|(?<!\\d)(?:1[3-9]\\d{9}){2,4}(?!\\d)`,
  'g',
);
/** What stands behind 微信号 and its like, and behind 护照. */
const CHAT_NAME =
  /(?<=(?:qq|微信|wechat|vx)(?:账号|号)?(?:码|群)?[: 为是]{0,3})(?:[a-z][\w-]{5,19}|\d{5,12})/g;
const PAPER_NUMBER =
  /(?<=(?:护照|通行证|军官证|士兵证|残疾人?证|社保号?|医保号?|学籍|病历|住院)号?码?[: 为是]{0,3})[a-z]{0,3}\d{5,20}/g;
const NAMES_STAND_IN: ReadonlySet<ColumnIs> = new Set(['name', 'officer', 'party']);
/** No date, no sum. */
const MANY_DIGITS =
  /(?<![\d.-])(?!(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|[\d,]+\.\d{1,2}(?!\d))\d(?:[^\p{L}\p{N}]{0,3}\d){6,}x?/gu;
/** Nobody's name has digits. */
const DIGITS_OF: Partial<Record<ColumnIs, RegExp>> = { name: /\d(?:[^\p{L}\p{N}]{0,3}\d){4,}x?/gu };
/** Longer than a telephone number; no date with its number behind, and no code of a place. */
const LONG_NUMBER =
  /(?<![\d字第])(?:\d{15,}x?|(?!20\d\d(?:0[1-9]|1[0-2])|(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1345])\d{10}(?!\d))\d{12,14}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?)(?!\d|号|元)/g;
/** Columns of numbers that are things': meters, permits, vouchers, parcels. */
const OF_REFERENCES = new Set(['meter', 'permit', 'voucher', 'parcel', 'number', 'filing']);

function looseIn(text: string, pattern: RegExp, kind?: PersonalKind): Found[] {
  return [...text.matchAll(pattern)].map(({ 0: run, index }) => ({
    kind: kind ?? kindByLength(run.replace(/[^\dx]/g, '')),
    start: index,
    end: index + run.length,
  }));
}

function kindByLength(digits: string): PersonalKind {
  if (digits.length === 18 || digits.length === 15 || HAS_ID.test(digits)) return 'id';
  if (digits.length < 15 && /^1[3-9]\d{9}|1[3-9]\d{9}$/.test(digits)) return 'mobile';
  return digits.length > 12 ? 'card' : 'landline';
}

function isAllowed(run: string, allowed: readonly string[]): boolean {
  const digits = run.replace(/\D/g, '');
  return allowed.some((one) => one === digits || (one.length > 6 && one.endsWith(digits)));
}

const REFERENCE =
  /(?:地块|宗地|合同|权证|证书|发票|票据|收据|凭证|项目|备案|许可|批准书?|不动产单元|承包方|发包方|信用|案)(?:编|代)?(?:号码?|码)[: 为是]{0,2}$/;
/** How numbers of parcels and contractors begin, and no bank card of as many digits does. */
const LAND_CODE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[13-5])\d{12,17}$/;

/** Behind 地块编码 and its like an unproven number is a thing's. */
function isReference(text: string, { kind, start, end }: Found): boolean {
  if (!REFERENCE.test(text.slice(Math.max(0, start - 14), start))) return false;
  const digits = text.slice(start, end).replace(/[^\dx]/g, '');
  if (kind === 'id') return digits.length === 18 && !hasIdChecksum(digits);
  const isTooLong = digits.length > 19 && !HAS_ID.test(digits);
  return kind === 'landline' || (kind === 'card' && (isTooLong || LAND_CODE.test(digits)));
}

/** A text in which these places hold nothing, so that names end there. */
export function blanked(text: string, places: readonly Span[]): string {
  return places.reduce(
    (rest, { start, end }) => rest.slice(0, start) + '\n'.repeat(end - start) + rest.slice(end),
    text,
  );
}
