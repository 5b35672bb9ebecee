import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { villager } from '#db/schema/accounts.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { post } from '#db/schema/posts.ts';
import { confirmAppeal, proposeClose, sayNotYet } from '#server/appeals/closing.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { deskPage } from '#server/appeals/desk.ts';
import { answerAppeal, planAppeal } from '#server/appeals/handling.ts';
import { classifyAppeal, contestRemedy } from '#server/appeals/remedy.ts';
import { appealPage } from '#server/appeals/views.ts';
import { cosignAppeal } from '#server/appeals/voices.ts';
import { newToken } from '#server/kernel/ids.ts';
import { instantOf } from '#server/rules/dates.ts';
import { known } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
  at('2026-11-02', '09:00');
});

afterEach(async () => {
  await world.close();
});

const at = (date: string, time: string) => world.clock.set(instantOf(date, time));

/** An appeal of group 1 that everybody reads; with `for` it was written for somebody. */
async function raised({ by = world.people.villager, forPersonId = null as string | null } = {}) {
  const ctx = await world.ctx(await known(world, by));
  const result = await raiseAppeal(ctx, 'beipo', {
    ...{ key: newToken(), picture: null, words: '门口的水沟堵了', photoIds: [] },
    ...{ groupCode: `${world.county.north}001`, landmark: '', latitude: null, longitude: null },
    ...{ addressee: 'cadre', audience: 'public', shownAs: 'resident' },
    ...{ notAccusation: false, forPersonId },
  });
  if (!result.ok) throw new Error(result.code);
  return { slug: 'beipo', no: result.value.no };
}

type Ref = Awaited<ReturnType<typeof raised>>;
const seen = async (ref: Ref) => appealPage(await world.ctx(world.people.cadre), ref);
const done = { photoIds: [], count: '1 处', words: '沟里的泥都清出来了，水走得通。' };

async function close(ref: Ref, by: string, words = done.words) {
  return proposeClose(await world.ctx(by), ref, { ...done, key: newToken(), words });
}

async function classify(ref: Ref, by: string, remedy: 'repair' | 'build') {
  const why = { itemCode: '0206', isUrgent: false, words: '沟要重新修。' };
  return classifyAppeal(await world.ctx(by), ref, { key: newToken(), remedy, ...why });
}

async function plan(ref: Ref, dueOn: string) {
  const steps = [{ what: '清沟', dueOn }];
  const form = { key: newToken(), words: '', steps };
  return planAppeal(await world.ctx(world.people.cadre), ref, form);
}

test('a stock phrase closes nothing and stops no clock', async () => {
  const ref = await raised();

  const result = await close(ref, world.people.cadre, '已办结');

  expect(result).toMatchObject({ ok: false, code: 'saysNothing' });
  expect((await seen(ref))?.duty?.first.state).not.toBe('done');
});

test('a limit that was missed is not made longer by those who missed it', async () => {
  const ref = await raised();
  await classify(ref, world.people.cadre, 'repair');
  at('2026-11-10', '09:00');

  const byCadre = await classify(ref, world.people.cadre, 'build');
  const stillLate = (await seen(ref))?.duty?.finish?.state;
  const byTown = await classify(ref, world.people.town, 'build');

  expect(byCadre).toMatchObject({ ok: false, code: 'limitPassed' });
  expect(stillLate).toBe('late');
  expect(byTown.ok).toBe(true);
});

test('a plan for a repair leaves its limit where it was', async () => {
  const ref = await raised();
  await classify(ref, world.people.cadre, 'repair');
  const before = (await seen(ref))?.duty?.finish?.dueAt;

  const result = await plan(ref, '2026-12-28');

  expect(result.ok).toBe(true);
  expect((await seen(ref))?.duty?.finish?.dueAt).toBe(before);
  at('2026-11-20', '09:00');
  expect((await seen(ref))?.duty?.finish?.state).toBe('late');
});

test('what is newly built owes a plan first, and its plate says so until the plan stands', async () => {
  const ref = await raised();
  await classify(ref, world.people.cadre, 'build');

  const before = (await seen(ref))?.duty?.finish;
  await plan(ref, '2026-12-30');
  const after = (await seen(ref))?.duty?.finish;

  expect([before?.kind, after?.kind]).toEqual(['plan', 'finish']);
});

test('a step of a plan lies sixty days ahead at most', async () => {
  const ref = await raised();
  await classify(ref, world.people.cadre, 'build');

  const result = await plan(ref, '2027-06-30');

  expect(result).toMatchObject({ ok: false, code: 'planTooFar' });
});

test('what is sent back is late after its new day, however well the plan was kept', async () => {
  const ref = await raised();
  await classify(ref, world.people.cadre, 'build');
  await plan(ref, '2026-12-30');
  await close(ref, world.people.cadre);
  const author = await world.ctx(world.people.villager);
  await sayNotYet(author, ref, { key: newToken(), words: '还堵着', photoIds: [] });

  at('2026-11-20', '09:00');

  expect((await seen(ref))?.duty?.finish?.state).toBe('late');
});

test('one household has one voice, also when somebody was found on the roster later', async () => {
  const ref = await raised();
  const late = await world.ctx(world.people.phoneOnly);
  await cosignAppeal(late, ref, true);
  const [home] = await world.app.db.read
    .select()
    .from(villager)
    .where(eq(villager.personId, world.people.second));
  const { villageCode = '', householdId = '' } = home ?? {};
  const membership = { villageCode, householdId, villagerId: 'x' };
  const found = { ...late, viewer: { ...late.viewer, memberships: [membership] } };

  await cosignAppeal(found, ref, true);
  await cosignAppeal(await world.ctx(world.people.second), ref, true);

  expect((await seen(ref))?.cosigns).toBe(1);
});

test('pressed many times at once it is one voice', async () => {
  const ref = await raised();
  const neighbour = await world.ctx(world.people.neighbour);

  await Promise.all([1, 2, 3, 4].map(() => cosignAppeal(neighbour, ref, true)));

  expect((await seen(ref))?.cosigns).toBe(1);
});

test("nobody joins his own household's matter, nor one that is over", async () => {
  const ref = await raised();
  const author = await world.ctx(world.people.villager);
  const wife = { ...author, viewer: { ...author.viewer, personId: world.people.phoneOnly } };
  const ofTheHouse = await cosignAppeal(wife, ref, true);
  await close(ref, world.people.cadre);
  await confirmAppeal(author, ref, { key: newToken(), grade: 1, words: '' });

  const tooLate = await cosignAppeal(await world.ctx(world.people.neighbour), ref, true);

  expect(ofTheHouse).toMatchObject({ ok: false, code: 'ownAppeal' });
  expect(tooLate).toMatchObject({ ok: false, code: 'alreadyClosed' });
});

test('whoever says it is done does not confirm it for somebody without a phone', async () => {
  const { clerk, neighbour, town, dispatcher } = world.people;
  const ref = await raised({ by: clerk, forPersonId: neighbour });
  await close(ref, town);
  const form = () => ({ key: newToken(), grade: 1, words: '' });

  const byHimself = await confirmAppeal(await world.ctx(town), ref, form());
  const byAnother = await confirmAppeal(await world.ctx(dispatcher), ref, form());

  expect(byHimself).toMatchObject({ ok: false, code: 'notAllowed' });
  expect(byAnother.ok).toBe(true);
});

test('what was taken down takes no more acts', async () => {
  const ref = await raised();
  const removedAt = world.clock.now();
  await world.app.db.write((tx) => tx.update(post).set({ removedAt }).where(eq(post.no, ref.no)));
  const words = { key: newToken(), words: '我明天上午去把沟掏了。', photoIds: [] };

  const result = await answerAppeal(await world.ctx(world.people.cadre), ref, words);

  expect(result).toMatchObject({ ok: false, code: 'notFound' });
});

test('the town hears that somebody does not agree, and has it on the desk until it decides', async () => {
  const { cadre, town } = world.people;
  const author = world.people.villager;
  const ref = await raised();
  await classify(ref, cadre, 'build');
  at('2026-11-02', '10:00');

  const form = { key: newToken(), words: '是修坏的，不是新建。' };
  await contestRemedy(await world.ctx(await known(world, author)), ref, form);
  const waiting = await deskPage(await world.ctx(town), null, null);
  const byCadre = await classify(ref, cadre, 'build');
  at('2026-11-02', '11:00');
  const byTown = await classify(ref, town, 'repair');

  const { template, personId } = outboxMessage;
  const told = await world.app.db.read
    .select({ personId })
    .from(outboxMessage)
    .where(eq(template, 'appeal.contested'));
  expect(told.map((one) => one.personId).sort()).toEqual([cadre, town].sort());
  expect(waiting?.rows.map(({ no }) => no)).toEqual([ref.no]);
  expect(byCadre).toMatchObject({ ok: false, code: 'townDecides' });
  expect(byTown.ok).toBe(true);
  expect((await deskPage(await world.ctx(town), null, null))?.rows).toEqual([]);
});
