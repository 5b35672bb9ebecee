import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { type Browser, chromium } from 'playwright';
import { appealPath } from '#server/rules/links.ts';
import { type BenchCounty, VILLAGE } from '#tests/bench/county.ts';
import { check, type Line, median, within } from '#tests/bench/figures.ts';
import type { Target } from '#tests/bench/load.ts';
import { browserArgs, findBrowser } from '#tests/support/browser.ts';

const VISITS = 5;
/** WebPageTest's "3G slow": 400 kbit/s both ways, 400 ms there and back. */
const SLOW = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const CPU_SLOWER = 4;
const PHONE = { width: 360, height: 740 };

/** Goal 10: when the largest thing of a page is painted, on a slow line and a slow telephone. */
export async function slowLine(product: Target, county: BenchCounty): Promise<Line[]> {
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: browserArgs });
  const plain = appealPath(VILLAGE, county.appealNos[0] ?? 0);
  const withPhoto = appealPath(VILLAGE, photographed(county));
  const lines = [
    await lineOf(browser, product, { what: 'a post without photos', path: plain, limit: 1 }),
    await lineOf(browser, product, { what: 'a post with a lead photo', path: withPhoto, limit: 2 }),
  ];
  await browser.close();
  return lines;
}

async function lineOf(
  browser: Browser,
  { port }: Target,
  { what, path, limit }: { what: string; path: string; limit: number },
): Promise<Line> {
  const seconds: number[] = [];
  for (let visit = 0; visit < VISITS; visit += 1) {
    seconds.push((await largestPaint(browser, `http://localhost:${port}${path}`)) / 1000);
  }
  const aside = `slow 3G, ${CPU_SLOWER} × CPU, ${VISITS} first visits`;
  return { no: 10, what: `LCP of ${what}`, ...within(limit, median(seconds), 's'), aside };
}

/** Ms from the beginning of a first visit to its largest paint. */
async function largestPaint(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: PHONE, isMobile: true });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', SLOW);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER });
  await page.goto(url, { waitUntil: 'networkidle' });
  const ms = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          resolve(list.getEntries().at(-1)?.startTime ?? 0);
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
  await context.close();
  check(ms > 0, `${url} painted nothing`);
  return ms;
}

/** The number of a public matter that shows a photo. */
function photographed({ folder, villageCode }: BenchCounty): number {
  const connection = new BetterSqlite3(join(folder, 'cuntou.db'), { readonly: true });
  const no = connection
    .prepare(
      `SELECT p.no FROM post p JOIN photo f ON f.post_id = p.id WHERE p.village_code = ? AND p.kind = 'appeal'
      AND p.audience = 'public' AND f.subject_kind = 'post' AND f.released_at IS NOT NULL
      AND f.removed_at IS NULL ORDER BY p.no LIMIT 1`,
    )
    .pluck()
    .get(villageCode);
  connection.close();
  check(typeof no === 'number', 'no matter of the village shows a photo');
  return Number(no);
}
