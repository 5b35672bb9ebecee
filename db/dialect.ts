import { sql } from 'drizzle-orm';
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
