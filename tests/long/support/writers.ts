import { sql } from 'drizzle-orm';
import type { Reader } from '#db/surface.ts';
import { newToken } from '#server/kernel/ids.ts';
import { type Answer, type Ask, ask, type Target } from '#tests/bench/load.ts';
import { type LongCounty, wordsOfDraft } from '#tests/long/support/county.ts';

/** Villagers who write over HTTP without a pause and send again, with the same key, what got no answer. */
export interface Writers {
  /** What was acknowledged with 303, by what it says. */
  acknowledged: { likes: string[]; comments: string[]; appeals: string[] };
  /** How often a request had to be sent again. */
  again: number;
  /** The worst that one act needed: how often it was sent. */
  mostTries: number;
  /** Answers that were neither 303 nor 5xx, by what they were. */
  wrong: string[];
  /** How many answers of 5xx came, and pages among them that were not plain. */
  failures: { answers: number; notPlain: number };
  /** Lets every act under way be acknowledged, then ends. */
  stop(): Promise<void>;
}

/** Who writes, about what. */
type Writing = Pick<LongCounty, 'people' | 'postIds' | 'drafts'>;

interface Act {
  kind: 'likes' | 'comments' | 'appeals';
  says: string;
  ask: Ask;
}

const AGAIN_MS = 50;
/** Who is still refused then is counted as never served. */
const GIVE_UP_MS = 60_000;
const ANSWER_MS = 10_000;

/** Starts so many writers; `target` is asked before each try, because a process may move. */
export function startWriters(
  county: Writing,
  count: number,
  target: (writer: number, tries: number) => Target,
): Writers {
  let isOver = false;
  const next = actsOf(county);
  const writers: Writers = {
    acknowledged: { likes: [], comments: [], appeals: [] },
    again: 0,
    mostTries: 0,
    wrong: [],
    failures: { answers: 0, notPlain: 0 },
    async stop() {
      isOver = true;
      await Promise.all(running);
    },
  };
  const running = Array.from({ length: count }, async (_, writer) => {
    while (!isOver) await carryOut(writers, next(), (tries) => target(writer, tries));
  });
  return writers;
}

async function carryOut(writers: Writers, act: Act, target: (tries: number) => Target) {
  const began = performance.now();
  for (let tries = 1; ; tries += 1) {
    if (performance.now() - began > GIVE_UP_MS) {
      writers.wrong.push(`${act.ask.path} never answered`);
      return;
    }
    const answer = await answerTo(target(tries), act.ask);
    writers.mostTries = Math.max(writers.mostTries, tries);
    if (answer?.status === 303) {
      writers.acknowledged[act.kind].push(act.says);
      return;
    }
    if (answer && answer.status < 500) {
      writers.wrong.push(`${act.ask.path} ${answer.status}`);
      return;
    }
    if (answer) noteFailure(writers, answer);
    writers.again += 1;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** Null when no answer came: the process was killed, or is not there. */
async function answerTo(target: Target, what: Ask): Promise<Answer | null> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, ANSWER_MS, null).unref());
  return Promise.race([ask(target, { ...what, encoding: 'identity' }).catch(() => null), late]);
}

function noteFailure({ failures }: Writers, { body }: Answer) {
  failures.answers += 1;
  const isPlain = !/\bat .*\(.*:\d+:\d+\)|ECONN|SQLITE|select |insert into/i.test(String(body));
  if (!isPlain || body.length === 0) failures.notPlain += 1;
}

/** Likes, comments and appeals by turns; a draft that is sent is gone for whoever writes next. */
function actsOf({ people, postIds, drafts }: Writing): () => Act {
  let n = 0;
  let likes = 0;
  const comment = (no: number): Act => {
    const says = `第 ${no} 句：我家门口也是这样 ${newToken().slice(0, 6)}`;
    const form = { kind: 'say', body: says, shownAs: 'resident', key: newToken() };
    const path = `/posts/${postIds[no % postIds.length]}/comments`;
    return { kind: 'comments', says, ask: { path, cookie: cookieOf(no), form } };
  };
  const cookieOf = (no: number) => people[no % people.length]?.cookie ?? '';
  return () => {
    n += 1;
    if (n % 3 === 0) return comment(n);
    const draft = n % 3 === 1 ? drafts.pop() : undefined;
    if (draft) {
      const form = { key: newToken(), addressee: 'cadre', audience: 'public', shownAs: 'resident' };
      const path = `/v/${draft.slug}/appeals/new/check`;
      const says = wordsOfDraft(draft.person, draft.slug);
      return { kind: 'appeals', says, ask: { path, cookie: cookieOf(draft.person), form } };
    }
    const who = likes % people.length;
    const postId = postIds[Math.floor(likes / people.length)];
    if (postId === undefined) return comment(n);
    likes += 1;
    const path = `/posts/${postId}/likes`;
    const says = `${postId} ${people[who]?.id}`;
    return { kind: 'likes', says, ask: { path, cookie: cookieOf(who), form: { x: '1' } } };
  };
}

/** What was acknowledged and is not there, and what is there more than once. */
export async function lostAndDoubled(db: Reader, { acknowledged }: Pick<Writers, 'acknowledged'>) {
  const kept = {
    likes: await countsOf(db, "SELECT post_id || ' ' || person_id AS says FROM post_like"),
    comments: await countsOf(db, "SELECT body AS says FROM comment WHERE body LIKE '第 %'"),
    appeals: await countsOf(db, "SELECT body AS says FROM post WHERE body LIKE '第 %'"),
  };
  const kinds = ['likes', 'comments', 'appeals'] as const;
  return {
    lost: kinds.flatMap((kind) => acknowledged[kind].filter((says) => !kept[kind].has(says))),
    doubled: kinds.flatMap((kind) =>
      [...kept[kind]].filter(([, times]) => times > 1).map(([says]) => says),
    ),
  };
}

async function countsOf(db: Reader, statement: string): Promise<Map<string, number>> {
  const rows = await db.rows<{ says: string }>(sql.raw(statement));
  const counts = new Map<string, number>();
  for (const { says } of rows) {
    // Of an appeal the beginning says whose it is.
    const key = says.includes('说：') ? says.slice(0, says.indexOf('：') + 1) : says;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** How many acts were acknowledged. */
export function acknowledgedBy({ acknowledged }: Pick<Writers, 'acknowledged'>): number {
  return Object.values(acknowledged).reduce((sum, list) => sum + list.length, 0);
}
