import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { engineOf } from '#db/engine.ts';

/** Brings a database to the newest schema; safe to call at each start. */
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
  mkdirSync(dirname(path), { recursive: true });
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
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // Several processes may start at once; one migrates, the others wait and find it done.
    await client.query("SELECT pg_advisory_lock(hashtext('cuntou_migrate'))");
    await migrate(drizzle({ client }), { migrationsFolder });
  } finally {
    await client.end();
  }
}
