import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { ownData } from '#server/accounts/export.ts';
import { closeAccount } from '#server/accounts/own-account.ts';
import { newToken } from '#server/kernel/ids.ts';
import { markMember, openMeeting, recordMeeting, unmarkMember } from '#server/meetings/commands.ts';
import { correctMeeting, coverInMeeting } from '#server/meetings/correcting.ts';
import { correctionForm, meetingForm } from '#server/meetings/forms.ts';
import {
  meetingHistory,
  meetingList,
  meetingPage,
  meetingToCorrect,
  membersPage,
  newMeeting,
} from '#server/meetings/views.ts';
import { indexEverything } from '#server/search/job.ts';
import { searchPage } from '#server/search/views.ts';
import { organisationPage, villageHome } from '#server/squares/views.ts';
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
    { no, heldOn: '2026-11-10', topic: held.topic, present: 18, remote: 3, changedAt: null },
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

const no404 = 'notFound';
const keeper = () => world.ctx(world.people.secretary);

async function correct(no: number, changes: Record<string, unknown>, personId?: string) {
  const form = correctionForm.parse({
    ...{ ...held, key: newToken(), reason: '数错了，回看签到是 19 人' },
    ...changes,
  });
  const ctx = personId ? await world.ctx(personId) : await keeper();
  return correctMeeting(ctx, { slug: 'beipo', no }, form);
}

test('a corrected record keeps what it said, and everybody sees that its number changed', async () => {
  const no = await record({ audience: 'village' });

  await correct(no, { present: '19', body: '讨论了一名同志的转正' });

  const ofVillager = await world.ctx(world.people.villager);
  const whole = await meetingHistory(ofVillager, 'beipo', String(no));
  const open = await meetingHistory(await world.ctx(), 'beipo', String(no));
  expect((await page(no))?.open).toMatchObject({ present: 19, changedAt: world.clock.now() });
  expect(whole?.wordings).toMatchObject([
    { no: 2, reason: null },
    { no: 1, reason: '数错了，回看签到是 19 人' },
  ]);
  expect(whole?.wordings[0]?.pieces).toContainEqual({ text: '两', change: 'gone' });
  expect(open?.wordings.map(({ reason }) => reason)).toEqual([null, null]);
  expect(open?.wordings[1]?.pieces).toEqual([
    { text: `${held.topic}\n2026-11-10\n到会 21 人`, change: 'same' },
  ]);
  expect(JSON.stringify(open)).not.toMatch(/转正|签到/);
});

test('pressed twice a correction is one, and nobody else corrects or finds the form', async () => {
  const no = await record();
  const key = newToken();

  await correct(no, { key, present: '19' });
  await correct(no, { key, present: '19' });

  expect((await meetingHistory(await keeper(), 'beipo', String(no)))?.wordings).toHaveLength(2);
  for (const personId of others()) {
    if (personId === undefined) continue;
    expect(await correct(no, {}, personId)).toMatchObject({ ok: false, code: no404 });
    expect(await meetingToCorrect(await world.ctx(personId), 'beipo', String(no))).toBeNull();
  }
});

test('a datum is covered in a record and in all that it said before, and the ledger names none', async () => {
  const no = await record({ body: '冯立夏同志发言' });
  await correct(no, { body: '冯立夏同志和另一名同志发言', agenda: ['冯立夏转正'] });

  const cover = (datum: string) => ({ datum, key: newToken() });
  const ref = { slug: 'beipo', no };
  const done = await coverInMeeting(await keeper(), ref, cover('冯立夏'));
  const again = await coverInMeeting(await keeper(), ref, cover('冯立夏'));
  const byTown = await coverInMeeting(await world.ctx(world.people.town), ref, cover('发言'));

  expect([done.ok, again, byTown]).toMatchObject([
    true,
    { code: 'datumNotFound' },
    { code: 'notFound' },
  ]);
  const read = JSON.stringify([
    await page(no, world.people.secretary),
    await meetingHistory(await keeper(), 'beipo', String(no)),
    await world.app.db.read.select({ facts: ledgerEntry.facts }).from(ledgerEntry),
  ]);
  expect(read).toContain('■■■');
  expect(read).not.toContain('冯立夏');
});

describe('who took part', () => {
  const phone = '13900001234';

  async function members() {
    const ctx = await keeper();
    await markMember(ctx, 'beipo', { name: '冯立夏', phone });
    await markMember(ctx, 'beipo', { name: '葛秋分', phone: '13900001235' });
    const list = (await membersPage(ctx, 'beipo'))?.members ?? [];
    const idOf = (name: string) => list.find((one) => one.name === name)?.personId ?? '';
    return { here: idOf('冯立夏'), away: idOf('葛秋分') };
  }

  test('is read by members and keepers, and by nobody else, however open the record is', async () => {
    const { here, away } = await members();
    const no = await record({ here, away, audience: 'public' });

    const took = async (personId?: string) => (await page(no, personId))?.took;
    const own = await ownData(await world.ctx(away));
    expect(own?.meetings).toMatchObject([{ day: '2026-11-10', how: 'remote' }]);
    const named = { present: ['冯立夏'], remote: ['葛秋分'] };
    expect(await took(world.people.secretary)).toEqual(named);
    expect(await took(here)).toEqual(named);
    for (const personId of others()) {
      expect(await took(personId)).toEqual({ present: [], remote: [] });
    }
  });

  test('goes with the account, and is never more than was counted', async () => {
    const { here, away } = await members();
    const no = await record({ here, away });

    await closeAccount(await world.ctx(here), {});
    const tooMany = await correct(no, { away: [away], remote: '0' });

    expect((await page(no, world.people.secretary))?.took).toEqual({
      present: [],
      remote: ['葛秋分'],
    });
    expect(tooMany).toMatchObject({ ok: false, code: 'moreTicked', field: 'remote' });
  });
});

test('a record links lessons given here and those of the shelf, in their order', async () => {
  const no = await record({ lessonIds: ['verification-code', 'nothing'] });

  const { lessons } = (await page(no, world.people.secretary)) ?? {};

  expect(lessons).toMatchObject([{ title: '验证码自己填，谁要都不念' }]);
});

test('minutes stand in no search, no feed, no export and on no other page', async () => {
  await record({ topic: '学习新规定', body: SECRET });
  await indexEverything(world.app);

  for (const personId of [...others(), world.people.secretary, world.people.clerk]) {
    const ctx = await world.ctx(personId);
    const found = await searchPage(ctx, { slug: 'beipo', q: '转正', order: null, before: null });
    const read = [
      await villageHome(ctx, 'beipo', null),
      await organisationPage(ctx, 'beipo'),
      await meetingList(ctx, 'beipo', null),
      personId === undefined ? null : await ownData(ctx),
    ];
    expect(found?.rows).toEqual([]);
    expect(JSON.stringify(read)).not.toContain('转正');
  }
  const facts = await world.app.db.read.select({ facts: ledgerEntry.facts }).from(ledgerEntry);
  expect(JSON.stringify(facts)).not.toContain('转正');
});
