import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { TestProject } from 'vitest/node';
import { migrateDatabase } from '#db/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated, empty SQLite file; each world copies it. */
    sqliteBase: string;
  }
}

/** Migrates one SQLite file for all stories of this run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'cuntou-sqlite-'));
  const base = join(folder, 'base.db');
  await migrateDatabase(base, project.config.root);
  project.provide('sqliteBase', base);
  const probe = new BetterSqlite3(base, { readonly: true });
  console.log(`Stories run on SQLite ${probe.prepare('SELECT sqlite_version()').pluck().get()}`);
  probe.close();
  return () => rm(folder, { recursive: true, force: true });
}
