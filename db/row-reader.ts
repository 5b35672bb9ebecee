import { Column, is, SQL } from 'drizzle-orm';

/** How a value is made from what the driver gives. */
interface Decoder {
  mapFromDriverValue(value: unknown): unknown;
}

/** A column as drizzle has ordered it: where its value goes in the row, and what it is. */
interface Field {
  path: string[];
  field: Column | SQL | SQL.Aliased;
}

/**
 * Lets a prepared query read its rows as drizzle would, but find out once instead of at every value
 * how a column is read; for a page of rows that is most of the work after the database's own. A
 * query whose left joins make whole objects null is left to drizzle.
 */
export function readRowsOnce(query: object): void {
  const fields: Field[] | undefined = Reflect.get(query, 'fields');
  const joins: Record<string, boolean> = Reflect.get(query, 'joinsNotNullableMap') ?? {};
  if (!fields) return;
  const isNested = fields.some(({ path }) => path.length > 1);
  const isKnown = fields.every(({ path }) => path.length <= 2);
  if (!isKnown || (isNested && Object.values(joins).includes(false))) return;
  const cells = fields.map(cellOf);
  Reflect.set(query, 'customResultMapper', (rows: unknown[][]) =>
    rows.map((row) => rowOf(cells, row)),
  );
}

interface Cell {
  group: string | null;
  name: string;
  /** Null where the driver's value is the value. */
  decoder: Decoder | null;
}

function cellOf({ path, field }: Field): Cell {
  const [first = '', second] = path;
  const decoder: Decoder = is(field, Column) ? field : decoderOf(field);
  const isPlain = decoder.mapFromDriverValue === Column.prototype.mapFromDriverValue;
  return {
    group: second === undefined ? null : first,
    name: second ?? first,
    decoder: isPlain ? null : decoder,
  };
}

function decoderOf(field: SQL | SQL.Aliased): Decoder {
  return Reflect.get(is(field, SQL) ? field : field.sql, 'decoder');
}

function rowOf(cells: Cell[], row: unknown[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  let groupName: string | null = null;
  let group = made;
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at];
    if (!cell) continue;
    if (cell.group !== groupName) {
      groupName = cell.group;
      group = groupIn(made, groupName);
    }
    const raw = row[at] ?? null;
    group[cell.name] = raw === null || !cell.decoder ? raw : cell.decoder.mapFromDriverValue(raw);
  }
  return made;
}

function groupIn(made: Record<string, unknown>, name: string | null): Record<string, unknown> {
  if (name === null) return made;
  const known = made[name];
  if (typeof known === 'object' && known !== null) return known as Record<string, unknown>;
  const group: Record<string, unknown> = {};
  made[name] = group;
  return group;
}
