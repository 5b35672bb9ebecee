import { Agent } from 'node:http';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { newToken } from '#server/kernel/ids.ts';
import { appealPath, appealsPath, villagePath } from '#server/rules/links.ts';
import { type BenchCounty, VILLAGE } from '#tests/bench/county.ts';
import { atLeast, check, type Line, median, within } from '#tests/bench/figures.ts';
import { type Ask, ask, type Target } from '#tests/bench/load.ts';
import { type Running, startProduct } from '#tests/bench/processes.ts';

const ROUNDS = 3;
const FEW = 50;
const MANY = 200;
const SECONDS = 2;
/** So many acknowledged comments, in the midst of others. */
const KILL_AFTER = 1_000;

/** Goal 15: 200 connections of mixed traffic beside 50, by turns. */
export async function crowd(product: Target, county: BenchCounty): Promise<Line[]> {
  const next = trafficOf(county);
  const rates: { few: number; many: number }[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    rates.push({
      few: await answered(product, FEW, next),
      many: await answered(product, MANY, next),
    });
  }
  const [few, many] = [median(rates.map((one) => one.few)), median(rates.map((one) => one.many))];
  return [
    {
      no: 15,
      what: `mixed traffic, ${MANY} connections beside ${FEW}`,
      ...atLeast(0.8, median(rates.map((one) => one.many / one.few))),
      aside: `${Math.round(many)}/s beside ${Math.round(few)}/s, no error`,
    },
  ];
}

/** Kills the product under writers: every comment that was acknowledged must be on disk. */
export async function survivors(county: BenchCounty): Promise<Line[]> {
  const product = await startProduct(county.folder);
  const acknowledged: string[] = [];
  const writers = Array.from({ length: FEW }, (_, n) => sayOn(product, county, n, acknowledged));
  while (acknowledged.length < KILL_AFTER) await new Promise((resolve) => setTimeout(resolve, 20));
  await product.kill();
  await Promise.all(writers);
  const connection = new BetterSqlite3(join(county.folder, 'cuntou.db'));
  const kept = new Set(
    connection.prepare("SELECT body FROM comment WHERE body LIKE '活着%'").pluck().all(),
  );
  const integrity = connection.pragma('integrity_check(1)', { simple: true });
  connection.close();
  check(integrity === 'ok', `after the kill the file is ${String(integrity)}`);
  const lost = acknowledged.filter((body) => !kept.has(body)).length;
  return [
    {
      no: 6,
      what: 'acknowledged comments lost by kill -9',
      ...within(0, lost, ''),
      aside: `of ${acknowledged.length}, ${FEW} connections`,
    },
  ];
}

async function sayOn(product: Running, county: BenchCounty, who: number, acknowledged: string[]) {
  for (let n = 0; ; n += 1) {
    const body = `活着 ${who} 第 ${n} 句`;
    // Each says little, so that nobody outruns the county's pace.
    const cookie = county.cookies[(who + n * FEW) % county.cookies.length] ?? '';
    const form = { kind: 'say', body, shownAs: 'resident', key: newToken() };
    const path = `/posts/${county.talkIds[n % county.talkIds.length]}/comments`;
    const answer = await ask(product, { path, cookie, form }).catch(() => null);
    if (answer === null) return;
    check(answer.status === 303, `${path} answered ${answer.status}`);
    acknowledged.push(body);
  }
}

/** Requests answered a second; an answer that is not what it should be ends the run. */
async function answered(target: Target, connections: number, next: () => Ask): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const began = performance.now();
  const endsAt = began + SECONDS * 1000;
  let requests = 0;
  const connection = async () => {
    while (performance.now() < endsAt) {
      const what = next();
      const { status } = await ask(target, what, agent);
      check(status === (what.form ? 303 : 200), `${what.path} answered ${status}`);
      requests += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  const took = performance.now() - began;
  agent.destroy();
  return requests / (took / 1000);
}

/** 90 pages, 8 likes and 2 comments of a hundred. */
function trafficOf({ appealNos, talkIds, cookies }: BenchCounty): () => Ask {
  let n = 0;
  let writes = 0;
  const pages = [
    villagePath(VILLAGE),
    appealsPath(VILLAGE),
    appealPath(VILLAGE, appealNos[0] ?? 0),
  ];
  return () => {
    n += 1;
    const share = n % 100;
    if (share >= 10) return { path: pages[n % pages.length] ?? '/' };
    const id = talkIds[n % talkIds.length] ?? '';
    // Whoever is next, so that all take part alike: a stride in n would let a few say everything.
    writes += 1;
    const cookie = cookies[writes % cookies.length] ?? '';
    if (share >= 2) return { path: `/posts/${id}/likes`, cookie, form: { x: '1' } };
    const form = { kind: 'say', body: '我也看见了', shownAs: 'resident', key: newToken() };
    return { path: `/posts/${id}/comments`, cookie, form };
  };
}
