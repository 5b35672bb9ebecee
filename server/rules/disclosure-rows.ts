import { checkAppraisal } from '#server/rules/appraisal-lines.ts';
import type { LocalDate } from '#server/rules/dates.ts';
import type { CatalogueItem, DisclosureBook, ItemColumn } from '#server/rules/disclosure-book.ts';
import { moneyOfNumber, parseCount, parseMoney, parseQuantity } from '#server/rules/money.ts';
import { readDay } from '#server/rules/sheet-cells.ts';

/** The cells of a row by the code of their column: text, or whole 分, thousandths or things. */
export type RowCells = Record<string, string | number | null>;

/** Which side of a ledger a line is on. */
export type Side = 'in' | 'out';

/** A line that was understood. Nothing in it is masked yet. */
export interface TypedRow {
  cells: RowCells;
  /** Of a ledger's line; null elsewhere. */
  side: Side | null;
  /** One of the county's kinds of income and expense, by its code. */
  kind: string | null;
  day: string | null;
  /** In 分: the sum of a ledger's line, or the first sum of money of any other. */
  amount: number | null;
  /** The name of its account as written; null where there is only one. */
  account: string | null;
}

/** What is wrong with a cell of a line. */
export type RowFaultCode =
  | 'empty'
  | 'tooLong'
  | 'moneyWrong'
  | 'quantityWrong'
  | 'countWrong'
  | 'dayWrong'
  | 'otherPeriod'
  | 'kindUnknown'
  | 'kindOtherSide'
  | 'noSide'
  | 'twoSides'
  | 'accountUnknown'
  | 'gradeCounts'
  | 'gradeWrong';

export interface RowFault {
  /** The code of the column. */
  column: string;
  code: RowFaultCode;
}

/** What a line has to agree with. */
export interface RowTerms {
  item: Pick<CatalogueItem, 'columns' | 'isLedger' | 'check'>;
  kinds: DisclosureBook['kinds'];
  /** Names of the village's accounts; a line names one when there are several. */
  accounts: readonly string[];
  /** The days of a ledger's period; null of any other table. */
  days: { from: LocalDate; to: LocalDate } | null;
  longest: number;
}

/**
 * Understands a line from the text of its cells, by the code of their column. Every wrong cell is
 * named; a line with one is not taken.
 */
export function readRow(
  terms: RowTerms,
  typed: Readonly<Record<string, string | null | undefined>>,
): { row: TypedRow } | { faults: RowFault[] } {
  const { item } = terms;
  const cells: RowCells = {};
  const faults: RowFault[] = [];
  for (const column of item.columns) {
    const read = readCell(column, (typed[column.code] ?? '').trim(), terms);
    if ('fault' in read) faults.push({ column: column.code, code: read.fault });
    else cells[column.code] = read.value;
  }
  const isUnread = faults.some(({ column }) => column === 'in' || column === 'out');
  const ledger = item.isLedger ? ledgerOf(cells, terms, isUnread) : { faults: [], ...NO_LEDGER };
  const graded = faults.length === 0 ? checkAppraisal(item, cells) : [];
  const all = [...faults, ...ledger.faults.filter(isNew(faults)), ...graded];
  if (all.length > 0) return { faults: all };
  const { side, amount, account } = ledger;
  return {
    row: {
      ...{ cells, side, account },
      kind: textOf(cells, columnOf(item, 'kind')),
      day: textOf(cells, columnOf(item, 'day')),
      amount: item.isLedger ? amount : numberOf(cells, sumColumn(item)),
    },
  };
}

/** Whether nothing at all was typed into a line. */
export function isBlank(typed: Readonly<Record<string, string | null | undefined>>): boolean {
  return Object.values(typed).every((text) => (text ?? '').trim() === '');
}

/** '合计', '本月小计' or '总 计' at the head of a line: it sums up others and is none itself. */
export function isTotalLine(texts: readonly string[]): boolean {
  const first = texts.find((text) => text.trim() !== '') ?? '';
  return TOTAL.test(first.normalize('NFKC').replace(/\s/g, ''));
}

const TOTAL =
  /^(?:本[页月季年期])?(?:合计|小计|总计|共计|累计|总额)(?:[（(]?(?:元|人民币)[）)]?)?[:：]?$/;

/** The column that people mean by the sum of a line: 金额 before 合计 before 每人. */
export function sumColumn({ columns }: Pick<CatalogueItem, 'columns'>): string | null {
  const sums = columns.filter(({ is }) => is === 'money').map(({ code }) => code);
  return SUMS.find((code) => sums.includes(code)) ?? sums[0] ?? null;
}

const SUMS = ['amount', 'total', 'value', 'price', 'paid'];

type ReadCell = { value: string | number | null } | { fault: RowFaultCode };

function readCell({ is, isRequired }: ItemColumn, text: string, terms: RowTerms): ReadCell {
  if (text === '') return isRequired ? { fault: 'empty' } : { value: null };
  if (is === 'kind') return readKind(text, terms.kinds);
  if (is === 'day') {
    const day = readDay(text);
    if ('fault' in day) return { fault: 'dayWrong' };
    return isOutside(day.value, terms.days) ? { fault: 'otherPeriod' } : day;
  }
  if (is === 'money') return numeric(readMoney(text), 'moneyWrong');
  if (is === 'quantity') return numeric(parseQuantity(text), 'quantityWrong');
  if (is === 'count') return numeric(parseCount(text), 'countWrong');
  return text.length > terms.longest ? { fault: 'tooLong' } : { value: text };
}

// A line of another month would make two periods wrong at once.
function isOutside(day: string | null, days: RowTerms['days']): boolean {
  return days !== null && day !== null && (day < days.from || days.to < day);
}

function numeric(value: number | null, fault: RowFaultCode): ReadCell {
  return value === null ? { fault } : { value };
}

/** What a spreadsheet reckoned comes with the noise of its floats: 0.30000000000000004 is 0.30. */
function readMoney(text: string): number | null {
  const isReckoned = /^-?\d+\.\d{8,}$/.test(text);
  return parseMoney(text) ?? (isReckoned ? moneyOfNumber(Number(text)) : null);
}

function readKind(text: string, kinds: RowTerms['kinds']): ReadCell {
  const wanted = text.replace(/\s/g, '').toLowerCase();
  const found = [...kinds.in, ...kinds.out].find(({ code, zh, en }) =>
    [code, zh, en.replace(/\s/g, '').toLowerCase()].includes(wanted),
  );
  return found ? { value: found.code } : { fault: 'kindUnknown' };
}

const NO_LEDGER = { side: null, amount: null, account: null };

/**
 * Which side a ledger's line is on, and by how much. A line with both would hide one of them; of a sum
 * that cannot be read nothing is said here.
 */
function ledgerOf(cells: RowCells, { item, kinds, accounts }: RowTerms, isUnread: boolean) {
  const [income, spending] = [cells.in ?? null, cells.out ?? null];
  const faults: RowFault[] = [];
  const isBoth = income !== null && spending !== null && income !== 0 && spending !== 0;
  const side: Side | null = spending !== null && spending !== 0 ? 'out' : income ? 'in' : null;
  if (isBoth) faults.push({ column: 'out', code: 'twoSides' });
  else if (side === null && !isUnread) faults.push({ column: 'in', code: 'noSide' });
  const kind = textOf(cells, columnOf(item, 'kind'));
  const isOther =
    !isUnread && side !== null && kind !== null && !kinds[side].some(({ code }) => code === kind);
  if (isOther && !isBoth) faults.push({ column: 'kind', code: 'kindOtherSide' });
  const typed = textOf(cells, 'account');
  const account = accounts.find((name) => isSameName(name, typed)) ?? typed;
  const isOneOf = account === null ? accounts.length <= 1 : accounts.includes(account);
  if (!isOneOf) faults.push({ column: 'account', code: 'accountUnknown' });
  // Noughts in the other column are how spreadsheets leave it empty.
  if (side === 'in') cells.out = null;
  if (side === 'out') cells.in = null;
  const amount = side === 'in' ? income : spending;
  return { side, amount: typeof amount === 'number' ? amount : null, account, faults };
}

// 专项户（农行） is 专项户(农行), whichever of the two somebody has typed.
function isSameName(name: string, typed: string | null): boolean {
  return name.normalize('NFKC') === typed?.normalize('NFKC');
}

function isNew(faults: RowFault[]) {
  return ({ column }: RowFault) => faults.every((one) => one.column !== column);
}

function columnOf({ columns }: RowTerms['item'], is: ItemColumn['is']): string | null {
  return columns.find((column) => column.is === is)?.code ?? null;
}

function textOf(cells: RowCells, code: string | null): string | null {
  const value = code === null ? null : (cells[code] ?? null);
  return typeof value === 'string' ? value : null;
}

function numberOf(cells: RowCells, code: string | null): number | null {
  const value = code === null ? null : (cells[code] ?? null);
  return typeof value === 'number' ? value : null;
}
