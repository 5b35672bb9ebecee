import { groupKey } from '#server/rules/group-names.ts';
import { bareName, type PersonFault, readId } from '#server/rules/roster-rows.ts';
import type { Fault, TableRow } from '#server/rules/sheet-table.ts';

/** The columns of a roll that is brought in. */
export type RollColumn = 'name' | 'sex' | 'group' | 'id';

/** What may be wrong with a line beyond its cells. */
export type RollFaultCode =
  | Extract<PersonFault, 'nameWrong' | 'idWrong' | 'idTooShort'>
  | 'sexUnknown'
  | 'noSuchGroup'
  | 'sameLineTwice';

/** A fault; `other` is the line it does not agree with. */
export interface RollFault<Code extends string = RollFaultCode> extends Fault<Code> {
  other?: number;
}

/** Somebody of the file; an ID number is cut to its last characters at once. */
export interface RollLine {
  /** Where the file says it. */
  sheet: string;
  row: number;
  name: string;
  isWoman: boolean;
  /** The group he is put down for; null where the file says none. */
  groupCode: string | null;
  idTail: string | null;
}

type Row = TableRow<RollColumn>;
type Wrong = { column: RollColumn; fault: RollFaultCode; other?: number };

/** Reads people out of the lines of a roll, and names the lines that cannot be right. */
export function readRoll(
  rows: Row[],
  groups: { code: string; name: string }[],
): { people: RollLine[]; faults: RollFault[] } {
  const people: RollLine[] = [];
  const faults: RollFault[] = [];
  for (const row of rows) {
    const read = readLine(row, groups);
    const wrong = 'fault' in read ? read : clashOf(read, people);
    if (wrong) faults.push(faultAt(row, wrong));
    else if (!('fault' in read)) people.push(read);
  }
  return { people, faults };
}

function faultAt({ sheet, row, columns }: Row, { column, fault, other }: Wrong): RollFault {
  const place = columns[column] ?? { column: '', header: '' };
  return { sheet, row, ...place, code: fault, ...(other !== undefined && { other }) };
}

function readLine(
  { sheet, row, values }: Row,
  groups: { code: string; name: string }[],
): RollLine | Wrong {
  const name = bareName(values.name ?? '');
  if (!/^\p{L}[\p{L}·•.' -]{0,29}$/u.test(name)) return { column: 'name', fault: 'nameWrong' };
  const id = readId(values.id);
  if (id.fault) return { column: 'id', fault: id.fault };
  const isWoman = readSex(values.sex) ?? sexOfId(values.id);
  if (isWoman === null) return { column: 'sex', fault: 'sexUnknown' };
  const written = values.group;
  const group = written === null ? null : groups.find((one) => isSame(one.name, written));
  if (group === undefined) return { column: 'group', fault: 'noSuchGroup' };
  return { sheet, row, name, isWoman, groupCode: group?.code ?? null, idTail: id.tail };
}

function isSame(name: string, written: string): boolean {
  return groupKey(name) === groupKey(written);
}

function readSex(written: string | null): boolean | null {
  if (written === null) return null;
  if (/^(?:女|女性|f|female)$/i.test(written)) return true;
  return /^(?:男|男性|m|male)$/i.test(written) ? false : null;
}

/** GB 11643: the seventeenth digit of a whole ID number is odd for men and even for women. */
function sexOfId(written: string | null): boolean | null {
  const id = written?.replace(/[\s'-]/g, '') ?? '';
  return /^\d{17}[\dXx]$/.test(id) ? Number(id[16]) % 2 === 0 : null;
}

/** One line may be there twice by mistake; two of one name need something that tells them apart. */
function clashOf(line: RollLine, earlier: RollLine[]): Wrong | null {
  const other = earlier.find(
    (one) =>
      one.name === line.name &&
      one.groupCode === line.groupCode &&
      (one.idTail === null || line.idTail === null || one.idTail === line.idTail),
  );
  return other ? { column: 'name', fault: 'sameLineTwice', other: other.row } : null;
}
