import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { person } from '#db/schema/accounts.ts';
import { assignment, cadre } from '#db/schema/grids.ts';
import { draft, formKey } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { deskPage } from '#server/appeals/desk.ts';
import { postsDesk } from '#server/grids/posts-desk.ts';
import { appointByList } from '#server/grids/posts-import.ts';
import { type PostsFile, postsSheet } from '#server/grids/posts-import-file.ts';
import { postsCheck } from '#server/grids/posts-import-views.ts';
import { waitingSheet } from '#server/grids/waiting-sheet.ts';
import { createHttp } from '#server/http.ts';
import { newToken } from '#server/kernel/ids.ts';
import { importPostsFile } from '#server/operator/posts.ts';
import { instantOf } from '#server/rules/dates.ts';
import { browser } from '#tests/support/sign-in.ts';
import { answerInJson, openWorld, type World } from '#tests/support/world.ts';

let world: World;
let north: string;
beforeEach(async () => {
  world = await openWorld();
  north = world.county.north;
});
afterEach(() => world.close());

const HEADERS = '组,姓名,手机,职务,副手';
const LIST = [
  HEADERS,
  '二组,汪芒种,139 0000 5566,网格员,是',
  '1组,汪芒种,13900005566,组长,',
  ',温小暑,13900005577,村委会主任,',
  ',钱大寒,13900005588,党总支副书记,',
].join('\n');
const desk = (place = north) => `/desk/posts/${place}/import`;

async function send(text: string, { as = world.people.town, to = north } = {}) {
  const form = new FormData();
  form.set('file', new Blob([text]), '职务.csv');
  return world.post(desk(to), form, await world.cookieOf(as));
}

async function check(as = world.people.town, place = north) {
  const found = await postsCheck(await world.ctx(as), place);
  if (!found || found === 'none') throw new Error(`check is ${found}`);
  return found;
}

async function bringIn(text: string, as = world.people.town, to = north) {
  await send(text, { as, to });
  const { key } = await check(as, to);
  return world.post(`${desk(to)}/apply`, { key }, await world.cookieOf(as));
}

function postsOf(name: string) {
  return world.app.db.read
    .select({ held: assignment, phoneTail: person.phoneTail, no: cadre.no })
    .from(assignment)
    .innerJoin(person, eq(person.id, assignment.personId))
    .innerJoin(cadre, eq(cadre.personId, person.id))
    .where(eq(person.name, name))
    .orderBy(assignment.gridCode, assignment.post);
}

describe('many posts by a table', () => {
  test('nobody is appointed before somebody has looked and pressed', async () => {
    await send(LIST);

    const found = await check();

    expect(
      found.ready.map(({ name, place, post, isDeputy }) => [name, place, post, isDeputy]),
    ).toEqual([
      ['汪芒种', '2组', 'grid_cadre', true],
      ['汪芒种', '1组', 'group_leader', false],
      ['温小暑', '北坡村', 'village_director', false],
      ['钱大寒', '北坡村', 'secretary', true],
    ]);
    expect(found).toMatchObject({ accounts: 3, same: 0, faults: [], givesPasswords: false });
    expect(await postsOf('汪芒种')).toEqual([]);
  });

  test('one press appoints them all, each as an act of its own, with one account a phone', async () => {
    const answer = await bringIn(LIST);

    expect(answer.headers.get('location')).toBe(`/desk/posts/${north}`);
    const held = await postsOf('汪芒种');
    expect(held.map(({ held: one }) => [one.gridCode, one.post, one.isDeputy])).toEqual([
      [`${north}001`, 'group_leader', false],
      [`${north}002`, 'grid_cadre', true],
    ]);
    expect(new Set(held.map(({ no }) => no)).size).toBe(1);
    expect(held[0]?.held.since).toBe(instantOf('2026-11-16'));
    expect((await postsOf('钱大寒'))[0]?.held).toMatchObject({ title: '党总支副书记' });
    const acts = await world.app.db.read
      .select()
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'post.granted'));
    expect(acts).toHaveLength(4);
    expect(acts[0]).toMatchObject({ actorId: world.people.town, actorRole: 'town_admin' });
  });

  test('whoever is in the list can work at once', async () => {
    await bringIn(LIST);
    const [deputy] = await postsOf('汪芒种');

    const page = await deskPage(await world.ctx(deputy?.held.personId ?? ''), null, null);

    expect(page).toMatchObject({ list: 'mine', rows: [] });
  });

  test('the same table again changes nothing; a day in it is the day of the post', async () => {
    await bringIn(LIST);
    await send(LIST);

    expect(await check()).toMatchObject({ ready: [], same: 4, faults: [] });

    await bringIn('组,姓名,手机,职务,副手,任职日期\n1组,汪小满,13900005599,网格员,是,2026.12.1');
    expect((await postsOf('汪小满'))[0]?.held.since).toBe(instantOf('2026-12-01'));
  });

  test('pressed twice, or by three at once, they are appointed once', async () => {
    await send(LIST);
    const { key } = await check();
    const cookie = await world.cookieOf(world.people.town);
    const ctx = await world.ctx(world.people.town);
    const file = await waitingSheet<PostsFile>(ctx, postsSheet(north));

    const first = await world.post(`${desk()}/apply`, { key }, cookie);
    const second = await world.post(`${desk()}/apply`, { key }, cookie);
    const others = [1, 2].map(() =>
      appointByList(ctx, { placeCode: north, posts: file?.posts ?? [], key: newToken() }),
    );

    expect([first.status, second.status]).toEqual([303, 303]);
    expect(await Promise.all(others)).toMatchObject([
      { value: { granted: 0 } },
      { value: { granted: 0 } },
    ]);
    expect(await postsOf('汪芒种')).toHaveLength(2);
  });

  test('a town brings in all its villages; names of places stand in front', async () => {
    const { townCode } = world.county;
    const text =
      '村,组,姓名,手机,职务,副手\n北坡村,2,汪芒种,13900005566,网格员,是\n南坝,,温小暑,13900005577,村主任,';

    await bringIn(text, world.people.town, townCode);

    expect((await postsOf('汪芒种'))[0]?.held.gridCode).toBe(`${north}002`);
    expect((await postsOf('温小暑'))[0]?.held.gridCode).toBe(world.county.south);
  });

  test('what cannot be right is named by its line, and the right lines go in without it', async () => {
    const lines = [
      HEADERS,
      '9组,汪芒种,13900005566,网格员,',
      '1组,汪芒种,13900005566,网格员,',
      '2组,罗白鹭,19900000014,网格员,是',
      '1组,温小暑,139,网格员,是',
      '1组,温小暑,13900005577,书记,是',
      '1组,温小暑,13900005577,炊事员,',
      '1组,温小暑,13900005577,网格员,何立秋',
      '1组,温小暑,13900005577,网格员,是',
      '1组,温大暑,13900005577,组长,',
      '1组,温小暑,13900005577,副网格员,',
    ];

    await send(lines.join('\n'));

    const found = await check();
    expect(found.faults.map(({ row, code }) => `${row} ${code}`)).toEqual([
      '2 noSuchGroup',
      '5 phoneWrong',
      '6 postNotHere',
      '7 postUnknown',
      '8 deputyWrong',
      '10 phoneTwoNames',
      '11 sameLineTwice',
      '3 postTaken',
      '4 nameDiffers',
    ]);
    expect(found.faults.find(({ code }) => code === 'postTaken')?.name).toBe('廖小满');
    expect(found.ready.map(({ name }) => name)).toEqual(['温小暑']);
  });

  test('phones of a waiting table lie sealed, and it is nobody else’s', async () => {
    await send(LIST);

    const rows = JSON.stringify(await world.app.db.read.select().from(draft));

    expect(rows).not.toContain('13900005566');
    expect(rows).not.toContain('汪芒种');
    expect(await postsCheck(await world.ctx(world.people.dispatcher), north)).toBe('none');
  });

  test.each(['secretary', 'clerk', 'cadre', 'sysadmin', 'villager'] as const)(
    'for the %s of a village these pages do not exist',
    async (who) => {
      const as = world.people[who];
      const cookie = await world.cookieOf(as);

      const answers = [
        await send(LIST, { as }),
        await world.post(`${desk()}/apply`, { key: newToken() }, cookie),
        await world.post(`${desk()}/drop`, {}, cookie),
        await world.get(`${desk()}/template.csv`, cookie),
        await world.get(`${desk()}/template.xlsx`, cookie),
      ];

      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
      expect(await postsCheck(await world.ctx(as), north)).toBeNull();
    },
  );

  test('a town does not fill its own posts by a table either; the county does', async () => {
    const { townCode, people } = world.county;
    const text = '姓名,手机,职务\n温小暑,13900005577,镇工作人员';

    await send(text, { to: townCode });
    const own = await check(people.town, townCode);
    await bringIn(text, people.dispatcher, townCode);

    expect(own.faults.map(({ code }) => code)).toEqual(['notYoursToFill']);
    expect((await postsOf('温小暑'))[0]?.held).toMatchObject({ post: 'town_admin' });
  });
});

describe('where no message can be sent', () => {
  test('first passwords are shown once, one for each newcomer, and lie nowhere in clear', async () => {
    const app = { ...world.app, env: { ...world.app.env, sms: null } };
    const http = createHttp(app, answerInJson);
    await send(LIST);
    const { key } = await check();
    const cookie = await world.cookieOf(world.people.town);
    const press = () =>
      http.request(`${desk()}/apply`, {
        method: 'POST',
        body: new URLSearchParams({ key }),
        headers: { cookie, origin: 'http://localhost' },
      });

    const shown = await (await press()).json();
    const again = await press();

    const { name, place, password } = shown.form.values;
    expect(shown.path).toBe(`${desk()}/passwords`);
    expect(name).toEqual(['汪芒种', '温小暑', '钱大寒']);
    expect(place).toEqual(['2组', '北坡村', '北坡村']);
    expect(again.status).toBe(303);
    const kept = JSON.stringify([
      await world.app.db.read.select().from(formKey),
      await world.app.db.read.select().from(ledgerEntry),
      await world.app.db.read.select().from(person),
    ]);
    for (const one of password) expect(kept).not.toContain(one);
    const phone = browser(world);
    const entered = await phone.post('/login/password', {
      phone: '13900005577',
      password: password[1],
    });
    expect(entered.status).toBe(303);
  });
});

describe('from the command line', () => {
  const bring = (text: string, isApplied: boolean, placeCode = north) => {
    const path = join(world.app.env.dataDir, 'posts.csv');
    writeFileSync(path, text);
    return importPostsFile(world.app, { placeCode, path, isApplied });
  };

  test('a table is tried first and then brought in', async () => {
    const tried = await bring(LIST, false);
    const before = await postsOf('汪芒种');
    const done = await bring(LIST, true);

    expect(JSON.parse(tried[0] ?? '')).toMatchObject({
      place: '北坡村',
      applied: false,
      granted: 4,
    });
    expect(before).toEqual([]);
    expect(JSON.parse(done[0] ?? '')).toMatchObject({ applied: true, granted: 4, accounts: 3 });
    const page = await postsDesk(await world.ctx(world.people.town), north);
    expect(page?.places[0]?.lines.map(({ name }) => name)).toContain('温小暑');
  });

  test('every mistake is one sentence with its line and column, and then nothing is written', async () => {
    await expect(bring(`${LIST}\n9组,冯寒露,13900005599,网格员,`, true)).rejects.toThrow(
      /^line 6, column A: The village has no such group/,
    );
    await expect(bring(LIST, true, '999999')).rejects.toThrow('There is no village or town 999999');
    expect(await postsOf('汪芒种')).toEqual([]);
  });
});
