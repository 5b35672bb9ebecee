import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { answerAppeal } from '#server/appeals/handling.ts';
import { appealPage } from '#server/appeals/views.ts';
import { drawArea } from '#server/grids/areas.ts';
import { createGroups, createMicroGrids } from '#server/grids/commands.ts';
import { answererFor } from '#server/grids/duties.ts';
import { gridGaps } from '#server/grids/gaps.ts';
import { gridDesk } from '#server/grids/grid-desk.ts';
import { pairingDesk } from '#server/grids/pairing-desk.ts';
import { gridPath, groupsOf } from '#server/grids/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { instantOf } from '#server/rules/dates.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const grid = (no: number) => `${world.county.north}00${no}`;

/** Sends a form of the desk as somebody in office. */
async function send(who: string, path: string, fields: Record<string, string>) {
  return world.post(`/desk/grid/${path}`, fields, await world.cookieOf(who));
}

async function villageOf(who = world.people.secretary) {
  const desk = await gridDesk(await world.ctx(who), world.county.north);
  if (desk?.body.kind !== 'village') throw new Error('no village');
  return desk.body;
}

async function groupOf(code: string, who = world.people.secretary) {
  const desk = await gridDesk(await world.ctx(who), code);
  if (desk?.body.kind !== 'group') throw new Error('no group');
  return desk.body;
}

async function answererOf(householdId: string, gridCode: string) {
  const found = await answererFor(world.app.db.read, { gridCode, householdId }, world.clock.now());
  return found?.personId;
}

describe('A secretary divides his village', () => {
  test('a dozen groups are made by their count, and sending it again makes none', async () => {
    const { secretary } = world.people;
    const north = world.county.north;

    const first = await send(secretary, `${north}/groups`, { kind: 'grid', count: '12' });
    await send(secretary, `${north}/groups`, { kind: 'grid', count: '12', names: '东头组' });

    expect(first.status).toBe(303);
    const names = (await groupsOf(await world.ctx(), north)).map(({ name }) => name);
    expect(names).toHaveLength(13);
    expect(names.slice(0, 3)).toEqual(['1组', '2组', '3组']);
    expect(names.at(-1)).toBe('东头组');
  });

  test('households are numbered on up to their count, never taken back', async () => {
    const { clerk } = world.people;

    await send(clerk, `${grid(1)}/households`, { total: '30' });
    await send(clerk, `${grid(1)}/households`, { total: '30' });
    const fewer = await send(clerk, `${grid(1)}/households`, { total: '10' });

    const group = await groupOf(grid(1));
    expect(group.total).toBe(30);
    expect(group.households.map(({ no }) => no).slice(0, 3)).toEqual(['001', '002', '003']);
    expect(fewer.status).toBe(422);
    expect(await fewer.json()).toMatchObject({ form: { errors: { total: 'householdsStay' } } });
  });

  test('the page says in numbers for how many nobody answers, and for which group', async () => {
    await createGroups(await world.ctx(world.people.town), {
      villageCode: world.county.north,
      names: ['3组'],
    });
    await send(world.people.secretary, `${grid(3)}/households`, { total: '12' });

    const village = await villageOf();

    expect(village.uncovered).toBe(12);
    expect(village.groups.map(({ head, uncovered }) => [head, uncovered])).toEqual([
      ['廖小满', 0],
      ['何立秋', 0],
      [null, 12],
    ]);
    expect(village.groups[0]?.deputies).toEqual(['曾处暑']);
  });

  test('a group has one name, and its own only', async () => {
    const { secretary } = world.people;

    const taken = await send(secretary, `${grid(1)}/name`, { name: '2组' });
    const number = await send(secretary, `${grid(1)}/name`, { name: '找我13900001111' });
    const fine = await send(secretary, `${grid(1)}/name`, { name: '东头组' });

    expect(await taken.json()).toMatchObject({ form: { errors: { name: 'placeNameTaken' } } });
    expect(number.status).toBe(422);
    expect(fine.status).toBe(303);
    expect((await groupsOf(await world.ctx(), world.county.north))[0]?.name).toBe('东头组');
  });

  test('households move by range into a micro grid, keep their numbers, and its cadre answers', async () => {
    const { secretary, town, cadreTwo } = world.people;
    await createMicroGrids(await world.ctx(secretary), { groupCode: grid(1), names: ['东头'] });
    const micro = `${grid(1)}001`;
    await send(secretary, `${grid(1)}/households`, { total: '6' });
    const granted = await world.post(
      `/desk/posts/${world.county.north}/grant`,
      {
        gridCode: micro,
        post: 'grid_cadre',
        name: '汪芒种',
        phone: '13900005566',
        since: '2026-11-16',
      },
      await world.cookieOf(town),
    );

    const moved = await send(secretary, `${grid(1)}/move`, { from: '3', to: '4', into: micro });

    expect(granted.status).toBe(303);
    expect(moved.status).toBe(303);
    const group = await groupOf(grid(1));
    expect(group.households.map(({ no, microGrid }) => [no, microGrid])).toEqual([
      ['001', null],
      ['002', null],
      ['003', '东头'],
      ['004', '东头'],
      ['005', null],
      ['006', null],
    ]);
    const [atHome] = (await groupOf(micro)).households;
    expect((await groupOf(micro)).head).toBe('汪芒种');
    const answerer = await answererOf(atHome?.id ?? '', grid(1));
    expect(answerer).not.toBe(world.people.cadre);
    // About another group's road that group's cadre answers.
    expect(await answererOf(atHome?.id ?? '', grid(2))).toBe(cadreTwo);
  });

  test('a household that moved never gives its number to another', async () => {
    const { secretary } = world.people;
    await send(secretary, `${grid(1)}/households`, { total: '5' });
    await send(secretary, `${grid(1)}/move`, { from: '5', to: '5', into: grid(2) });

    const answer = await send(secretary, `${grid(1)}/households`, { total: '6' });

    expect(answer.status).toBe(303);
    const numbers = (await groupOf(grid(1))).households.map(({ code }) => code);
    expect(numbers.slice(-2)).toEqual([`${grid(1)}006`, `${grid(1)}007`]);
  });

  test('a group merges into another once nobody is in office there; its number is never given again', async () => {
    const { secretary, town } = world.people;
    const north = world.county.north;
    await createGroups(await world.ctx(town), { villageCode: north, names: ['3组'] });
    await send(secretary, `${grid(3)}/households`, { total: '4' });
    const early = await send(secretary, `${grid(2)}/close`, { successor: grid(1) });

    const closed = await send(secretary, `${grid(3)}/close`, { successor: grid(1) });
    await send(secretary, `${north}/groups`, { kind: 'grid', names: '新组' });

    expect(await early.json()).toMatchObject({ form: { errors: { successor: 'postsThereYet' } } });
    expect(closed.headers.get('location')).toBe(`/desk/grid/${grid(1)}`);
    const groups = await groupsOf(await world.ctx(), north);
    expect(groups.map(({ name, code }) => [name, code.slice(-3)])).toEqual([
      ['1组', '001'],
      ['2组', '002'],
      ['新组', '004'],
    ]);
    expect(await gridPath(await world.ctx(), grid(3))).toContain(`/${grid(1)}/${grid(3)}/`);
    expect((await villageOf()).groups[0]?.households).toBe(6);
    expect((await gridGaps(world.app, north)).placesWithoutHead).not.toContain(grid(3));
  });

  test.each([
    ['a villager', 'villager'],
    ['a cadre of a group', 'cadre'],
    ['the secretary of another village', 'southSecretary'],
    ['the operator', 'sysadmin'],
  ] as const)('%s neither sees the desk nor changes anything', async (_who, key) => {
    const who = world.people[key];

    const answer = await send(who, `${world.county.north}/groups`, { kind: 'grid', count: '5' });

    expect(answer.status).toBe(404);
    expect(await gridDesk(await world.ctx(who), world.county.north)).toBeNull();
    expect(await groupsOf(await world.ctx(), world.county.north)).toHaveLength(2);
  });

  test('a clerk sees who lives in a household; the town sees its number only', async () => {
    const atVillage = await groupOf(grid(1), world.people.clerk);
    const atTown = await groupOf(grid(1), world.people.town);

    expect(atVillage.households[0]?.members).toEqual(['罗白露']);
    expect(atTown.households.map(({ members }) => members)).toEqual([null, null]);
  });
});

describe('Households are paired with cadres', () => {
  async function propose(cadres: string[]) {
    const ctx = await world.ctx(world.people.secretary);
    const desk = await pairingDesk(ctx, world.county.north, cadres);
    if (!desk) throw new Error('no desk');
    return desk;
  }

  async function confirm(
    runs: { groupCode: string; first: string; last: string; personId: string }[],
  ) {
    const form = new FormData();
    for (const { groupCode, first, last, personId } of runs) {
      form.append('run', `${groupCode}.${first}.${last}`);
      form.append('cadre', personId);
    }
    const cookie = await world.cookieOf(world.people.secretary);
    return world.post(`/desk/grid/${world.county.north}/pairing`, form, cookie);
  }

  beforeEach(async () => {
    await send(world.people.secretary, `${grid(1)}/households`, { total: '40' });
    await send(world.people.secretary, `${grid(2)}/households`, { total: '20' });
  });

  test('an even split is proposed; what the secretary confirms holds, line by line', async () => {
    const { cadre, cadreTwo, clerk } = world.people;
    const { runs, open } = await propose([cadre, cadreTwo]);
    const changed = runs.map((run) =>
      run.groupCode === grid(2) ? { ...run, personId: clerk } : run,
    );

    const answer = await confirm(changed);

    expect(open).toBe(60);
    expect(
      runs.map(({ groupName, households, personId }) => [groupName, households, personId]),
    ).toEqual([
      ['1组', 30, cadre],
      ['1组', 10, cadreTwo],
      ['2组', 20, cadreTwo],
    ]);
    expect(answer.status).toBe(303);
    const [inTwo] = (await groupOf(grid(2))).households;
    expect(inTwo?.paired).toBe('钟芒种');
    expect(await answererOf(inTwo?.id ?? '', grid(2))).toBe(clerk);
    expect((await propose([])).open).toBe(0);
  });

  test('confirming twice changes nothing, and a pairing that stands stays when more are split', async () => {
    const { cadre, cadreTwo } = world.people;
    const { runs } = await propose([cadre]);
    await confirm(runs);

    await confirm(runs.map((run) => ({ ...run, personId: cadreTwo })));

    const { households } = await groupOf(grid(1));
    expect(new Set(households.map(({ paired }) => paired))).toEqual(new Set(['廖小满']));
  });

  test('a few households get another cadre, and go back to the cadre of their grid', async () => {
    const { clerk, cadre } = world.people;
    const path = `${grid(1)}/pair`;
    await send(world.people.secretary, path, { from: '1', to: '2', cadre: clerk });
    const [first] = (await groupOf(grid(1))).households;
    const paired = await answererOf(first?.id ?? '', grid(1));

    await send(world.people.secretary, `${grid(1)}/unpair`, { household: first?.id ?? '' });

    expect(paired).toBe(clerk);
    expect(await answererOf(first?.id ?? '', grid(1))).toBe(cadre);
    expect((await groupOf(grid(1))).households.map(({ paired: one }) => one).slice(0, 3)).toEqual([
      null,
      '钟芒种',
      null,
    ]);
  });

  test('whoever has left every office answers no more: the cadre of the grid does', async () => {
    const { clerk, cadre, town } = world.people;
    await send(world.people.secretary, `${grid(1)}/pair`, { from: '1', to: '1', cadre: clerk });
    const [first] = (await groupOf(grid(1))).households;
    const posts = await world.ctx(clerk);
    const { selectHeld } = await import('#server/grids/posts-desk-records.ts');
    const held = await selectHeld(posts.db.read, { code: world.county.north, isVillage: true });
    const id = held.find(({ personId }) => personId === clerk)?.id ?? '';
    world.clock.set(world.clock.now() + 60_000);

    const path = `/desk/posts/${world.county.north}/${id}/end`;
    const ended = await world.post(path, {}, await world.cookieOf(town));
    world.clock.set(world.clock.now() + 60_000);

    expect(ended.status).toBe(303);
    expect(await answererOf(first?.id ?? '', grid(1))).toBe(cadre);
  });

  test.each([
    ['a villager', 'neighbour'],
    ['a cadre of another village', 'southCadre'],
  ] as const)('nobody can be paired who holds no office here: %s', async (_who, key) => {
    const cadre = world.people[key];

    const answer = await send(world.people.secretary, `${grid(1)}/pair`, {
      from: '1',
      to: '1',
      cadre,
    });

    expect(answer.status).toBe(422);
  });

  test('the clerk may arrange groups, but not pair', async () => {
    const { clerk } = world.people;

    const answer = await send(clerk, `${grid(1)}/pair`, { from: '1', to: '1', cadre: clerk });

    expect(answer.status).toBe(404);
    expect(await pairingDesk(await world.ctx(clerk), world.county.north, [])).toBeNull();
  });
});

test('a villager’s matter goes to the cadre paired with his household, who answers it from another group', async () => {
  const { secretary, villager, cadreTwo } = world.people;
  world.clock.set(instantOf('2026-11-16', '09:00'));
  await send(secretary, `${grid(1)}/pair`, { from: '1', to: '1', cadre: cadreTwo });

  const raised = await raiseAppeal(await world.ctx(villager), 'beipo', {
    key: newToken(),
    picture: null,
    words: '门前的水沟堵了，下雨进水',
    photoIds: [],
    groupCode: grid(1),
    landmark: '老槐树下',
    latitude: null,
    longitude: null,
    addressee: 'cadre',
    audience: 'handlers',
    shownAs: 'resident',
    notAccusation: false,
    forPersonId: null,
  });
  const no = raised.ok ? raised.value.no : 0;
  const ref = { slug: 'beipo', no };
  const words = '明天上午我带人来清沟，您在家等一下。';
  const form = { key: newToken(), words, photoIds: [] };
  const answered = await answerAppeal(await world.ctx(cadreTwo), ref, form);

  expect(answered.ok).toBe(true);
  const page = await appealPage(await world.ctx(villager), ref);
  expect(JSON.stringify(page)).toContain('明天上午我带人来清沟');
});

describe('Town and county', () => {
  test('the town draws a work area, draws it anew and takes it away; villages are in one at most', async () => {
    const { townCode, north, south } = world.county;
    const { town } = world.people;
    await send(town, `${townCode}/areas`, { name: '北片', village: north });
    const made = await drawArea(await world.ctx(town), {
      townCode,
      name: '东片',
      villageCodes: [north, south],
    });
    const east = made.ok ? made.value.code : '';
    const whereIs = async (code: string) => gridPath(await world.ctx(), code);
    const both = await whereIs(`${north}001`);

    await send(town, `${east}/area`, { name: '东南片', village: south });
    const alone = await whereIs(`${north}001`);
    const gone = await send(town, `${east}/dissolve`, {});

    expect(both).toBe(`/999999/${townCode}/${east}/${north}/${north}001/`);
    expect(alone).toBe(`/999999/${townCode}/${north}/${north}001/`);
    expect(gone.headers.get('location')).toBe(`/desk/grid/${townCode}`);
    expect(await whereIs(south)).toBe(`/999999/${townCode}/${south}/`);
    const desk = await gridDesk(await world.ctx(town), townCode);
    expect(desk?.body).toMatchObject({ kind: 'town', areas: [{ name: '北片', villages: [] }] });
  });

  test('the county chooses its levels, but not away from places that stand', async () => {
    const { countyCode, townCode, north } = world.county;
    const { dispatcher, town } = world.people;

    const chosen = await send(dispatcher, `${countyCode}/levels`, { preset: '371323' });
    await send(town, `${townCode}/areas`, { name: '北片', village: north });
    const back = await send(dispatcher, `${countyCode}/levels`, { preset: '411381' });

    expect(chosen.status).toBe(303);
    const desk = await gridDesk(await world.ctx(dispatcher), countyCode);
    expect(desk?.scheme.levels.map(({ zh }) => zh)).toEqual([
      '干部网格',
      '村级网格',
      '工作片',
      '乡镇网格',
      '县总网格',
    ]);
    expect(desk?.scheme.pairing).toEqual({ by: 'household', householdsPerCadre: 30 });
    expect(await back.json()).toMatchObject({ form: { errors: { preset: 'levelInUse' } } });
  });

  test('the levels are the county’s: a town cannot choose them', async () => {
    const { countyCode } = world.county;

    const answer = await send(world.people.town, `${countyCode}/levels`, { preset: '371323' });

    expect(answer.status).toBe(404);
  });
});
