import { defineConfig } from 'vitest/config';

const shared = {
  globalSetup: ['tests/long/support/built.ts'],
  testTimeout: 10 * 60_000,
  hookTimeout: 5 * 60_000,
};
const sqlite = { DATABASE_URL: '', LOG_LEVEL: 'silent' };
const postgres = { DATABASE_URL: 'postgres://tests', LOG_LEVEL: 'silent' };

/** What takes longer than a change should wait for: npm run test:long. One story at a time. */
export default defineConfig({
  test: {
    maxWorkers: 1,
    projects: [
      {
        test: {
          ...shared,
          name: 'sqlite',
          include: ['tests/long/*.test.ts', 'tests/long/sqlite/*.test.ts'],
          env: sqlite,
          globalSetup: [...shared.globalSetup, 'tests/support/sqlite-base.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'postgres',
          include: ['tests/long/*.test.ts', 'tests/long/postgres/*.test.ts'],
          env: postgres,
          globalSetup: [...shared.globalSetup, 'tests/support/postgres-base.ts'],
        },
      },
    ],
  },
});
