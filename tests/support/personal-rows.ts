import type { ColumnIs, ItemColumn } from '#server/rules/disclosure-book.ts';
import { type Dice, diceOf } from './dice.ts';
import {
  aDisguise,
  aHome,
  aName,
  aNumber,
  anOfficer,
  aWordOfSomebody,
  CALLS,
  type Hidden,
} from './personal-data.ts';

/** A made-up row of an uploaded table in which somebody's data hide. */
export interface PersonalRow {
  /** As typed, by the code of the column. */
  cells: Record<string, string>;
  /** Who the row is about, as the name column has it besides what hides there. */
  name: string;
  /** What nobody may read anywhere: digits in a row (x in lower case), or words. */
  secrets: string[];
  /** Full names, which the public may not read and the village's own people may. */
  names: string[];
  /** What must stand in the cells for everybody. */
  innocent: string[];
}

type RowColumn = Pick<ItemColumn, 'code' | 'is'>;

/** One column of each kind. */
export const ROW_COLUMNS: readonly RowColumn[] = [
  { code: 'name', is: 'name' },
  { code: 'group', is: 'place' },
  { code: 'reason', is: 'text' },
  { code: 'payee', is: 'party' },
  { code: 'handler', is: 'officer' },
  { code: 'amount', is: 'money' },
  { code: 'area', is: 'quantity' },
  { code: 'persons', is: 'count' },
  { code: 'day', is: 'day' },
  { code: 'note', is: 'text' },
];

/**
 * Rows with ID numbers, bank cards, telephones, homes, illnesses and children hidden in columns of
 * words, as people type them; the same for the same seed. The columns may be any item's.
 */
export function personalRows(
  seed: number,
  rows: number,
  columns: readonly RowColumn[] = ROW_COLUMNS,
): PersonalRow[] {
  const dice = diceOf(seed);
  return Array.from({ length: rows }, (_, at) => personalRow(dice, at, columns));
}

function personalRow(dice: Dice, at: number, columns: readonly RowColumn[]): PersonalRow {
  const row: PersonalRow = {
    ...{ cells: {}, name: aName(dice), secrets: [], names: [], innocent: [] },
  };
  const words = columns.filter(({ is }) => HIDES[is]);
  // Every kind of column hides something in turn, and others by chance.
  const first = words[at % Math.max(1, words.length)];
  for (const column of columns) {
    const hides = HIDES[column.is];
    const isHiding = column === first || dice.below(3) === 0;
    row.cells[column.code] =
      hides && isHiding ? hides(dice, row) : (PLAIN[column.is]?.(dice, row) ?? '');
  }
  return row;
}

type Filling = (dice: Dice, row: PersonalRow) => string;

/** What stands in a column when nothing hides there. */
const PLAIN: Partial<Record<ColumnIs, Filling>> = {
  name: (_, row) => named(row, row.name),
  place: (dice) => aGroup(dice),
  text: (dice, row) => harmless(dice, row),
  party: (dice) => dice.among(FIRMS),
  officer: (dice) => anOfficer(dice),
  money: (dice) => `${dice.between(10, 99_999)}.${dice.digits(2)}`,
  quantity: (dice) => `${dice.between(1, 99)}.${dice.digits(3)}`,
  count: (dice) => String(dice.between(1, 9)),
  day: (dice) => `2026-10-${String(dice.between(1, 31)).padStart(2, '0')}`,
};

/** How something hides in a column of words. */
const HIDES: Partial<Record<ColumnIs, Filling>> = {
  name: hideInName,
  place: (dice, row) => {
    const isHome = dice.below(2) === 0;
    return aGroup(dice) + hidden(row, isHome ? aHome(dice) : aDisguise(dice, aNumber(dice)));
  },
  text: (dice, row) => (dice.below(3) === 0 ? hideWords(dice, row) : hideNumber(dice, row)),
  party: (dice, row) => {
    const name = aName(dice);
    const number = hidden(row, aDisguise(dice, aNumber(dice)));
    return beside(dice, named(row, name), number);
  },
  officer: (dice, row) =>
    beside(dice, anOfficer(dice), hidden(row, aDisguise(dice, aNumber(dice)))),
};

function hideInName(dice: Dice, row: PersonalRow): string {
  const name = named(row, row.name);
  if (dice.below(5) === 0) return `${name}(${hidden(row, aWordOfSomebody(dice))})`;
  return beside(dice, name, hidden(row, aDisguise(dice, aNumber(dice))));
}

function hideNumber(dice: Dice, row: PersonalRow): string {
  const number = aNumber(dice);
  const before = dice.among(['', CALLS[number.kind], `已发,${CALLS[number.kind]}:`]);
  const typed = before + hidden(row, aDisguise(dice, number));
  if (dice.below(4) === 0) return `${typed}(${harmless(dice, row)})`;
  return typed + dice.among(['', '', '本人', ',已核对']);
}

function hideWords(dice: Dice, row: PersonalRow): string {
  const word = hidden(row, aWordOfSomebody(dice));
  if (dice.below(3) === 0) return `${harmless(dice, row)},${word}`;
  return dice.among([word, `${word},已核实`, `情况:${word}`]);
}

function beside(dice: Dice, name: string, number: string): string {
  return dice.among([
    `${name}${number}`,
    `${name} ${number}`,
    `${name}(${number})`,
    `${name}（${number}）`,
    `${name}:${number}`,
    `${name}、${number}`,
    `${name}/${number}`,
    `${number}${name}`,
    `${number} ${name}`,
  ]);
}

function harmless(dice: Dice, row: PersonalRow): string {
  const words = dice.among(HARMLESS)(dice);
  row.innocent.push(words);
  return words;
}

function hidden(row: PersonalRow, { typed, secrets }: Hidden): string {
  row.secrets.push(...secrets);
  return typed;
}

function named(row: PersonalRow, name: string): string {
  row.names.push(name);
  return name;
}

function aGroup(dice: Dice): string {
  return `${dice.among(['', '石梯村', '广汉市雒城街道石梯村'])}${dice.between(1, 14)}组`;
}

const FIRMS = ['广汉市金雁建材店', '石梯村集体经济合作社', '雒城供电所', '双堰农机合作社', ''];

const HARMLESS: ((dice: Dice) => string)[] = [
  (dice) => `凭证记-2026-10-0${dice.digits(2)}`,
  (dice) => `川财农〔2026〕${dice.between(1, 99)}号`,
  (dice) => `${dice.between(1, 99)}.${dice.digits(3)}亩`,
  (dice) => `${dice.between(1, 99)}.${dice.digits(2)}万元`,
  (dice) => `合同2026-${dice.digits(4)}`,
  (dice) => `${dice.between(1, 99)},${dice.digits(3)}.${dice.digits(2)}元`,
  (dice) => `2026年${dice.between(1, 12)}月${dice.between(1, 28)}日发放`,
  (dice) => `水稻${dice.between(1, 9)}.${dice.digits(2)}亩`,
  (dice) => `${dice.between(1, 300)}吨石子`,
  (dice) => `${dice.between(1, 14)}组机耕道${dice.between(100, 900)}米`,
];
