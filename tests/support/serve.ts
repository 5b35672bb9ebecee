// Serves the built product with a fresh demonstration for the journeys: node tests/support/serve.ts <engine> <port>
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { closeApp, openApp } from '#server/boot.ts';
import { seedDemo } from '#server/demo/seed.ts';
import { readEnv } from '#server/kernel/env.ts';
import { writeSetting } from '#server/kernel/settings.ts';
import { journeyMatters } from '#tests/e2e/support/deciding-matters.ts';
import {
  inDatabase,
  openTestPostgres,
  type TestPostgres,
} from '#tests/support/embedded-postgres.ts';

const [engine, port] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'cuntou-journeys-'));
const postgres = engine === 'postgres' ? await openTestPostgres() : null;
const databaseUrl = postgres ? await freshDatabase(postgres) : '';
await seed();
const child = spawn(process.execPath, ['server/start.mjs'], {
  stdio: 'inherit',
  env: {
    LOG_LEVEL: 'error',
    ...process.env,
    DATA_DIR: folder,
    DATABASE_URL: databaseUrl,
    PORT: port,
  },
});

const stop = () => void child.kill('SIGTERM');
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
child.on('exit', async (code) => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
  process.exit(code ?? 0);
});

/** The demonstration, and what the journeys find decided besides. */
async function seed(): Promise<void> {
  const env = { DATA_DIR: folder, DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' };
  const app = await openApp(readEnv(env));
  await seedDemo(app, () => {}, { also: journeyMatters() });
  await app.db.write((tx) => writeSetting(tx, 'installation', 'demo'));
  await closeApp(app);
}

async function freshDatabase({ url }: TestPostgres): Promise<string> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query('DROP DATABASE IF EXISTS cuntou_journeys WITH (FORCE)');
  await admin.query("CREATE DATABASE cuntou_journeys ENCODING 'UTF8' TEMPLATE template0");
  await admin.end();
  return inDatabase(url, 'cuntou_journeys');
}
