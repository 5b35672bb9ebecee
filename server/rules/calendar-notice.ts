import type importWords from '#content/calendar-import.json';
import { isLocalDate, type LocalDate, weekday } from '#server/rules/dates.ts';
import { parseDelimited } from '#server/rules/delimited.ts';
import type { CalendarJson } from '#server/rules/work-calendar.ts';

/** content/calendar-import.json: the words under which columns and kinds of days are known. */
export type NoticeWords = typeof importWords;

/** A day that a notice moves, with the notice itself: no row is believed without one. */
export interface NoticeRow {
  date: LocalDate;
  kind: 'holiday' | 'workday';
  name: string;
  title: string;
  /** 国办发明电〔2026〕7号 */
  number: string;
  published: LocalDate;
}

/** What keeps a table of days from being believed, in the row (1 is the header) where it stands. */
export interface NoticeProblem {
  row: number;
  what: 'columns' | 'empty' | 'date' | 'kind' | 'notice' | 'year' | 'twice' | 'weekday' | 'fixed';
  text: string;
}

/** A year's days as a notice sets them, or everything that is wrong with the table. */
export type ReadNotice =
  | { ok: true; year: string; rows: NoticeRow[] }
  | { ok: false; problems: NoticeProblem[] };

type Column = keyof NoticeWords['columns'];
const COLUMNS = ['date', 'kind', 'name', 'title', 'number', 'published'] satisfies Column[];

/**
 * Reads the State Council's arrangement of a year's holidays from a table (CSV, or JSON with the
 * same names): every row with its notice, no date twice, a made-up workday only on a weekend, and
 * the holidays that the law fixes to a date among them.
 */
export function readNotice(text: string, words: NoticeWords): ReadNotice {
  const cells = cellsOf(text.replace(/^\uFEFF/, '').trim(), words);
  if (cells === null) return { ok: false, problems: [{ row: 1, what: 'columns', text: '' }] };
  if (cells.length === 0) return { ok: false, problems: [{ row: 1, what: 'empty', text: '' }] };
  const read = cells.map((cell, at) => rowOf(cell, at + 2, words));
  const problems = read.flatMap((one) => ('what' in one ? [one] : []));
  if (problems.length > 0) return { ok: false, problems };
  const rows = read.flatMap((one) => ('what' in one ? [] : [one]));
  const year = yearOf(rows);
  const wrong = wrongTogether(rows, year, words);
  return wrong.length > 0 ? { ok: false, problems: wrong } : { ok: true, year, rows };
}

/**
 * The calendar after a notice: a provisional or unknown year is replaced as a whole, an official one
 * changed where the notice says so (延长假期). The version goes up by one from `version`.
 */
export function applyNotice(
  calendar: CalendarJson,
  { year, rows }: { year: string; rows: NoticeRow[] },
  version: number,
): CalendarJson {
  const { notices, keyOf } = withNotices(calendar, year, rows);
  const isOfficial = calendar.years[year]?.status === 'official';
  const dates = new Set(rows.map(({ date }) => date));
  const kept = calendar.days.filter(
    ({ date }) => !dates.has(date) && (isOfficial || !date.startsWith(year)),
  );
  const days = rows.map((row) => ({
    date: row.date,
    kind: row.kind,
    name: row.name,
    notice: keyOf(row),
  }));
  const [first] = rows;
  const notice = isOfficial ? (calendar.years[year]?.notice ?? '') : first ? keyOf(first) : '';
  return {
    ...calendar,
    version,
    years: { ...calendar.years, [year]: { status: 'official', notice } },
    notices,
    days: [...kept, ...days].sort((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

/** A shipped calendar with the years that were imported here and that it knows no better. */
export function mergeCalendars(shipped: CalendarJson, imported: CalendarJson): CalendarJson {
  const isBetter = (year: string) =>
    imported.years[year]?.status === 'official' || shipped.years[year] === undefined;
  const years = Object.keys(imported.years).filter(isBetter);
  const isTaken = (date: LocalDate) => years.includes(date.slice(0, 4));
  const days = [
    ...shipped.days.filter(({ date }) => !isTaken(date)),
    ...imported.days.filter(({ date }) => isTaken(date)),
  ];
  return {
    version: Math.max(shipped.version, imported.version),
    years: {
      ...shipped.years,
      ...Object.fromEntries(
        Object.entries(imported.years).filter(([year]) => years.includes(year)),
      ),
    },
    notices: { ...shipped.notices, ...imported.notices },
    days: days.sort((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

type Cell = Record<Column, string>;

function cellsOf(text: string, words: NoticeWords): Cell[] | null {
  const table = text.startsWith('[') ? tableOfJson(text) : parseDelimited(text);
  const [header = [], ...lines] = table;
  const at = Object.fromEntries(
    COLUMNS.map((column) => [
      column,
      header.findIndex((name) => words.columns[column].includes(name.trim().toLowerCase())),
    ]),
  );
  if (COLUMNS.some((column) => at[column] === -1)) return null;
  const cell = (line: string[], column: Column) => (line[at[column] ?? -1] ?? '').trim();
  return lines
    .filter((line) => line.some((field) => field.trim() !== ''))
    .map((line) => ({
      date: cell(line, 'date'),
      kind: cell(line, 'kind'),
      name: cell(line, 'name'),
      title: cell(line, 'title'),
      number: cell(line, 'number'),
      published: cell(line, 'published'),
    }));
}

/** JSON is a list of objects with the English names of the columns. */
function tableOfJson(text: string): string[][] {
  try {
    const rows: unknown = JSON.parse(text);
    if (!Array.isArray(rows)) return [];
    const lines = rows.map((row: unknown) =>
      COLUMNS.map((column) => {
        const value: unknown = typeof row === 'object' && row ? Reflect.get(row, column) : '';
        return typeof value === 'string' ? value : '';
      }),
    );
    return [[...COLUMNS], ...lines];
  } catch {
    // Not JSON: said as a table whose columns are missing.
    return [];
  }
}

function rowOf(cell: Cell, row: number, { kinds }: NoticeWords): NoticeRow | NoticeProblem {
  if (!isLocalDate(cell.date)) return { row, what: 'date', text: cell.date };
  const isHoliday = kinds.holiday.includes(cell.kind);
  if (!isHoliday && !kinds.workday.includes(cell.kind)) {
    return { row, what: 'kind', text: cell.kind };
  }
  const hasNotice = cell.title !== '' && cell.number !== '' && isLocalDate(cell.published);
  if (cell.name === '' || !hasNotice) return { row, what: 'notice', text: cell.date };
  if (!isHoliday && weekday(cell.date) < 6) return { row, what: 'weekday', text: cell.date };
  return { ...cell, kind: isHoliday ? 'holiday' : 'workday' };
}

/** The year most rows are of: New Year may begin in the old one. */
function yearOf(rows: NoticeRow[]): string {
  const years = rows.map(({ date }) => date.slice(0, 4));
  const times = (year: string) => years.filter((one) => one === year).length;
  return years.reduce((best, year) => (times(year) > times(best) ? year : best), years[0] ?? '');
}

function wrongTogether(rows: NoticeRow[], year: string, words: NoticeWords): NoticeProblem[] {
  const december = `${Number(year) - 1}-12-`;
  const problems = rows.flatMap(({ date }, at): NoticeProblem[] => {
    const row = at + 2;
    const isTwice = rows.findIndex((one) => one.date === date) < at;
    if (isTwice) return [{ row, what: 'twice', text: date }];
    const isOfYear = date.startsWith(year) || date.startsWith(december);
    return isOfYear ? [] : [{ row, what: 'year', text: date }];
  });
  // A notice that only prolongs a holiday need not repeat the year.
  const isWhole = rows.some(({ date }) => date === `${year}-01-01`) || rows.length > 6;
  if (!isWhole) return problems;
  const off = new Set(rows.filter(({ kind }) => kind === 'holiday').map(({ date }) => date));
  const missing = words.fixedHolidays.map((day) => `${year}-${day}`).filter((day) => !off.has(day));
  return [...problems, ...missing.map((day) => ({ row: 1, what: 'fixed' as const, text: day }))];
}

function withNotices(calendar: CalendarJson, year: string, rows: NoticeRow[]) {
  const notices = { ...calendar.notices };
  const keyOf = ({ title, number, published }: NoticeRow): string => {
    const known = Object.entries(notices).find(
      ([, one]) => one.title === title && one.number === number,
    );
    if (known) return known[0];
    const taken = Object.keys(notices).filter((key) => key.startsWith(`notice-${year}`)).length;
    const key = `notice-${year}-${taken + 1}`;
    notices[key] = { title, number, published };
    return key;
  };
  for (const row of rows) keyOf(row);
  return { notices, keyOf };
}
