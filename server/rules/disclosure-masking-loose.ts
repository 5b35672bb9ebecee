import type { ColumnIs } from '#server/rules/disclosure-book.ts';
import { hasIdChecksum, isCardNumber } from '#server/rules/number-checks.ts';
import type { Found, PersonalKind } from '#server/rules/personal-numbers.ts';

/** What a column holds, and whether its rows are people. */
export interface NumberPlace {
  column: { code: string; is: ColumnIs };
  item: { isPersonal: boolean };
}

/** A mobile number, its digits in a row. */
export const MOBILE = /^1[3-9]\d{9}$/;

/**
 * Finds what no check proves, in a folded text with plain digits: numbers that are masked in part, run
 * together, copied with a wrong digit; and where a cell is a name or a row a person, any long number.
 */
export function findLoose(text: string, { column, item }: NumberPlace): Found[] {
  const isOfReferences = OF_REFERENCES.has(column.code);
  return [
    ...looseIn(text, PARTLY_MASKED),
    ...looseIn(text, RUN_TOGETHER),
    ...looseIn(text, LIKE_ID, 'id'),
    ...looseIn(text, LIKE_CARDS),
    ...looseIn(text, CHAT_NAME, 'mobile'),
    ...looseIn(text, PAPER_NUMBER, 'id'),
    ...(column.is === 'name' ? looseIn(text, ANY_DIGITS) : []),
    ...(column.is === 'officer' || column.is === 'party' ? looseIn(text, MANY_DIGITS) : []),
    ...(item.isPersonal && !isOfReferences ? looseIn(text, LONG_NUMBER) : []),
  ];
}

/** 138****5678 tells too much already. */
const PARTLY_MASKED = /\d{3,14}[*●■※]{3,14}\d{0,6}x?/g;
const ID_BODY =
  '(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91)\\d{4}(?:19|20)\\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}';
const ID = `${ID_BODY}[\\dx]`;
const HAS_ID = new RegExp(ID);
/** An ID number within more digits (残疾人证 adds two), telephone numbers one after the other. */
const RUN_TOGETHER = new RegExp(
  `(?<!\\d)\\d{0,19}${ID}(?:\\d{2,19}(?:b\\d)?|(?<=x)\\d{2})(?!\\d)|(?<!\\d)\\d{2,19}${ID}(?!\\d)|(?<!\\d)(?:1[3-9]\\d{9}){2,4}(?!\\d)`,
  'g',
);
/** Copied with a wrong digit, or with another sign for X, it still tells nearly all. */
const LIKE_ID = new RegExp(`(?<![\\da-z])${ID_BODY}[\\dx*×χх](?![\\da-z])`, 'g');
/** Cards of this country begin with 62; of codes of places, only those of Gansu do. */
const LIKE_CARD = /(?<!\d)62\d{14,17}(?!\d)/;
const LIKE_CARDS = new RegExp(LIKE_CARD, 'g');
/** What stands behind 微信号 and its like, and behind 护照. */
const CHAT_NAME =
  /(?<=(?:qq|微信|wechat|vx)(?:账号|号)?(?:码|群)?[: 为是]{0,3})(?:[a-z][\w-]{5,19}|\d{5,12})/g;
const PAPER_NUMBER =
  /(?<=(?:护照|通行证|军官证|士兵证|残疾人?证|社保号?|医保号?|学籍|病历|住院)号?码?[: 为是]{0,3})[a-z]{0,3}\d{5,20}/g;
/** No date, no sum. */
const MANY_DIGITS =
  /(?<![\d.-])(?!(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|[\d,]+\.\d{1,2}(?!\d))\d(?:[^\p{L}\p{N}(]{0,3}\d){6,}x?/gu;
/** Nobody's name has digits. */
const ANY_DIGITS = /\d(?:[^\p{L}\p{N}(]{0,3}\d){4,}x?/gu;
/** Longer than a telephone number; no date with its number behind, and no code of a place. */
const LONG_NUMBER =
  /(?<![\d字第])(?:\d{15,}x?|(?!20\d\d(?:0[1-9]|1[0-2])|(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1345])\d{10}(?!\d))\d{12,14}|\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?)(?!\d|号|元)/g;
/** Columns of numbers that are things': meters, permits, vouchers, parcels. */
export const OF_REFERENCES = new Set(['meter', 'permit', 'voucher', 'parcel', 'number', 'filing']);

function looseIn(text: string, pattern: RegExp, kind?: PersonalKind): Found[] {
  return [...text.matchAll(pattern)].map(({ 0: run, index }) => ({
    kind: kind ?? kindByLength(run.replace(/[^\dx]/g, '')),
    start: index,
    end: index + run.length,
  }));
}

/** What a number may be by how many digits it has. */
export function kindByLength(digits: string): PersonalKind {
  if (digits.length === 18 || digits.length === 15 || HAS_ID.test(digits)) return 'id';
  if (digits.length < 15 && /^1[3-9]\d{9}|1[3-9]\d{9}$/.test(digits)) return 'mobile';
  return digits.length > 12 ? 'card' : 'landline';
}

const REFERENCE =
  /(?:地块|宗地|合同|权证|证书|发票|票据|收据|凭证|项目|备案|许可|批准书?|不动产单元|承包方|发包方|信用|案|编|单|流水|文)(?:编|代)?(?:号码?|码)[: 为是]{0,2}$/;
/** How numbers of parcels and contractors begin, and no bank card of as many digits does. */
const LAND_CODE = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[13-5])\d{12,17}$/;

/** Tells whether an unproven number is a thing's, because it stands behind 地块编码 or its like. */
export function isReference(text: string, { kind, start, end }: Found): boolean {
  if (!REFERENCE.test(text.slice(Math.max(0, start - 14), start))) return false;
  const digits = text.slice(start, end).replace(/[^\dx]/g, '');
  if (kind === 'id') return digits.length === 18 && !hasIdChecksum(digits);
  if (kind === 'landline') return true;
  const isUnproven = digits.length > 19 ? !HAS_ID.test(digits) : !isCardNumber(digits);
  return kind === 'card' && !LIKE_CARD.test(digits) && (isUnproven || LAND_CODE.test(digits));
}
