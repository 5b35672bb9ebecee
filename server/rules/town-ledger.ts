import type { ImportFault, ImportKey } from '#server/rules/import-rows.ts';
import type { ApartRow, Table, TableRow } from '#server/rules/sheet-table.ts';
import { type CalledVillage, type TownSheet, villageNamed } from '#server/rules/town-sheet.ts';

/** Something wrong in a town's export; `villageCode` is null where no village is meant. */
export interface TownFault extends Omit<ImportFault, 'code'> {
  code: ImportFault['code'] | 'villageMissing' | 'villageUnknown';
  villageCode: string | null;
}

/** The lines of a town's export by village, and its totals; those of the whole have no village. */
export interface TownLines {
  rows: Map<string, TableRow<ImportKey>[]>;
  apart: Map<string | null, ApartRow<ImportKey>[]>;
  faults: TownFault[];
}

/** Parts the lines of a table by the villages they name. A line of no village of the town is a fault. */
export function partByVillage(
  { rows, apart, faults }: Pick<Table<ImportKey>, 'rows' | 'apart' | 'faults'>,
  sheets: TownSheet[],
  villages: readonly CalledVillage[],
): TownLines {
  const places = placesIn(sheets, villages);
  const lines: TownLines = {
    ...{ rows: new Map(), apart: new Map() },
    faults: faults.map((fault) => ({ ...fault, villageCode: places(fault).code })),
  };
  for (const row of rows) {
    const { said, code, place } = places(row);
    if (code !== null) push(lines.rows, code, row);
    else {
      const wrong = said === '' ? 'villageMissing' : 'villageUnknown';
      const { sheet, row: no } = row;
      lines.faults.push({ sheet, row: no, ...place, code: wrong, villageCode: null });
    }
  }
  for (const row of apart) push(lines.apart, places(row).code, row);
  return lines;
}

/** What the running balance of a village's lines says of each account, in 分. */
export interface SaidAccount {
  /** As written; null where the lines name none. */
  account: string | null;
  /** Before the first line, and after the last; null where no balance stands there. */
  opening: number | null;
  closing: number | null;
  income: number;
  spending: number;
}

/** A line of a ledger as far as sums go. */
interface CountedLine {
  account: string | null;
  side: 'in' | 'out' | null;
  amount: number | null;
  cells: Record<string, string | number | null>;
}

/** Adds the lines of each account up, with what their balances say it began and ended with. */
export function saidAccounts(lines: readonly CountedLine[]): SaidAccount[] {
  return [...Map.groupBy(lines, ({ account }) => account)].map(([account, own]) => {
    const total = (side: 'in' | 'out') =>
      own.reduce((sum, line) => (line.side === side ? sum + (line.amount ?? 0) : sum), 0);
    const [first, last] = [own.at(0), own.at(-1)];
    const after = balanceOf(first);
    const change = first?.side === 'out' ? -(first.amount ?? 0) : (first?.amount ?? 0);
    return {
      account,
      opening: after === null ? null : after - change,
      closing: balanceOf(last),
      ...{ income: total('in'), spending: total('out') },
    };
  });
}

function balanceOf(line: CountedLine | undefined): number | null {
  const balance = line?.cells.balance;
  return typeof balance === 'number' ? balance : null;
}

type Line = Pick<TableRow<ImportKey>, 'sheet' | 'row'>;

// Names are read once: thousands of lines say the same few.
function placesIn(sheets: TownSheet[], villages: readonly CalledVillage[]) {
  const bySheet = new Map(sheets.map((one) => [one.sheet.name, one]));
  const known = new Map<string, string | null>();
  const codeOf = (said: string) => {
    const before = known.get(said);
    if (before !== undefined) return before;
    const code = villageNamed(said, villages)?.code ?? null;
    known.set(said, code);
    return code;
  };
  return ({ sheet, row }: Line) => {
    const of = bySheet.get(sheet);
    const place = of?.place ?? { column: '', header: '' };
    const written = of?.place ? (of.said[row - 1] ?? '') : '';
    // A sheet without the column may be called by its village.
    const said = of?.place ? written : sheet;
    const code = codeOf(said);
    return { said: of?.place ? written : '', code, place };
  };
}

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
