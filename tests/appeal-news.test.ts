import { afterEach, beforeEach, expect, test } from 'vitest';
import { outboxMessage } from '#db/schema/kernel.ts';
import { proposeClose } from '#server/appeals/closing.ts';
import { answerAppeal } from '#server/appeals/handling.ts';
import { cosignAppeal } from '#server/appeals/voices.ts';
import { newToken } from '#server/kernel/ids.ts';
import { aMatter } from '#tests/support/matters.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

test('who said 我家也是 hears that it is done, but only the author is asked to confirm', async () => {
  const { villager, neighbour, cadre } = world.people;
  const ref = await aMatter(world);
  await cosignAppeal(await world.ctx(neighbour), ref, true);
  const work = { photoIds: [], words: '今天下午去看，明天换好。' };
  await answerAppeal(await world.ctx(cadre), ref, { ...work, key: newToken() });

  const done = { ...work, key: newToken(), count: '3 盏' };
  const proposed = await proposeClose(await world.ctx(cadre), ref, done);

  const told = await world.app.db.read.select().from(outboxMessage);
  const templatesOf = (personId: string) =>
    told.filter((one) => one.personId === personId).map(({ template }) => template);
  const toNeighbour = told.find(({ template }) => template === 'appeal.lookedAt');
  expect(proposed.ok).toBe(true);
  expect(templatesOf(villager)).toContain('appeal.proposed');
  expect(templatesOf(villager)).not.toContain('appeal.lookedAt');
  expect(templatesOf(neighbour)).toEqual(['appeal.answered', 'appeal.lookedAt']);
  expect(toNeighbour?.body).toContain('正请本人看');
});
