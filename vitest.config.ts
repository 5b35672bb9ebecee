import { defineConfig } from 'vitest/config';

const shared = { setupFiles: ['tests/support/strict-console.ts'], testTimeout: 20_000 };
const stories = { include: ['tests/*.test.ts'] };

/** Rules need no database; every story runs on both engines. */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      { test: { name: 'rules', include: ['tests/rules/**/*.test.ts'], ...shared } },
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
          ...shared,
          env: { DATABASE_URL: 'postgres://tests', LOG_LEVEL: 'silent' },
          globalSetup: ['tests/support/postgres-base.ts'],
        },
      },
    ],
  },
});
