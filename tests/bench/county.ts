import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { makeSession } from '#server/accounts/sessions.ts';
import { closeApp, openApp } from '#server/boot.ts';
import { readBar } from '#server/demo/facts.ts';
import { seedDemo } from '#server/demo/seed.ts';
import type { App } from '#server/kernel/context.ts';
import { type Env, readEnv } from '#server/kernel/env.ts';
import { writeSetting } from '#server/kernel/settings.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import { jobs, runJobs } from '#server/worker.ts';

/** The village whose pages are asked for, and one whose square is never as lively. */
export const VILLAGE = 'shiti';
/** People who like, say and raise, each with a session: so many that nobody outruns the county's pace. */
export const PEOPLE = 1_000;
/** A county works off as much as comes in: however old it is, about so many cases are open. */
const OPEN = 1_500;
/** Each has so many drafts, in as many villages. */
const DRAFTS = 15;
const SPAN_MS = 3 * 365 * DAY_MS;
const WORDS = ['路灯', '医保', '水沟', '垃圾', '低保', '道路', '渠道', '树枝', '广场', '停水'];

/** A data folder of the built product, and who in it is signed in. */
export interface BenchCounty {
  folder: string;
  posts: number;
  /** Session cookies of the people, then of the bar's persons by key. */
  cookies: string[];
  peopleIds: string[];
  bar: Record<string, { personId: string; cookie: string }>;
  /** Released public posts of the village asked for: ids of 村里话 and numbers of appeals. */
  talkIds: string[];
  appealNos: number[];
  villageCode: string;
  /** Appeals ready to be sent: whose draft lies in which village. */
  drafts: { cookie: string; slug: string }[];
  /** One of its villager groups. */
  groupCode: string;
  /** A place in the middle of the village's list of appeals. */
  middle: string;
}

/** The environment of a data folder, in this process and in the server's. */
export function envOf(folder: string): Env {
  return readEnv({ DATA_DIR: folder, LOG_LEVEL: 'error' });
}

/** The demonstration's places and people with the stories of one village. */
export async function makeBase(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const app = await openApp(envOf(folder));
  await seedDemo(app, () => {}, { only: [VILLAGE] });
  await app.db.write((tx) => writeSetting(tx, 'installation', 'demo'));
  await closeApp(app);
}

/** A copy of the base with `posts` more posts over three years, written in one transaction. */
export async function makeCounty(
  base: string,
  folder: string,
  posts: number,
): Promise<BenchCounty> {
  cpSync(base, folder, { recursive: true });
  const connection = new BetterSqlite3(join(folder, 'cuntou.db'));
  connection.pragma('synchronous = OFF');
  connection.pragma('cache_size = -200000');
  connection.transaction(() => fill(connection, posts))();
  connection.pragma('wal_checkpoint(TRUNCATE)');
  connection.close();
  const app = await openApp(envOf(folder));
  // What a county passes on, counts and indexes once must not fall into the first measurement.
  await runJobs(app, jobs);
  const people = await peopleOf(app);
  const county = { folder, posts, ...people, ...thingsOf(app, people.cookies) };
  await closeApp(app);
  return county;
}

type Connection = BetterSqlite3.Database;
type Row = Record<string, string | number | null>;

/** Writes rows of one table; the statement is made from the first row's columns. */
function writerOf(connection: Connection, table: string): (row: Row) => void {
  let statement: BetterSqlite3.Statement | undefined;
  return (row) => {
    const names = Object.keys(row);
    statement ??= connection.prepare(
      `INSERT INTO ${table} (${names.map((name) => `"${name}"`).join(', ')}) VALUES (${names.map((name) => `@${name}`).join(', ')})`,
    );
    statement.run(row);
  };
}

interface Place {
  code: string;
  holder: string;
  nextNo: number;
}

function fill(connection: Connection, posts: number): void {
  const places = placesOf(connection);
  const authors = addPeople(connection);
  const write = {
    post: writerOf(connection, 'post'),
    appeal: writerOf(connection, 'appeal'),
    comment: writerOf(connection, 'comment'),
    like: writerOf(connection, 'post_like'),
    ledger: writerOf(connection, 'ledger_entry'),
    row: writerOf(connection, 'search_row'),
    text: writerOf(connection, 'search_text'),
  };
  const end = nowOf(connection);
  const firstRow = Number(
    connection.prepare('SELECT coalesce(max(row_no), 0) FROM search_row').pluck().get(),
  );
  for (let n = 0; n < posts; n += 1) {
    const place = places[n % places.length]!;
    const author = authors[n % authors.length]!;
    const at = Math.floor(end - ((posts - n) / posts) * SPAN_MS);
    const made = postOf(n, { place, author, at, isOpen: posts - n <= OPEN });
    place.nextNo += 1;
    write.post(made);
    if (made.kind === 'appeal') write.appeal(appealOf(String(made.id), at));
    if (n % 2 === 0) write.comment(commentOf(n, String(made.id), author, at));
    write.like({ post_id: made.id!, person_id: author, at });
    write.ledger(actOf(n, String(made.id), place.code, at));
    const row_no = firstRow + 1 + n;
    write.row({ row_no, post_id: made.id!, indexed_at: at });
    write.text({ rowid: row_no, words: wordsOf(n).join(' ') });
  }
  addDrafts(connection, authors, end);
  count(connection);
}

/** Villages with whoever heads their first grid, and their next numbers. */
function placesOf(connection: Connection): Place[] {
  return connection
    .prepare<[], Place>(
      `SELECT v.code,
        (SELECT a.person_id FROM assignment a WHERE a.grid_code >= v.code
          AND a.grid_code < v.code || 'a' AND a.post = 'grid_cadre' AND a.until IS NULL
          ORDER BY a.grid_code LIMIT 1) AS holder,
        coalesce((SELECT max(no) + 1 FROM post WHERE village_code = v.code), 1001) AS nextNo
      FROM grid v WHERE v.level = 'village' ORDER BY v.code`,
    )
    .all();
}

function addPeople(connection: Connection): string[] {
  const write = writerOf(connection, 'person');
  return Array.from({ length: PEOPLE }, (_, n) => {
    const id = idOf(1, n);
    write({ id, name: `测试${n}`, created_at: 0 });
    return id;
  });
}

function nowOf(connection: Connection): number {
  return Number(connection.prepare('SELECT max(created_at) FROM post').pluck().get());
}

interface Making {
  place: Place;
  author: string;
  at: number;
  isOpen: boolean;
}

function postOf(n: number, { place, author, at, isOpen }: Making): Row {
  const isAppeal = n % 5 !== 0;
  const body = `${wordsOf(n).join('')}，第 ${n} 件：村口那一段晚上看不清，请来看一看。`;
  const isOwed = isAppeal && isOpen;
  return {
    id: idOf(2, n),
    kind: isAppeal ? 'appeal' : 'talk',
    village_code: place.code,
    no: place.nextNo,
    slip_code: `0${n.toString(36).padStart(9, '0')}`,
    author_id: author,
    shown_as: 'resident',
    title: body.slice(0, 18),
    body,
    html: `<p>${body}</p>`,
    rendered_by: 'bench',
    audience: isAppeal && n % 20 === 1 ? 'handlers' : 'public',
    state: isAppeal ? (isOpen ? 'answered' : 'solved') : 'standing',
    holder_id: isAppeal ? place.holder : null,
    holder_grid_code: isAppeal ? place.code : null,
    first_holder_id: isAppeal ? place.holder : null,
    first_due_at: isAppeal ? at + DAY_MS : null,
    first_answered_at: isAppeal ? at + DAY_MS / 2 : null,
    first_answered_by_id: isAppeal ? place.holder : null,
    finish_due_at: isAppeal ? at + 5 * DAY_MS : null,
    finished_at: isAppeal && !isOpen ? at + 4 * DAY_MS : null,
    next_due_at: isOwed ? at + 5 * DAY_MS : null,
    created_at: at,
    changed_at: at,
    released_at: at,
    likes: 1,
    comments: n % 2 === 0 ? 1 : 0,
    cosigns: 0,
    photos: 0,
  };
}

function appealOf(postId: string, at: number): Row {
  return {
    post_id: postId,
    sla: 'N3',
    addressee: 'cadre',
    landmark: '村口',
    is_emergency: 0,
    is_manned: 0,
    signed_at: at,
    round: 1,
    reopened: 0,
    calendar_version: 1,
    rule_version: 1,
  };
}

function commentOf(n: number, postId: string, author: string, at: number): Row {
  const words = {
    kind: 'say',
    shown_as: 'resident',
    body: '我家门口也是',
    html: '<p>我家门口也是</p>',
  };
  return {
    ...words,
    id: idOf(3, n),
    post_id: postId,
    author_id: author,
    created_at: at + 1,
    released_at: at + 1,
    likes: 0,
  };
}

function actOf(n: number, subject: string, village: string, at: number): Row {
  return {
    id: idOf(4, n),
    what: 'post.raised',
    subject_kind: 'post',
    subject_id: subject,
    village_code: village,
    actor_role: 'author',
    at,
    rule_version: 1,
    facts: '{}',
    nonce: '00',
    commitment: '00',
  };
}

function wordsOf(n: number): string[] {
  return [WORDS[n % 10]!, WORDS[Math.floor(n / 10) % 10]!, WORDS[Math.floor(n / 97) % 10]!];
}

/** What the first people have typed for every other village, so that it only has to be sent. */
function addDrafts(connection: Connection, authors: string[], at: number): void {
  const write = writerOf(connection, 'draft');
  for (const { n, code, groupCode } of draftsIn(draftPlaces(connection))) {
    const values = JSON.stringify({
      words: '村口到学校那一段晚上看不清，请来看一看',
      audience: 'public',
      landmark: '村口',
      groupCode,
    });
    const person_id = authors[n] ?? '';
    write({ person_id, kind: 'appeal', subject: code, values, updated_at: at });
  }
}

/** Whose draft, by his number, lies where. */
function draftsIn<T>(places: T[]): (T & { n: number })[] {
  return Array.from({ length: PEOPLE * DRAFTS }, (_, at) => {
    const n = at % PEOPLE;
    const round = Math.floor(at / PEOPLE);
    return { ...places[(n * DRAFTS + round) % places.length]!, n };
  });
}

function draftPlaces(connection: Connection) {
  return connection
    .prepare<[string], { code: string; slug: string; groupCode: string }>(
      `SELECT v.code, v.slug, min(g.code) AS groupCode FROM grid v JOIN grid g ON g.parent_code = v.code
      WHERE v.level = 'village' AND g.level = 'grid' AND v.slug <> ? GROUP BY v.code`,
    )
    .all(VILLAGE);
}

/** Counters as the commands would have kept them. */
function count(connection: Connection): void {
  connection.exec(`
    DELETE FROM village_tally;
    INSERT INTO village_tally (village_code, kind, state, month, n)
      SELECT village_code, CASE audience WHEN 'public' THEN kind ELSE kind || ':' || audience END AS k,
        state, strftime('%Y-%m', created_at / 1000 + 28800, 'unixepoch') AS m, count(*)
      FROM post GROUP BY village_code, k, state, m;
    INSERT INTO village_counter (village_code, next_no)
      SELECT village_code, max(no) + 1 FROM post GROUP BY village_code
      ON CONFLICT DO UPDATE SET next_no = excluded.next_no;`);
}

/** Ids in order of time, as the product's own are. */
function idOf(table: number, n: number): string {
  return `01900000-000${table}-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

async function peopleOf(app: App) {
  const ctx = systemContext(app);
  const peopleIds = Array.from({ length: PEOPLE }, (_, n) => idOf(1, n));
  const cookies = await Promise.all(
    peopleIds.map(async (id) => `session=${await makeSession(ctx, id)}`),
  );
  const bar: BenchCounty['bar'] = {};
  for (const { key, personId } of await readBar(app.db.read)) {
    bar[key] = { personId, cookie: `session=${await makeSession(ctx, personId)}` };
  }
  return { cookies, peopleIds, bar };
}

function thingsOf(app: App, cookies: string[]) {
  const connection = new BetterSqlite3(app.env.databaseUrl, { readonly: true });
  const rows = connection
    .prepare<[string], { id: string; kind: string; no: number; at: number }>(
      `SELECT id, kind, no, created_at AS at FROM post
      WHERE village_code = (SELECT code FROM grid WHERE slug = ?) AND audience = 'public'
        AND released_at IS NOT NULL AND removed_at IS NULL AND withdrawn_at IS NULL
      ORDER BY created_at DESC, id DESC`,
    )
    .all(VILLAGE);
  const group = connection
    .prepare<[string], { villageCode: string; groupCode: string }>(
      `SELECT v.code AS villageCode, g.code AS groupCode FROM grid v JOIN grid g ON g.parent_code = v.code
      WHERE v.slug = ? AND g.level = 'grid' ORDER BY g.sort LIMIT 1`,
    )
    .get(VILLAGE)!;
  const places = draftPlaces(connection);
  const drafts = draftsIn(places).map(({ n, slug }) => ({ cookie: cookies[n] ?? '', slug }));
  connection.close();
  const appeals = rows.filter(({ kind }) => kind === 'appeal');
  const middle = appeals[Math.floor(appeals.length / 2)];
  return {
    ...group,
    drafts,
    talkIds: rows.filter(({ kind }) => kind === 'talk').map(({ id }) => id),
    appealNos: appeals.map(({ no }) => no),
    middle: `${middle?.at}_${middle?.id}`,
  };
}
