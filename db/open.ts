import { engineOf } from '#db/engine.ts';
import type { Database } from '#db/surface.ts';

/**
 * Opens a database: `postgres://…`, or the path of a SQLite file. Drivers are loaded only when
 * needed, because better-sqlite3 crashes a Node that is too old instead of saying so.
 */
export async function openDatabase(url: string): Promise<Database> {
  if (engineOf(url) === 'postgres') {
    const { openPostgres } = await import('#db/postgres.ts');
    return openPostgres(url);
  }
  const { openSqlite } = await import('#db/sqlite.ts');
  return openSqlite(url);
}
