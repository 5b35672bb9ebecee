// npm test: every step by its name, stops at the first that fails, ends with a line of counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'cuntou-counts-'));
const counts = { passed: 0, failed: 0 };

/** @param {string} project */
const stories = (project) => {
  const file = join(folder, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return {
    args: ['vitest', 'run', '--project', project, ...reporters],
    count: () => {
      const { numPassedTests, numFailedTests, numPendingTests } = readJson(file);
      return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
    },
  };
};

const steps = [
  { name: 'format and lint', args: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'types', args: ['astro', 'check'] },
  { name: 'rules', ...stories('rules') },
  { name: 'stories on SQLite', ...stories('sqlite') },
  { name: 'stories on PostgreSQL', ...stories('postgres') },
  { name: 'build', args: ['node', 'server/build.mjs'] },
  {
    name: 'journeys in Chromium, on SQLite and PostgreSQL',
    args: ['playwright', 'test'],
    count: () => {
      const { expected, unexpected, flaky, skipped } = readJson('test-results/journeys.json').stats;
      return { passed: expected, failed: unexpected + flaky, skipped };
    },
  },
];

// Counts of an earlier run must not be taken for this one's.
rmSync(join(root, 'test-results'), { recursive: true, force: true });

const began = performance.now();
let broken = null;
for (const step of steps) {
  console.log(`\n== ${step.name}`);
  if (!run(step)) {
    broken = step.name;
    break;
  }
}
rmSync(folder, { recursive: true, force: true });

console.log(`\n${Math.round((performance.now() - began) / 1000)} s · engines: SQLite, PostgreSQL`);
if (broken !== null) {
  console.log(`Stopped at: ${broken}`);
  counts.failed = Math.max(counts.failed, 1);
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = broken === null ? 0 : 1;

/** @param {typeof steps[number]} step @returns {boolean} whether all of it went well */
function run({ args, count }) {
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', DATABASE_URL: '' };
  const { status } = spawnSync('npx', ['--no', ...args], { cwd: root, env, stdio: 'inherit' });
  if (!count) return status === 0;
  const { passed, failed, skipped } = tryCount(count);
  counts.passed += passed;
  counts.failed += failed;
  if (passed + failed === 0) console.log('No test ran.');
  if (skipped > 0) console.log(`${skipped} tests were skipped; nothing may be.`);
  return status === 0 && failed === 0 && skipped === 0 && passed > 0;
}

/** A step that could not even begin leaves no counts. @param {() => { passed: number, failed: number, skipped: number }} count */
function tryCount(count) {
  try {
    return count();
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(join(file.startsWith('/') ? '' : root, file), 'utf8'));
}
