import { and, eq, like } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { villager } from '#db/schema/accounts.ts';
import { bodyMember } from '#db/schema/bodies.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { partyMember } from '#db/schema/meetings.ts';
import { ownData } from '#server/accounts/export.ts';
import { adultsOf } from '#server/bodies/adults.ts';
import { rollOf, sizeOf, standsOn } from '#server/bodies/roll.ts';
import { representativesPage, rollPage, rollsPage, rollVillages } from '#server/bodies/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import type { BodyCode } from '#server/rules/bodies.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let north: string;
let clerk: string;

beforeAll(async () => {
  world = await openWorld();
  north = world.county.north;
  clerk = await world.cookieOf(world.people.clerk);
});
afterAll(() => world.close());
beforeEach(() => world.app.db.write((tx) => tx.delete(bodyMember)));

const desk = (body: BodyCode, village = north) => `/desk/bodies/${village}/${body}`;

async function lineOf(personId: string): Promise<string> {
  const [line] = await world.app.db.read
    .select({ id: villager.id })
    .from(villager)
    .where(and(eq(villager.personId, personId), like(villager.villageCode, '9999%')));
  if (!line) throw new Error('not on a roster');
  return line.id;
}

async function add(
  body: BodyCode,
  fields: Record<string, string>,
  { as = clerk, village = north } = {},
) {
  return world.post(`${desk(body, village)}/add`, { key: newToken(), ...fields }, as);
}

async function represent(...people: string[]) {
  for (const person of people) {
    const answer = await add('representatives', { villagerId: await lineOf(person) });
    expect(answer.status).toBe(303);
  }
}

function rollNow(body: BodyCode, village = north) {
  return rollOf(world.app.db.read, village, body, world.clock.now());
}

async function pageOf(who: string, body: string, name: string | null = null) {
  return rollPage(await world.ctx(who), { villageCode: north, body }, { name, after: null });
}

/** So many representatives in one write, every third a woman. */
async function manyRepresentatives(n: number) {
  const rows = Array.from({ length: n }, (_, at) => ({
    id: `member-${String(at).padStart(4, '0')}`,
    ...{ villageCode: north, body: 'representatives', villagerId: null },
    ...{ name: `代表${at}`, isWoman: at % 3 === 0, groupCode: `${north}001`, sort: at + 1 },
    ...{ since: 1, until: null, addedById: 'x', endedById: null, endReason: null },
  }));
  await world.app.db.write((tx) => tx.insert(bodyMember).values(rows));
}

describe('the roll of representatives', () => {
  test('takes people from the roster, each once and with the group that chose him', async () => {
    const villagerId = await lineOf(world.people.villager);
    const form = { villagerId, isWoman: 'yes', groupCode: `${north}002` };

    const first = await add('representatives', form);
    const again = await add('representatives', form);

    expect(first.status).toBe(303);
    expect(again.status).toBe(422);
    expect(await rollNow('representatives')).toMatchObject([
      { name: '罗白露', villagerId, isWoman: true, groupCode: `${north}002`, groupName: '2组' },
    ]);
  });

  test('pressed twice, the same form counts once and is answered the same', async () => {
    const key = newToken();
    const villagerId = await lineOf(world.people.villager);

    const answers = await Promise.all(
      [0, 1].map(() => add('representatives', { villagerId, key })),
    );

    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await rollNow('representatives')).toHaveLength(1);
  });

  test('two who add the same person at once leave him there once', async () => {
    const villagerId = await lineOf(world.people.villager);

    const answers = await Promise.all([0, 1].map(() => add('representatives', { villagerId })));

    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(await rollNow('representatives')).toHaveLength(1);
  });

  test('has nobody by name alone, and nobody of another village', async () => {
    const bare = await add('representatives', { name: '何外乡' });
    const southern = await add('representatives', {
      villagerId: await lineOf(world.people.southerner),
    });

    expect([bare.status, southern.status]).toEqual([422, 404]);
    expect(await rollNow('representatives')).toEqual([]);
  });

  test('keeps who was on it: what was decided before still has its roll', async () => {
    await represent(world.people.villager, world.people.neighbour);
    const before = world.clock.now();
    world.clock.set(before + 60_000);
    const [first] = await rollNow('representatives');

    const ended = await world.post(
      `${desk('representatives')}/${first?.id}/end`,
      { reason: '搬走了' },
      clerk,
    );
    const twice = await world.post(
      `${desk('representatives')}/${first?.id}/end`,
      { reason: '搬走了' },
      clerk,
    );

    expect([ended.status, twice.status]).toEqual([303, 422]);
    expect(await rollNow('representatives')).toHaveLength(1);
    const then = await rollOf(world.app.db.read, north, 'representatives', before);
    expect(then.map(({ name }) => name)).toEqual(['罗白露', '周寒露']);
    const page = await pageOf(world.people.clerk, 'representatives');
    expect(page?.former).toMatchObject([{ name: '罗白露', endReason: '搬走了' }]);
  });

  test('asks why somebody is taken off, and keeps what was typed at his line', async () => {
    await represent(world.people.villager);
    const [one] = await rollNow('representatives');

    const answer = await world.post(
      `${desk('representatives')}/${one?.id}/end`,
      { reason: '' },
      clerk,
    );

    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      form: { values: { member: one?.id }, errors: { reason: 'required' } },
    });
  });

  test('says to a villager whether he stands on it', async () => {
    await represent(world.people.villager);

    const own = await standsOn(await world.ctx(world.people.villager), north, 'representatives');
    const other = await standsOn(await world.ctx(world.people.neighbour), north, 'representatives');
    const guest = await standsOn(await world.ctx(), north, 'representatives');

    expect(own).toEqual({
      memberId: (await rollNow('representatives'))[0]?.id,
      villagerId: await lineOf(world.people.villager),
    });
    expect([other, guest]).toEqual([null, null]);
  });

  test('is public with its numbers, name and group, page after page', async () => {
    await manyRepresentatives(60);

    const first = await representativesPage(await world.ctx(), 'beipo', null);
    const second = await representativesPage(await world.ctx(), 'beipo', first?.more ?? null);

    expect(first?.representatives).toHaveLength(50);
    expect(second?.representatives.map(({ name }) => name)).toEqual(
      Array.from({ length: 10 }, (_, at) => `代表${at + 50}`),
    );
    expect(second?.more).toBeNull();
    expect(first?.states.find(({ body }) => body === 'representatives')).toMatchObject({
      size: 60,
      women: 20,
    });
  });

  test('says when it does not fulfil the law', async () => {
    await manyRepresentatives(9);
    await world.app.db.write((tx) =>
      tx.update(bodyMember).set({ isWoman: false }).where(eq(bodyMember.name, '代表0')),
    );

    const page = await pageOf(world.people.secretary, 'representatives');

    const women = page?.checks.find(({ rule }) => rule.code === 'women');
    expect(women).toMatchObject({ has: 2, from: 3, verdict: 'unmet' });
  });
});

describe('other rolls', () => {
  test('a member of the collective who lives elsewhere stands there by name alone, once', async () => {
    const first = await add('collective_members', { name: '何外乡', isWoman: 'yes' });
    const again = await add('collective_members', { name: '何外乡' });

    expect([first.status, again.status]).toEqual([303, 422]);
    expect(await rollNow('collective_members')).toMatchObject([
      { name: '何外乡', villagerId: null, personId: null, isWoman: true },
    ]);
  });

  test('members of the Party come from those whom the secretary marked', async () => {
    const { people } = world;
    const marked = { villageCode: north, markedById: people.secretary, markedAt: 1 };
    await world.app.db.write((tx) =>
      tx.insert(partyMember).values([
        { ...marked, personId: people.villager },
        { ...marked, personId: people.phoneOnly },
      ]),
    );
    const offered = (await pageOf(people.secretary, 'party_members'))?.offered ?? [];
    const form = new URLSearchParams({ key: newToken(), women: people.villager });
    for (const { personId } of offered) form.append('people', personId);

    const answer = await world.http.request(`${desk('party_members')}/fill`, {
      method: 'POST',
      body: form,
      headers: { cookie: clerk, origin: 'http://localhost' },
    });

    expect(answer.status).toBe(303);
    const roll = await rollNow('party_members');
    expect(
      roll.map(({ name, isWoman, villagerId }) => [name, isWoman, villagerId !== null]),
    ).toEqual(
      expect.arrayContaining([
        ['罗白露', true, true],
        ['陶小雪', false, false],
      ]),
    );
    expect((await pageOf(people.secretary, 'party_members'))?.offered).toEqual([]);
  });

  test('the committee is offered from those in office', async () => {
    const page = await pageOf(world.people.secretary, 'party_committee');

    expect(page?.offered.map(({ name }) => name)).toEqual(['曾谷雨']);
  });

  test('nobody outside the village’s office learns who stands on them', async () => {
    const { villager: folk, cadre, southSecretary, discipline } = world.people;

    for (const who of [folk, cadre, southSecretary, discipline]) {
      expect(await pageOf(who, 'party_members')).toBeNull();
      expect(await rollsPage(await world.ctx(who), north)).toBeNull();
    }
    const guest = await world.ctx();
    expect(await rollsPage(guest, north)).toBeNull();
  });

  test('who reads them does not change them', async () => {
    const villagerId = await lineOf(world.people.villager);
    const outsiders = [world.people.villager, world.people.southSecretary, world.people.cadre];

    const answers = await Promise.all(
      outsiders.map(async (who) =>
        add('representatives', { villagerId }, { as: await world.cookieOf(who) }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(await rollNow('representatives')).toEqual([]);
  });

  test('a roll that does not exist is no page', async () => {
    expect(await pageOf(world.people.clerk, 'villagers')).toBeNull();
    const answer = await world.post(
      `/desk/bodies/${north}/villagers/add`,
      { key: newToken(), name: '何外乡' },
      clerk,
    );
    expect(answer.status).toBe(404);
  });

  test('the town chooses among its villages', async () => {
    const villages = await rollVillages(await world.ctx(world.people.town));

    expect(villages?.map(({ name }) => name).sort()).toEqual(
      ['北坡村', '南坝村', '桥头社区'].sort(),
    );
    expect(await rollVillages(await world.ctx(world.people.villager))).toBeNull();
  });
});

test('the ledger keeps each change of a roll, and names nobody', async () => {
  await represent(world.people.villager);
  const [one] = await rollNow('representatives');
  await world.post(`${desk('representatives')}/${one?.id}/end`, { reason: '换届' }, clerk);

  const acts = await world.app.db.read
    .select({ what: ledgerEntry.what, facts: ledgerEntry.facts })
    .from(ledgerEntry)
    .where(eq(ledgerEntry.subjectId, `${north}/representatives`))
    .orderBy(ledgerEntry.id);
  expect(acts.slice(-2)).toEqual([
    { what: 'body.added', facts: { body: 'representatives', added: 1, size: 1 } },
    { what: 'body.ended', facts: { body: 'representatives', size: 0 } },
  ]);
  expect(JSON.stringify(acts)).not.toContain('罗白露');
});

test('the roster is searched by the beginning of a name, and offers nobody of another village', async () => {
  const found = await pageOf(world.people.clerk, 'representatives', '罗');
  const southern = await pageOf(world.people.clerk, 'representatives', '郑');
  const any = await pageOf(world.people.clerk, 'representatives', '%');

  expect(found?.search?.found).toMatchObject([{ name: '罗白露', groupName: '1组', stands: false }]);
  await represent(world.people.villager);
  const again = await pageOf(world.people.clerk, 'representatives', '罗');
  expect(again?.search?.found).toMatchObject([{ name: '罗白露', stands: true }]);
  expect(southern?.search?.found).toEqual([]);
  expect(any?.search?.found).toEqual([]);
});

describe('the adults of a village', () => {
  const names = async (day: string, groups: string[] | null = null) =>
    (await adultsOf(world.app.db.read, north, groups, day)).map(({ name }) => name);

  test('leave out who is not yet eighteen, and keep whose age nobody has said', async () => {
    const id = await lineOf(world.people.villager);
    await world.app.db.write((tx) =>
      tx.update(villager).set({ adultFrom: '2026-12-01' }).where(eq(villager.id, id)),
    );

    expect(await names('2026-11-30')).not.toContain('罗白露');
    expect(await names('2026-12-01')).toContain('罗白露');
    expect(await names('2026-11-30')).toContain('周寒露');
  });

  test('may be those of some groups alone', async () => {
    expect(await names('2026-12-01', [`${north}002`])).toEqual(['吴夏至']);
  });
});

test('the size of a roll counts its women', async () => {
  await manyRepresentatives(10);

  expect(await sizeOf(world.app.db.read, north, 'representatives', 5)).toEqual({
    size: 10,
    women: 4,
  });
  expect(await sizeOf(world.app.db.read, north, 'directors', 5)).toEqual({ size: 0, women: 0 });
});

test('everybody reads in what he takes away on which rolls he stands, and from when he is eighteen', async () => {
  await represent(world.people.neighbour);

  const data = await ownData(await world.ctx(world.people.neighbour));

  expect(data?.rolls).toMatchObject([{ village: north, body: 'representatives', until: null }]);
  expect(data?.roster).toMatchObject([{ eighteenFrom: null }]);
});
