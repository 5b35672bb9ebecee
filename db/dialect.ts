import { type Placeholder, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { engine } from '#db/engine.ts';
import type { Tx } from '#db/surface.ts';

/**
 * Holds the row against other writers until the write ends. SQLite has one writer at a time, so
 * nothing is needed there. `table` and `key` are names of ours, never anything a person typed.
 */
export async function lock(tx: Tx, table: string, key: string, value: string): Promise<void> {
  if (engine === 'sqlite') return;
  const [tableName, keyName] = [sql.identifier(table), sql.identifier(key)];
  await tx.rows(sql`SELECT 1 FROM ${tableName} WHERE ${keyName} = ${value} FOR UPDATE`);
}

/** A list of texts, or the mark of one in a prepared query. */
export type List = string[] | Placeholder;

const asJson = { mapToDriverValue: (list: unknown) => JSON.stringify(list) };

/** That the column holds one of a list: however long that is, the statement stays the same. */
export function among(column: SQLWrapper, list: List): SQL {
  return engine === 'postgres'
    ? sql`${column} = ANY(${sql.param(list)})`
    : sql`${column} IN (SELECT value FROM json_each(${sql.param(list, asJson)}))`;
}

/** That a text begins with one of a list. */
export function beginsWithOne(text: SQLWrapper, list: List): SQL {
  return engine === 'postgres'
    ? sql`EXISTS (SELECT 1 FROM unnest(${sql.param(list)}::text[]) AS start WHERE starts_with(${text}, start))`
    : sql`EXISTS (SELECT 1 FROM json_each(${sql.param(list, asJson)}) AS start WHERE substr(${text}, 1, length(start.value)) = start.value)`;
}
