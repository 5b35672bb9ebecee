/** Digits in rings, brackets and small type, from one to nine in each row; then the noughts. */
const ROWS = [
  '①②③④⑤⑥⑦⑧⑨',
  '❶❷❸❹❺❻❼❽❾',
  '➀➁➂➃➄➅➆➇➈',
  '➊➋➌➍➎➏➐➑➒',
  '⓵⓶⓷⓸⓹⓺⓻⓼⓽',
  '⑴⑵⑶⑷⑸⑹⑺⑻⑼',
  '⒈⒉⒊⒋⒌⒍⒎⒏⒐',
  '㈠㈡㈢㈣㈤㈥㈦㈧㈨',
  '㊀㊁㊂㊃㊄㊅㊆㊇㊈',
  '¹²³⁴⁵⁶⁷⁸⁹',
  '₁₂₃₄₅₆₇₈₉',
];
const NOUGHTS = '⓪⓿⁰₀';

const values = new Map([
  ...ROWS.flatMap((row) => [...row].map((sign, at): [string, string] => [sign, String(at + 1)])),
  ...[...NOUGHTS].map((sign): [string, string] => [sign, '0']),
]);
/** All of these signs, to stand in a class of a pattern. */
export const CIRCLED = [...values.keys()].join('');
const SIGN = new RegExp(`[${CIRCLED}]`, 'g');

/** Reads ①③⑧ as 138; every other sign stays, and the text keeps its length. */
export function circledAsDigits(text: string): string {
  return text.replace(SIGN, (sign) => values.get(sign) ?? sign);
}
