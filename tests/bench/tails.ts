import { Agent } from 'node:http';
import { appealPath, appealsPath, villagePath } from '#server/rules/links.ts';
import { type BenchCounty, VILLAGE } from '#tests/bench/county.ts';
import { atMost, check, type Line, median, within } from '#tests/bench/figures.ts';
import { type Ask, ask, type Target } from '#tests/bench/load.ts';
import { likesFor, likesOf } from '#tests/bench/writes.ts';

const ROUNDS = 5;
const SECONDS = 2;
const CONNECTIONS = 10;
/** Nobody asks again before he has read: so long each reader waits (ms). */
const READING = 5;
const LIKING = 20;

/** So many ask for so long, each pausing after every answer. */
interface Pace {
  pause: number;
  status: number;
  next: () => Ask | null;
}

/**
 * Goals 7 and 13: the slowest hundredth of likes while readers load pages, and of guests' pages
 * while an office reads its reports and a person fetches all that is held on him.
 */
export async function tails(
  product: Target,
  reference: Target,
  county: BenchCounty,
): Promise<Line[]> {
  return [
    await likesAmongReaders(product, reference, county),
    await pagesBesideReports(product, county),
  ];
}

async function likesAmongReaders(
  product: Target,
  reference: Target,
  county: BenchCounty,
): Promise<Line> {
  const nextLike = likesOf(county);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    ours.push(await likesWhileRead(product, county, nextLike));
    theirs.push(await likesWhileRead(reference, county, likesFor));
  }
  const bare = median(theirs);
  const times = median(ours.map((one, n) => one / (theirs[n] ?? bare)));
  return {
    no: 7,
    what: `likes, slowest hundredth, ${CONNECTIONS} connections, among readers`,
    ...within(6, median(ours), 'ms'),
    aside: `${times.toFixed(2)} × the bare reference's ${bare.toFixed(1)} ms`,
  };
}

async function likesWhileRead(target: Target, county: BenchCounty, next: () => Ask | null) {
  const [likes] = await Promise.all([
    durations(target, { pause: LIKING, status: 303, next }),
    durations(target, { pause: READING, status: 200, next: pagesOf(county) }),
  ]);
  return slowestHundredth(likes);
}

async function pagesBesideReports(product: Target, county: BenchCounty): Promise<Line> {
  const pages = { pause: READING, status: 200, next: pagesOf(county) };
  const quiet: number[] = [];
  const busy: number[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    quiet.push(slowestHundredth(await durations(product, pages)));
    const office = new AbortController();
    const reports = readReports(product, county, office.signal);
    busy.push(slowestHundredth(await durations(product, pages)));
    office.abort();
    await reports;
  }
  return {
    no: 13,
    what: "guests' pages, slowest hundredth, while reports are read",
    ...atMost(2, median(busy.map((one, n) => one / (quiet[n] ?? one)))),
    aside: `${median(busy).toFixed(1)} ms beside ${median(quiet).toFixed(1)} ms`,
  };
}

/** One after the other, without a pause: desks of an office, a ranked search, all of a person's data. */
async function readReports(product: Target, county: BenchCounty, signal: AbortSignal) {
  const { town, county: dispatcher } = county.bar;
  const reports: Ask[] = [
    { path: '/desk?list=below', cookie: dispatcher?.cookie ?? '' },
    { path: '/desk?list=below', cookie: town?.cookie ?? '' },
    { path: `/search?q=${encodeURIComponent('路灯')}&order=best`, cookie: town?.cookie ?? '' },
    { path: '/me/data.json', cookie: county.cookies[0] ?? '' },
  ];
  while (!signal.aborted) {
    for (const report of reports) {
      const { status } = await ask(product, report);
      check(status === 200, `${report.path} answered ${status}`);
    }
  }
}

/** How long each answer took (ms). */
async function durations(target: Target, { pause, status, next }: Pace): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const took: number[] = [];
  const endsAt = performance.now() + SECONDS * 1000;
  const connection = async () => {
    while (performance.now() < endsAt) {
      const what = next();
      if (what === null) return;
      const began = performance.now();
      const answer = await ask(target, what, agent);
      took.push(performance.now() - began);
      check(answer.status === status, `${what.path} answered ${answer.status}`);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, connection));
  agent.destroy();
  return took;
}

function slowestHundredth(took: number[]): number {
  return took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? 0;
}

function pagesOf({ appealNos }: BenchCounty): () => Ask {
  let n = 0;
  const paths = [
    villagePath(VILLAGE),
    appealsPath(VILLAGE),
    appealPath(VILLAGE, appealNos[0] ?? 0),
  ];
  return () => {
    n += 1;
    return { path: paths[n % paths.length] ?? '/' };
  };
}
