import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from '#db/migrate.ts';
import { inDatabase, openTestPostgres } from '#tests/support/embedded-postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a PostgreSQL whose database `cuntou_base` is migrated; each world copies it. */
    postgresBase: string;
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
  project.provide('postgresBase', server.url);
  return server.stop;
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
