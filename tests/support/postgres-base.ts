import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from '#db/migrate.ts';
import { inDatabase, openTestPostgres } from '#tests/support/embedded-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a PostgreSQL whose database `cuntou_base` is migrated; each world copies it. */
    postgresBase: string;
    /** How the names of this run's databases begin. */
    postgresRun: string;
  }
}

const TEMPLATE = 'cuntou_base';

/** Starts a PostgreSQL for this run, or uses TEST_PG_URL, and migrates the template of all worlds. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openTestPostgres();
  try {
    await makeTemplate(server.url, project.config.root);
  } catch (error) {
    await server.stop();
    throw new Error(`PostgreSQL at ${withoutPassword(server.url)} cannot be used by the tests.`, {
      cause: error,
    });
  }
  const run = `t_${randomBytes(4).toString('hex')}`;
  project.provide('postgresBase', server.url);
  project.provide('postgresRun', run);
  return async () => {
    // One of our own goes with all that is in it.
    if (process.env.TEST_PG_URL) await dropAll(server.url, run);
    await server.stop();
  };
}

async function dropAll(url: string, run: string) {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [`${run}_`],
    );
    for (const { datname } of rows) await admin.query(`DROP DATABASE ${datname} WITH (FORCE)`);
  } finally {
    await admin.end();
  }
}

async function makeTemplate(url: string, root: string) {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(`DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${TEMPLATE} ENCODING 'UTF8' TEMPLATE template0`);
    const { rows } = await admin.query('SHOW server_version');
    console.log(`Stories run on PostgreSQL ${rows[0].server_version}`);
  } finally {
    await admin.end();
  }
  await migrateDatabase(inDatabase(url, TEMPLATE), root);
}

function withoutPassword(url: string): string {
  const address = new URL(url);
  address.password = '';
  return address.href;
}
