import { join } from 'node:path';
import type { Client } from 'pg';
import { engineOf } from '#db/engine.ts';

/** The oldest PostgreSQL on which every story is told. */
const OLDEST_POSTGRES = 15;
/** A database that does not answer must not keep whoever starts us waiting. */
const ANSWER_MS = 8_000;

/** Brings a database to the newest schema; safe to call at each start. Its folder must be there. */
export async function migrateDatabase(url: string, root: string): Promise<void> {
  const isPostgres = engineOf(url) === 'postgres';
  const migrationsFolder = join(root, 'db/migrations', isPostgres ? 'postgres' : 'sqlite');
  if (isPostgres) await migratePostgres(url, migrationsFolder);
  else await migrateSqlite(url, migrationsFolder);
}

async function migrateSqlite(path: string, migrationsFolder: string) {
  const { default: BetterSqlite3 } = await import('better-sqlite3');
  const { drizzle } = await import('drizzle-orm/better-sqlite3');
  const { migrate } = await import('drizzle-orm/better-sqlite3/migrator');
  const connection = new BetterSqlite3(path);
  try {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    // Must be off before the migrator's transaction begins: a table rebuild would otherwise delete
    // the rows that refer to the old table.
    connection.pragma('foreign_keys = OFF');
    migrate(drizzle({ client: connection }), { migrationsFolder });
    const broken = connection.pragma('foreign_key_check');
    if (Array.isArray(broken) && broken.length > 0) {
      throw new Error(`migration left ${broken.length} rows without their parent`);
    }
  } finally {
    connection.close();
  }
}

async function migratePostgres(url: string, migrationsFolder: string) {
  const { default: pg } = await import('pg');
  const { drizzle } = await import('drizzle-orm/node-postgres');
  const { migrate } = await import('drizzle-orm/node-postgres/migrator');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: ANSWER_MS });
  await client.connect();
  try {
    await checkServer(client);
    // Several processes may start at once; one migrates, the others wait and find it done.
    await client.query("SELECT pg_advisory_lock(hashtext('cuntou_migrate'))");
    await migrate(drizzle({ client }), { migrationsFolder });
  } finally {
    await client.end();
  }
}

/** Throws a sentence for a server on which text or statements would fail later. */
async function checkServer(client: Pick<Client, 'query'>) {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    "SELECT current_setting('server_version') AS version, current_setting('server_encoding') AS encoding",
  );
  const { version = '', encoding = '' } = rows[0] ?? {};
  if (Number.parseInt(version, 10) < OLDEST_POSTGRES) {
    throw new Error(`PostgreSQL ${OLDEST_POSTGRES} or newer is needed; this is ${version}.`);
  }
  if (encoding !== 'UTF8') {
    throw new Error('The database of DATABASE_URL is not in UTF8. Create one with -E UTF8.');
  }
}
