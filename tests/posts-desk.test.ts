import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { person } from '#db/schema/accounts.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { deskRail } from '#server/desk/rail.ts';
import { villageOrganisation } from '#server/grids/people.ts';
import { postsDesk } from '#server/grids/posts-desk.ts';
import { villageBySlug } from '#server/grids/views.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const newcomer = {
  name: '汪芒种',
  phone: '139 0000 5566',
  post: 'grid_cadre',
  isDeputy: 'yes',
  title: '2组副网格员',
  workPhone: '0838-555 0188',
  since: '2026-11-16',
};

function grid(no: number): string {
  return `${world.county.north}00${no}`;
}

async function grant(fields: Record<string, string>, who = world.people.town, place = '') {
  const cookie = await world.cookieOf(who);
  return world.post(`/desk/posts/${place || world.county.north}/grant`, fields, cookie);
}

async function deskOf(who: string, place = world.county.north) {
  return postsDesk(await world.ctx(who), place);
}

test('the town enters a deputy by phone number: an account is opened, and the gap is closed', async () => {
  const before = await deskOf(world.people.town);

  const answer = await grant({ ...newcomer, gridCode: grid(2) });

  expect(answer.status).toBe(303);
  const desk = await deskOf(world.people.town);
  const group = desk?.places.find(({ code }) => code === grid(2));
  expect(group?.lines.map((one) => [one.name, one.isDeputy])).toEqual([
    ['何立秋', false],
    ['汪芒种', true],
  ]);
  const gapsOf = (one: typeof desk) =>
    one?.gaps.find(({ kind }) => kind === 'placesWithoutDeputy')?.places ?? [];
  expect(gapsOf(before)).toContain('北坡村2组');
  expect(gapsOf(desk)).not.toContain('北坡村2组');
});

test('the same number is the same person: a second post opens no second account', async () => {
  await grant({ ...newcomer, gridCode: grid(2) });

  const answer = await grant({ ...newcomer, post: 'group_leader', gridCode: grid(2) });

  expect(answer.status).toBe(303);
  const { phoneHmac } = { phoneHmac: world.app.secrets.hmac('phone', '13900005566') };
  const found = await world.app.db.read
    .select()
    .from(person)
    .where(eq(person.phoneHmac, phoneHmac));
  expect(found).toHaveLength(1);
});

test.each([
  [
    'a mistyped number would hand the post to a stranger',
    { phone: '19900000014' },
    'name',
    'nameDiffers',
  ],
  ['a secretary is not of a group', { post: 'secretary' }, 'post', 'postNotHere'],
  ['a number needs eleven digits', { phone: '139' }, 'phone', 'phoneWrong'],
  ['a day must be a day', { since: '2026-13-01' }, 'since', 'dateWrong'],
  ['the end is after the beginning', { until: '2026-11-01' }, 'until', 'dateOrder'],
])('what was typed comes back: %s', async (_why, wrong, field, code) => {
  const fields = { ...newcomer, name: '温小暑', phone: '13900005577', gridCode: grid(1), ...wrong };

  const answer = await grant(fields);

  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    path: `/desk/posts/${world.county.north}`,
    form: { values: fields, errors: { [field]: code } },
  });
});

test('where a cadre is in office a second one is refused, and no account is opened for him', async () => {
  const { isDeputy: _, ...holder } = newcomer;
  const fields = { ...holder, name: '温小暑', phone: '13900005577', gridCode: grid(1) };

  const answer = await grant(fields);

  expect(await answer.json()).toMatchObject({ form: { errors: { post: 'postTaken' } } });
  const phoneHmac = world.app.secrets.hmac('phone', '13900005577');
  const found = await world.app.db.read
    .select()
    .from(person)
    .where(eq(person.phoneHmac, phoneHmac));
  expect(found).toEqual([]);
});

test('nobody fills a post on his own level, in another place, or as a clerk', async () => {
  const { town, clerk } = world.people;
  const post = { ...newcomer, post: 'town_admin', gridCode: world.county.townCode };

  expect((await grant(post, town, world.county.townCode)).status).toBe(404);
  expect((await grant({ ...newcomer, gridCode: grid(2) }, clerk)).status).toBe(404);
  expect((await grant({ ...newcomer, gridCode: world.county.townCode }, town)).status).toBe(404);
  expect(await deskOf(clerk, world.county.south)).toBeNull();
  expect(await deskOf(world.people.cadre)).toBeNull();
});

test('a post that is ended stays on the page with both of its days', async () => {
  await grant({
    ...newcomer,
    name: '钱大寒',
    phone: '13900005588',
    post: 'clerk',
    gridCode: world.county.north,
  });
  const held = (await deskOf(world.people.town))?.places[0]?.lines.find(
    (one) => one.name === '钱大寒',
  );
  const cookie = await world.cookieOf(world.people.town);

  const answer = await world.post(`/desk/posts/${world.county.north}/${held?.id}/end`, {}, cookie);

  expect(answer.status).toBe(303);
  const desk = await deskOf(world.people.town);
  expect(desk?.former).toMatchObject([{ name: '钱大寒', until: world.clock.now() }]);
  const again = await world.post(`/desk/posts/${world.county.north}/${held?.id}/end`, {}, cookie);
  expect(again.status).toBe(422);
});

test('the clerk keeps work phones and office hours, and ends nothing', async () => {
  const { clerk, secretary } = world.people;
  const held = (await deskOf(clerk))?.places[0]?.lines.find((one) => one.personId === secretary);
  const cookie = await world.cookieOf(clerk);
  const path = `/desk/posts/${world.county.north}/${held?.id}`;
  const fields = { workPhone: '0838-555 0199', officeHours: '上班日 8:30–18:00', duty: '管全面' };

  expect((await world.post(path, fields, cookie)).status).toBe(303);
  expect((await world.post(`${path}/end`, {}, cookie)).status).toBe(404);

  const ctx = await world.ctx();
  const village = await villageBySlug(ctx, 'beipo');
  const bodies = await villageOrganisation(ctx, village!);
  const people = bodies.flatMap((body) => body.people);
  expect(people.find(({ personId }) => personId === secretary)).toMatchObject(fields);
});

test('the clerk says what the village is and who helps there, and the ledger keeps that he did', async () => {
  const cookie = await world.cookieOf(world.people.clerk);
  const words = {
    about: '两个组，山脚下，桃子多',
    address: '村委会旁',
    officeHours: '上班日 8:30–18:00',
    helpName: '钟芒种',
    helpPhone: '0838-555 0101',
  };

  const answer = await world.post(`/desk/posts/${world.county.north}/profile`, words, cookie);

  expect(answer.status).toBe(303);
  expect((await deskOf(world.people.clerk))?.profile).toMatchObject(words);
  const acts = await world.app.db.read
    .select()
    .from(ledgerEntry)
    .where(eq(ledgerEntry.what, 'village.described'));
  expect(acts).toMatchObject([{ actorId: world.people.clerk, actorRole: 'clerk' }]);
});

test.each([
  [
    'clerk',
    [
      '/desk',
      '/desk/questions',
      '/desk/for',
      '/desk/open/asked',
      '/desk/reviews',
      '/desk/open',
      '/desk/hall',
      '/desk/steps',
      '/desk/votes',
      '/desk/surveys',
      '/desk/contests',
      '/desk/bodies',
      '/desk/roster',
      '/desk/duty',
      '/desk/grid',
      '/desk/posts',
    ],
  ],
  [
    'cadre',
    ['/desk', '/desk/questions', '/desk/for', '/desk/votes', '/desk/contests', '/desk/roster'],
  ],
  [
    'town',
    [
      '/desk',
      '/desk/questions',
      '/desk/open/asked',
      '/desk/reviews',
      '/desk/open',
      '/desk/steps',
      '/desk/surveys',
      '/desk/contests',
      '/desk/bodies',
      '/desk/roster/import',
      '/desk/duty',
      '/desk/grid',
      '/desk/posts',
      '/desk/selections',
    ],
  ],
  ['sysadmin', ['/desk/posts']],
  ['villager', []],
] as const)('the rail shows a %s the desks that are open to him', async (who, paths) => {
  const rail = await deskRail(await world.ctx(world.people[who]), '/desk/posts');

  expect(rail.map((item) => item.href)).toEqual(paths);
  const marked = rail.filter((item) => item.current).map((item) => item.href);
  expect(marked).toEqual(paths.filter((path) => path === '/desk/posts'));
});
