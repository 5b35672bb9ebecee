import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { and, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import pg from 'pg';
import { engine } from '#db/engine.ts';
import { person } from '#db/schema/accounts.ts';
import { assignment, grid } from '#db/schema/grids.ts';
import { draft } from '#db/schema/kernel.ts';
import { post } from '#db/schema/posts.ts';
import { makeSession } from '#server/accounts/sessions.ts';
import { closeApp, openApp } from '#server/boot.ts';
import { readBar } from '#server/demo/facts.ts';
import { seedDemo } from '#server/demo/seed.ts';
import type { App } from '#server/kernel/context.ts';
import { type Env, readEnv } from '#server/kernel/env.ts';
import { newId } from '#server/kernel/ids.ts';
import { writeSetting } from '#server/kernel/settings.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { inDatabase } from '#tests/support/embedded-postgres.ts';

/** The village whose stories are told. */
export const VILLAGE = 'shiti';
/** So many that nobody outruns the county's pace. */
const PEOPLE = 200;
/** Each person has a draft in so many villages. */
const DRAFTS = 12;
/** People whose accounts are old: their words appear at once, whatever the clock says. */
const LONG_AGO = 0;

/** A demonstration with people of its own who can like, say and raise over HTTP. */
export interface LongCounty {
  /** The data folder; every process on it needs the same `secretKey`. */
  folder: string;
  databaseUrl: string;
  /** What a process on this county is started with. */
  env: Record<string, string>;
  people: { id: string; cookie: string }[];
  /** Cookies of those in the slim bar, by key. */
  bar: Record<string, string>;
  /** Who holds each post, one for each. */
  offices: Record<string, string>;
  /** Ids of the village's public posts. */
  postIds: string[];
  /** Drafts ready to be sent: whose, and where. */
  drafts: { person: number; slug: string }[];
  remove(): void;
}

/** Makes the county in a new data folder; on PostgreSQL in the database of this address. */
export async function makeLongCounty(postgresUrl: string | null = null): Promise<LongCounty> {
  const folder = mkdtempSync(join(tmpdir(), 'cuntou-long-'));
  const secretKey = randomBytes(32).toString('hex');
  const env = { DATA_DIR: folder, SECRET_KEY: secretKey, DATABASE_URL: postgresUrl ?? '' };
  const app = await openApp(readEnv({ ...env, LOG_LEVEL: 'silent' }));
  await seedDemo(app, () => {}, { only: [VILLAGE] });
  await app.db.write((tx) => writeSetting(tx, 'installation', 'demo'));
  const people = await addPeople(app);
  const drafts = await addDrafts(app, people);
  const county = {
    folder,
    databaseUrl: app.env.databaseUrl,
    env: { ...env, LOG_LEVEL: 'silent' },
    people,
    bar: await barOf(app),
    offices: await officesOf(app),
    postIds: await publicPosts(app),
    drafts,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  await closeApp(app);
  return county;
}

/** The same county once more, on a copy of its SQLite file in another folder. */
export function copyOf(county: LongCounty, folder: string): LongCounty {
  mkdirSync(folder, { recursive: true });
  const databaseUrl = join(folder, 'cuntou.db');
  copyFileSync(county.databaseUrl, databaseUrl);
  return {
    ...county,
    folder,
    databaseUrl,
    env: { ...county.env, DATA_DIR: folder },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The environment in which this process opens the county itself. */
export function envOf({ env }: LongCounty): Env {
  return readEnv(env);
}

/** A new, empty database beside the one that the stories share. */
export async function emptyDatabase(adminUrl: string): Promise<string> {
  const name = `long_${newId().replaceAll('-', '')}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} ENCODING 'UTF8' TEMPLATE template0`);
  await admin.end();
  return inDatabase(adminUrl, name);
}

async function addPeople(app: App): Promise<LongCounty['people']> {
  const ids = Array.from({ length: PEOPLE }, () => newId());
  await app.db.write(async (tx) => {
    const rows = ids.map((id, n) => ({ id, name: `测试${n}`, createdAt: LONG_AGO }));
    await tx.insert(person).values(rows);
  });
  const ctx = systemContext(app);
  return Promise.all(
    ids.map(async (id) => ({ id, cookie: `session=${await makeSession(ctx, id)}` })),
  );
}

/** What each has typed in other villages, so that it only has to be sent; the words tell them apart. */
async function addDrafts(app: App, people: LongCounty['people']): Promise<LongCounty['drafts']> {
  const villages = await app.db.read
    .select({ code: grid.code, slug: grid.slug })
    .from(grid)
    .where(and(eq(grid.level, 'village'), ne(grid.slug, VILLAGE)));
  const groups = await app.db.read
    .select({ code: grid.code, parent: grid.parentCode })
    .from(grid)
    .where(
      inArray(
        grid.parentCode,
        villages.map(({ code }) => code),
      ),
    );
  const made: { row: typeof draft.$inferInsert; person: number; slug: string }[] = [];
  for (let n = 0; n < PEOPLE * DRAFTS; n += 1) {
    const who = n % PEOPLE;
    const village = villages[(who * DRAFTS + Math.floor(n / PEOPLE)) % villages.length];
    const group = groups.find(({ parent }) => parent === village?.code);
    if (!village?.slug || !group) continue;
    const words = `${wordsOfDraft(who, village.slug)} 村口到学校那一段晚上看不清，请来看一看`;
    const values = { words, audience: 'public', landmark: '村口', groupCode: group.code };
    const row = { personId: people[who]?.id ?? '', kind: 'appeal', subject: village.code, values };
    made.push({ row: { ...row, updatedAt: app.clock.now() }, person: who, slug: village.slug });
  }
  await app.db.write(async (tx) => {
    for (let at = 0; at < made.length; at += 200) {
      await tx.insert(draft).values(made.slice(at, at + 200).map(({ row }) => row));
    }
  });
  return made.map(({ person: who, slug }) => ({ person: who, slug }));
}

/** The beginning of a draft's words. */
export function wordsOfDraft(who: number, slug: string): string {
  return `第 ${who} 个人在 ${slug} 说：`;
}

async function barOf(app: App): Promise<Record<string, string>> {
  const cookies: Record<string, string> = {};
  for (const { key, personId } of await readBar(app.db.read)) {
    cookies[key] = `session=${await makeSession(systemContext(app), personId)}`;
  }
  return cookies;
}

async function officesOf(app: App): Promise<LongCounty['offices']> {
  const held = await app.db.read
    .select({ post: assignment.post, personId: assignment.personId })
    .from(assignment)
    .innerJoin(grid, eq(grid.code, assignment.gridCode))
    .where(isNull(assignment.until))
    // Those of the village and of what lies over it: they reach what garbage knows of.
    .orderBy(sql`CASE WHEN (SELECT v.code FROM grid v WHERE v.slug = ${VILLAGE})
      LIKE ${grid.code} || '%' THEN 0 ELSE 1 END`);
  return Object.fromEntries(held.reverse().map(({ post: name, personId }) => [name, personId]));
}

/** A cookie of a new device of somebody: garbage has signed him out of the last one. */
export async function cookieOf(app: App, personId: string): Promise<string> {
  return `session=${await makeSession(systemContext(app), personId)}`;
}

async function publicPosts(app: App): Promise<string[]> {
  const rows = await app.db.read
    .select({ id: post.id })
    .from(post)
    .where(and(eq(post.audience, 'public'), isNotNull(post.releasedAt), isNull(post.removedAt)));
  if (rows.length === 0) throw new Error(`no public posts on ${engine}`);
  return rows.map(({ id }) => id);
}
