import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assignment } from '#db/schema/grids.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { newToken } from '#server/kernel/ids.ts';
import { letterDesk } from '#server/letters/desk.ts';
import { publishLetters } from '#server/letters/job.ts';
import { letterList, newLetter } from '#server/letters/views.ts';
import { instantOf } from '#server/rules/dates.ts';
import { runJobs } from '#server/worker.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
  world.clock.set(instantOf('2026-05-08', '10:00'));
});

afterEach(async () => {
  await world.close();
});

const FORM = '/v/nanba/letters/new';
const letter = {
  title: '成了一家人',
  body: '我是温惊蛰。改厕办成了 61 户。',
  what: '86 户改厕',
  measure: '86 张验收表',
  dueOn: '2026-05-20',
  helpers: '',
  day: '2026-05-11',
  time: '08:30',
};

const author = () => world.ctx(world.people.southSecretary);
const desk = async () => letterDesk(await author());
const titles = async () => {
  const list = await letterList(await world.ctx(), { slug: 'nanba', before: null, after: null });
  return list?.rows.map(({ title }) => title);
};
const tick = () => runJobs(world.app, [publishLetters]);

async function send(path: string, fields: Record<string, string> = {}) {
  const cookie = await world.cookieOf(world.people.southSecretary);
  return world.post(path, { key: newToken(), ...fields }, cookie);
}

async function schedule(changes: Record<string, string> = {}) {
  return send(`${FORM}/schedule`, { ...letter, ...changes });
}

async function waitingId() {
  return (await desk())?.waiting[0]?.id ?? '';
}

test('a letter set to a time appears then, once, and not before', async () => {
  const set = await schedule();

  expect([set.status, set.headers.get('location')]).toEqual([303, '/desk/letters']);
  world.clock.set(instantOf('2026-05-11', '08:29'));
  await tick();
  expect(await titles()).toEqual([]);
  world.clock.set(instantOf('2026-05-11', '08:30'));
  await tick();
  await tick();
  expect(await titles()).toEqual([letter.title]);
  expect((await desk())?.waiting).toEqual([]);
  expect((await desk())?.owed).toMatchObject([{ what: '86 户改厕', dueOn: '2026-05-20' }]);
});

test('two workers at the same minute send one letter', async () => {
  await schedule();
  world.clock.set(instantOf('2026-05-11', '08:30'));
  const ctx = await world.ctx();

  await Promise.all([publishLetters.run(ctx), publishLetters.run(ctx)]);

  expect(await titles()).toEqual([letter.title]);
});

test('whoever left the post by then sends nothing, and is told why', async () => {
  await schedule();
  const id = world.people.southSecretary;
  const left = { until: instantOf('2026-05-10') };
  await world.app.db.write(async (tx) => {
    await tx.update(assignment).set(left).where(eq(assignment.personId, id));
  });
  world.clock.set(instantOf('2026-05-11', '08:30'));

  await tick();
  await tick();

  expect(await titles()).toEqual([]);
  const { read } = world.app.db;
  const told = await read.select().from(outboxMessage).where(eq(outboxMessage.personId, id));
  expect(told.filter(({ template }) => template === 'letter.refused')).toHaveLength(1);
});

test.each([
  ['a time that is over', { day: '2026-05-08', time: '09:59' }, { day: 'planInPast' }],
  ['more than a month ahead', { day: '2026-06-08' }, { day: 'scheduleTooFar' }],
  ['a promise that would be over by then', { dueOn: '2026-05-10' }, { dueOn1: 'planInPast' }],
  ['no day and no hour', { day: '', time: '8点' }, { day: 'dateWrong', time: 'timeWrong' }],
])('%s is refused at its field, and the words are kept', async (_what, wrong, errors) => {
  const answer = await schedule(wrong);

  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ path: FORM, form: { errors } });
  expect((await desk())?.waiting).toEqual([]);
  expect((await desk())?.drafts).toMatchObject([{ title: letter.title }]);
});

test('a letter taken back lies on its form again, unless another one lies there', async () => {
  await schedule();
  await send(FORM, { title: '另一封' });

  const inTheWay = await send(`/desk/letters/${await waitingId()}/recall`);
  await send(`${FORM}/drop`);
  const back = await send(`/desk/letters/${await waitingId()}/recall`);

  expect(inTheWay.status).toBe(422);
  expect(back.headers.get('location')).toBe(FORM);
  expect((await newLetter(await author(), 'nanba'))?.draft).toMatchObject({ title: letter.title });
  expect((await desk())?.waiting).toEqual([]);
});

test('a letter that waits can be sent at once', async () => {
  await schedule();

  const sent = await send(`/desk/letters/${await waitingId()}/send`);

  expect(sent.headers.get('location')).toMatch(/^\/v\/nanba\/letters\/\d+$/);
  expect(await titles()).toEqual([letter.title]);
});

test('nobody else sends it or takes it back', async () => {
  await schedule();
  const cookie = await world.cookieOf(world.people.secretary);
  const act = async (name: string) =>
    world.post(`/desk/letters/${await waitingId()}/${name}`, { key: newToken() }, cookie);

  const answers = [await act('send'), await act('recall')];

  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  expect(await letterDesk(await world.ctx(world.people.cadre))).toBe(null);
});
