import type { CatalogueItem, ItemColumn, OwnDatum } from '#server/rules/disclosure-book.ts';
import type { CellValue } from '#server/rules/disclosure-gate.ts';
import type { RowCells } from '#server/rules/disclosure-rows.ts';

/** A line as its readers have it, and what belongs to it besides. */
export interface LineReading {
  shown: RowCells;
  /** What the village reads otherwise; null where it is the same. */
  village: RowCells | null;
  accountId: string | null;
  villagerId: string | null;
  resolutionRowId: string | null;
  /** His numbers as he alone sees them. */
  own: Partial<Record<OwnDatum, string>>;
}

/** A line that stands published. */
export interface StandingLine extends LineReading {
  id: string;
}

/** A line of a file: as typed, and as its readers would have it. */
export interface FileLine extends LineReading {
  cells: RowCells;
}

/** What becomes of a published table when a file takes its place; `at` is the place in the file. */
export interface LinePlan {
  /** Ids of lines that the file holds unchanged. */
  kept: string[];
  /** Lines that are written; `insteadOf` is the line that each takes the place of. */
  written: { at: number; insteadOf: string | null }[];
  /** Ids of lines that are struck out: changed ones, and those that the file does not have. */
  struck: string[];
}

type Item = Pick<CatalogueItem, 'columns' | 'isLedger'>;

/**
 * Holds a file against the published table that it is to take the place of. What stands unchanged
 * stays the line that it is, in any order, so that only what changed is shown anew (domain 8.3, 8.37).
 * A covered place is any character: what was blackened is never written again by the same file.
 */
export function planLines(
  item: Item,
  standing: readonly StandingLine[],
  file: readonly FileLine[],
): LinePlan {
  const left = new Set(standing);
  const kept = keptOf(item, left, file);
  const changed = file.flatMap((line, at) => (kept.has(at) ? [] : [{ line, at }]));
  const struck = [...left].map(({ id }) => id);
  const people = samePerson(item, left, changed);
  const alike = mostAlike(
    item,
    left,
    changed.filter(({ at }) => !people.has(at)),
  );
  return {
    kept: [...kept.values()],
    written: changed.map(({ at }) => ({
      at,
      insteadOf: people.get(at) ?? alike.get(at) ?? null,
    })),
    struck,
  };
}

interface Changed {
  line: FileLine;
  at: number;
}

// First what reads the same to the letter, then what differs only where it is covered.
function keptOf(
  item: Item,
  left: Set<StandingLine>,
  file: readonly FileLine[],
): Map<number, string> {
  const columns = columnsOf(item);
  const kept = new Map<number, string>();
  const keep = (those: Iterable<StandingLine>, { of, isSame }: Sameness) => {
    const known = Map.groupBy(those, of);
    for (const [at, line] of file.entries()) {
      const among = kept.has(at) ? [] : (known.get(of(line)) ?? []);
      const [found] = among.splice(...firstOf(among, (one) => isSame(one, line)));
      if (!found) continue;
      left.delete(found);
      kept.set(at, found.id);
    }
  };
  const words = (line: LineReading) => columns.map((column) => readings(column, line));
  keep(left, { of: (line) => JSON.stringify(words(line)), isSame: isOfSame });
  const covered = [...left].filter((line) => /[■*]/.test(JSON.stringify(words(line))));
  keep(covered, {
    of: (line) => JSON.stringify(columns.map(({ code }) => numberIn(line.shown[code]))),
    isSame: (was, line) =>
      isOfSame(was, line) && columns.every((column) => isSameCell(column, was, line)),
  });
  return kept;
}

/** When two lines are one: lines of the same key `of` are compared by `isSame`. */
interface Sameness {
  of: (line: LineReading) => string;
  isSame: (was: StandingLine, line: FileLine) => boolean;
}

function firstOf<One>(among: One[], isIt: (one: One) => boolean): [number, number] {
  const place = among.findIndex(isIt);
  return place < 0 ? [0, 0] : [place, 1];
}

/** Columns that a line is compared by: the account is known by its id, whatever it was called. */
function columnsOf({ columns, isLedger }: Item): ItemColumn[] {
  return isLedger ? columns.filter(({ code }) => code !== 'account') : columns;
}

function readings({ code }: ItemColumn, { shown, village }: LineReading): CellValue[] {
  return [filled(shown[code]), filled(village?.[code] ?? shown[code])];
}

function numberIn(value: CellValue | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

/** An empty text and no text are both an empty cell; （ and ( are the same. */
function filled(value: CellValue | undefined): CellValue {
  if (value === undefined || value === '') return null;
  return typeof value === 'string' ? value.normalize('NFKC') : value;
}

// A file that says nothing of a person's numbers or of the resolution leaves both as they are.
function isOfSame(was: StandingLine, line: FileLine): boolean {
  const isOther = (a: string | null, b: string | null) => a !== null && b !== null && a !== b;
  const kinds: OwnDatum[] = ['id', 'card', 'phone'];
  return (
    was.accountId === line.accountId &&
    !isOther(was.villagerId, line.villagerId) &&
    (line.resolutionRowId === null || line.resolutionRowId === was.resolutionRowId) &&
    kinds.every((kind) => line.own[kind] === undefined || line.own[kind] === was.own[kind])
  );
}

function isSameCell(column: ItemColumn, was: LineReading, line: FileLine): boolean {
  const [before, fullest] = readings(column, was);
  const [shown, village] = readings(column, line);
  if (before === shown && fullest === village) return true;
  const typed = filled(line.cells[column.code]);
  return typed !== null && fullest != null && coverOf(String(fullest)).test(String(typed));
}

/** What a text may have been under its covers: ■ is any sign, * one of a name. */
function coverOf(text: string): RegExp {
  const signs = [...text].map((sign) => {
    if (sign === '■') return '\\S';
    if (sign === '*') return '(?:\\*|\\p{Script=Han})';
    return sign.replace(/[\\^$.|?+()[\]{}/-]/u, '\\$&');
  });
  return new RegExp(`^${signs.join('')}$`, 'u');
}

// Whoever the line was about keeps his place, however much of it changed.
function samePerson(
  item: Item,
  left: Set<StandingLine>,
  changed: readonly Changed[],
): Map<number, string> {
  const code = item.columns.find(({ is }) => is === 'name')?.code;
  const found = new Map<number, string>();
  if (code === undefined) return found;
  const nameOf = ({ shown, village }: LineReading) => filled(village?.[code] ?? shown[code]);
  const known = Map.groupBy(left, nameOf);
  for (const { line, at } of changed) {
    const name = nameOf(line);
    const one = name === null ? undefined : known.get(name)?.find((other) => left.has(other));
    if (!one || (one.villagerId ?? line.villagerId) !== (line.villagerId ?? one.villagerId))
      continue;
    left.delete(one);
    found.set(at, one.id);
  }
  return found;
}

/** A value that so many lines share says nothing of which line is meant. */
const TOO_COMMON = 50;

// Of the other lines, the one that shares most cells, at least half of what is filled in.
function mostAlike(
  item: Item,
  left: Set<StandingLine>,
  changed: readonly Changed[],
): Map<number, string> {
  const columns = columnsOf(item);
  const keys = (line: LineReading) =>
    columns.flatMap((column) => {
      const [, value] = readings(column, line);
      return value == null ? [] : [`${column.code} ${value}`];
    });
  const known = new Map<string, StandingLine[]>();
  for (const line of left)
    for (const key of keys(line))
      known.set(key, [...(known.get(key) ?? []).slice(0, TOO_COMMON), line]);
  const found = new Map<number, string>();
  for (const { line, at } of changed) {
    const own = keys(line);
    const near = new Set(
      own.flatMap((key) => {
        const those = known.get(key) ?? [];
        return those.length > TOO_COMMON ? [] : those.filter((one) => left.has(one));
      }),
    );
    const best = [...near]
      .map((one) => ({ one, shared: keys(one).filter((key) => own.includes(key)).length }))
      .reduce<{ one: StandingLine; shared: number } | null>(
        (most, next) => (most === null || next.shared > most.shared ? next : most),
        null,
      );
    if (!best || 2 * best.shared < own.length) continue;
    left.delete(best.one);
    found.set(at, best.one.id);
  }
  return found;
}
