import { dateOfDay, dayOfDate, isLocalDate } from '#server/rules/dates.ts';

/** A cell as a spreadsheet holds it; a date is '2026-11-20'. Files of text have only text. */
export type Cell = string | number | boolean | { day: string } | null;

/** What is wrong with a cell; each has words in the message catalogue. */
export type CellFault = 'empty' | 'lostDigits' | 'becameDay' | 'tooLong' | 'isError' | 'dayWrong';

/** The text of a cell, null when it is empty; or what is wrong with it. */
export type ReadCell = { value: string | null } | { fault: CellFault };

/** Numbers of more digits are rounded by spreadsheets: an ID number loses its end. */
const EXACT_DIGITS = 15;
const SCIENTIFIC = /^[+-]?\d+(?:\.\d+)?E\+?\d+$/i;
const ERRORS = /^#(?:REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!)$/;

/** One line of text with half-width letters and digits. Refuses what a spreadsheet has spoilt. */
export function readText(cell: Cell, longest: number): ReadCell {
  const read = readWords(cell, longest);
  const text = 'value' in read ? (read.value ?? '') : '';
  const folded = text.normalize('NFKC').replace(/\s+/gu, ' ').trim();
  if (text === '') return read;
  return folded.length > longest ? { fault: 'tooLong' } : { value: folded };
}

/** One line of words as they were typed, （） and ， too; only what nobody sees is left out. */
export function readWords(cell: Cell, longest: number): ReadCell {
  if (cell === null) return { value: null };
  if (typeof cell === 'object') return { fault: 'becameDay' };
  const isRounded = typeof cell === 'number' && Math.abs(cell) >= 10 ** EXACT_DIGITS;
  if (isRounded) return { fault: 'lostDigits' };
  const words = String(cell)
    .replace(/[\r\n\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  const text = words.normalize('NFKC');
  if (words === '') return { value: null };
  if (SCIENTIFIC.test(text)) return { fault: 'lostDigits' };
  if (ERRORS.test(text)) return { fault: 'isError' };
  return words.length > longest ? { fault: 'tooLong' } : { value: words };
}

/** A date as people write it, 2026.11.20 or 2026年11月20日, or Excel's number of it. */
export function readDay(cell: Cell): ReadCell {
  if (cell === null) return { value: null };
  if (typeof cell === 'object') return { value: cell.day };
  const text = String(cell).normalize('NFKC').trim();
  if (text === '') return { value: null };
  if (/^\d{5}$/.test(text)) return { value: dayOfSerial(Number(text)) };
  const parts =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const [, year = '', month = '', day = ''] = parts ?? [];
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isLocalDate(written) ? { value: written } : { fault: 'dayWrong' };
}

/**
 * A birth as lists write it: '1990-03-07', or '1990-03' and '1990' where they say no more. A number
 * such as 1990.1 may be January or October: only its year is sure.
 */
export function readBirth(cell: Cell): ReadCell {
  const text = cell === null || typeof cell === 'object' ? '' : bareDay(String(cell));
  const whole = readDay(typeof cell === 'object' ? cell : text.replace(/[号T ].*$/, ''));
  if ('value' in whole) return whole;
  const [, year = '', month] =
    /^(\d{4})(?:[-/.年](\d{1,2})月?|年)?$/.exec(text.replace(/^(\d{4})(\d{2})$/, '$1-$2')) ?? [];
  if (year === '') return { fault: 'dayWrong' };
  const isUnsure = month === undefined || /^\d{4}\.1$/.test(text);
  if (isUnsure) return { value: year };
  const isMonth = Number(month) >= 1 && Number(month) <= 12;
  return isMonth ? { value: `${year}-${month.padStart(2, '0')}` } : { fault: 'dayWrong' };
}

function bareDay(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s*([-/.年月日])\s*/g, '$1')
    .trim();
}

/** A day typed into a field of words, 2027年3月1日 or 2027-3-1, as a LocalDate; anything else as it was typed. */
export function typedDay(typed: string): string {
  const read = readDay(typed);
  return 'value' in read && read.value !== null ? read.value : typed;
}

/** Excel counts days from here, because it believes in 29 February 1900. */
const SERIAL_ZERO = dayOfDate('1899-12-30');

/** The date of Excel's number of a day. */
export function dayOfSerial(serial: number): string {
  return dateOfDay(SERIAL_ZERO + Math.floor(serial));
}
