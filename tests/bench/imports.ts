import { newToken } from '#server/kernel/ids.ts';
import { villagePath } from '#server/rules/links.ts';
import { type BenchCounty, VILLAGE } from '#tests/bench/county.ts';
import { check, type Line, median, within } from '#tests/bench/figures.ts';
import { type Ask, ask, type Target } from '#tests/bench/load.ts';
import { likesOf } from '#tests/bench/writes.ts';

const ROUNDS = 3;
const LINES = 10_000;
/** The village publishes since then; each round is a subsidy paid out on a day of its own. */
const SINCE = '2026-07-01';
const DAYS = ['2026-11-02', '2026-11-03', '2026-11-04'];
const NAMES = ['罗白露', '周寒露', '吴夏至', '何小暑', '邹立春'];
/** Nobody asks again before he has read: so long each of the others waits (ms). */
const READING = 20;
const HEADS = '户主,组,身份证号,补贴种类,面积,标准,金额';

/** Goals 16 and 17: a table of ten thousand lines comes in, and what others wait for meanwhile. */
export async function imports(product: Target, county: BenchCounty): Promise<Line[]> {
  const cookie = county.bar.secretary?.cookie ?? '';
  const village = county.villageCode;
  const start = { since: SINCE, key: newToken() };
  await ask(product, { path: `/desk/open/${village}/start`, cookie, form: start });
  const next = likesOf(county);
  const took: number[] = [];
  const waited: number[] = [];
  for (const period of DAYS.slice(0, ROUNDS)) {
    const form = { village, item: 'subsidies', period };
    const opened = await ask(product, { path: '/desk/open/draft', cookie, form });
    check(opened.status === 303, `a draft was answered ${opened.status}`);
    const draft = opened.headers.location ?? '';
    const began = performance.now();
    const others = othersWhile(product, county, next, () => bringIn(product, draft, cookie));
    waited.push(await others);
    took.push(performance.now() - began);
  }
  const aside = `sent, checked and pressed, median of ${ROUNDS}; longest ${Math.max(...took).toFixed(0)} ms`;
  return [
    { no: 16, what: `import of ${LINES} lines`, ...within(3_000, median(took), 'ms'), aside },
    {
      no: 17,
      what: 'longest wait of a page or a like during an import',
      ...within(200, median(waited), 'ms'),
      aside: `longest of all ${Math.max(...waited).toFixed(0)} ms`,
    },
  ];
}

/** Sends a table, looks at what would come in, and presses. */
async function bringIn({ port }: Target, draft: string, cookie: string): Promise<void> {
  const base = `http://localhost:${port}`;
  const headers = { cookie, origin: base };
  const lines = Array.from({ length: LINES }, (_, at) => lineOf(at));
  const sheet = new FormData();
  sheet.set('text', [HEADS, ...lines].join('\n'));
  const sent = await fetch(`${base}${draft}/import`, { method: 'POST', body: sheet, headers });
  const page = await sent.text();
  const key = /name="key" value="([^"]+)"/.exec(page)?.[1] ?? '';
  check(sent.ok && key !== '', `a table was answered ${sent.status}`);
  const body = new URLSearchParams({ key, how: 'replace' });
  const pressed = await fetch(`${base}${draft}/import/apply`, { method: 'POST', body, headers });
  const after = await pressed.text();
  check(pressed.ok && after.includes(String(LINES)), `the press was answered ${pressed.status}`);
}

/** The slowest answer that others get while the work is done, in ms. */
async function othersWhile(
  product: Target,
  county: BenchCounty,
  nextLike: () => Ask | null,
  work: () => Promise<void>,
): Promise<number> {
  let isOver = false;
  let slowest = 0;
  const keepAsking = async (next: () => Ask | null) => {
    while (!isOver) {
      const what = next();
      if (!what) return;
      const began = performance.now();
      await ask(product, what);
      slowest = Math.max(slowest, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, READING));
    }
  };
  const page = { path: villagePath(VILLAGE), cookie: county.bar.villager?.cookie ?? '' };
  const others = [keepAsking(() => page), keepAsking(nextLike)];
  await work();
  isOver = true;
  await Promise.all(others);
  return slowest;
}

function lineOf(at: number): string {
  const id = `37132319900101${String(at).padStart(4, '0')}`;
  return `${NAMES[at % NAMES.length]},${(at % 5) + 1}组,${withCheck(id.slice(0, 17))},耕地地力,${at % 9}.5,120,${at}.50`;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** An ID number of nobody, with its check digit (GB 11643-1999). */
function withCheck(id: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(id[at]), 0);
  return id + '10X98765432'[sum % 11];
}
