import { defineConfig, type Project } from 'playwright/test';
import { browserArgs, findBrowser } from '#tests/support/browser.ts';

// Found once: the workers inherit it.
process.env.CHROMIUM_PATH = await findBrowser();

/** Journeys that move the county's clock. */
const LATER = '**/*.later.spec.ts';
const ports = { sqlite: 4471, postgres: 4472 };
const phone = { viewport: { width: 360, height: 740 }, locale: 'zh-CN' };

/** Everything on SQLite; what is marked @journey on PostgreSQL too; each with and without JavaScript. */
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 60_000,
  reporter: [['list'], ['json', { outputFile: 'test-results/journeys.json' }]],
  use: {
    ...phone,
    // A button that is not there is named at once, not after the whole journey's time.
    actionTimeout: 15_000,
    launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: browserArgs },
    trace: 'retain-on-failure',
  },
  projects: [
    on('sqlite', 'with JavaScript'),
    on('sqlite', 'without JavaScript'),
    on('postgres', 'with JavaScript'),
    on('postgres', 'without JavaScript'),
    ...later('sqlite'),
    ...later('postgres'),
  ],
  webServer: (['sqlite', 'postgres'] as const).map((engine) => ({
    command: `node tests/support/serve.ts ${engine} ${ports[engine]}`,
    url: `http://localhost:${ports[engine]}/readyz`,
    timeout: 300_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM' as const, timeout: 10_000 },
  })),
});

function on(engine: keyof typeof ports, mode: 'with JavaScript' | 'without JavaScript'): Project {
  return {
    name: `${engine} ${mode}`,
    use: {
      baseURL: `http://localhost:${ports[engine]}`,
      javaScriptEnabled: mode === 'with JavaScript',
    },
    testIgnore: LATER,
    ...(engine === 'postgres' && { grep: /@journey/ }),
    // Those ask over HTTP only and have no page; what is marked @once looks at pages by script.
    ...(mode === 'without JavaScript' && {
      testIgnore: [LATER, '**/*.http.spec.ts'],
      grepInvert: /@once/,
    }),
  };
}

/** What moves the county's clock waits for everything else on its engine, and for one another. */
function later(engine: keyof typeof ports): Project[] {
  const modes = [on(engine, 'with JavaScript'), on(engine, 'without JavaScript')];
  const steps = ['promises', 'selections'].flatMap((what) =>
    modes.map((mode) => ({ mode, what, name: `${mode.name}, later: ${what}` })),
  );
  return steps.map(({ mode, what, name }, at) => {
    const before = steps[at - 1];
    const all = modes.map((one) => one.name ?? '');
    const own = { testMatch: `**/${what}.later.spec.ts`, testIgnore: [], grep: /./ };
    return { ...mode, ...own, name, dependencies: before ? [before.name] : all };
  });
}
