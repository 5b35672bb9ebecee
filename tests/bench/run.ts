// Measures the built product beside references, prints one table of ratios, and ends with exit code
// 1 when a goal is missed (npm run bench). Everything stays on this machine, in a temporary folder.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildIfNeeded } from '#server/build.mjs';
import { type BenchCounty, makeBase, makeCounty } from '#tests/bench/county.ts';
import { crowd, survivors } from '#tests/bench/crowd.ts';
import { type Line, tableOf } from '#tests/bench/figures.ts';
import { growth } from '#tests/bench/growth.ts';
import { imports } from '#tests/bench/imports.ts';
import {
  coldStarts,
  firstVisit,
  freshPages,
  guestPages,
  memoryAfter,
  prepareReference,
} from '#tests/bench/pages.ts';
import { startProduct, startReference } from '#tests/bench/processes.ts';
import { slowLine } from '#tests/bench/slow-line.ts';
import { tails } from '#tests/bench/tails.ts';
import { durableWrites } from '#tests/bench/writes.ts';

const SMALL = 10_000;
const LARGE = 200_000;

if (process.platform !== 'linux') {
  console.error('The benchmark reads CPU time and memory from /proc. Run it on Linux.');
  process.exit(1);
}
const root = mkdtempSync(join(tmpdir(), 'cuntou-bench-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));

const before = loadavg()[0] ?? 0;
const lines = await measure();
console.log(tableOf(lines.toSorted((a, b) => a.no - b.no)));
const load = `${before.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after`;
const missed = lines.filter(({ isMet }) => !isMet).length;
console.log(`${lines.length - missed} met, ${missed} missed. Load of the machine: ${load}.`);
process.exit(missed > 0 ? 1 : 0);

async function measure(): Promise<Line[]> {
  say(buildIfNeeded() ? 'built' : 'was built');
  const base = join(root, 'base');
  await makeBase(base);
  const small = await makeCounty(base, join(root, 'small'), SMALL);
  const large = await makeCounty(base, join(root, 'large'), LARGE);
  say(`counties of ${SMALL} and ${LARGE} posts stand`);
  const cold = await coldStarts(large);
  const running = await measureRunning(large);
  say('pages and writes measured');
  return [...cold, ...running, ...(await growth(small, large))];
}

async function measureRunning(county: BenchCounty): Promise<Line[]> {
  const folder = join(root, 'reference');
  mkdirSync(folder);
  const product = await startProduct(county.folder);
  await prepareReference(product, county, folder);
  const reference = await startReference(folder);
  const lines = [
    ...(await firstVisit(product, county)),
    ...(await slowLine(product, county)),
    ...(await guestPages(product, reference, county)),
    ...(await freshPages(product, reference)),
    ...(await tails(product, reference, county)),
    ...(await durableWrites(product, reference, county)),
    ...(await imports(product, county)),
    ...(await crowd(product, county)),
    memoryAfter(product, county),
  ];
  await reference.stop();
  await product.stop();
  return [...lines, ...(await survivors(county))];
}

function say(what: string) {
  console.log(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${what}`);
}
