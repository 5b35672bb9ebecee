import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#db/open.ts';
import { comment, photo, post, review } from '#db/schema/posts.ts';
import { listRoutes } from '#server/route-list.ts';
import { ask } from '#tests/bench/load.ts';
import { type Running, startProduct } from '#tests/bench/processes.ts';
import { type Chance, chanceFrom, seedOfRun } from '#tests/long/support/chance.ts';
import { type LongCounty, makeLongCounty } from '#tests/long/support/county.ts';
import {
  fieldNames,
  garbageForm,
  garbageInFields,
  garbageInPaths,
  garbageMultipart,
  garbageRequests,
} from '#tests/long/support/garbage.ts';
import { wrongCounters } from '#tests/long/support/recount.ts';

const REQUESTS = 3_000;
const SLOWEST_MS = 2_000;
/** What our answers may be; anything else is one that nobody has thought of. */
const EXPECTED = new Set([200, 301, 302, 303, 400, 403, 404, 410, 413, 422, 429, 431]);
const INTERNALS =
  /node_modules|\bat .{1,80}\.(?:ts|mjs|js):\d+|SQLITE_|SqliteError|Failed query|ECONN/;

interface Fuzzed {
  path: string;
  method: string;
  cookie: string;
  type?: string;
  body?: Buffer;
}

interface Seen {
  what: string;
  status: number;
  ms: number;
  body: string;
}

let county: LongCounty;
let running: Running;
let values: Record<string, string[]>;

beforeAll(async () => {
  county = await makeLongCounty();
  values = await knownValues();
  running = await startProduct(county.folder, county.env);
});

afterAll(async () => {
  await running.stop();
  county.remove();
});

test('strange requests to every route as every role break nothing and show nothing', async () => {
  const chance = chanceFrom(seedOfRun('fuzzed requests'));
  const routes = listRoutes(process.cwd()).map(({ route }) => route);
  const seen: Seen[] = [];

  for (let n = 0; n < REQUESTS; n += 1) {
    const route = routes[n % routes.length] ?? 'GET /';
    const cookie = await cookieFor(chance, n);
    seen.push(await send(fuzzed(chance, route, cookie)));
  }

  const counts = Object.entries(Object.groupBy(seen, ({ status }) => status));
  console.log(counts.map(([status, all]) => `${status}: ${all?.length}`).join(', '));
  expect(seen.filter(({ status }) => !EXPECTED.has(status)).map(shortOf)).toEqual([]);
  expect(seen.filter(({ body }) => INTERNALS.test(body)).map(shortOf)).toEqual([]);
  expect(seen.filter(({ ms }) => ms > SLOWEST_MS).map(shortOf)).toEqual([]);
  // Garbage that only ever meets the door tests nothing behind it.
  expect(seen.filter(({ status }) => status === 303 || status === 422).length).toBeGreaterThan(500);
  const db = await openDatabase(county.databaseUrl);
  expect(await wrongCounters(db.read)).toEqual({});
  await db.close();
});

test('bytes that are no HTTP are refused, and others are served meanwhile', async () => {
  const answers: string[] = [];
  const waits: number[] = [];
  for (const bytes of garbageRequests) {
    answers.push(await sendBytes(bytes));
    const began = performance.now();
    expect((await ask(running, { path: '/healthz' })).status).toBe(200);
    waits.push(performance.now() - began);
  }

  const wrong = answers.filter((answer) => /^HTTP\/1\.1 5/.test(answer) || INTERNALS.test(answer));
  expect(wrong).toEqual([]);
  expect(Math.max(...waits)).toBeLessThan(SLOWEST_MS);
});

function shortOf({ what, status, ms }: Seen): string {
  return `${status} after ${Math.round(ms)} ms: ${what.slice(0, 200)}`;
}

/** Ids and names that exist, so that garbage also reaches what lies behind them. */
async function knownValues(): Promise<Record<string, string[]>> {
  const db = await openDatabase(county.databaseUrl);
  const posts = await db.read
    .select({ id: post.id, no: post.no, slip: post.slipCode, place: post.villageCode })
    .from(post);
  const ids = async (from: typeof comment | typeof photo | typeof review) =>
    (await db.read.select({ id: from.id }).from(from).limit(50)).map(({ id }) => id);
  const all = [...posts.map(({ id }) => id), ...(await ids(comment)), ...(await ids(review))];
  const known = {
    village: ['shiti', 'shiti', posts[0]?.place ?? '', 'shuangyan'],
    no: posts.map(({ no }) => String(no)),
    list: ['talks', 'notices', 'appeals'],
    id: [...all, ...(await ids(photo))],
    slip: posts.map(({ slip }) => slip),
    cadreNo: ['1', '12', '1001'],
    place: [posts[0]?.place ?? '', '510681'],
  };
  await db.close();
  return known;
}

/** Everybody in turn; a session that garbage has ended is begun again now and then. */
async function cookieFor(chance: Chance, n: number): Promise<string> {
  const who = chance.one(['', ...Object.keys(county.bar)]);
  if (who === '') return '';
  if (n % 10 === 0) {
    const form = { who, back: '/' };
    const { headers } = await ask(running, { path: '/demo/become', form });
    const made = headers['set-cookie']
      ?.map((line) => line.split(';')[0])
      .find((pair) => pair?.startsWith('session='));
    if (made) county.bar[who] = made;
  }
  return county.bar[who] ?? '';
}

function fuzzed(chance: Chance, route: string, cookie: string): Fuzzed {
  const [method = 'GET', pattern = '/'] = route.split(' ');
  const lang = chance.onceIn(8) ? '/en' : '';
  const path = `${lang}${pattern.replaceAll(/:(\w+)\??/g, (_all, name: string) => {
    const known = values[name] ?? values.id ?? [];
    return chance.onceIn(4) || known.length === 0 ? chance.one(garbageInPaths) : chance.one(known);
  })}`;
  if (method === 'GET') return { method, path: path + query(chance), cookie };
  const asFiles = chance.onceIn(5);
  const body = asFiles
    ? Buffer.from(chance.one(garbageMultipart), 'latin1')
    : Buffer.from(garbageForm(chance).toString());
  const type = asFiles ? 'multipart/form-data; boundary=b' : 'application/x-www-form-urlencoded';
  return { method, path, cookie, body, type };
}

function query(chance: Chance): string {
  if (chance.onceIn(3)) return '';
  const names = [...fieldNames, 'q', 'after', 'before', 'page', 'group', 'state', 'same', 'month'];
  const pairs = new URLSearchParams();
  for (let n = chance.below(3); n >= 0; n -= 1) {
    const value = chance.onceIn(2)
      ? chance.one(garbageInFields)
      : chance.one(['1', '路灯', 'open']);
    pairs.append(chance.one(names), value.slice(0, 1_000));
  }
  return `?${pairs}`;
}

function send({ method, path, cookie, type, body }: Fuzzed): Promise<Seen> {
  const { port } = running;
  const headers = {
    ...{ host: `localhost:${port}`, origin: `http://localhost:${port}`, cookie },
    ...(type && body && { 'content-type': type, 'content-length': body.length }),
  };
  const began = performance.now();
  const what = `${method} ${path} ${body?.toString('latin1').slice(0, 300) ?? ''}`;
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const ms = performance.now() - began;
      resolve({ what, status: response.statusCode ?? 0, ms, body: String(Buffer.concat(chunks)) });
    });
    sent.on('error', (cause) => reject(new Error(`no answer to ${what}`, { cause })));
    sent.end(body);
  });
}

/** What comes back on a bare connection until it is quiet. */
async function sendBytes(bytes: string): Promise<string> {
  const socket = connect(running.port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(Buffer.from(bytes, 'latin1'));
  await Promise.race([once(socket, 'close'), new Promise((resolve) => setTimeout(resolve, 250))]);
  socket.destroy();
  return String(Buffer.concat(chunks));
}
