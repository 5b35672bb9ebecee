import { fold } from '#server/rules/fold.ts';
import {
  hasIdChecksum,
  isBirthday,
  isCardNumber,
  isOldId,
  looksLikeId,
} from '#server/rules/number-checks.ts';

export type PersonalKind = 'mobile' | 'landline' | 'id' | 'card' | 'plate';

/** A place in a folded text. */
export interface Found {
  kind: PersonalKind;
  start: number;
  end: number;
}

/** Finds telephone, ID and card numbers in a folded text; `allowed` numbers (digits only) may stand. */
export function findNumbers(text: string, allowed: readonly string[]): Found[] {
  const found: Found[] = [];
  for (const chain of text.matchAll(CHAIN)) {
    const groups = groupsOf(chain[0], chain.index);
    for (let first = 0; first < groups.length; first += 1) {
      const longest = longestFrom(text, groups, first, allowed);
      if (!longest) continue;
      if (!longest.isAllowed) found.push(longest.found);
      first = longest.last;
    }
  }
  return found;
}

/** Finds car plates in a folded text: five signs, or six with a letter for cars of new energy (GA 36-2018). */
export function findPlates(text: string): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(PLATE)) {
    const signs = match[1] ?? '';
    const digits = signs.replace(/\D/g, '').length;
    const isPlate = digits >= 2 && (signs.length === 5 || digits < 6);
    const end = match.index + match[0].length;
    if (isPlate) found.push({ kind: 'plate', start: match.index, end });
  }
  return found;
}

/** Keeps only the digits of a number as people write it. */
export function digitsOf(number: string): string {
  return fold(number).replace(/\D/g, '');
}

interface Group {
  digits: string;
  start: number;
  end: number;
}

/** Neighbouring groups of digits that may be one number: '138 0013 8000'. */
interface Candidate {
  digits: string;
  sizes: number[];
  isEvenlySpaced: boolean;
  /** Parted by 、 or commas, as things that are counted up are. */
  isListed: boolean;
  /** A bracket opens within: what stands in it is mostly something else. */
  isBracketed: boolean;
  before: string;
  after: string;
}

/** Digits with at most three marks of separation between; an ID number may end in x. */
const CHAIN = /\d+(?:[ \t\-‐‑‒–—―.·•_~/()*、,]{1,3}\d+)*(?:[ -]?x(?![a-z\d]))?/g;
const LONGEST_NUMBER = 19;

function groupsOf(chain: string, offset: number): Group[] {
  const groups: Group[] = [];
  for (const match of chain.matchAll(/\d+/g)) {
    const start = offset + match.index;
    groups.push({ digits: match[0], start, end: start + match[0].length });
  }
  const last = groups.at(-1);
  if (last && chain.endsWith('x')) {
    last.digits += 'x';
    last.end = offset + chain.length;
  }
  return groups;
}

function longestFrom(text: string, groups: Group[], first: number, allowed: readonly string[]) {
  for (let last = Math.min(groups.length, first + LONGEST_NUMBER) - 1; last >= first; last -= 1) {
    const candidate = candidateOf(text, groups.slice(first, last + 1));
    const kind = candidate && kindOf(candidate);
    const start = groups[first]?.start;
    const end = groups[last]?.end;
    if (!kind || start === undefined || end === undefined) continue;
    const isAllowed = isAmong(allowed, candidate.digits);
    return { found: { kind, ...withPrefix(text, kind, start, end) }, last, isAllowed };
  }
  return undefined;
}

/** Nobody parts a number into more than six pieces, unless it is spelt out digit by digit. */
function couldBeOneNumber(groups: Group[]): boolean {
  if (groups.length <= 6) return true;
  const isSpelt = groups.every(({ digits }) => /^\dx?$/.test(digits));
  return isSpelt && groups.length >= 11 && groups.length !== 14;
}

function candidateOf(text: string, groups: Group[]): Candidate | undefined {
  if (!couldBeOneNumber(groups)) return undefined;
  const digits = groups.map((group) => group.digits).join('');
  if (digits.length > LONGEST_NUMBER) return undefined;
  const [first] = groups;
  const last = groups.at(-1);
  if (!first || !last) return undefined;
  const between = new Set<string>();
  for (const [at, group] of groups.slice(1).entries()) {
    between.add(text.slice(groups[at]?.end, group.start).trim());
  }
  return {
    digits,
    sizes: groups.map((group) => group.digits.length),
    isEvenlySpaced: between.size <= 1,
    isListed: [...between].some((marks) => /[、,]/.test(marks)),
    isBracketed: [...between].some((marks) => marks.includes('(')),
    before: text.slice(Math.max(0, first.start - 16), first.start),
    after: text.slice(last.end, last.end + 4),
  };
}

function kindOf(candidate: Candidate): PersonalKind | undefined {
  if (isAmount(candidate)) return undefined;
  if (candidate.isListed) return kindOfListed(candidate);
  if (isId(candidate)) return 'id';
  if (isCard(candidate)) return 'card';
  if (isMobile(candidate)) return 'mobile';
  return isLandline(candidate) ? 'landline' : undefined;
}

/** Figures that are counted up are no number of a person, unless all of them together are one. */
function kindOfListed(candidate: Candidate): PersonalKind | undefined {
  const { digits, before, after } = candidate;
  if (COUNTED.test(after)) return undefined;
  if (looksLikeId(digits) && hasIdChecksum(digits)) return 'id';
  if (ACCOUNT.test(before) && isCard(candidate)) return 'card';
  return isMobile(candidate) ? 'mobile' : undefined;
}

function isAmount({ before, after }: Candidate): boolean {
  const hasCents = /^\.\d{1,2}(?!\d)/.test(after);
  const hasUnit = /^ ?(?:万|亿)?元(?:$|[^\p{L}]|整)/u.test(after);
  return hasCents || hasUnit || /(?:¥|rmb) ?$/.test(before);
}

const COUNTED = /^ ?(?:年|月|日|号文|元|块|万|斤|公斤|亩|米|平|户|人|次|吨|字|个|%)/;

function isId({ digits, sizes, isEvenlySpaced, isBracketed, before, after }: Candidate): boolean {
  if (isOldId(digits)) return sizes.length === 1 || String(sizes) === '6,6,3';
  if (looksLikeId(digits) && hasIdChecksum(digits)) return true;
  if (isBracketed) return false;
  const isSaidToBe = /(?:身份证|证件号)[^\d]{0,12}$/.test(before) && !COUNTED.test(after);
  if (isSaidToBe && isEvenlySpaced) return digits.length >= 4;
  // A wrong digit or two still tells the birthday and the home; files are numbered by newer dates.
  const bornBefore2016 = looksLikeId(digits) && digits.slice(6, 10) < '2016';
  const isFileNumber = /(?:编号|单号|流水|文号|案号)[^\d]{0,6}$/.test(before);
  return bornBefore2016 && isEvenlySpaced && !isFileNumber;
}

const ACCOUNT = /(?:卡号|账号|帐号|账户|帐户|银行卡|存折|一卡通|社保卡)[^\d]{0,8}$/;
const CARD_GROUPS = /^(?:\d+|4,4,4,4(?:,[1-4])?|6,\d+|(?:1,)+1|4,6,[56])$/;

function isCard({ digits, sizes, isEvenlySpaced, isBracketed, before }: Candidate): boolean {
  const isSaidToBe = ACCOUNT.test(before) && !isBracketed && /^\d{12,19}$/.test(digits);
  const isGrouped = isEvenlySpaced && CARD_GROUPS.test(String(sizes));
  return isSaidToBe || (isGrouped && isCardNumber(digits));
}

const MOBILE_GROUPS = /^(?:11|3,4,4|3,8|7,4|4,4,3|4,3,4|3,3,5|5,6|6,5|(?:1,){10}1)$/;

function isMobile({ digits, sizes, isEvenlySpaced }: Candidate): boolean {
  const prefix = /^((?:00)?86|0)?1[3-9]\d{9}$/.exec(digits);
  if (!prefix) return false;
  const rest = withoutPrefix(sizes, prefix[1]?.length ?? 0);
  const isWholeRun = rest.length === 1;
  return MOBILE_GROUPS.test(String(rest)) && (isWholeRun || isEvenlySpaced);
}

function withoutPrefix(sizes: number[], prefix: number): number[] {
  const [first = 0, ...rest] = sizes;
  if (prefix === 0) return sizes;
  return first > prefix ? [first - prefix, ...rest] : rest;
}

const AREA_NUMBER = /^(?:0(?:10|2\d)[2-9]\d{7}|0[3-9]\d{2}[2-9]\d{6,7})$/;
const AREA_GROUPS = /^(?:1[0-2]|[34],[78]|[34],[34],4|4,4,3|(?:1,){9,11}1)$/;
const BARE_GROUPS = /^(?:7|8|3,4|4,4)$/;
const CALLS = /(?:电话|座机|号码|tel|拨打|打给|联系方式)[^\d,，。；;]{0,6}$/;
const OFFICE =
  /村委|居委|村部|办公|值班|热线|政府|街道(?!\p{Script=Han}*[村组])|派出所|交警|卫生|医院|学校|供电|供水|燃气|公司|单位|客服|服务|报修|物业|监督|举报|咨询|投诉/u;
const HOME = /我家|我的|我妈|我爸|家里|家中|本人|个人|私人|住宅|宅电/;

function isLandline({ digits, sizes, before, after }: Candidate): boolean {
  const isAnOffice = OFFICE.test(before) && !HOME.test(before);
  if (isAnOffice) return false;
  if (AREA_NUMBER.test(digits)) return AREA_GROUPS.test(String(sizes));
  const isBare = /^[2-9]\d{6,7}$/.test(digits) && BARE_GROUPS.test(String(sizes));
  const isDay = isBirthday(digits);
  return isBare && !isDay && CALLS.test(before) && !COUNTED.test(after);
}

function withPrefix(text: string, kind: PersonalKind, start: number, end: number) {
  if (kind === 'mobile' && text[start - 1] === '+') return { start: start - 1, end };
  return { start, end };
}

function isAmong(allowed: readonly string[], digits: string): boolean {
  return allowed.some((number) => number === digits || isSameWithPrefix(number, digits));
}

/** 5550123 is 0838-5550123 for those who live there. */
function isSameWithPrefix(a: string, b: string): boolean {
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  return shorter.length >= 7 && longer.endsWith(shorter) && longer.length - shorter.length <= 5;
}

const PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][a-hj-np-z][ ·•.-]{0,2}([a-hj-np-z\d]{4,5}[a-hj-np-z\d挂学警港澳])(?![a-z\d])/g;
