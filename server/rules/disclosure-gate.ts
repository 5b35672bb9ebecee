import type { CatalogueItem, ItemColumn } from '#server/rules/disclosure-book.ts';
import {
  findAddresses,
  findBehindGroup,
  type Span,
} from '#server/rules/disclosure-masking-addresses.ts';
import { type About, findFamily } from '#server/rules/disclosure-masking-family.ts';
import { findDisability, findIllness, tellsNeed } from '#server/rules/disclosure-masking-health.ts';
import {
  blanked,
  findAllNumbers,
  isPhoneAsNumber,
} from '#server/rules/disclosure-masking-numbers.ts';
import { fold, foldWithMap } from '#server/rules/fold.ts';
import { maskName } from '#server/rules/masked-name.ts';
import {
  findNameRuns,
  findNames,
  findPartyNames,
  type KnownNames,
  knownNames,
} from '#server/rules/person-names.ts';
import { digitsOf, type Found } from '#server/rules/personal-numbers.ts';

/** `private` are birthdays of grown-ups and marriages. */
export type FindingKind =
  | 'id'
  | 'card'
  | 'phone'
  | 'landline'
  | 'plate'
  | 'address'
  | 'illness'
  | 'disability'
  | 'child'
  | 'private'
  | 'name';

/**
 * A personal datum; `start` and `end` count UTF-16 units of the original. What is found `byRule`
 * (a name in a column of names, a house in a column of places) was to be expected there: it is
 * always masked, and nobody has to decide.
 */
export interface GateFinding extends Span {
  kind: FindingKind;
  byRule: boolean;
}

/** Where a value stands. */
export interface CellPlace {
  column: Pick<ItemColumn, 'code' | 'is'>;
  item: Pick<CatalogueItem, 'class' | 'isPersonal'>;
}

/** A cell as it is kept: text, or whole 分, thousandths or things. */
export type CellValue = string | number | null;

/** What the gate has to know of the village; made by `knowledgeOf`. */
export interface GateKnowledge {
  /** A local date; who is under 14 on it is a child. */
  today: string;
  /** Digits of the numbers that may stand, such as the village office's. */
  allowed: readonly string[];
  names: KnownNames;
}

/**
 * `names` are villagers' as typed: the roster's, and the cells of the table's own name columns;
 * `officials` are those in office, whom everybody may read of.
 */
export function knowledgeOf(facts: {
  today: string;
  allowed?: Iterable<string>;
  names?: Iterable<string>;
  officials?: Iterable<string>;
}): GateKnowledge {
  return {
    today: facts.today,
    allowed: [...(facts.allowed ?? [])].map(digitsOf).filter((digits) => digits !== ''),
    names: knownNames(facts.names ?? [], facts.officials ?? []),
  };
}

/** Finds personal data in a cell, in their order, none over another. */
export function findInCell(
  value: CellValue,
  place: CellPlace,
  known: GateKnowledge,
): GateFinding[] {
  if (value === null || value === '') return [];
  if (typeof value === 'number') return findInNumber(value, place);
  if (place.column.is === 'day' && PLAIN_DAY.test(value)) return [];
  const { text, at } = foldWithMap(value);
  return findFoldedIn(text, place, known).map(({ start, end, ...more }) => ({
    ...more,
    start: at[start] ?? 0,
    end: at[end] ?? value.length,
  }));
}

const PLAIN_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Finds personal data in free words: a title, a note, the name or the text of a file. */
export function findInText(text: string, known: GateKnowledge, isPersonal = false): GateFinding[] {
  const column = { code: 'words', is: 'text' } as const;
  return findInCell(text, { column, item: { class: 'affairs', isPersonal } }, known);
}

/**
 * Masks what was found in a cell. Everybody (`public`) reads names as 张*, places to the group and
 * anything else as ■; where the cell tells that somebody is poor, ill or disabled, nothing of a name is
 * left (domain §6). Verified people of the village read the same with full names.
 */
export function maskCell(
  value: CellValue,
  findings: readonly GateFinding[],
  reader: 'public' | 'village',
): CellValue {
  if (value === null || findings.length === 0) return value;
  const text = String(value);
  const hides = { reader, isOfNeed: tellsNeed(fold(text), findings) };
  let masked = '';
  let done = 0;
  for (const finding of findings) {
    masked += text.slice(done, finding.start) + covered(text, finding, hides);
    done = finding.end;
  }
  return (masked + text.slice(done)).trim();
}

function findInNumber(value: number, { column }: CellPlace): GateFinding[] {
  if (!isPhoneAsNumber(value, column.is)) return [];
  return [{ kind: 'phone', start: 0, end: String(value).length, byRule: false }];
}

function findFoldedIn(text: string, place: CellPlace, known: GateKnowledge): GateFinding[] {
  const { is } = place.column;
  const numbers = findAllNumbers(text, place, known.allowed).map(asFinding);
  const called =
    is === 'name' || is === 'officer' ? [] : findNames(blanked(text, numbers), known.names);
  const isOfPerson = place.item.isPersonal || is === 'name' || is === 'officer';
  const people = [...numbers, ...called];
  const words = segmentsOf(text).flatMap((segment) => {
    const isAboutPerson = isOfPerson || people.some((one) => liesIn(one, segment));
    const about = isAboutPerson ? 'person' : place.item.class === 'relief' ? 'groups' : 'matter';
    return wordsIn(text, segment, { about, today: known.today });
  });
  const found = [...numbers, ...words, ...addressesIn(text, place)];
  const names = [
    ...called.map((span) => ({ ...span, kind: 'name' as const, byRule: false })),
    ...namesByRule(blanked(text, found), place),
  ];
  return merged([...found, ...names]);
}

function asFinding({ kind, start, end }: Found): GateFinding {
  return { kind: kind === 'mobile' ? 'phone' : kind, start, end, byRule: false };
}

/** What a cell says is about one matter; a longer text is read sentence by sentence. */
const ONE_MATTER = 200;

function segmentsOf(text: string): Span[] {
  if (text.length <= ONE_MATTER) return [{ start: 0, end: text.length }];
  return [...text.matchAll(/[^\n。;!?]+/g)].map(({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }));
}

function liesIn(one: Span, segment: Span): boolean {
  return segment.start <= one.start && one.start < segment.end;
}

function wordsIn(
  text: string,
  { start: from, end }: Span,
  { about, today }: { about: About; today: string },
): GateFinding[] {
  const words = text.slice(from, end);
  if (!/\p{Script=Han}|hiv/u.test(words)) return [];
  const of = (kind: FindingKind) => (span: Span) => ({
    ...{ kind, start: span.start + from, end: span.end + from, byRule: false },
  });
  return [
    ...findIllness(words, about === 'person').map(of('illness')),
    ...findDisability(words, about === 'person').map(of('disability')),
    ...findFamily(words, about, today).map((one) => of(one.kind)(one)),
  ];
}

function addressesIn(text: string, { column, item }: CellPlace): GateFinding[] {
  const byRule = column.is === 'place';
  const spans = byRule ? findBehindGroup(text, item.isPersonal) : findAddresses(text);
  return spans.map((span) => ({ ...span, kind: 'address', byRule }));
}

function namesByRule(text: string, { column }: CellPlace): GateFinding[] {
  const spans =
    column.is === 'name' ? findNameRuns(text) : column.is === 'party' ? findPartyNames(text) : [];
  return spans.map((span) => ({ ...span, kind: 'name', byRule: true }));
}

/** Which kind two findings have together that lie over each other. */
const PRECEDENCE: readonly FindingKind[] = [
  ...(['child', 'id', 'card', 'phone', 'landline', 'plate'] as const),
  ...(['illness', 'disability', 'private', 'address', 'name'] as const),
];

function merged(findings: readonly GateFinding[]): GateFinding[] {
  const apart: GateFinding[] = [];
  for (const one of [...findings].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = apart.at(-1);
    if (last && areOne(last, one)) apart[apart.length - 1] = united(last, one);
    else apart.push(one);
  }
  return apart;
}

/** One lies over the other, or goes on where the other ends. */
function areOne(a: GateFinding, b: GateFinding): boolean {
  const goesOn = b.start === a.end && a.kind === b.kind && a.kind !== 'name';
  return b.start < a.end || goesOn;
}

function united(a: GateFinding, b: GateFinding): GateFinding {
  const isFirst = PRECEDENCE.indexOf(a.kind) <= PRECEDENCE.indexOf(b.kind);
  return {
    kind: isFirst ? a.kind : b.kind,
    start: a.start,
    end: Math.max(a.end, b.end),
    byRule: a.byRule && b.byRule,
  };
}

/** As long as any name may be; of a longer run the last character is no given name's. */
const LONGEST_NAME = 4;

/** How a cell is masked: for whom, and whether a surname beside its words would tell too much. */
interface Hiding {
  reader: 'public' | 'village';
  isOfNeed: boolean;
}

function covered(
  text: string,
  { kind, start, end, byRule }: GateFinding,
  { reader, isOfNeed }: Hiding,
): string {
  const datum = text.slice(start, end);
  if (kind === 'name' && reader === 'village') return datum;
  if (kind === 'name' && !isOfNeed)
    return maskName(datum, [...datum].length > LONGEST_NAME ? 'appeal' : 'list');
  if (kind === 'address' && byRule) return '';
  return datum.replace(/\S/gu, '■');
}
