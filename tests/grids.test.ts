import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { person } from '#db/schema/accounts.ts';
import { divisionSuccession } from '#db/schema/grids.ts';
import { drawArea } from '#server/grids/areas.ts';
import { insertAssignment } from '#server/grids/assignments.ts';
import { createHouseholds } from '#server/grids/commands.ts';
import { findVillages, villagesBelow } from '#server/grids/county.ts';
import { answererFor } from '#server/grids/duties.ts';
import { recordLeave } from '#server/grids/rosters.ts';
import { gridPath, villageBySlug } from '#server/grids/views.ts';
import { newId } from '#server/kernel/ids.ts';
import { systemViewer } from '#server/kernel/viewer.ts';
import { changePost, createPost, type NewPost } from '#server/posts/create.ts';
import { DAY_MS, HOUR_MS } from '#server/rules/dates.ts';
import { countyFront, countyPage, townPage } from '#server/squares/county-views.ts';
import { cadrePage, organisationPage, peoplePage, villageHome } from '#server/squares/views.ts';
import { MONDAY_MORNING, openWorld, type World } from '#tests/support/world.ts';
import '#server/kinds.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const at = MONDAY_MORNING;
const system = async () => ({ ...(await world.ctx()), viewer: systemViewer });

/** An appeal as the counters and plates see it; answered and solved after so many hours. */
async function anAppeal(
  changes: Partial<NewPost> = {},
  { answeredAfter, isSolved = false }: { answeredAfter?: number; isSolved?: boolean } = {},
) {
  const { north, people } = world.county;
  const ctx = await world.ctx(people.villager);
  const fields: NewPost = {
    kind: 'appeal',
    villageCode: north,
    groupCode: `${north}001`,
    authorId: people.villager,
    enteredById: null,
    shownAs: 'resident',
    title: '路灯不亮',
    body: '路灯不亮',
    html: '<p>路灯不亮</p>',
    renderedBy: 'test',
    audience: 'public',
    state: 'received',
    holderId: people.cadre,
    holderGridCode: `${north}001`,
    firstDueAt: at + DAY_MS,
    finishDueAt: null,
    nextDueAt: at + DAY_MS,
    at,
    photoIds: [],
    holdWords: false,
    ...changes,
  };
  await world.app.db.write(async (tx) => {
    const { id } = await createPost(tx, ctx, fields);
    if (answeredAfter === undefined) return;
    const answeredAt = fields.at + answeredAfter;
    const before = { ...fields, id, createdAt: fields.at };
    await changePost(
      tx,
      before,
      {
        state: isSolved ? 'solved' : 'answered',
        firstAnsweredAt: answeredAt,
        firstAnsweredById: people.cadre,
      },
      answeredAt,
    );
  });
}

describe("A village's home", () => {
  test('says plainly what came in this month, was answered and done', async () => {
    await anAppeal();
    await anAppeal({}, { answeredAfter: HOUR_MS });
    await anAppeal({}, { answeredAfter: HOUR_MS, isSolved: true });
    await anAppeal({ at: at - 40 * DAY_MS }, { answeredAfter: HOUR_MS, isSolved: true });

    const home = await villageHome(await world.ctx(), 'beipo', null);

    expect(home?.month).toEqual({ received: 3, answered: 2, solved: 1, open: 2 });
    expect(home).toMatchObject({ open: 2, total: 4 });
  });

  test('counts nothing that only handlers may read', async () => {
    await anAppeal({ audience: 'handlers' });

    const home = await villageHome(await world.ctx(), 'beipo', null);

    expect(home).toMatchObject({ total: 0, appeals: [] });
  });

  test('shows what is being worked on before what is done', async () => {
    await anAppeal({ title: '旧的', at: at - DAY_MS });
    await anAppeal({ title: '好了的' }, { answeredAfter: HOUR_MS, isSolved: true });

    const home = await villageHome(await world.ctx(), 'beipo', null);

    expect(home?.appeals.map((row) => row.title)).toEqual(['旧的', '好了的']);
  });

  test('names the village that was merged into it only to those who came by its name', async () => {
    await world.app.db.write((tx) =>
      tx.insert(divisionSuccession).values({
        oldSlug: 'shuangyan',
        oldName: '双堰村',
        newCode: world.county.north,
        since: '2020',
        note: '',
      }),
    );
    const ctx = await world.ctx();

    expect((await villageHome(ctx, 'beipo', 'shuangyan'))?.merged?.oldName).toBe('双堰村');
    expect((await villageHome(ctx, 'beipo', null))?.merged).toBeNull();
    expect((await villageHome(ctx, 'nanba', 'shuangyan'))?.merged).toBeNull();
  });

  test('says of a place that does not exist nothing at all', async () => {
    expect(await villageHome(await world.ctx(), 'wuzhong', null)).toBeNull();
  });

  test('names the tags by which it is dropped, and when it turns by itself', async () => {
    const ctx = await world.ctx();

    await villageHome(ctx, 'beipo', null);

    expect([...ctx.page.tags]).toContain(`village:${world.county.north}`);
    expect(ctx.page.staleAt).not.toBeNull();
  });
});

describe('Who is there', () => {
  test('grid cadres stand by their groups, with deputy and work phone', async () => {
    const page = await peoplePage(await world.ctx(), 'beipo');

    expect(page?.cadres).toMatchObject([
      { name: '廖小满', groups: ['1组'], deputies: ['曾处暑'], workPhone: '0838-555 0101' },
      { name: '何立秋', groups: ['2组'], deputies: [] },
    ]);
  });

  test('one who is on leave says until when', async () => {
    const { people } = world.county;
    await recordLeave(await world.ctx(people.secretary), {
      personId: people.cadre,
      fromAt: at,
      untilAt: at + DAY_MS,
    });

    const page = await peoplePage(await world.ctx(), 'beipo');

    expect(page?.cadres[0]?.awayUntil).toBe(at + DAY_MS);
  });

  test('the organisation lists each body with its people, and the town above', async () => {
    const { north, people } = world.county;
    await world.app.db.write((tx) =>
      insertAssignment(tx, {
        personId: people.neighbour,
        post: 'supervision',
        gridCode: north,
        title: '村务监督委员会主任',
        since: at,
      }),
    );

    const page = await organisationPage(await world.ctx(), 'beipo');

    const bodies = page?.bodies.map(({ body, people: own }) => [body, own.map((one) => one.name)]);
    expect(bodies).toContainEqual(['supervision', ['周寒露']]);
    expect(page?.town.people.map((one) => one.name)).toEqual(['邱立冬']);
  });
});

describe("A cadre's page", () => {
  const page = async (viewer?: string) => cadrePage(await world.ctx(viewer), 'beipo', '00012');

  test('counts his households and what he has in hand', async () => {
    await anAppeal();
    await anAppeal({}, { answeredAfter: HOUR_MS, isSolved: true });

    const view = await page();

    expect(view?.cadre).toMatchObject({ name: '廖小满', households: 2, isInOffice: true });
    expect(view?.held).toEqual({ received: 2, answered: 1, solved: 1, open: 1 });
  });

  test('shows the average of a part-time cadre to himself and his seniors only', async () => {
    const { people } = world.county;
    for (let n = 0; n < 10; n += 1) await anAppeal({}, { answeredAfter: HOUR_MS });

    expect((await page())?.median).toBeNull();
    expect((await page(people.villager))?.median).toBeNull();
    expect((await page(people.cadreTwo))?.median).toBeNull();
    expect((await page(people.southSecretary))?.median).toBeNull();
    expect((await page(people.cadre))?.median).toBe(60);
    expect((await page(people.secretary))?.median).toBe(60);
    expect((await page(people.town))?.median).toBe(60);
  });

  test('gives no average below ten cases, to nobody', async () => {
    for (let n = 0; n < 9; n += 1) await anAppeal({}, { answeredAfter: HOUR_MS });

    expect((await page(world.people.secretary))?.median).toBeNull();
  });

  test('belongs to the village where he serves', async () => {
    const ctx = await world.ctx();

    expect(await cadrePage(ctx, 'nanba', '00012')).toBeNull();
    expect(await cadrePage(ctx, 'beipo', '12')).toBeNull();
    expect(await cadrePage(ctx, 'beipo', '00099')).toBeNull();
  });

  test('stays when he leaves office, and says so', async () => {
    world.clock.set(at + 400 * DAY_MS);
    const { people, north } = world.county;
    const former = newId();
    await world.app.db.write(async (tx) => {
      await tx.insert(person).values({ id: former, name: '詹小寒', createdAt: at });
      await insertAssignment(tx, {
        personId: former,
        post: 'clerk',
        gridCode: north,
        since: at,
        until: at + DAY_MS,
      });
    });

    const view = await cadrePage(await world.ctx(people.villager), 'beipo', '00025');

    expect(view?.cadre).toMatchObject({ name: '詹小寒', isInOffice: false, workPhone: null });
  });
});

describe('The county', () => {
  test('finds a village by a part of its name, in 繁體, in pinyin and by its old name', async () => {
    await world.app.db.write((tx) =>
      tx.insert(divisionSuccession).values({
        oldSlug: 'shuangyan',
        oldName: '双堰村',
        newCode: world.county.south,
        since: '2020',
        note: '',
      }),
    );
    const ctx = await world.ctx();
    const found = async (text: string) =>
      (await findVillages(ctx, text)).map((one) => `${one.townName}${one.name}`);

    expect(await found('北坡')).toEqual(['柳河镇北坡村']);
    expect(await found('橋頭')).toEqual(['柳河镇桥头社区']);
    expect(await found('nanb')).toEqual(['柳河镇南坝村']);
    expect(await findVillages(ctx, '双堰')).toMatchObject([
      { name: '南坝村', oldName: '双堰村', path: '/v/nanba' },
    ]);
    expect(await found('%')).toEqual([]);
  });

  test('its front counts every village and names the newest that was put right', async () => {
    const { south } = world.county;
    await anAppeal({}, { answeredAfter: HOUR_MS, isSolved: true });
    await anAppeal({ villageCode: south, groupCode: null });

    const front = await countyFront(await world.ctx(), null);

    expect(front).toMatchObject({
      county: { name: '测试市', kind: 'city' },
      villages: 3,
      month: { received: 2, answered: 1, solved: 1, open: 1 },
      asked: null,
      homePath: null,
    });
    expect(front?.justSolved).toMatchObject({ stories: [], plain: [{ state: 'solved' }] });
  });

  test("a town's median needs ten cases, and one that is late unanswered counts as longest", async () => {
    for (let n = 0; n < 9; n += 1) await anAppeal({}, { answeredAfter: HOUR_MS });
    await anAppeal({ firstDueAt: at + HOUR_MS });
    const ctx = await world.ctx();
    expect((await countyPage(ctx))?.towns[0]?.median).toBeNull();

    world.clock.set(at + 2 * HOUR_MS);

    expect((await countyPage(ctx))?.towns[0]).toMatchObject({ median: 60, villages: 3 });
  });

  test('a town lists its villages with plain counts', async () => {
    await anAppeal();

    const page = await townPage(await world.ctx(), 'liuhe');

    expect(page?.villages.map(({ name, counts }) => [name, counts.open])).toEqual([
      ['桥头社区', 0],
      ['北坡村', 1],
      ['南坝村', 0],
    ]);
    expect(page?.office.map((one) => one.name)).toEqual(['邱立冬']);
  });
});

describe('A work area between town and village', () => {
  test('takes its villages along and changes nobody’s address or cadre', async () => {
    const { townCode, north, people } = world.county;
    const ctx = await system();

    const made = await drawArea(ctx, { townCode, name: '北片', villageCodes: [north] });

    const area = made.ok ? made.value.code : '';
    expect(await gridPath(ctx, `${north}001`)).toBe(
      `/999999/${townCode}/${area}/${north}/${north}001/`,
    );
    expect((await villageBySlug(ctx, 'beipo'))?.townName).toBe('柳河镇');
    expect(await villagesBelow(ctx, townCode)).toHaveLength(3);
    const place = { gridCode: `${north}001`, householdId: null };
    expect((await answererFor(world.app.db.read, place, at))?.personId).toBe(people.cadre);
  });

  test('is drawn by town or county, not by a village', async () => {
    const { townCode, north, people } = world.county;
    const ctx = await world.ctx(people.secretary);

    const made = await drawArea(ctx, { townCode, name: '北片', villageCodes: [north] });

    expect(made).toMatchObject({ ok: false, code: 'notFound' });
  });
});

describe('A remembered village', () => {
  test('is kept on the device and led to by a link, never by the front page', async () => {
    const answer = await world.post('/my-village', { village: 'beipo' });

    const kept = answer.headers.get('set-cookie') ?? '';
    expect(answer.headers.get('location')).toBe('/v/beipo');
    const led = await world.get('/my-village', 'village=beipo');
    expect(kept).toContain('village=beipo');
    expect(led.headers.get('location')).toBe('/v/beipo');
    expect(led.headers.get('cache-control')).toBe('no-store');
    expect((await world.get('/', 'village=beipo')).status).toBe(200);
  });

  test.each(['//evil.example', '../desk', ''])('%j is no village', async (village) => {
    const answer = await world.post('/my-village', { village });

    expect(answer.status).toBe(404);
  });

  test('without one the link leads to the search', async () => {
    const led = await world.get('/my-village');

    expect(led.headers.get('location')).toBe('/#find');
  });
});

test('households are numbered on in their grid', async () => {
  const { north } = world.county;

  const made = await createHouseholds(await system(), { gridCode: `${north}001`, count: 2 });

  expect(made).toMatchObject({
    ok: true,
    value: [{ code: `${north}001003` }, { code: `${north}001004` }],
  });
});
