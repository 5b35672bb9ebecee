import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { engine } from '#db/engine.ts';
import { newId } from '#server/kernel/ids.ts';
import { inDatabase } from '#tests/support/embedded-postgres.ts';

/** A database for one world: where it is, and how it is given back. */
export interface FreshDatabase {
  url: string;
  drop(): Promise<void>;
}

/** An empty, migrated database of this project's engine. */
export async function freshDatabase(folder: string): Promise<FreshDatabase> {
  return engine === 'sqlite' ? copyOfBase(folder) : postgresDatabase();
}

function copyOfBase(folder: string): FreshDatabase {
  const url = join(folder, 'cuntou.db');
  copyFileSync(inject('sqliteBase'), url);
  return { url, drop: async () => {} };
}

/**
 * Databases of this worker that have been emptied. PostgreSQL copies one of a thousand files in a
 * fifth of a second and empties it in a tenth of that.
 */
const emptied: string[] = [];

async function postgresDatabase(): Promise<FreshDatabase> {
  const url = emptied.pop() ?? (await copyOfTemplate());
  return {
    url,
    async drop() {
      await empty(url);
      emptied.push(url);
    },
  };
}

async function copyOfTemplate(): Promise<string> {
  const admin = inject('postgresBase');
  const name = `${inject('postgresRun')}_${newId().replaceAll('-', '')}`;
  await once(admin, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE cuntou_base`));
  return inDatabase(admin, name);
}

/** Takes every row out of every table; whoever is still connected is sent away. */
async function empty(url: string): Promise<void> {
  await once(url, async (client) => {
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    const { rows } = await client.query<{ tablename: string }>(
      "SELECT quote_ident(tablename) AS tablename FROM pg_tables WHERE schemaname = 'public'",
    );
    // One statement: references between the tables are looked at when all of them are empty.
    const parts = rows.map(({ tablename }, at) => `t${at} AS (DELETE FROM ${tablename})`);
    await client.query(`WITH ${parts.join(', ')} SELECT`);
  });
}

async function once(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
