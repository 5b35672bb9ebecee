import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { newToken } from '#server/kernel/ids.ts';
import type { BenchCounty } from '#tests/bench/county.ts';
import { atLeast, check, type Line } from '#tests/bench/figures.ts';
import { type Ask, byTurns, load, type Sides, sidesOf, type Target } from '#tests/bench/load.ts';

const ROUNDS = 3;
const CONNECTIONS = 50;
const SECONDS = 1.5;
const WORDS = '我家门口也是这样，晚上看不清';
const round = { connections: CONNECTIONS, seconds: SECONDS, status: 303 };

/** Goals 5 and 6: likes, comments and appeals that are on disk before they are answered. */
export async function durableWrites(
  product: Target,
  reference: Target,
  county: BenchCounty,
): Promise<Line[]> {
  const before = countsOf(county);
  const liked = await beside(product, reference, likesOf(county), likesFor);
  const said = await beside(product, reference, commentsOf(county), repliesFor);
  const raised = await beside(product, reference, appealsOf(county), repliesFor);
  const after = countsOf(county);
  const grown = (name: keyof typeof after) => after[name] - before[name];
  check(grown('likes') === liked.ours.requests, 'likes acknowledged and kept differ');
  check(grown('comments') === said.ours.requests, 'comments acknowledged and kept differ');
  check(grown('posts') === raised.ours.requests, 'appeals acknowledged and kept differ');
  check(grown('entries') === said.ours.requests + raised.ours.requests, 'the ledger lacks acts');
  check(after.wrong === 0, `${after.wrong} posts whose counters differ from a recount`);
  const line = (no: number, what: string, goal: number, sides: Sides): Line => ({
    no,
    what: `${what}, ${CONNECTIONS} connections`,
    ...atLeast(goal, sides.speed),
    aside: sidesOf(sides),
  });
  return [
    line(5, 'durable likes beside bare grouped likes', 0.5, liked),
    line(6, 'durable comments beside bare grouped replies', 0.15, said),
    line(6, 'durable appeals beside bare grouped replies', 0.05, raised),
  ];
}

async function beside(
  product: Target,
  reference: Target,
  ours: () => Ask | null,
  theirs: () => Ask,
): Promise<Sides> {
  return byTurns(
    ROUNDS,
    () => load(product, round, ours),
    () => load(reference, round, theirs),
  );
}

/** Every like is a new one: each person likes each post once. */
export function likesOf({ folder, talkIds, peopleIds, cookies }: BenchCounty): () => Ask | null {
  const connection = new BetterSqlite3(join(folder, 'cuntou.db'), { readonly: true });
  const known = new Set(
    connection.prepare("SELECT post_id || ' ' || person_id FROM post_like").pluck().all(),
  );
  connection.close();
  const pairs = talkIds.flatMap((id) =>
    cookies.map((cookie, n) => ({ id, cookie, person: peopleIds[n] ?? '' })),
  );
  const fresh = pairs.filter(({ id, person }) => !known.has(`${id} ${person}`));
  return () => {
    const pair = fresh.pop();
    return pair ? { path: `/posts/${pair.id}/likes`, cookie: pair.cookie, form: { x: '1' } } : null;
  };
}

function commentsOf({ talkIds, cookies }: BenchCounty): () => Ask {
  let n = 0;
  return () => {
    n += 1;
    const form = { kind: 'say', body: WORDS, shownAs: 'resident', key: newToken() };
    const id = talkIds[n % talkIds.length] ?? '';
    return { path: `/posts/${id}/comments`, cookie: cookies[n % cookies.length] ?? '', form };
  };
}

function appealsOf({ drafts }: BenchCounty): () => Ask | null {
  const left = [...drafts];
  return () => {
    const draft = left.pop();
    if (!draft) return null;
    const form = { key: newToken(), addressee: 'cadre', audience: 'public', shownAs: 'resident' };
    return { path: `/v/${draft.slug}/appeals/new/check`, cookie: draft.cookie, form };
  };
}

let asked = 0;

/** Likes for the reference: no two alike. */
export function likesFor(): Ask {
  asked += 1;
  const form = { post: String(asked % 300), person: String(asked) };
  return { path: '/like', form };
}

function repliesFor(): Ask {
  asked += 1;
  const form = { post: String(asked % 300), person: String(asked % 200), body: WORDS };
  return { path: '/reply', form };
}

/** What is on disk, and how many counters say something else. */
function countsOf({ folder, villageCode }: BenchCounty) {
  const connection = new BetterSqlite3(join(folder, 'cuntou.db'), { readonly: true });
  const counts = connection
    .prepare<[string], Record<'likes' | 'comments' | 'posts' | 'entries' | 'wrong', number>>(
      `SELECT (SELECT count(*) FROM post_like) AS likes, (SELECT count(*) FROM comment) AS comments,
        (SELECT count(*) FROM post) AS posts, (SELECT count(*) FROM ledger_entry) AS entries,
        (SELECT count(*) FROM post p WHERE village_code = ? AND rendered_by = 'bench' AND
          (likes <> (SELECT count(*) FROM post_like l WHERE l.post_id = p.id)
          OR comments <> (SELECT count(*) FROM comment c WHERE c.post_id = p.id))) AS wrong`,
    )
    .get(villageCode)!;
  connection.close();
  return counts;
}
