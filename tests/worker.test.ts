import { afterEach, beforeEach, expect, test } from 'vitest';
import { formKey, job, rateLimit } from '#db/schema/kernel.ts';
import type { Job } from '#server/kernel/job.ts';
import { jobs, runJobs } from '#server/worker.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

const named = (name: string, run: Job['run']): Job => ({ name, run });

test('a job that fails stops no other and is noted', async () => {
  const done: string[] = [];
  const list = [
    named('broken', () => Promise.reject(new Error('no paper'))),
    named('after it', async () => void done.push('after it')),
  ];

  await runJobs(world.app, list);

  expect(done).toEqual(['after it']);
  const rows = await world.app.db.read.select().from(job);
  expect(rows.map(({ name, ok }) => [name, ok])).toEqual(
    expect.arrayContaining([
      ['broken', false],
      ['after it', true],
    ]),
  );
});

test('only one worker is active at a time', async () => {
  let active = 0;
  let most = 0;
  const slow = named('slow', async () => {
    active += 1;
    most = Math.max(most, active);
    await new Promise((resolve) => setTimeout(resolve, 50));
    active -= 1;
  });

  await Promise.all([runJobs(world.app, [slow]), runJobs(world.app, [slow])]);

  expect(most).toBe(1);
});

test('a worker that is told to stop begins no further job', async () => {
  const done: string[] = [];
  const list = ['first', 'second'].map((name) => named(name, async () => void done.push(name)));

  await runJobs(world.app, list, () => done.length > 0);

  expect(done).toEqual(['first']);
});

test('housekeeping throws away what has served its time, and nothing else', async () => {
  const now = world.clock.now();
  const day = 24 * 60 * 60_000;
  await world.app.db.write(async (tx) => {
    await tx.insert(rateLimit).values([
      { key: 'ended', attempts: 9, windowEndsAt: now - 1 },
      { key: 'running', attempts: 9, windowEndsAt: now + 1 },
    ]);
    const form = { actorId: 'a', action: 'like', result: null };
    await tx.insert(formKey).values([
      { ...form, key: 'old', at: now - 8 * day },
      { ...form, key: 'new', at: now - day },
    ]);
  });

  await runJobs(world.app, jobs);
  await runJobs(world.app, jobs);

  const limits = await world.app.db.read.select().from(rateLimit);
  const keys = await world.app.db.read.select().from(formKey);
  expect(limits.map(({ key }) => key)).toEqual(['running']);
  expect(keys.map(({ key }) => key)).toEqual(['new']);
});
