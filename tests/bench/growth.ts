import BetterSqlite3 from 'better-sqlite3';
import { and } from 'drizzle-orm';
import { loadViewer } from '#server/accounts/viewers.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { deskPage } from '#server/appeals/desk.ts';
import { appealList } from '#server/appeals/lists.ts';
import { closeApp, openApp } from '#server/boot.ts';
import type { App, Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { visitor } from '#server/kernel/viewer.ts';
import { like } from '#server/posts/commands.ts';
import { speakUnder } from '#server/posts/comments.ts';
import { standing, visibleTo } from '#server/posts/visible-to.ts';
import { searchNewest } from '#server/search/records.ts';
import { searchPage } from '#server/search/views.ts';
import { villageHome } from '#server/squares/views.ts';
import { type BenchCounty, envOf, VILLAGE } from '#tests/bench/county.ts';
import { atMost, check, type Line, median, within } from '#tests/bench/figures.ts';

const ROUNDS = 60;
const WARM_UP = 15;
const MOST = 1.2;
const SPEAKERS = 100;

/** An opened county and the people who look at it. */
interface Opened {
  county: BenchCounty;
  app: App;
  guest: Context;
  people: Context[];
  cadre: Context;
  town: Context;
  dispatcher: Context;
}

/** One thing whose cost must not grow; it gives what it found, so that it can be checked. */
interface Task {
  what: string;
  run: (opened: Opened, n: number) => Promise<number>;
}

const tasks: Task[] = [
  {
    what: 'village home',
    run: ({ guest }) => villageHome(guest, VILLAGE, null).then((home) => home?.appeals.length ?? 0),
  },
  { what: 'village list, first page', run: ({ guest }) => listed(guest, null) },
  {
    what: 'village list, middle page by cursor',
    run: ({ guest, county }) => listed(guest, county.middle),
  },
  { what: 'village list, signed in', run: ({ people }) => listed(people[0]!, null) },
  { what: "a cadre's desk", run: ({ cadre }) => desk(cadre, 'mine') },
  { what: "the town's desk, all below", run: ({ town }) => desk(town, 'below') },
  { what: "the county's cases by deadline", run: ({ dispatcher }) => desk(dispatcher, 'below') },
  {
    what: 'search, newest 20',
    run: async ({ guest }) =>
      (await searchPage(guest, { slug: null, q: '路灯', order: null, before: null }))?.rows
        .length ?? 0,
  },
  {
    what: 'like',
    run: async ({ people, county }, n) => {
      const id = county.talkIds[n % county.talkIds.length]!;
      return Number(
        (await like(people[Math.floor(n / county.talkIds.length) % people.length]!, id)).ok,
      );
    },
  },
  {
    what: 'comment',
    run: async ({ people, county }, n) => {
      const form = {
        kind: 'say',
        body: '我家门口也是这样',
        shownAs: 'resident',
        key: newToken(),
      } as const;
      const id = county.talkIds[n % county.talkIds.length]!;
      return Number((await speakUnder(people[n % people.length]!, id, form)).ok);
    },
  },
  {
    what: 'appeal',
    run: ({ people, county }, n) => raise(people[n % people.length]!, county.groupCode),
  },
];

/** Goal 8: each task in a small and in a large county, by turns; medians and their ratio. */
export async function growth(small: BenchCounty, large: BenchCounty): Promise<Line[]> {
  const [one, many] = [await open(small), await open(large)];
  const lines: Line[] = [];
  for (const task of tasks) lines.push(await compare(task, one, many));
  await recount(one);
  await recount(many);
  lines.push(...(await searches(many)));
  await closeApp(one.app);
  await closeApp(many.app);
  return lines;
}

async function compare({ what, run }: Task, one: Opened, many: Opened): Promise<Line> {
  const times: [number[], number[]] = [[], []];
  for (let n = 0; n < WARM_UP + ROUNDS; n += 1) {
    const turns = [one, many].map((opened, at) => ({ opened, at }));
    if (n % 2 === 1) turns.reverse();
    for (const { opened, at } of turns) {
      const began = performance.now();
      const rows = await run(opened, n);
      const took = performance.now() - began;
      check(rows > 0, `${what} found nothing at ${opened.county.posts} posts`);
      if (n >= WARM_UP) times[at]?.push(took);
    }
  }
  const [before, after] = [median(times[0]), median(times[1])];
  const aside = `${before.toFixed(2)} → ${after.toFixed(2)} ms`;
  return {
    no: 8,
    what: `${what}: ${one.county.posts} → ${many.county.posts} posts`,
    ...atMost(MOST, after / before),
    aside,
  };
}

/** Goal 14: the search's own statement. */
async function searches({ app, guest, county }: Opened): Promise<Line[]> {
  const condition = and(visibleTo(guest.viewer), standing());
  if (!condition) throw new Error('a search without its condition');
  const timed = async (limit: number) => {
    const times: number[] = [];
    for (let n = 0; n < WARM_UP + ROUNDS; n += 1) {
      const asked = { condition, villageCode: null, before: null, limit };
      const began = performance.now();
      const hits = await searchNewest(app.db.read, ['路灯'], asked);
      if (n >= WARM_UP) times.push(performance.now() - began);
      check(hits.length === limit, `路灯 found ${hits.length} of ${limit}`);
    }
    return median(times);
  };
  const at = `at ${county.posts} posts`;
  return [
    {
      no: 14,
      what: `search, newest 20, statement ${at}`,
      ...within(0.5, await timed(20), 'ms'),
      aside: '',
    },
    {
      no: 14,
      what: `search, the 1,000 that are ranked ${at}`,
      ...within(3, await timed(1000), 'ms'),
      aside: '',
    },
  ];
}

async function open(county: BenchCounty): Promise<Opened> {
  const app = await openApp(envOf(county.folder));
  const as = async (personId: string | undefined): Promise<Context> => {
    const ctx = systemContext(app);
    return { ...ctx, viewer: personId ? await loadViewer(ctx, personId) : visitor };
  };
  const people: Context[] = [];
  for (const id of county.peopleIds.slice(0, SPEAKERS)) people.push(await as(id));
  return {
    county,
    app,
    people,
    guest: await as(undefined),
    cadre: await as(county.bar.cadre?.personId),
    town: await as(county.bar.town?.personId),
    dispatcher: await as(county.bar.county?.personId),
  };
}

async function listed(ctx: Context, before: string | null): Promise<number> {
  const asked = { state: null, group: null, before, after: null };
  const list = await appealList(ctx, VILLAGE, asked);
  return list?.rows.length ?? 0;
}

async function desk(ctx: Context, list: string): Promise<number> {
  return (await deskPage(ctx, list, null))?.rows.length ?? 0;
}

const wish = {
  picture: null,
  words: '村口到学校那一段晚上看不清，请来看一看',
  photoIds: [],
  landmark: '村口',
  latitude: null,
  longitude: null,
  addressee: 'cadre',
  audience: 'public',
  shownAs: 'resident',
  notAccusation: false,
  forPersonId: null,
} as const;

async function raise(ctx: Context, groupCode: string): Promise<number> {
  const form = { ...wish, photoIds: [], groupCode, key: newToken() };
  const raised = await raiseAppeal(ctx, VILLAGE, form);
  if (!raised.ok) throw new Error(raised.code);
  return 1;
}

/** What was liked, said and raised is counted, and the counters say the same. */
async function recount({ county, app }: Opened): Promise<void> {
  const connection = new BetterSqlite3(app.env.databaseUrl, { readonly: true });
  const [wrong, tallied, raised] = connection
    .prepare(
      `SELECT
        (SELECT count(*) FROM post p WHERE village_code = @village AND rendered_by = 'bench' AND
          (likes <> (SELECT count(*) FROM post_like l WHERE l.post_id = p.id)
          OR comments <> (SELECT count(*) FROM comment c WHERE c.post_id = p.id))),
        (SELECT sum(n) FROM village_tally WHERE village_code = @village),
        (SELECT count(*) FROM post WHERE village_code = @village)`,
    )
    .raw()
    .get({ village: county.villageCode }) as number[];
  connection.close();
  check(wrong === 0, `${wrong} posts whose counters differ from a recount`);
  check(tallied === raised, `the village's counters say ${tallied} of ${raised} posts`);
}
