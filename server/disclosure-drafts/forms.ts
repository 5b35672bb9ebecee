import { z } from 'zod';
import { accountsOf, type SaidBalances } from '#server/disclosure-drafts/accounts.ts';
import { draftOf } from '#server/disclosure-drafts/drafts.ts';
import { rowTerms } from '#server/disclosure-drafts/import-file.ts';
import type { NewRow } from '#server/disclosure-drafts/row-writing.ts';
import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import {
  isBlank,
  type RowFaultCode,
  type RowTerms,
  readRow,
} from '#server/rules/disclosure-rows.ts';
import { parseMoney } from '#server/rules/money.ts';

/** Which item, of which village, for which period. */
export const whichForm = z.object({
  village: z.string().default(''),
  item: z.string().default(''),
  period: z.string().default(''),
});

/** Words before the table. */
export const noteForm = z.object({
  note: z.string().trim().max(2_000, 'tooLong').default(''),
  rule: z.string().trim().max(400, 'tooLong').default(''),
  resolution: z.string().default(''),
  key,
});

/** The name of an account as people call it. */
export const accountForm = z.object({ account: words.max(40, 'tooLong'), key });

/** Lines of the form that are empty at first, those that one press adds, and the most of them. */
export const BLANK_LINES = 3;
export const MOST_LINES = 100;

/** How many lines the form had. */
export function lineCount(values: FormState['values']): number {
  const said = Number(values.lines);
  return Number.isInteger(said) ? Math.min(Math.max(said, 1), MOST_LINES) : BLANK_LINES;
}

/** The name of a field: line from 0, code of the column. */
export function cellName(line: number, column: string): string {
  return `r${line}-${column}`;
}

/** A line as it was typed, with its place in the form. */
export interface TypedLine {
  at: number;
  cells: Record<string, string>;
}

/** The lines of a posted form in which anything stands. */
export function linesOf(values: FormState['values'], item: CatalogueItem): TypedLine[] {
  const lines = Array.from({ length: lineCount(values) }, (_, at) => {
    const cells = item.columns.map(({ code }) => {
      const typed = values[cellName(at, code)];
      return [code, typeof typed === 'string' ? typed : ''] as const;
    });
    return { at, cells: Object.fromEntries(cells) };
  });
  return lines.filter(({ cells }) => !isBlank(cells));
}

/** Understands typed lines; every wrong cell has its refusal at its field. */
export function readLines(
  terms: RowTerms,
  lines: TypedLine[],
): { ok: true; rows: NewRow[] } | { ok: false; errors: FormState['errors'] } {
  const rows: NewRow[] = [];
  const errors: FormState['errors'] = {};
  for (const { at, cells } of lines) {
    const read = readRow(terms, cells);
    if ('row' in read) rows.push({ ...read.row, own: {}, idTail: null });
    else
      for (const { column, code } of read.faults) errors[cellName(at, column)] ??= REFUSALS[code];
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, rows };
}

const REFUSALS: Record<RowFaultCode, RefusalCode> = {
  empty: 'required',
  tooLong: 'tooLong',
  moneyWrong: 'moneyWrong',
  quantityWrong: 'quantityWrong',
  countWrong: 'countWrong',
  dayWrong: 'dateWrong',
  otherPeriod: 'dateOtherPeriod',
  kindUnknown: 'kindUnknown',
  kindOtherSide: 'kindOtherSide',
  noSide: 'noSide',
  twoSides: 'twoSides',
  accountUnknown: 'accountUnknown',
  gradeCounts: 'gradeCounts',
  gradeWrong: 'gradeWrong',
};

/** What the lines of a draft have to agree with; null for whoever may not read it. */
export async function termsOf(ctx: Context, id: string): Promise<RowTerms | null> {
  const draft = await draftOf(ctx, id);
  if (!draft) return null;
  const { disclosure, item, village } = draft;
  const accounts = item.isLedger ? await accountsOf(ctx.db.read, village.code) : [];
  return rowTerms(ctx, { item, period: disclosure.period }, accounts);
}

/** What was said of the accounts, by id; an empty field says nothing, a wrong one is named. */
export function readBalances(
  values: FormState['values'],
): { ok: true; said: SaidBalances } | { ok: false; errors: FormState['errors'] } {
  const said: SaidBalances = new Map();
  const errors: FormState['errors'] = {};
  for (const [name, typed] of Object.entries(values)) {
    const [, what, id] = /^(opening|closing)-(.+)$/.exec(name) ?? [];
    if (!what || !id || typeof typed !== 'string' || typed.trim() === '') continue;
    const amount = parseMoney(typed);
    if (amount === null) errors[name] = 'moneyWrong';
    const before = said.get(id) ?? { opening: null, closing: null };
    said.set(id, { ...before, [what]: amount });
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, said };
}
