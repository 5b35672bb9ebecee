/**
 * Money is whole 分, quantities are whole thousandths, counts whole things. Text is taken apart
 * digit by digit and never goes through a float: 0.1 and 0.2 make 0.30 in an account.
 */

/** The sign, the whole part and the decimals of what somebody typed. */
interface Digits {
  isNegative: boolean;
  whole: string;
  decimals: string;
}

/** Ten billion 元: more than any village has, and far within what stays exact. */
const MOST_FEN = 1_000_000_000_000;
const FEN_DECIMALS = 2;
const WAN_DECIMALS = 6;
const QUANTITY_DECIMALS = 3;
/** So near to a whole 分 a number in a spreadsheet must be; what is further off was never one. */
const NOISE = 1e-4;

const PLAIN = /^\d+$/;
const GROUPED = /^\d{1,3}(?:,\d{3})+$/;

/**
 * The 分 of an amount as people write it: '1,234.5', '￥１，２３４．５０', '12.64万元', '-12', '（12）'
 * and '红字12' for 冲红. Null for anything else, for a half 分, and for more than a village has.
 */
export function parseMoney(text: string): number | null {
  const bare = withoutRed(plain(text));
  const inWan = /^(.*?)万元?$/.exec(bare.text);
  const inYuan = (inWan?.[1] ?? bare.text)
    .replace(/^(?:人民币|RMB|CNY)/i, '')
    .replace(inWan ? /$/ : /元整?$/, '');
  const digits = digitsOf(inYuan.replace(/^([-+]?)¥/, '$1').replace(/^¥([-+]?)/, '$1'));
  if (!digits || (bare.isRed && digits.isNegative)) return null;
  const signed = { ...digits, isNegative: digits.isNegative || bare.isRed };
  const fen = scaled(signed, inWan ? WAN_DECIMALS : FEN_DECIMALS);
  return fen === null || Math.abs(fen) > MOST_FEN ? null : fen;
}

/** The 分 of a number that a spreadsheet keeps as a float; null where it names no whole 分. */
export function moneyOfNumber(yuan: number): number | null {
  const fen = Math.round(yuan * 100);
  const isWhole = Math.abs(yuan * 100 - fen) < NOISE && Math.abs(fen) <= MOST_FEN;
  return isWhole ? fen + 0 : null;
}

/** '126,431.72' of 12643172 分; '-1,200.00' of 冲红. */
export function moneyText(fen: number): string {
  const { sign, whole, rest } = split(fen, FEN_DECIMALS);
  return `${sign}${grouped(whole)}.${rest}`;
}

/** '126431.72' as files for machines have it. */
export function plainMoney(fen: number): string {
  const { sign, whole, rest } = split(fen, FEN_DECIMALS);
  return `${sign}${whole}.${rest}`;
}

/** '12.64' 万元 of 12643172 分, rounded; only ever beside the exact yuan. */
export function wanText(fen: number): string {
  const hundredths = Math.round(Math.abs(fen) / 10_000);
  const { whole, rest } = split(hundredths, FEN_DECIMALS);
  return `${fen < 0 && hundredths > 0 ? '-' : ''}${grouped(whole)}.${rest}`;
}

/** Thousandths of a quantity with at most three decimals (亩, 吨); null for anything else. */
export function parseQuantity(text: string): number | null {
  const bare = plain(text).replace(/(?:亩|平方米|吨|度|方|天|个|台|户|人)$/, '');
  const digits = digitsOf(bare);
  return digits && scaled(digits, QUANTITY_DECIMALS);
}

/** '3.25' of 3250 thousandths, '1,200' of 1200000. */
export function quantityText(thousandths: number): string {
  const { sign, whole, rest } = split(thousandths, QUANTITY_DECIMALS);
  const decimals = rest.replace(/0+$/, '');
  return `${sign}${grouped(whole)}${decimals === '' ? '' : `.${decimals}`}`;
}

/** '1200.5' of 1200500 thousandths, as files for machines have it. */
export function plainQuantity(thousandths: number): string {
  return quantityText(thousandths).replaceAll(',', '');
}

/** A count of people or things, never below nothing; '38人' and '38.0' are 38. */
export function parseCount(text: string): number | null {
  const digits = digitsOf(plain(text).replace(/[人户个次份件台项%]$/, ''));
  return digits === null || digits.isNegative ? null : scaled(digits, 0);
}

// '（12）' and '红字' are how bookkeepers take a line back.
function withoutRed(text: string): { text: string; isRed: boolean } {
  const [, inside] =
    /^\((.+)\)$/.exec(text) ?? /^红字(.+)$/.exec(text) ?? /^(.+?)\(?红字\)?$/.exec(text) ?? [];
  return inside === undefined ? { text, isRed: false } : { text: inside, isRed: true };
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/\s/g, '');
}

function digitsOf(text: string): Digits | null {
  const [, sign, whole = '', decimals = ''] = /^([-+]?)([\d,]*)(?:\.(\d*))?$/.exec(text) ?? [];
  const isNumber = sign !== undefined && (PLAIN.test(whole) || GROUPED.test(whole));
  return isNumber ? { isNegative: sign === '-', whole: whole.replace(/,/g, ''), decimals } : null;
}

// Noughts behind the last decimal that counts change nothing; any other digit there is a fault.
function scaled({ isNegative, whole, decimals }: Digits, places: number): number | null {
  if (/[1-9]/.test(decimals.slice(places))) return null;
  const value = Number(whole + decimals.slice(0, places).padEnd(places, '0'));
  if (!Number.isSafeInteger(value)) return null;
  return isNegative && value > 0 ? -value : value;
}

function split(value: number, places: number): { sign: string; whole: string; rest: string } {
  const digits = String(Math.abs(value)).padStart(places + 1, '0');
  const at = digits.length - places;
  return { sign: value < 0 ? '-' : '', whole: digits.slice(0, at), rest: digits.slice(at) };
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
}
