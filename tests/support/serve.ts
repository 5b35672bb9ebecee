// Serves the built product with a fresh demonstration for the journeys: node tests/support/serve.ts <engine> <port>
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
  inDatabase,
  openTestPostgres,
  type TestPostgres,
} from '#tests/support/embedded-postgres.ts';

const [engine, port] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'cuntou-journeys-'));
const postgres = engine === 'postgres' ? await openTestPostgres() : null;
const databaseUrl = postgres ? await freshDatabase(postgres) : '';
const env = {
  LOG_LEVEL: 'error',
  ...process.env,
  DATA_DIR: folder,
  DATABASE_URL: databaseUrl,
  PORT: port,
};
// The engine is chosen when a process begins, so that what fills the database is one of its own.
execFileSync(process.execPath, ['tests/support/seed-journeys.ts'], { stdio: 'inherit', env });
const child = spawn(process.execPath, ['server/start.mjs'], { stdio: 'inherit', env });

const stop = () => void child.kill('SIGTERM');
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
child.on('exit', async (code) => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
  process.exit(code ?? 0);
});

async function freshDatabase({ url }: TestPostgres): Promise<string> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query('DROP DATABASE IF EXISTS cuntou_journeys WITH (FORCE)');
  await admin.query("CREATE DATABASE cuntou_journeys ENCODING 'UTF8' TEMPLATE template0");
  await admin.end();
  return inDatabase(url, 'cuntou_journeys');
}
