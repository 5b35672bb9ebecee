import { defineConfig } from 'vitest/config';

const shared = {
  setupFiles: ['tests/support/strict-console.ts'],
  testTimeout: 20_000,
  // What the product keeps in memory it keeps by database, and each story has its own: to load all
  // modules again for each file would only take longer.
  isolate: false,
};
/** What is read, not run: it needs no database either. */
const readings = ['tests/architecture.test.ts', 'tests/words.test.ts'];
/** Plans are read on SQLite: its planner knows nothing of sizes, so what it says holds for any. */
const sqliteOnly = ['tests/query-plans.test.ts'];
const stories = { include: ['tests/*.test.ts'], exclude: readings };

/** Rules need no database; every story runs on both engines. */
export default defineConfig({
  test: {
    reporters: ['default'],
    // On two cores one worker would be the default, and it mostly waits for the database.
    maxWorkers: 3,
    projects: [
      { test: { name: 'rules', include: ['tests/rules/**/*.test.ts', ...readings], ...shared } },
      {
        test: {
          name: 'sqlite',
          ...stories,
          ...shared,
          env: { DATABASE_URL: '', LOG_LEVEL: 'silent' },
          globalSetup: ['tests/support/sqlite-base.ts'],
        },
      },
      {
        test: {
          name: 'postgres',
          ...stories,
          exclude: [...readings, ...sqliteOnly],
          ...shared,
          env: { DATABASE_URL: 'postgres://tests', LOG_LEVEL: 'silent' },
          globalSetup: ['tests/support/postgres-base.ts'],
        },
      },
    ],
  },
});
