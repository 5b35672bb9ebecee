import { type Placeholder, sql } from 'drizzle-orm';
import { readRowsOnce } from '#db/row-reader.ts';
import type { Definition, Query, Reader, Tx, Value } from '#db/surface.ts';

/** Where the values of a prepared query will stand. */
export type Marks<Name extends string> = Record<Name, Placeholder<Name>>;

/** All of them, for the check of their plans. */
const known: Definition<unknown>[] = [];

/**
 * A query that each connection builds once: drizzle takes longer to write a statement than SQLite
 * to run it. `names` are its values; `build` puts their marks where values would stand.
 */
export function prepared<Name extends string, Rows>(
  names: readonly Name[],
  build: (db: Tx, marks: Marks<Name>) => Query<Rows>,
): (db: Reader, values: Record<NoInfer<Name>, Value>) => Promise<Rows> {
  const marks = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]));
  const definition: Definition<Rows> = {
    name: `cuntou_${known.length}`,
    build: (db) => build(db, marks as Marks<Name>),
  };
  known.push(definition);
  return (db, values) => db.prepared(definition, values);
}

/** Queries that differ in their text by a shape: one is made for each shape that is asked for. */
export function shapes<Shape extends object, Run>(make: (shape: Shape) => Run) {
  const made = new Map<string, Run>();
  return (shape: Shape): Run => {
    const key = Object.values(shape).join();
    const run = made.get(key) ?? make(shape);
    made.set(key, run);
    return run;
  };
}

/** Keeps what one connection has built of them. */
export function preparedOn(db: Tx): Reader['prepared'] {
  const built = new Map<string, ReturnType<Query<unknown>['prepare']>>();
  return async <Rows>({ name, build }: Definition<Rows>, values: Record<string, Value>) => {
    const query = built.get(name) ?? prepare(build(db), name);
    built.set(name, query);
    return (await query.execute(values)) as Rows;
  };
}

function prepare<Rows>(query: Query<Rows>, name: string) {
  const ready = query.prepare(name);
  readRowsOnce(ready);
  return ready;
}

/** The text of every prepared query. */
export function preparedTexts(db: Reader): string[] {
  return known.map(({ build }) => build(db as Tx).toSQL().sql);
}
