import { defineConfig } from 'vitest/config';

/** What takes longer than a change should wait for: npm run test:long. */
export default defineConfig({
  test: {
    include: ['tests/long/*.test.ts'],
    globalSetup: ['tests/support/sqlite-base.ts'],
    env: { DATABASE_URL: '', LOG_LEVEL: 'silent' },
    fileParallelism: false,
    testTimeout: 30 * 60_000,
  },
});
