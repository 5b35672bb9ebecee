import type { Dump, DumpedRow } from '#tests/support/dump.ts';

/**
 * Whoever has everything (dumps of the database before and after the count, log lines) tries to say
 * of each voter what he chose. Every column on the voter's side is held against every column on the
 * side of the ballots: by equal values, by order, and by what a value alone foretells.
 */

/** A voter as everybody knows him, and the truth to hold a guess against. */
export interface KnownVoter {
  /** Ids and names under which he stands anywhere. */
  ids: string[];
  chose: string;
}

/** One try: what was joined with what, and of how many voters it told the truth. */
export interface Try {
  how: string;
  hits: number;
}

/** What one column says of each voter; undefined where it says nothing. */
interface Feature {
  name: string;
  values: (string | number | undefined)[];
}

/** A ballot as it lies in the dump: what stands on it, and every column of its row. */
interface Ballot {
  chose: string;
  row: DumpedRow;
}

/** All tries, the best first. */
export function attack(
  dumps: Record<string, Dump>,
  voters: KnownVoter[],
  ballotTable = 'vote_ballot',
): Try[] {
  const features = Object.entries(dumps).flatMap(([when, dump]) =>
    Object.entries(dump).flatMap(([table, rows]) =>
      featuresOf(`${when} ${table}`, linkedRows(dump, rows, voters)),
    ),
  );
  const ballots = Object.values(dumps)
    .flatMap((dump) => dump[ballotTable] ?? [])
    .map((row) => ({ chose: JSON.stringify(row.choices), row }))
    .map(({ chose, row }) => ({ chose: chose.replace(/["\\\s]/g, ''), row }));
  const columns = [...new Set(ballots.flatMap(({ row }) => Object.keys(row)))];
  const tries = features.flatMap((feature) => [
    ...columns.flatMap((column) => [
      byEquality(feature, ballots, column, voters),
      byOrder(feature, ballots, column, voters),
      byOrder(feature, ballots, column, voters, -1),
    ]),
    foretold(feature, voters),
  ]);
  return tries.toSorted((a, b) => b.hits - a.hits);
}

/**
 * The rows of a table that belong to one voter alone: they name him, or something that only rows of
 * his name. Found again and again, until no further row is.
 */
function linkedRows(dump: Dump, rows: DumpedRow[], voters: KnownVoter[]): DumpedRow[][] {
  const owner = ownersOf(dump, voters);
  return voters.map((_, at) => rows.filter((row) => ownerOf(row, owner) === at));
}

const owners = new WeakMap<Dump, Map<string, number>>();
const SHARED = -1;
const ROUNDS = 4;

/** Which voter each telling value belongs to; SHARED for what belongs to several. */
function ownersOf(dump: Dump, voters: KnownVoter[]): Map<string, number> {
  const known = owners.get(dump);
  if (known) return known;
  const owner = new Map<string, number>();
  for (const [at, { ids }] of voters.entries()) for (const id of ids) owner.set(id, at);
  const rows = Object.values(dump).flat();
  for (let round = 0; round < ROUNDS; round++) spread(rows, owner);
  owners.set(dump, owner);
  return owner;
}

function spread(rows: DumpedRow[], owner: Map<string, number>) {
  const found = new Map<string, Set<number>>();
  for (const row of rows) {
    const whose = ownerOf(row, owner) ?? SHARED;
    for (const value of tellingOf(row))
      found.set(value, (found.get(value) ?? new Set()).add(whose));
  }
  for (const [value, whose] of found) {
    const [only = SHARED] = whose;
    if (!owner.has(value) && whose.size === 1 && only !== SHARED) owner.set(value, only);
  }
}

/** The one voter that a row is about; undefined for none, and for several. */
function ownerOf(row: DumpedRow, owner: Map<string, number>): number | undefined {
  const whose = new Set(tellingOf(row).flatMap((value) => owner.get(value) ?? []));
  const [only] = whose;
  return whose.size === 1 ? only : undefined;
}

/** The values of a row that may name somebody: long ones, and those inside of JSON. */
function tellingOf(row: DumpedRow): string[] {
  return Object.entries(row)
    .filter(([name]) => !name.startsWith('hidden'))
    .flatMap(([, value]) => leaves(value))
    .filter((value) => value.length >= 3 && !/^-?\d+$/.test(value));
}

function leaves(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'object') return Object.values(value).flatMap(leaves);
  const text = String(value);
  if (/^[[{"]/.test(text)) {
    try {
      return [text, ...leaves(JSON.parse(text))];
    } catch {
      return [text];
    }
  }
  return [text];
}

/** What the first and the last row of each voter say, how long it is, and how many rows there are. */
function featuresOf(table: string, linked: DumpedRow[][]): Feature[] {
  const columns = [...new Set(linked.flat().flatMap((row) => Object.keys(row)))];
  const read = (name: string, of: (rows: DumpedRow[]) => string | number | undefined) => ({
    name: `${table}.${name}`,
    values: linked.map(of),
  });
  return [
    read('count', (rows) => rows.length),
    ...columns.flatMap((column) => [
      read(`${column} first`, (rows) => comparable(rows[0]?.[column])),
      read(`${column} last`, (rows) => comparable(rows.at(-1)?.[column])),
      read(`${column} length`, (rows) => rows[0] && String(rows[0][column]).length),
    ]),
  ].filter(({ values }) => new Set(values).size > 1);
}

/** Numbers as numbers, places on a page of PostgreSQL in their order, the rest as text. */
function comparable(value: unknown): string | number | undefined {
  if (value === null || value === undefined) return undefined;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const [, page, item] = /^\((\d+),(\d+)\)$/.exec(text) ?? [];
  if (page !== undefined) return Number(page) * 100_000 + Number(item);
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** A ballot with the same value is the voter's; several: the content that most of them have. */
function byEquality(
  feature: Feature,
  ballots: Ballot[],
  column: string,
  voters: KnownVoter[],
): Try {
  const byValue = Map.groupBy(ballots, ({ row }) => String(comparable(row[column])));
  const guesses = feature.values.map((value) => {
    const same = value === undefined ? [] : (byValue.get(String(value)) ?? []);
    return mostOf(same.map(({ chose }) => chose));
  });
  return { how: `${feature.name} = ${column}`, hits: hitsOf(guesses, voters) };
}

/** The first of the voters has the first of the ballots, and so on, or the last one. */
function byOrder(
  feature: Feature,
  ballots: Ballot[],
  column: string,
  voters: KnownVoter[],
  direction: 1 | -1 = 1,
): Try {
  const inOrder = feature.values
    .map((value, at) => ({ value, at }))
    .filter(({ value }) => value !== undefined)
    .toSorted((a, b) => direction * compare(a.value, b.value));
  const laid = ballots.toSorted((a, b) =>
    compare(comparable(a.row[column]), comparable(b.row[column])),
  );
  const guesses: (string | undefined)[] = voters.map(() => undefined);
  for (const [place, { at }] of inOrder.entries()) guesses[at] = laid[place]?.chose;
  return {
    how: `order of ${feature.name}, of ${column} (${direction})`,
    hits: hitsOf(guesses, voters),
  };
}

/** Few different values: whoever has the same one chose what most with it chose. */
function foretold(feature: Feature, voters: KnownVoter[]): Try {
  const groups = Map.groupBy(voters.keys(), (at) => String(feature.values[at]));
  if (groups.size > 4) return { how: feature.name, hits: 0 };
  const hits = [...groups.values()].map((group) => {
    const chosen = group.map((at) => voters[at]?.chose ?? '');
    return chosen.filter((one) => one === mostOf(chosen)).length;
  });
  return { how: `${feature.name} foretells`, hits: hits.reduce((sum, n) => sum + n, 0) };
}

function hitsOf(guesses: (string | undefined)[], voters: KnownVoter[]): number {
  return voters.filter(({ chose }, at) => guesses[at] === chose).length;
}

function mostOf(chosen: string[]): string | undefined {
  const groups = [...Map.groupBy(chosen, (one) => one)];
  const [most] = groups.toSorted(([, a], [, b]) => b.length - a.length);
  return most?.[0];
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  if (typeof a === typeof b) return a < b ? -1 : 1;
  return String(a) < String(b) ? -1 : 1;
}
