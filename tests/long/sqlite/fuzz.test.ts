import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#db/open.ts';
import { person, villager } from '#db/schema/accounts.ts';
import { disclosure } from '#db/schema/disclosures.ts';
import { drawPool } from '#db/schema/draws.ts';
import { assignment } from '#db/schema/grids.ts';
import { comment, photo, post, review } from '#db/schema/posts.ts';
import { selectionRound } from '#db/schema/selections.ts';
import { voucher } from '#db/schema/vouchers.ts';
import { closeApp, openApp } from '#server/boot.ts';
import type { App } from '#server/kernel/context.ts';
import { listRoutes, type RouteLine } from '#server/route-list.ts';
import { ask } from '#tests/bench/load.ts';
import { type Running, startProduct } from '#tests/bench/processes.ts';
import { type Chance, chanceFrom, seedOfRun } from '#tests/long/support/chance.ts';
import { cookieOf, envOf, type LongCounty, makeLongCounty } from '#tests/long/support/county.ts';
import {
  fieldNames,
  garbageForm,
  garbageInFields,
  garbageInPaths,
  garbageMultipart,
  garbageRequests,
} from '#tests/long/support/garbage.ts';
import { wrongCounters } from '#tests/long/support/recount.ts';

/** Every route is met so often, however many there are. */
const REQUESTS_A_ROUTE = 20;
const SLOWEST_MS = 2_000;
/** Of so many forms that are sent one at least comes back or is carried out. */
const LEAST_INSIDE = 6;
/** What our answers may be; anything else is one that nobody has thought of. */
const EXPECTED = new Set([200, 301, 302, 303, 400, 403, 404, 410, 413, 422, 429, 431]);
/** An old village's address leads on with all that was asked: longer than Node's client reads. */
const LONGEST_HEAD = 64 * 1024;
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
  route: string;
  what: string;
  status: number;
  /** Where it leads on; '' for nowhere. */
  location: string;
  ms: number;
  body: string;
}

let county: LongCounty;
let running: Running;
let values: Record<string, string[]>;
let app: App;
const cookies = new Map<string, string>();

beforeAll(async () => {
  county = await makeLongCounty();
  values = await knownValues();
  app = await openApp(envOf(county));
  running = await startProduct(county.folder, county.env);
});

afterAll(async () => {
  await running.stop();
  await closeApp(app);
  county.remove();
});

test('strange requests to every route as every role break nothing and show nothing', async () => {
  const chance = chanceFrom(seedOfRun('fuzzed requests'));
  const routes = listRoutes(process.cwd());
  const seen: Seen[] = [];

  for (let n = 0; n < routes.length * REQUESTS_A_ROUTE; n += 1) {
    const line = routes[n % routes.length];
    if (!line) throw new Error('there are no routes');
    const post = entitled(chance, line);
    const cookie = post === null ? await cookieFor(chance, n) : await officeCookie(post);
    const got = { route: line.route, ...(await send(fuzzed(chance, line.route, cookie))) };
    if (post !== null && isAtDoor(got)) cookies.delete(post);
    seen.push(got);
  }

  const counts = Object.entries(Object.groupBy(seen, ({ status }) => status));
  console.log(counts.map(([status, all]) => `${status}: ${all?.length}`).join(', '));
  expect(seen.filter(({ status }) => !EXPECTED.has(status)).map(shortOf)).toEqual([]);
  expect(seen.filter(({ body }) => INTERNALS.test(body)).map(shortOf)).toEqual([]);
  expect(seen.filter(({ ms }) => ms > SLOWEST_MS).map(shortOf)).toEqual([]);
  // Garbage that only ever meets the door tests nothing behind it.
  const sent = seen.filter(({ route }) => route.startsWith('POST '));
  const inside = sent.filter(isInside);
  const forms = (of: Seen[]) => new Set(of.map(({ route }) => route)).size;
  console.log(
    `${inside.length} of ${sent.length} came in, by ${forms(inside)} of ${forms(sent)} forms`,
  );
  expect(inside.length).toBeGreaterThan(sent.length / LEAST_INSIDE);
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

/** A form that came back or was carried out; to be sent to the sign-in is to meet the door. */
function isInside(one: Seen): boolean {
  return one.status === 422 || (one.status === 303 && !isAtDoor(one));
}

function isAtDoor({ status, location }: Seen): boolean {
  return status === 303 && /^(\/en)?\/login/.test(location);
}

function shortOf({ what, status, ms }: Seen): string {
  return `${status} after ${Math.round(ms)} ms: ${what.slice(0, 200)}`;
}

type WithId =
  | typeof comment
  | typeof photo
  | typeof review
  | typeof disclosure
  | typeof voucher
  | typeof villager
  | typeof person
  | typeof assignment
  | typeof selectionRound
  | typeof drawPool;

/**
 * Ids and names that exist, so that garbage also reaches what lies behind them: by the name of the
 * part of an address, or with what stands before it.
 */
async function knownValues(): Promise<Record<string, string[]>> {
  const db = await openDatabase(county.databaseUrl);
  const posts = await db.read
    .select({
      ...{ id: post.id, no: post.no, kind: post.kind },
      ...{ slip: post.slipCode, place: post.villageCode },
    })
    .from(post);
  const ids = async (from: WithId) =>
    (await db.read.select({ id: from.id }).from(from).limit(50)).map(({ id }) => id);
  const all = [...posts.map(({ id }) => id), ...(await ids(comment)), ...(await ids(review))];
  const place = posts[0]?.place ?? '';
  const nosOf = (kind: string) =>
    posts.filter((one) => one.kind === kind).map(({ no }) => String(no));
  const known = {
    village: [...Array.from({ length: 6 }, () => 'shiti'), place, 'shuangyan'],
    'desk/:village': [place],
    no: posts.map(({ no }) => String(no)),
    'a/:no': nosOf('appeal'),
    'letters/:no': nosOf('letter'),
    'asked/:no': nosOf('objection'),
    list: ['talks', 'notices', 'appeals'],
    id: [...all, ...(await ids(photo))],
    slip: posts.map(({ slip }) => slip),
    cadreNo: ['1', '12', '1001'],
    place: [place, '510681'],
    'posts/:id': posts.map(({ id }) => id),
    'comments/:id': await ids(comment),
    'reviews/:id': await ids(review),
    'draft/:id': await ids(disclosure),
    'voucher/:id': await ids(voucher),
    villager: await ids(villager),
    person: await ids(person),
    assignment: await ids(assignment),
    round: (await ids(selectionRound)).concat('letters-202611'),
    pool: await ids(drawPool),
    line: ['1', '2'],
    body: ['representatives', 'party_members', 'directors'],
  };
  await db.close();
  return known;
}

/** Half of the time a post that carries the route's right; null for the other half. */
function entitled(chance: Chance, { roles }: RouteLine): string | null {
  const posts = roles.filter((role) => county.offices[role] !== undefined);
  return posts.length === 0 || chance.onceIn(2) ? null : chance.one(posts);
}

/** Whoever holds a post signs in again when garbage has signed him out. */
async function officeCookie(post: string): Promise<string> {
  const known = cookies.get(post) ?? (await cookieOf(app, county.offices[post] ?? ''));
  cookies.set(post, known);
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
  const path = `${lang}${pattern.replaceAll(
    /(\w+)?(\/):(\w+)\??/g,
    (_all, before = '', slash: string, name: string) => {
      const own = pattern.startsWith('/desk/') ? values[`desk/:${name}`] : undefined;
      const known = values[`${before}/:${name}`] ?? own ?? values[name] ?? values.id ?? [];
      const isGarbage = chance.onceIn(4) || known.length === 0;
      return `${before}${slash}${chance.one(isGarbage ? garbageInPaths : known)}`;
    },
  )}`;
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

function send({ method, path, cookie, type, body }: Fuzzed): Promise<Omit<Seen, 'route'>> {
  const { port } = running;
  const headers = {
    ...{ host: `localhost:${port}`, origin: `http://localhost:${port}`, cookie },
    ...(type && body && { 'content-type': type, 'content-length': body.length }),
  };
  const began = performance.now();
  const what = `${method} ${path} ${body?.toString('latin1').slice(0, 300) ?? ''}`;
  return new Promise((resolve, reject) => {
    const to = { host: '127.0.0.1', port, method, path, headers, maxHeaderSize: LONGEST_HEAD };
    const sent = request(to, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const ms = performance.now() - began;
      const { statusCode: status = 0, headers: got } = response;
      const body = String(Buffer.concat(chunks));
      resolve({ what, status, location: got.location ?? '', ms, body });
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
