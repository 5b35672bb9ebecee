import type { Dice } from './dice.ts';

/** Something of a person as typed, and what of it must never come out. */
export interface Hidden {
  typed: string;
  /** Digits in a row, x in lower case; or words. */
  secrets: string[];
}

type NumberKind = 'id' | 'oldId' | 'card' | 'mobile' | 'landline';

/** A number of somebody who does not exist, and the groups in which people write it. */
export interface PersonalNumber {
  kind: NumberKind;
  digits: string;
  groups: number[];
}

/** How people call these numbers. */
export const CALLS: Record<NumberKind, string> = {
  ...{ id: '身份证', oldId: '身份证号', card: '卡号', mobile: '电话', landline: '家里电话' },
};

/** An ID number with its check, a bank card with its own, or a telephone number. */
export function aNumber(dice: Dice): PersonalNumber {
  const kind = dice.among<NumberKind>([
    'id',
    'id',
    'id',
    'oldId',
    'card',
    'card',
    'mobile',
    'mobile',
    'landline',
  ]);
  return NUMBERS[kind](dice);
}

const NUMBERS: Record<NumberKind, (dice: Dice) => PersonalNumber> = {
  id: (dice) => ({
    kind: 'id',
    digits: anId(dice),
    groups: dice.among([
      [6, 8, 4],
      [6, 4, 4, 4],
      [4, 4, 4, 4, 2],
      [3, 3, 4, 4, 4],
    ]),
  }),
  oldId: (dice) => ({ kind: 'oldId', digits: anOldId(dice), groups: [6, 6, 3] }),
  card: (dice) => {
    const digits = aCard(dice, dice.among([16, 17, 18, 19, 19]));
    return {
      kind: 'card',
      digits,
      groups: [4, 4, 4, 4, digits.length - 16].filter((size) => size > 0),
    };
  },
  mobile: (dice) => ({
    kind: 'mobile',
    digits: `1${dice.between(3, 9)}${dice.digits(9)}`,
    groups: dice.among([
      [3, 4, 4],
      [3, 8],
      [4, 3, 4],
      [3, 3, 5],
      [7, 4],
    ]),
  }),
  landline: (dice) => {
    const [area, rest] = dice.among([
      ['0838', 7],
      ['028', 8],
      ['010', 8],
    ] as const);
    return {
      kind: 'landline',
      digits: `${area}${dice.between(2, 8)}${dice.digits(rest - 1)}`,
      groups: [area.length, rest],
    };
  },
};

/** Seventeen digits and their check (GB 11643); every fourth ends in X. */
function anId(dice: Dice): string {
  const wantsX = dice.below(4) === 0;
  for (;;) {
    const first = `${dice.among(['519999', '119998', '659997', '419996'])}${aBirthday(dice)}${dice.digits(3)}`;
    const sum = [...first].reduce(
      (total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11),
      0,
    );
    const check = '10x98765432'.charAt(sum % 11);
    if (!wantsX || check === 'x') return first + check;
  }
}

function anOldId(dice: Dice): string {
  return `519999${aBirthday(dice, 1930, 1999).slice(2)}${dice.digits(3)}`;
}

function aBirthday(dice: Dice, from = 1930, to = 2025): string {
  const two = (most: number) => String(dice.between(1, most)).padStart(2, '0');
  return `${dice.between(from, to)}${two(12)}${two(28)}`;
}

/** ISO/IEC 7812: the last digit makes the sum come out. */
function aCard(dice: Dice, length: number): string {
  const first = dice.among(['621799', '622848', '623668', '436742', '955880']);
  const body = first + dice.digits(length - first.length - 1);
  const sum = [...body].reverse().reduce((total, digit, at) => {
    const doubled = at % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return body + String((10 - (sum % 10)) % 10);
}

/** A number as people type it: full-width, parted, spelt, in rings. */
export function aDisguise(dice: Dice, number: PersonalNumber): Hidden {
  const { digits } = number;
  const isTelephone = number.kind === 'mobile' || number.kind === 'landline';
  const typed = dice.among([...WRITINGS, ...(isTelephone ? TELEPHONE_WRITINGS : [])])(dice, number);
  return { typed: typed.replace('x', dice.among(['x', 'X'])), secrets: [digits] };
}

type Writing = (dice: Dice, number: PersonalNumber) => string;

const WRITINGS: Writing[] = [
  (_, { digits }) => digits,
  (_, { digits }) => digits,
  (_, number) => parted(number, ' '),
  (_, number) => parted(number, '-'),
  (_, number) => parted(number, '\u{a0}'),
  (_, number) => parted(number, '　'),
  (_, number) => parted(number, ' - '),
  (_, number) => parted(number, '：'),
  (_, number) => parted(number, '\n'),
  (_, number) => fullWidth(parted(number, '－')),
  (_, { digits }) => fullWidth(digits),
  (_, { digits }) => fullWidth(digits).replace('ｘ', 'Ｘ'),
  (_, { digits }) => [...digits].join(' '),
  (_, { digits }) => [...digits].join('\u{200b}'),
  (_, { digits }) => digits.replace(/\d/g, (digit) => '零一二三四五六七八九'.charAt(Number(digit))),
  (_, { digits }) => digits.replace(/\d/g, (digit) => '〇壹贰叁肆伍陆柒捌玖'.charAt(Number(digit))),
  (_, { digits }) => digits.replace(/\d/g, (digit) => '⓪①②③④⑤⑥⑦⑧⑨'.charAt(Number(digit))),
  (_, { digits }) =>
    digits.replace(/\d/g, (digit) => String.fromCodePoint(0x1d7ce + Number(digit))),
  (_, { digits }) => digits.replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))),
  (_, { digits }) => digits.replace(/\d/g, (digit) => `${digit}\u{fe0f}\u{20e3}`),
];

const TELEPHONE_WRITINGS: Writing[] = [
  (_, number) => parted(number, '.'),
  (_, number) => parted(number, '—'),
  (_, number) => parted(number, '/'),
  (_, { digits, kind }) => (kind === 'mobile' ? `+86 ${digits}` : digits),
  (_, { digits, kind }) => (kind === 'mobile' ? `0086${digits}` : digits),
  (_, { digits, kind }) => (kind === 'mobile' ? digits.replace(/^1/, '幺') : digits),
];

function parted({ digits, groups }: PersonalNumber, mark: string): string {
  let from = 0;
  return groups
    .map((size) => {
      from += size;
      return digits.slice(from - size, from);
    })
    .join(mark);
}

function fullWidth(text: string): string {
  return text.replace(/[\dx]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
}

/** Where somebody lives, as it stands behind a group. */
export function aHome(dice: Dice): Hidden {
  const house = String(dice.between(1_001, 9_899));
  return dice.among<Hidden>([
    { typed: `${house}号`, secrets: [`${house}号`] },
    { typed: ` ${house}号附2号`, secrets: [`${house}号`] },
    { typed: `${house}-2号`, secrets: [`${house}2号`] },
    { typed: `幸福路${house}号`, secrets: [`${house}号`] },
    { typed: `桂花小区6栋2单元${house}室`, secrets: [`${house}室`, '6栋2单元'] },
    { typed: `门牌${house}`, secrets: [`门牌${house}`] },
  ]);
}

/** Why somebody is helped, as it should never have been typed: illness, disability, a child. */
export function aWordOfSomebody(dice: Dice): Hidden {
  const child = aName(dice);
  return dice.among([
    ...ILLNESSES.map((word) => ({ typed: word, secrets: [word.replace(/[^\p{L}\p{N}]/gu, '')] })),
    ...DISABILITIES.map((word) => ({ typed: word, secrets: [word] })),
    { typed: `孙女${child}`, secrets: [child] },
    { typed: `${child}(学生)`, secrets: [child] },
    { typed: '2019年3月4日出生', secrets: ['2019年3月4日'] },
    { typed: '孤儿', secrets: ['孤儿'] },
    { typed: '丧偶', secrets: ['丧偶'] },
    ...(() => {
      const home = aHome(dice);
      return [{ typed: `家住3组${home.typed.trim()}`, secrets: home.secrets }];
    })(),
  ]);
}

const ILLNESSES = [
  '尿毒症',
  '患肺癌',
  '因病致贫',
  '脑梗后偏瘫',
  '精神分裂症',
  '乙肝',
  '白血病化疗',
  '糖尿病并发症',
];
const DISABILITIES = ['肢体残疾二级', '视力一级残疾', '智力残疾', '聋哑', '伤残六级', '半失能'];

const SURNAMES = [...'金吴廖曾邱罗包卿叶葛鲁范柳丛卜赖岳聂褚贺', '欧阳', '司马', '上官'];
const GIVEN = [...'芷溯岚澜淞沅泽煦昱昕晗棠桢栩樾楷瑾璟琛琰', ...'三一九五六七八四二'];

/** Somebody in office, whose name everybody may read: nobody else is called so. */
export function anOfficer(dice: Dice): string {
  return dice.among([...'曹崔戴邓冯']) + dice.among(GIVEN) + dice.among(GIVEN);
}

/** A made-up name: also of two characters, with two for the surname, with dots, with rare signs. */
export function aName(dice: Dice): string {
  const given = dice.among(GIVEN.slice(0, 20)) + dice.among(GIVEN);
  return dice.among([
    ...Array.from({ length: 12 }, () => dice.among(SURNAMES) + given),
    dice.among(SURNAMES.slice(0, 20)) + dice.among(GIVEN.slice(20)),
    `㛃${given}`,
    `${dice.among(SURNAMES)}𬭎${dice.among(GIVEN)}`,
    `阿依${dice.among(GIVEN)}·吐尔${dice.among(GIVEN)}`,
  ]);
}
