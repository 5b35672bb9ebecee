import { and, eq, inArray, isNull } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appeal, clockSheet, milestone } from '#db/schema/appeals.ts';
import { post } from '#db/schema/posts.ts';
import { newestPlan, planCounts, planDue, slaOf } from '#server/appeals/clocks.ts';
import { deskPage } from '#server/appeals/desk.ts';
import { appealPage } from '#server/appeals/views.ts';
import { limitsFor } from '#server/rules/appeal-limits.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/rules/dates.ts';
import { dueAfterWorkingDays } from '#server/rules/due-dates.ts';
import { villageHome } from '#server/squares/views.ts';
import { jobs, runJobs } from '#server/worker.ts';
import { chanceFrom, seedOfRun } from '#tests/long/support/chance.ts';
import { wrongCounters } from '#tests/long/support/recount.ts';
import { steps, type Walk } from '#tests/long/support/walk-acts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

const STEPS = 2_000;
const LOOK_EVERY = 100;
const DONE_SHARE = 0.8;
const OPEN_STATES = ['received', 'answered', 'planned', 'awaiting'];

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

describe('a county lives for a while by chance', () => {
  test(`${STEPS} acts of everybody, and time that goes its ways, leave everything in order`, async () => {
    const chance = chanceFrom(seedOfRun('a walk'));
    const walk: Walk = { world, chance, cookies: await cookiesOfAll() };
    const done: Record<string, number> = {};

    for (let step = 1; step <= STEPS; step += 1) {
      const name = chance.one(Object.keys(steps));
      const answer = await steps[name]?.(walk);
      const status = answer?.status ?? 0;
      expect(status, `${name} at step ${step}`).toBeLessThan(500);
      if (status === 303) done[name] = (done[name] ?? 0) + 1;
      if (chance.onceIn(4)) world.clock.set(world.clock.now() + passing(walk));
      if (chance.onceIn(15)) await runJobs(world.app, jobs);
      if (step % LOOK_EVERY === 0) expect(await whatIsWrong(), `after step ${step}`).toEqual({});
    }

    console.log(
      Object.entries(done)
        .map(([name, times]) => `${name} ${times}`)
        .join(', '),
    );
    // A walk on which most acts are refused shows nothing.
    const tried = Object.keys(steps).length;
    expect(Object.keys(done).length).toBeGreaterThan(tried * DONE_SHARE);
  });
});

/** Mostly minutes to days; seldom the clock goes back three days, or a year on. */
function passing({ chance }: Walk): number {
  if (chance.onceIn(80)) return -3 * DAY_MS;
  if (chance.onceIn(200)) return 365 * DAY_MS;
  return chance.one([MINUTE_MS, HOUR_MS, 4 * HOUR_MS, DAY_MS, 2 * DAY_MS]) * (1 + chance.below(3));
}

async function cookiesOfAll(): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const [name, id] of Object.entries(world.people)) all[name] = await world.cookieOf(id);
  return all;
}

async function whatIsWrong(): Promise<Record<string, unknown>> {
  const wrong: Record<string, unknown> = await wrongCounters(world.app.db.read);
  const clocks = await wrongClocks();
  if (clocks.length > 0) wrong.clocks = clocks;
  const unheld = await world.app.db.read
    .select({ no: post.no, state: post.state })
    .from(post)
    .where(and(inArray(post.state, OPEN_STATES), isNull(post.holderId)));
  if (unheld.length > 0) wrong['open without anybody who answers'] = unheld;
  await lookAround();
  return wrong;
}

/** Pages are read by whoever comes along; one that cannot be made throws. */
async function lookAround(): Promise<void> {
  const rows = await world.app.db.read
    .select({ no: post.no })
    .from(post)
    .where(and(eq(post.kind, 'appeal'), eq(post.villageCode, world.county.north)));
  for (const who of [undefined, world.people.villager, world.people.cadre, world.people.town]) {
    const ctx = await world.ctx(who);
    expect(await villageHome(ctx, 'beipo', null)).not.toBeNull();
    for (const { no } of rows.slice(-5)) await appealPage(ctx, { slug: 'beipo', no });
    if (who !== undefined) await deskPage(ctx, null, null);
  }
}

/** Due dates that differ from what the pure rules make of the stored facts. */
async function wrongClocks(): Promise<unknown[]> {
  const { db, book } = world.app;
  const ctx = await world.ctx();
  const rows = await db.read.select().from(post).innerJoin(appeal, eq(appeal.postId, post.id));
  const sheets = await db.read.select().from(clockSheet);
  const milestones = await db.read.select().from(milestone);
  return rows.flatMap(({ post: row, appeal: facts }) => {
    const own = sheets.filter(({ postId }) => postId === row.id);
    const newest = (clock: string) =>
      own.filter((sheet) => sheet.clock === clock).toSorted((a, b) => b.version - a.version)[0];
    const [first, finish] = [newest('first'), newest('finish')];
    const sla = slaOf(ctx, facts.sla);
    const raised = limitsFor(
      book.rules,
      slaOf(ctx, first?.sla ?? ''),
      row.createdAt,
      book.calendar,
      facts.isManned,
    );
    const plan = planCounts(ctx, sla)
      ? planDue(newestPlan(milestones.filter(({ postId }) => postId === row.id)))
      : null;
    const byRule =
      finish?.reason === 'reopened'
        ? dueAfterWorkingDays(book.calendar, finish.startedAt, book.rules.appeals.redoWorkingDays)
            .dueAt
        : (plan ??
          limitsFor(book.rules, sla, row.createdAt, book.calendar, facts.isManned).finish.dueAt);
    const isRight = row.firstDueAt === raised.first.dueAt && row.finishDueAt === byRule;
    return isRight
      ? []
      : [
          {
            no: row.no,
            state: row.state,
            sla,
            reason: finish?.reason,
            reopened: facts.reopened,
            finishDueAt: row.finishDueAt,
            byRule,
            first: row.firstDueAt,
            firstByRule: raised.first.dueAt,
          },
        ];
  });
}
