import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownData } from '#server/accounts/export.ts';
import { closeAccount } from '#server/accounts/own-account.ts';
import { newToken } from '#server/kernel/ids.ts';
import { markMember, openMeeting, recordMeeting, unmarkMember } from '#server/meetings/commands.ts';
import { meetingForm } from '#server/meetings/forms.ts';
import { meetingList, meetingPage, membersPage, newMeeting } from '#server/meetings/views.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

const SECRET = '讨论了两名同志的转正';
const held = {
  kind: 'members',
  heldOn: '2026-11-10',
  topic: '学习村务公开的新规定',
  place: '村活动室',
  agenda: ['学习第三十五条', '讨论转正'],
  due: '23',
  present: '18',
  remote: '3',
  body: SECRET,
};

async function record(changes: Record<string, unknown> = {}) {
  const form = meetingForm.parse({ ...held, key: newToken(), ...changes });
  const ctx = await world.ctx(world.people.secretary);
  const done = await recordMeeting(ctx, 'beipo', form);
  if (!done.ok) throw new Error(done.code);
  return done.value.no;
}

const page = async (no: number, personId?: string) =>
  meetingPage(await world.ctx(personId), 'beipo', String(no));

/** Everybody who is no secretary of this village. */
const others = () => [
  undefined,
  world.people.villager,
  world.people.southSecretary,
  world.people.communitySecretary,
];

test('everybody learns the day, the topic and how many came, and nothing else', async () => {
  const no = await record();

  const list = await meetingList(await world.ctx(), 'beipo', null);
  expect(list?.meetings).toEqual([
    { no, heldOn: '2026-11-10', topic: held.topic, present: 18, remote: 3 },
  ]);
  for (const personId of others()) {
    const view = await page(no, personId);
    expect(view?.whole).toBeNull();
    expect(JSON.stringify(view)).not.toContain(SECRET);
    expect(JSON.stringify(view)).not.toContain('讨论转正');
  }
});

test('the secretary reads the whole, with 一号议题 first', async () => {
  const no = await record();

  const view = await page(no, world.people.secretary);

  expect(view?.whole).toMatchObject({
    agenda: ['学习第三十五条', '讨论转正'],
    due: 23,
    body: SECRET,
    audience: 'members',
  });
});

test('a Party member reads it as long as the secretary says that he is one', async () => {
  const no = await record();
  const ctx = await world.ctx(world.people.secretary);
  const phone = '13900001234';

  await markMember(ctx, 'beipo', { name: '冯立夏', phone });
  const [member] = (await membersPage(ctx, 'beipo'))?.members ?? [];
  const asMember = await page(no, member?.personId);
  const data = await ownData(await world.ctx(member?.personId));
  await unmarkMember(ctx, 'beipo', member?.personId ?? '');
  const afterwards = await page(no, member?.personId);

  expect(member?.name).toBe('冯立夏');
  expect(data?.partyMember).toMatchObject([{ village: asMember?.village.code }]);
  expect(asMember?.whole?.body).toBe(SECRET);
  expect(afterwards?.whole).toBeNull();
});

test('whoever closes his account is a member of nothing any more', async () => {
  const secretary = await world.ctx(world.people.secretary);
  await markMember(secretary, 'beipo', { name: '冯立夏', phone: '13900001234' });
  const [member] = (await membersPage(secretary, 'beipo'))?.members ?? [];

  await closeAccount(await world.ctx(member?.personId), {});

  expect((await membersPage(secretary, 'beipo'))?.members).toEqual([]);
});

test('opened to the village, villagers read it and guests do not; opened to all, all do', async () => {
  const no = await record();
  const secretary = await world.ctx(world.people.secretary);
  const readers = async () =>
    Promise.all(others().map(async (personId) => (await page(no, personId))?.whole !== null));

  await openMeeting(secretary, { slug: 'beipo', no }, 'village');
  expect(await readers()).toEqual([false, true, false, false]);
  await openMeeting(secretary, { slug: 'beipo', no }, 'public');
  expect(await readers()).toEqual([true, true, true, true]);
  await openMeeting(secretary, { slug: 'beipo', no }, 'members');
  expect(await readers()).toEqual([false, false, false, false]);
});

test('nobody else records, opens, lists or marks, nor learns that he might', async () => {
  const no = await record();

  for (const personId of others()) {
    const ctx = await world.ctx(personId);
    const refused = personId === undefined ? 'signInFirst' : 'notFound';
    const marked = await markMember(ctx, 'beipo', { name: '冯立夏', phone: '13900001234' });
    expect(marked).toMatchObject({ ok: false, code: refused });
    expect(await openMeeting(ctx, { slug: 'beipo', no }, 'public')).toMatchObject({
      ok: false,
      code: refused,
    });
    expect(await membersPage(ctx, 'beipo')).toBeNull();
    expect(await newMeeting(ctx, 'beipo')).toBeNull();
  }
});

test.each([
  ['a meeting that is still to come', { heldOn: '2026-11-17' }, 'heldOn', 'meetingToCome'],
  ['more people than should have come', { present: '24' }, 'present', 'moreThanDue'],
])('%s is refused', async (_what, changes, field, code) => {
  const form = meetingForm.parse({ ...held, key: newToken(), ...changes });
  const ctx = await world.ctx(world.people.secretary);

  expect(await recordMeeting(ctx, 'beipo', form)).toMatchObject({ ok: false, field, code });
});

test('a meeting without 一号议题 comes back with what was typed', async () => {
  const cookie = await world.cookieOf(world.people.secretary);

  const answer = await world.post(
    '/v/beipo/meetings',
    { ...held, agenda: '', key: newToken() },
    cookie,
  );

  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    path: '/v/beipo/meetings/new',
    form: { values: { topic: held.topic }, errors: { agenda: 'required' } },
  });
});
