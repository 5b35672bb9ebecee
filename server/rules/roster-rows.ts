import { birthOfId, comingOfAge } from '#server/rules/coming-of-age.ts';
import type { LocalDate } from '#server/rules/dates.ts';
import { groupKey, groupName } from '#server/rules/group-names.ts';
import { hasIdChecksum } from '#server/rules/number-checks.ts';
import type { Fault, TableRow } from '#server/rules/sheet-table.ts';

/** The columns of a village's list of people. */
export type RosterColumn =
  | 'group'
  | 'household'
  | 'head'
  | 'name'
  | 'id'
  | 'birth'
  | 'phone'
  | 'microGrid'
  | 'village';

/** What may be wrong with a line beyond its cells. */
export type PersonFault =
  | 'otherVillage'
  | 'nameWrong'
  | 'idWrong'
  | 'idTooShort'
  | 'birthWrong'
  | 'birthUnclear'
  | 'phoneWrong'
  | 'householdTwoGroups'
  | 'householdTwoMicroGrids'
  | 'sameIdTwice'
  | 'samePersonTwice'
  | 'sameNameNoId';

/** A fault; `other` is the line it does not agree with. */
export interface RosterFault extends Fault<PersonFault> {
  other?: number;
}

/** Somebody of the file: an ID number is cut to its last characters at once. */
export interface FilePerson {
  /** Where the file says it. */
  sheet: string;
  row: number;
  /** '3' or the name of the group. */
  groupKey: string;
  groupName: string;
  /** The household's number as written, without leading zeros when it is short. */
  household: string;
  isHead: boolean;
  name: string;
  /** The last four to six characters; null where the file has none. */
  idTail: string | null;
  /** The first day on which he is known to be eighteen; null where the file does not tell. */
  adultFrom: LocalDate | null;
  phone: string | null;
  microGrid: string | null;
}

/** A household's number of so many digits counts inside its group; a longer one is the village's. */
const SHORT_NUMBER = /^\d{1,3}$/;

/** Whether this number is counted inside each group, so that two groups may both have it. */
export function isCountedInGroup(household: string): boolean {
  return SHORT_NUMBER.test(household);
}

/** What names a household of a file: its number, with the group where each group counts its own. */
export function householdKey({ groupKey: group, household }: FilePerson): string {
  return isCountedInGroup(household) ? `${group}/${household}` : `/${household}`;
}

type Row = TableRow<RosterColumn>;
type ReadPhone = (typed: string) => string | null;

/** What the lines are understood by: the village they are of, and the day on which they are read. */
export interface RosterReading {
  village: string;
  today: LocalDate;
  readPhone: ReadPhone;
}

/** Reads people out of the lines of a table, and names the lines that cannot be right. */
export function readPeople(rows: Row[], reading: RosterReading): PeopleRead {
  const { read, found } = peopleReader(reading);
  for (const row of rows) read(row);
  return found;
}

/** The people of a list, and what is wrong in it. */
export interface PeopleRead {
  people: FilePerson[];
  faults: RosterFault[];
}

/** Reads a list line by line into `found`; the lines of one list stand in one reader. */
export function peopleReader(reading: RosterReading) {
  const found: PeopleRead = { people: [], faults: [] };
  const seen = new Seen();
  return {
    found,
    read(row: Row): void {
      const line = readPerson(row, reading);
      const wrong = 'fault' in line ? line : seen.clash(line.person, row);
      if (wrong) found.faults.push(faultAt(row, wrong));
      else if ('person' in line) found.people.push(seen.keep(line.person, row));
    },
  };
}

interface Wrong {
  column: RosterColumn;
  fault: PersonFault;
  other?: number;
}

function faultAt(row: Row, { column, fault, other }: Wrong): RosterFault {
  const place = row.columns[column] ?? { column: '', header: '' };
  const { sheet, row: line } = row;
  return { sheet, row: line, ...place, code: fault, ...(other !== undefined && { other }) };
}

function readPerson(
  { sheet, row, values }: Row,
  { village, today, readPhone }: RosterReading,
): { person: FilePerson } | Wrong {
  const isHere = values.village === null || namesVillage(values.village, village);
  if (!isHere) return { column: 'village', fault: 'otherVillage' };
  const name = bareName(values.name ?? '');
  if (!/^\p{L}[\p{L}·•.' -]{0,29}$/u.test(name)) return { column: 'name', fault: 'nameWrong' };
  const id = readId(values.id);
  if (id.fault) return { column: 'id', fault: id.fault };
  const birth = values.birth ?? birthOfId(wholeId(values.id) ?? '');
  const age = birth === null ? { adultFrom: null } : comingOfAge(birth, today);
  if ('fault' in age) return { column: values.birth === null ? 'id' : 'birth', fault: age.fault };
  const phone = values.phone === null ? null : readPhone(values.phone);
  if (values.phone !== null && phone === null) return { column: 'phone', fault: 'phoneWrong' };
  const group = values.group ?? '';
  const person = {
    sheet,
    row,
    groupKey: String(groupKey(group)),
    groupName: groupName(group),
    household: householdNumber(values.household ?? ''),
    isHead: isHead(values.head, name),
    name,
    idTail: id.tail,
    adultFrom: age.adultFrom,
    phone,
    microGrid: values.microGrid,
  };
  return { person };
}

/** '柳河镇北坡村' and '北坡' are 北坡村; a code of twelve digits is nobody's name. */
function namesVillage(written: string, village: string): boolean {
  const short = village.replace(/(?:村|社区)$/, '');
  return written.includes(village) || written === short;
}

/** People put spaces into short names so that columns look even. */
export function bareName(name: string): string {
  return name.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');
}

/** '003' is 3 of its group; '1户' is 1; anything longer is as it is written. */
function householdNumber(written: string): string {
  const bare = written.replace(/\s|^第|[户号]+$/g, '');
  return SHORT_NUMBER.test(bare) ? String(Number(bare)) : bare;
}

const YES = /^(?:是|户主|本人|√|✓|✔|☑|y|yes|true|1)$/i;

/** A tick, 是 or 户主, or the head's own name; whatever else stands there is another relation. */
function isHead(written: string | null, name: string): boolean {
  return written !== null && (YES.test(written) || bareName(written) === name);
}

const TAIL_LENGTH = 6;

/** The last characters of an ID number: of all 18, of one with stars, or as the list has them. */
export function readId(
  written: string | null,
): { tail: string | null; fault?: undefined } | { fault: 'idWrong' | 'idTooShort' } {
  if (written === null) return { tail: null };
  const id = written.replace(/[\s'-]/g, '').toUpperCase();
  if (id.length === 18 && hasIdChecksum(id)) return { tail: id.slice(-TAIL_LENGTH) };
  const tail = /^(?:\d{0,14}\*+)?(\d{3,5}[\dX])$/.exec(id)?.[1];
  if (tail) return { tail };
  return { fault: /^\d{0,2}[\dX]$/.test(id) ? 'idTooShort' : 'idWrong' };
}

/** What earlier lines of the file said, to find those that do not agree. */
class Seen {
  readonly #groupOf = new Map<string, { group: string; row: number }>();
  readonly #microGridOf = new Map<string, { microGrid: string; row: number }>();
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<string, { row: number; idTail: string | null }[]>();

  clash(person: FilePerson, row: Row): Wrong | null {
    const household = householdKey(person);
    const group = this.#groupOf.get(household);
    if (group && group.group !== person.groupKey) {
      return { column: 'household', fault: 'householdTwoGroups', other: group.row };
    }
    const micro = this.#microGridOf.get(household);
    if (micro && person.microGrid !== null && micro.microGrid !== person.microGrid) {
      return { column: 'microGrid', fault: 'householdTwoMicroGrids', other: micro.row };
    }
    const same = this.#ids.get(wholeId(row.values.id) ?? '');
    if (same !== undefined) return { column: 'id', fault: 'sameIdTwice', other: same };
    const namesake = this.#names
      .get(`${household}/${person.name}`)
      ?.find(({ idTail }) => idTail === null || person.idTail === null || idTail === person.idTail);
    if (!namesake) return null;
    const isKnown = namesake.idTail !== null && person.idTail !== null;
    const fault = isKnown ? 'samePersonTwice' : 'sameNameNoId';
    return { column: 'name', fault, other: namesake.row };
  }

  keep(person: FilePerson, row: Row): FilePerson {
    const household = householdKey(person);
    const at = { row: row.row };
    if (!this.#groupOf.has(household))
      this.#groupOf.set(household, { ...at, group: person.groupKey });
    if (person.microGrid !== null && !this.#microGridOf.has(household)) {
      this.#microGridOf.set(household, { ...at, microGrid: person.microGrid });
    }
    const id = wholeId(row.values.id);
    if (id !== null) this.#ids.set(id, row.row);
    const key = `${household}/${person.name}`;
    this.#names.set(key, [...(this.#names.get(key) ?? []), { ...at, idTail: person.idTail }]);
    return person;
  }
}

function wholeId(written: string | null): string | null {
  const id = written?.replace(/[\s'-]/g, '').toUpperCase() ?? '';
  return id.length === 18 ? id : null;
}
