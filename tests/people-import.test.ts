import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { person, villager } from '#db/schema/accounts.ts';
import { grid, household, rosterImport } from '#db/schema/grids.ts';
import { draft } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { rosterLinePage } from '#server/accounts/roster-views.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { appealPage } from '#server/appeals/views.ts';
import { importPeople } from '#server/grids/household-import.ts';
import { peopleTemplate, readPeopleFile } from '#server/grids/household-import-file.ts';
import { importCheck, importPage, importPlaces } from '#server/grids/household-import-views.ts';
import { housekeeping } from '#server/housekeeping.ts';
import { newToken } from '#server/kernel/ids.ts';
import { importVillageFile } from '#server/operator/village.ts';
import { HOUR_MS } from '#server/rules/dates.ts';
import { writeDelimited } from '#server/rules/delimited.ts';
import { runJobs } from '#server/worker.ts';
import { listZip } from '#server/workshop/zip.ts';
import { browser } from '#tests/support/sign-in.ts';
import { openWorld, type World } from '#tests/support/world.ts';
import { type XlsxCell, xlsx } from '#tests/support/xlsx.ts';

let world: World;
let north: string;

beforeEach(async () => {
  world = await openWorld();
  north = world.county.north;
});

afterEach(() => world.close());

const HEADERS = '组,户号,户主,姓名,身份证号,手机,微网格';
const desk = (village = north) => `/desk/roster/import/${village}`;

/** Sends a file as the browser does. */
async function send(
  file: string | Buffer<ArrayBuffer>,
  { as = world.people.clerk, to = north } = {},
) {
  const form = new FormData();
  form.set('file', new Blob([file]), '名册.csv');
  return world.post(desk(to), form, await world.cookieOf(as));
}

async function check(as = world.people.clerk) {
  const found = await importCheck(await world.ctx(as), north);
  if (!found || found === 'none') throw new Error(`check is ${found}`);
  return found;
}

/** Sends a list and presses 导入. */
async function bringIn(lines: string[], as = world.people.clerk) {
  const sent = await send([HEADERS, ...lines].join('\n'), { as });
  expect(sent.headers.get('location')).toBe(`${desk()}/check`);
  const { key } = await check(as);
  return world.post(`${desk()}/apply`, { key }, await world.cookieOf(as));
}

function rosterOf(name: string) {
  return world.app.db.read
    .select({ line: villager, home: household, group: grid.shortName })
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId))
    .innerJoin(grid, eq(grid.code, household.gridCode))
    .where(eq(villager.name, name))
    .orderBy(villager.id);
}

/** The longest piece of work between two turns of the event loop, in ms of this thread's own time. */
async function longestWithoutBreath(work: () => Promise<void>): Promise<number> {
  const spent = () => process.threadCpuUsage().user / 1000;
  let longest = 0;
  let isOver = false;
  let since = spent();
  const turn = () => {
    longest = Math.max(longest, spent() - since);
    since = spent();
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isOver = true;
  return longest;
}

const countOf = async (table: typeof villager | typeof household | typeof grid) =>
  (await world.app.db.read.select().from(table)).length;

describe('bringing a village’s people in', () => {
  test('nothing is written before somebody has looked and pressed', async () => {
    const before = await countOf(villager);

    await send(
      `${HEADERS}\n3组,001,是,金谷雨,371323199001011235,13912345678,\n3组,001,妻,吴立夏,,,\n1组,001,,罗白露,12123X,,`,
    );

    const found = await check();
    expect(found).toMatchObject({
      people: 3,
      counts: { added: 2, changed: 0, groups: 1, households: 1, moved: 0 },
      ...{ same: 1, groups: ['3组'], faults: [] },
    });
    expect(found.missing.lines.map(({ name }) => name).toSorted()).toEqual(
      ['吴夏至', '周寒露'].toSorted(),
    );
    expect(await countOf(villager)).toBe(before);
  });

  test('the press makes the group, the household and the lines, and the ledger has numbers only', async () => {
    const answer = await bringIn([
      '3组,001,是,金谷雨,371323199001011235,13912345678,',
      '3组,001,妻,吴立夏,,,',
    ]);

    expect(answer.headers.get('location')).toBe(desk());
    const [found] = await rosterOf('金谷雨');
    expect(found).toMatchObject({ group: '3组', line: { isHead: true, personId: null } });
    expect(found?.home.code).toBe(`${north}003001`);
    const acts = await world.app.db.read
      .select()
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'roster.imported'));
    expect(acts).toMatchObject([
      {
        ...{ actorId: world.people.clerk, actorRole: 'clerk', villageCode: north },
        facts: { added: 2, changed: 0, groups: 1, households: 1, moved: 0 },
      },
    ]);
  });

  test('of the ID number and the phone nothing lies anywhere in clear, before the press and after', async () => {
    const everything = async () =>
      JSON.stringify([
        await world.app.db.read.select().from(draft),
        await world.app.db.read.select().from(villager),
        await world.app.db.read.select().from(ledgerEntry),
        await world.app.db.read.select().from(rosterImport),
      ]);
    await send(`${HEADERS}\n3组,001,是,金谷雨,371323199001011235,13912345678,`);
    const waiting = await everything();

    await bringIn(['3组,001,是,金谷雨,371323199001011235,13912345678,']);

    for (const rows of [waiting, await everything()]) {
      expect(rows).not.toContain('011235');
      expect(rows).not.toContain('13912345678');
    }
    expect(waiting).not.toContain('金谷雨');
  });

  test('the same file again changes nothing and is no act', async () => {
    const lines = [
      '3组,001,是,金谷雨,371323199001011235,13912345678,河东',
      '3组,003012345,,吴立夏,1234,,',
    ];
    await bringIn(lines);
    const households = await countOf(household);

    await send([HEADERS, ...lines].join('\n'));

    const { counts, same } = await check();
    expect(counts).toEqual({ added: 0, changed: 0, groups: 0, households: 0, moved: 0 });
    expect(same).toBe(2);
    await bringIn(lines);
    expect(await countOf(household)).toBe(households);
    expect(await world.app.db.read.select().from(rosterImport)).toHaveLength(1);
  });

  test('a press that is repeated after a crash gives the first answer', async () => {
    await send(`${HEADERS}\n3组,001,是,金谷雨,,,`);
    const { key } = await check();
    const cookie = await world.cookieOf(world.people.clerk);

    const first = await world.post(`${desk()}/apply`, { key }, cookie);
    const second = await world.post(`${desk()}/apply`, { key }, cookie);

    expect([first.status, second.status]).toEqual([303, 303]);
    expect(await rosterOf('金谷雨')).toHaveLength(1);
  });

  test('two presses at once bring everybody in once', async () => {
    const ctx = await world.ctx(world.people.clerk);
    const read = await readPeopleFile(
      ctx,
      { text: `${HEADERS}\n3组,9,是,金谷雨,,,\n4组,9,,吴立夏,,,` },
      { name: '北坡村' },
    );
    if (!read.ok) throw new Error(read.code);
    const { people } = read.value;

    await Promise.all(
      [1, 2, 3].map(() => importPeople(ctx, { villageCode: north, people, key: newToken() })),
    );

    expect(await rosterOf('金谷雨')).toHaveLength(1);
    expect(await countOf(grid)).toBe(5 + 6 + 2);
  });

  test('a later list changes what is new in it, and nobody is taken off', async () => {
    await bringIn(['3组,001,是,金谷雨,1235,13912345678,', '3组,001,,吴立夏,2345,,']);

    await bringIn(['3组,002,是,金谷雨,1235,13900000000,']);

    const [moved] = await rosterOf('金谷雨');
    expect(moved?.home.code).toBe(`${north}003002`);
    expect(world.app.secrets.open('phone', moved?.line.phoneSealed ?? '')).toBe('13900000000');
    expect(await rosterOf('吴立夏')).toHaveLength(1);
  });

  test('a name that is mended in the list is mended in the account too', async () => {
    const { villagerId } = (await world.ctx(world.people.villager)).viewer.memberships[0] ?? {};
    await bringIn(['1组,001,,罗白路,51068119900312123X,,'.replace('51068119900312123X', '12123X')]);

    const [account] = await world.app.db.read
      .select()
      .from(person)
      .where(eq(person.id, world.people.villager));

    expect(account?.name).toBe('罗白路');
    expect((await rosterOf('罗白路')).map(({ line }) => line.id)).toEqual([villagerId]);
  });

  test('a waiting list is forgotten after a day', async () => {
    await send(`${HEADERS}\n3组,001,是,金谷雨,,,`);
    world.clock.set(world.clock.now() + 25 * HOUR_MS);

    const ctx = await world.ctx(world.people.clerk);
    expect(await importCheck(ctx, north)).toBe('none');
    await runJobs(world.app, [housekeeping]);
    expect(await world.app.db.read.select().from(draft)).toEqual([]);
  });

  test('a press on a list that is gone says so', async () => {
    await send(`${HEADERS}\n3组,001,是,金谷雨,,,`);
    const { key } = await check();
    const cookie = await world.cookieOf(world.people.clerk);
    await world.post(`${desk()}/drop`, {}, cookie);

    const late = await world.post(`${desk()}/apply`, { key }, cookie);

    expect((await late.json()).form.errors).toEqual({ '': 'formGone' });
    expect(await rosterOf('金谷雨')).toEqual([]);
  });
});

describe('somebody of a list', () => {
  test('claims his line by its group and the end of his ID number, and the cadre of the group answers him', async () => {
    await bringIn(['二组,012,是,金谷雨,371323199001011235,,']);
    const phone = browser(world);
    await phone.signUp('13900000001', '随便');

    const claimed = await phone.post('/me/village', {
      ...{ village: north, name: '金谷雨', household: '2组', 'id-tail': '011235' },
    });

    expect(claimed.headers.get('location')).toBe('/me');
    const [found] = await rosterOf('金谷雨');
    const ctx = await world.ctx(found?.line.personId ?? '');
    const raised = await raiseAppeal(ctx, 'beipo', {
      ...{ key: newToken(), picture: null, words: '2组的水龙头不出水了', photoIds: [] },
      ...{ groupCode: `${north}002`, landmark: '', latitude: null, longitude: null },
      ...{ addressee: 'cadre', audience: 'public', shownAs: 'resident' },
      ...{ notAccusation: false, forPersonId: null },
    });
    if (!raised.ok) throw new Error(raised.code);
    const page = await appealPage(ctx, { slug: 'beipo', no: raised.value.no });
    expect(page?.duty).toMatchObject({ holder: { name: '何立秋' } });
  });

  test('claims it by the village’s own long household number too', async () => {
    await bringIn(['3组,003012345,是,金谷雨,1235,,']);
    const phone = browser(world);
    await phone.signUp('13900000001', '随便');

    const claimed = await phone.post('/me/village', {
      ...{ village: north, name: '金谷雨', household: '003012345', 'id-tail': '011235' },
    });

    expect(claimed.headers.get('location')).toBe('/me');
  });

  test('is found by the cadre with the end of the phone on the list, and no more of it', async () => {
    await bringIn(['1组,012,是,金谷雨,1235,13912345678,']);
    const [found] = await rosterOf('金谷雨');

    const page = await rosterLinePage(await world.ctx(world.people.cadre), found?.line.id ?? '');

    expect(JSON.stringify(page)).not.toContain('13912345678');
    expect(page).toMatchObject({ listedTail: '5678', household: '012', isHead: true });
  });
});

describe('from the command line', () => {
  const file = (text: string) => {
    const path = join(world.app.env.dataDir, 'people.csv');
    writeFileSync(path, text);
    return path;
  };
  const bring = (text: string, isApplied: boolean, villageCode = north) =>
    importVillageFile(world.app, { villageCode, path: file(text), isApplied });

  test('a list is tried first and then brought in', async () => {
    const text = `${HEADERS}\n3组,001,是,金谷雨,,,`;

    const tried = await bring(text, false);
    const before = await countOf(villager);
    const done = await bring(text, true);

    expect(tried).toMatchObject({ village: '北坡村', applied: false, added: 1, groups: 1 });
    expect(done).toMatchObject({ applied: true, added: 1 });
    expect(await countOf(villager)).toBe(before + 1);
  });

  test('every mistake is one sentence with its line and column, and then nothing is written', async () => {
    const text = `${HEADERS}\n3组,001,是,金谷雨,371323199001011234,,\n3组,,,吴立夏,,,`;

    await expect(bring(text, true)).rejects.toThrow(
      /^line 2, column E: The ID number is not right.*\nline 3, column B: “户号” is empty/,
    );
    await expect(bring(text, true, '999999101999')).rejects.toThrow(
      'There is no village 999999101999',
    );
    expect(await rosterOf('金谷雨')).toEqual([]);
  });
});

describe('files as they are in real life', () => {
  const faultsOf = async () =>
    (await check()).faults.map(({ row, column, code }) => `${row}${column} ${code}`);

  test('a GB18030 file with a title, other columns and another order', async () => {
    const gb = (hex: string) => Buffer.from(hex, 'hex');
    // 姓名,民族,户号,组 / 金谷雨,汉,001,1组
    const file = gb('d0d5c3fb2cc3f1d7e52cbba7bac52cd7e90abdf0b9c8d3ea2cbaba2c3030312c31d7e90a');

    await send(file);

    expect(await check()).toMatchObject({ people: 1, ignored: ['民族'], counts: { added: 1 } });
  });

  test('merged cells, an ID number as 1.1E+17, a household number that became a date', async () => {
    const rows: XlsxCell[][] = [
      ['北坡村花名册'],
      ['组', '户号', '姓名', '身份证号'],
      ['1组', 7, '金谷雨', '371323199001011235'],
      [null, null, '吴立夏', { raw: '1.10105199001011E+17' }],
      ['2组', { day: 46024 }, '周立秋', null],
    ];

    await send(xlsx([{ name: '名册', rows, merged: ['A3:A4', 'B3:B4'] }]));

    expect(await check()).toMatchObject({ people: 1, counts: { added: 1, households: 1 } });
    expect(await faultsOf()).toEqual(['4D lostDigits', '5B becameDay']);
  });

  test('two people of one name in one household, with and without their ID numbers', async () => {
    await send(
      `${HEADERS}\n3组,1,是,金谷雨,1235,,\n3组,1,子,金谷雨,123X,,\n3组,2,,吴立夏,,,\n3组,2,,吴立夏,,,`,
    );

    expect((await check()).counts.added).toBe(3);
    expect(await faultsOf()).toEqual(['5D sameNameNoId']);
  });

  test('a household in two groups', async () => {
    await send(`${HEADERS}\n1组,003012345,是,金谷雨,,,\n2组,003012345,,吴立夏,,,`);

    expect(await faultsOf()).toEqual(['3B householdTwoGroups']);
  });

  test('another village’s list: by its column, and by whom it does not have', async () => {
    await bringIn(
      [...Array(12).keys()].map((n) => `1组,${n + 10},,金谷${'一二三四五六七八九十甲乙'[n]},,,`),
    );

    await send('村,组,户号,姓名\n南坝村,1组,1,郑霜降\n,1组,2,郑白露');

    expect(await check()).toMatchObject({ looksForeign: true, counts: { added: 1 } });
    expect(await faultsOf()).toEqual(['2A otherVillage']);
  });

  test('pasted from Excel', async () => {
    const form = new FormData();
    form.set('file', new Blob([]), '');
    form.set('text', '组\t户号\t姓名\n1组\t9\t金谷雨\n');

    const answer = await world.post(desk(), form, await world.cookieOf(world.people.secretary));

    expect(answer.status).toBe(303);
    expect((await check(world.people.secretary)).counts.added).toBe(1);
  });

  test.each([
    ['no table', 'just words', 'sheetNoHeader'],
    ['nothing chosen', '', 'chooseFile'],
    ['a photo', Buffer.from('ffd8ffe000104a464946', 'hex'), 'sheetType'],
    ['headers alone', HEADERS, 'sheetEmpty'],
  ])('%s is refused at the file', async (_, file, code) => {
    const answer = await send(file);

    expect(answer.status).toBe(422);
    expect((await answer.json()).form.errors).toEqual({ file: code });
  });

  test('the template is read, and its invented line is refused', async () => {
    const text = writeDelimited([...peopleTemplate(), ['3组', '1', '', '金谷雨', '', '', '']]);
    await send(Buffer.from(text));

    expect(await check()).toMatchObject({ people: 1, ignored: [] });
    expect(await faultsOf()).toEqual(['2E idWrong']);
  });

  test('the template for Excel is read the same, and keeps numbers as text', async () => {
    const cookie = await world.cookieOf(world.people.clerk);

    const answer = await world.get('/desk/roster/import/template.xlsx', cookie);
    const bytes = Buffer.from(await answer.arrayBuffer());
    await send(bytes);

    expect(answer.headers.get('content-disposition')).toContain('roster.xlsx');
    expect(listZip(bytes, { entries: 9, unpacked: 1e6, ratio: 100 })).toHaveLength(6);
    expect(bytes.toString('utf8')).toContain('numFmtId="49"');
    expect(await check()).toMatchObject({ people: 0, ignored: [] });
    expect(await faultsOf()).toEqual(['2E idWrong']);
  });

  test('five thousand people, and nobody’s page waits for them', async () => {
    const lines = [...Array(5000).keys()].map(
      (n) =>
        `${(n % 12) + 1}组,${Math.floor(n / 48) + 1},${n % 4 ? '' : '是'},金${String.fromCodePoint(0x4e00 + n)},${String(100000 + n)},139${String(n).padStart(8, '0')},`,
    );

    const longest = await longestWithoutBreath(async () => {
      await bringIn(lines);
      await send([HEADERS, ...lines].join('\n'));
      await check();
    });

    expect(await check()).toMatchObject({ same: 5000, counts: { added: 0, changed: 0 } });
    // Some 45 ms in all; held at once it was 400.
    expect(longest).toBeLessThan(150);
  }, 60_000);
});

describe('who may bring people in', () => {
  test.each(['cadre', 'villager', 'southSecretary', 'sysadmin', 'discipline'] as const)(
    'for %s these pages do not exist',
    async (who) => {
      const as = world.people[who];
      const cookie = await world.cookieOf(as);
      const ctx = await world.ctx(as);

      const answers = [
        await send(HEADERS, { as }),
        await world.post(`${desk()}/apply`, { key: newToken() }, cookie),
        await world.post(`${desk()}/drop`, {}, cookie),
        await world.post(`${desk()}/undo`, { id: 'x' }, cookie),
      ];

      expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
      expect([await importPage(ctx, north), await importCheck(ctx, north)]).toEqual([null, null]);
    },
  );

  test('a village for its own, a town and the county for theirs', async () => {
    const of = async (who: keyof World['people']) =>
      (await importPlaces(await world.ctx(world.people[who])))?.map(({ name }) => name);

    expect(await of('clerk')).toEqual(['北坡村']);
    expect(await of('town')).toHaveLength(3);
    expect(await of('dispatcher')).toHaveLength(3);
    expect(await of('cadre')).toBeUndefined();
  });

  test('nobody sees the list another one has sent', async () => {
    await send(`${HEADERS}\n3组,001,是,金谷雨,,,`);

    expect(await importCheck(await world.ctx(world.people.secretary), north)).toBe('none');
  });
});

describe('taking an import back', () => {
  const undo = async () => {
    const page = await importPage(await world.ctx(world.people.clerk), north);
    const cookie = await world.cookieOf(world.people.clerk);
    return world.post(`${desk()}/undo`, { id: page?.last?.id ?? '' }, cookie);
  };

  test('takes the new lines and their households off again', async () => {
    const before = [await countOf(villager), await countOf(household)];
    await bringIn(['3组,001,是,金谷雨,1235,,', '1组,001,,吴立夏,,,']);

    const answer = await undo();

    expect(answer.status).toBe(303);
    expect([await countOf(villager), await countOf(household)]).toEqual(before);
    expect((await importPage(await world.ctx(world.people.clerk), north))?.last).toMatchObject({
      ...{ isUndone: true, mayUndo: false },
    });
  });

  test('is refused after a day, and once somebody has claimed a line', async () => {
    await bringIn(['3组,001,是,金谷雨,12123X,,']);
    const phone = browser(world);
    await phone.signUp('13900000001', '随便');
    await phone.post('/me/village', {
      village: north,
      name: '金谷雨',
      household: '3组',
      'id-tail': '12123X',
    });

    expect((await (await undo()).json()).form.errors).toEqual({ '': 'importUsed' });

    world.clock.set(world.clock.now() + 25 * HOUR_MS);
    expect((await (await undo()).json()).form.errors).toEqual({ '': 'importUsed' });
    expect(await rosterOf('金谷雨')).toHaveLength(1);
  });
});
