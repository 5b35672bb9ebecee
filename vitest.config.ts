import { defineConfig } from 'vitest/config';

const shared = {
  setupFiles: ['tests/support/strict-console.ts'],
  testTimeout: 20_000,
  // What the product keeps in memory it keeps by database, and each story has its own: to load all
  // modules again for each file would only take longer.
  isolate: false,
};
/** What is read, what works on files and texts, and how the product starts: it needs no database. */
const onNoEngine = [
  'architecture',
  'words',
  'drain',
  'markdown',
  'sheets',
  'sound',
  'starting',
  'workshop',
].map((name) => `tests/${name}.test.ts`);
/** Plans are read on SQLite: its planner knows nothing of sizes, so what it says holds for any. */
const sqliteOnly = [
  'tests/query-plans.test.ts',
  'tests/disclosure-query-plans.test.ts',
  'tests/vote-query-plans.test.ts',
  'tests/hall-query-plans.test.ts',
  'tests/step-query-plans.test.ts',
  'tests/asking-query-plans.test.ts',
  'tests/agenda-query-plans.test.ts',
];
const stories = { include: ['tests/*.test.ts'], exclude: onNoEngine };

/** Rules are tried once; every story that needs a database is told on both engines. */
export default defineConfig({
  test: {
    reporters: ['default'],
    // On two cores one worker would be the default, and it mostly waits for the database.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'rules',
          include: ['tests/rules/**/*.test.ts', ...onNoEngine],
          ...shared,
          env: { DATABASE_URL: '', LOG_LEVEL: 'silent' },
        },
      },
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
          exclude: [...onNoEngine, ...sqliteOnly],
          ...shared,
          env: { DATABASE_URL: 'postgres://tests', LOG_LEVEL: 'silent' },
          globalSetup: ['tests/support/postgres-base.ts'],
        },
      },
    ],
  },
});
