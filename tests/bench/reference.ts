// What a page or a write costs with next to nothing around it: node tests/bench/reference.ts <folder>
// Finished pages from a Map of Buffers; a query with a template by hand; likes and replies that are
// on disk before they are answered, many in one commit.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import BetterSqlite3 from 'better-sqlite3';
import { Hono } from 'hono';

/** Made by the run from what the product answered. */
export interface ReferencePages {
  pages: { path: string; body: string; headers: [string, string][] }[];
  /** The product's list page around its rows. */
  frame: { before: string; after: string };
  villageCode: string;
  limit: number;
}

interface ListRow {
  no: number;
  title: string;
  html: string;
  state: string;
  created_at: number;
  next_due_at: number | null;
  likes: number;
  comments: number;
}

const folder = process.argv[2] ?? '';
const given: ReferencePages = JSON.parse(readFileSync(join(folder, 'reference.json'), 'utf8'));
const pages = new Map(
  given.pages.map(({ path, body, headers }) => [
    path,
    { body: Buffer.from(body, 'base64'), headers },
  ]),
);
const county = new BetterSqlite3(join(folder, 'cuntou.db'), { readonly: true });
const rowsOf = county.prepare<[string, number], ListRow>(
  `SELECT no, title, substr(html, 1, 600) AS html, state, created_at, next_due_at, likes, comments
  FROM post WHERE village_code = ? AND kind = 'appeal' AND audience = 'public'
    AND released_at IS NOT NULL AND withdrawn_at IS NULL AND removed_at IS NULL
  ORDER BY created_at DESC, id DESC LIMIT ?`,
);
const own = new BetterSqlite3(join(folder, 'reference.db'));
own.pragma('journal_mode = WAL');
own.pragma('synchronous = FULL');
own.exec(`CREATE TABLE post (id TEXT PRIMARY KEY, likes INTEGER, replies INTEGER);
  CREATE TABLE post_like (post_id TEXT, person_id TEXT, at INTEGER, PRIMARY KEY (post_id, person_id));
  CREATE TABLE reply (id INTEGER PRIMARY KEY, post_id TEXT, person_id TEXT, body TEXT, at INTEGER);
  CREATE INDEX reply_by_post ON reply (post_id, at);`);
const addPost = own.prepare('INSERT OR IGNORE INTO post VALUES (?, 0, 0)');
const addLike = own.prepare('INSERT OR IGNORE INTO post_like VALUES (?, ?, ?)');
const countLike = own.prepare('UPDATE post SET likes = likes + 1 WHERE id = ?');
const addReply = own.prepare(
  'INSERT INTO reply (post_id, person_id, body, at) VALUES (?, ?, ?, ?)',
);
const countReply = own.prepare('UPDATE post SET replies = replies + 1 WHERE id = ?');

const waiting: { work: () => void; done: () => void }[] = [];
let isDraining = false;

function commit(work: () => void): Promise<void> {
  return new Promise((done) => {
    waiting.push({ work, done });
    if (isDraining) return;
    isDraining = true;
    setImmediate(drain);
  });
}

function drain() {
  const group = waiting.splice(0, 256);
  own.exec('BEGIN IMMEDIATE');
  for (const { work } of group) work();
  own.exec('COMMIT');
  for (const { done } of group) done();
  isDraining = waiting.length > 0;
  if (isDraining) setImmediate(drain);
}

function rowHtml(row: ListRow): string {
  const day = new Date(row.created_at).toISOString().slice(0, 10);
  const due = row.next_due_at === null ? '' : new Date(row.next_due_at).toISOString().slice(0, 10);
  return `<li class="post-row"><a href="/v/x/a/${row.no}"><h3>${row.title}</h3></a>
    <p>${row.html.replace(/<[^>]*>/g, '')}</p><p>${row.state} ${day} ${due} ${row.likes} ${row.comments}</p></li>`;
}

const app = new Hono();
app.get('/hand', (c) => {
  const rows = rowsOf.all(given.villageCode, given.limit);
  return c.html(`${given.frame.before}<ul>${rows.map(rowHtml).join('')}</ul>${given.frame.after}`);
});
app.post('/like', async (c) => {
  const { post, person } = await c.req.parseBody<{ post: string; person: string }>();
  await commit(() => {
    addPost.run(post);
    if (addLike.run(post, person, Date.now()).changes > 0) countLike.run(post);
  });
  return c.redirect('/', 303);
});
app.post('/reply', async (c) => {
  const form = await c.req.parseBody<{ post: string; person: string; body: string }>();
  await commit(() => {
    addPost.run(form.post);
    addReply.run(form.post, form.person, form.body, Date.now());
    countReply.run(form.post);
  });
  return c.redirect('/', 303);
});
app.get('*', (c) => {
  const page = pages.get(c.req.path);
  return page ? c.body(page.body, { headers: page.headers }) : c.notFound();
});
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  console.log(`http://localhost:${port}`),
);
