import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCountyBook } from '#server/kernel/county-book.ts';
import { appealPath, appealsPath, villagePath } from '#server/rules/links.ts';
import { type BenchCounty, envOf, VILLAGE } from '#tests/bench/county.ts';
import { atLeast, atMost, check, type Line, median, within } from '#tests/bench/figures.ts';
import { ask, byTurns, load, memoryOf, sidesOf, type Target, times } from '#tests/bench/load.ts';
import { startProduct } from '#tests/bench/processes.ts';
import type { ReferencePages } from '#tests/bench/reference.ts';

const ROUNDS = 5;
const SECONDS = 0.7;
const STARTS = 3;
/** A page's code has been compiled for good after so many renderings, however slow the machine. */
const WARM = 2_000;
/** Rendered in each turn, in how many turns, and what no turn takes (s). */
const FRESH = 300;
const FRESH_ROUNDS = 9;
const LONGEST = 60;
const KB = 1024;

function postsPerPage(folder: string): number {
  const { root, countyCode } = envOf(folder);
  return loadCountyBook(root, countyCode).rules.pages.posts + 1;
}

/** The pages that goal 1 is about: a village's home, a list, a post. */
function pagesOf(county: BenchCounty): { what: string; path: string }[] {
  return [
    { what: 'village home', path: villagePath(VILLAGE) },
    { what: 'list of appeals', path: appealsPath(VILLAGE) },
    { what: 'page of an appeal', path: appealPath(VILLAGE, county.appealNos[0] ?? 0) },
  ];
}

/** Writes down for the references what the product answers, beside a copy of the same county. */
export async function prepareReference(product: Target, county: BenchCounty, folder: string) {
  const pages: ReferencePages['pages'] = [];
  for (const { path } of pagesOf(county)) {
    const { body, headers } = await ask(product, { path });
    const kept = ['content-type', 'content-encoding', 'etag', 'cache-control', 'vary'];
    const pairs = kept.flatMap((name): [string, string][] => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    });
    pages.push({ path, body: body.toString('base64'), headers: pairs });
  }
  const html = (
    await ask(product, { path: appealsPath(VILLAGE), encoding: 'identity' })
  ).body.toString();
  const [before = '', rest = ''] = html.split('<main', 2);
  const [, after = ''] = rest.split('</main>', 2);
  const given: ReferencePages = {
    pages,
    frame: { before: `${before}<main>`, after: `</main>${after}` },
    villageCode: county.villageCode,
    limit: postsPerPage(folder),
  };
  cpSync(join(county.folder, 'cuntou.db'), join(folder, 'cuntou.db'));
  writeFileSync(join(folder, 'reference.json'), JSON.stringify(given));
}

/** Goal 1: pages that guests share, beside a Map of Buffers. */
export async function guestPages(
  product: Target,
  reference: Target,
  county: BenchCounty,
): Promise<Line[]> {
  const lines: Line[] = [];
  for (const { what, path } of pagesOf(county)) {
    await checkKept(product, path);
    for (const connections of [10, 50]) {
      const round = { connections, seconds: SECONDS, status: 200 };
      const sides = await byTurns(
        ROUNDS,
        () => load(product, round, () => ({ path })),
        () => load(reference, round, () => ({ path })),
      );
      const title = `${what}, guests, ${connections} connections`;
      lines.push({ no: 1, what: title, ...atLeast(0.9, sides.speed), aside: sidesOf(sides) });
    }
  }
  return lines;
}

/** A kept page is what a fresh rendering gives, and a like shows on it at once. */
async function checkKept(product: Target, path: string): Promise<void> {
  const kept = (await ask(product, { path, encoding: 'identity' })).body.toString();
  const fresh = await ask(product, { path: `${path}?fresh=1`, encoding: 'identity' });
  // The page names its own address, in the link to the other language.
  const rendered = fresh.body.toString().replaceAll(/\?fresh=1|%3Ffresh%3D1/g, '');
  check(kept === rendered, `the kept page ${path} is not what is rendered`);
}

/** Goal 2: CPU of rendering a list, beside the same query with a template by hand. */
export async function freshPages(product: Target, reference: Target): Promise<Line[]> {
  const path = appealsPath(VILLAGE);
  const round = { connections: 4, seconds: LONGEST, status: 200 };
  // A parameter that nobody knows is never kept; without an encoding nothing is compressed.
  const fresh = { path: `${path}?fresh=1`, encoding: 'identity' };
  const byHand = { path: '/hand', encoding: 'identity' };
  await load(product, round, times(WARM, fresh));
  await load(reference, round, times(WARM, byHand));
  const sides = await byTurns(
    FRESH_ROUNDS,
    () => load(product, round, times(FRESH, fresh)),
    () => load(reference, round, times(FRESH, byHand)),
  );
  return [
    {
      no: 2,
      what: 'list rendered after a change, CPU',
      ...atMost(6, sides.cpu),
      aside: sidesOf(sides),
    },
  ];
}

/** Goal 9: everything a browser fetches on a first visit to a post without photos. */
export async function firstVisit(product: Target, county: BenchCounty): Promise<Line[]> {
  const path = appealPath(VILLAGE, county.appealNos[0] ?? 0);
  const page = await ask(product, { path });
  const html = (await ask(product, { path, encoding: 'identity' })).body.toString();
  const parts = fetchedBy(html);
  const answers = await Promise.all(parts.map((part) => ask(product, { path: part })));
  check(
    page.status === 200 && answers.every(({ status }) => status === 200),
    `${path} lacks a part`,
  );
  const sizeOf = (answer: typeof page) => answer.body.length + answer.headBytes;
  const bytes = [page, ...answers].reduce((sum, answer) => sum + sizeOf(answer), 0);
  const scripts = answers.filter(({ headers }) => /javascript/.test(headers['content-type'] ?? ''));
  const js = scripts.reduce((sum, { body }) => sum + body.length, 0);
  const fonts = answers.filter(({ headers }) => /^font/.test(headers['content-type'] ?? ''));
  const what = 'first visit to a post,';
  return [
    {
      no: 9,
      what: `${what} all bytes`,
      ...within(30, bytes / KB, 'KB'),
      aside: 'brotli, with headers',
    },
    { no: 9, what: `${what} requests`, ...within(6, 1 + parts.length, ''), aside: parts.join(' ') },
    { no: 9, what: `${what} JavaScript`, ...within(10, js / KB, 'KB'), aside: '' },
    { no: 9, what: `${what} fonts`, ...within(0, fonts.length, ''), aside: '' },
  ];
}

function fetchedBy(html: string): string[] {
  const tags = html.match(/<(?:link|script|img|source)\b[^>]*>/g) ?? [];
  const fetched = tags.filter(
    (tag) =>
      !tag.startsWith('<link') ||
      /rel="(?:stylesheet|icon|manifest|preload|apple-touch-icon|modulepreload)"/.test(tag),
  );
  const addresses = fetched.flatMap((tag) => /(?:src|href)="([^"]+)"/.exec(tag)?.[1] ?? []);
  return [...new Set(addresses)].filter((address) => !address.startsWith('data:'));
}

/** Goals 11 and 12 before any load: from the start of the process to the first page, and at rest. */
export async function coldStarts(county: BenchCounty): Promise<Line[]> {
  const times: number[] = [];
  const memory: number[] = [];
  for (let n = 0; n < STARTS; n += 1) {
    const began = performance.now();
    const product = await startProduct(county.folder);
    const { status } = await ask(product, { path: villagePath(VILLAGE) });
    times.push((performance.now() - began) / 1000);
    check(status === 200, `the first page answered ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    memory.push(memoryOf(product));
    await product.stop();
  }
  const at = `at ${county.posts} posts`;
  return [
    {
      no: 12,
      what: `cold start to the first page ${at}`,
      ...within(0.6, median(times), 's'),
      aside: '',
    },
    { no: 11, what: `memory at rest ${at}`, ...within(150, median(memory), 'MB'), aside: 'RSS' },
  ];
}

/** Goal 11 after everything that was asked of it. */
export function memoryAfter(product: Target, county: BenchCounty): Line {
  const what = `memory after load at ${county.posts} posts`;
  return { no: 11, what, ...within(250, memoryOf(product), 'MB'), aside: 'RSS' };
}
