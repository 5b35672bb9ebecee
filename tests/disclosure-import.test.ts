import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { disclosureFinding, disclosureRow } from '#db/schema/disclosures.ts';
import { draft } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { openAccount } from '#server/disclosure-drafts/account-names.ts';
import { accountStates, keepBalances } from '#server/disclosure-drafts/accounts.ts';
import { draftOf, openDraft } from '#server/disclosure-drafts/drafts.ts';
import {
  type DisclosureFile,
  readDisclosureFile,
  waitingDisclosureFile,
} from '#server/disclosure-drafts/import-file.ts';
import { importRows } from '#server/disclosure-drafts/importing.ts';
import { startDisclosure } from '#server/disclosure-duties/duties.ts';
import { newToken } from '#server/kernel/ids.ts';
import { writeDelimited } from '#server/rules/delimited.ts';
import { leaks } from '#tests/support/leaks.ts';
import { personalRows } from '#tests/support/personal-rows.ts';
import { openWorld, type World } from '#tests/support/world.ts';
import { type XlsxCell, xlsx } from '#tests/support/xlsx.ts';

let world: World;
let north: string;

beforeEach(async () => {
  world = await openWorld();
  north = world.county.north;
  await startDisclosure(await world.ctx(world.people.secretary), {
    villageCode: north,
    since: '2026-07-01',
  });
});

afterEach(() => world.close());

const clerk = () => world.ctx(world.people.clerk);

async function open(itemCode: string, period: string): Promise<string> {
  const opened = await openDraft(await clerk(), { villageCode: north, itemCode, period });
  if (!opened.ok) throw new Error(opened.code);
  return opened.value.id;
}

/** Sends a file as the browser does. */
async function send(id: string, file: string | Buffer<ArrayBuffer>) {
  const form = new FormData();
  form.set('file', new Blob([file]), '表.csv');
  const cookie = await world.cookieOf(world.people.clerk);
  return world.post(`/desk/open/draft/${id}/import`, form, cookie);
}

async function waiting(id: string): Promise<DisclosureFile & { key: string }> {
  const file = await waitingDisclosureFile(await clerk(), id);
  if (!file) throw new Error('nothing waits');
  return file;
}

/** Sends a table and gives what was understood of it. */
async function sent(id: string, lines: string[]) {
  await send(id, lines.join('\n'));
  return waiting(id);
}

async function press(id: string, how = 'add') {
  const { key } = await waiting(id);
  const cookie = await world.cookieOf(world.people.clerk);
  return world.post(`/desk/open/draft/${id}/import/apply`, { key, how }, cookie);
}

const rowsOf = (id: string) =>
  world.app.db.read
    .select()
    .from(disclosureRow)
    .where(eq(disclosureRow.disclosureId, id))
    .orderBy(disclosureRow.no);

const LEDGER = '日期,凭证号,摘要,类别,收入金额,支出金额,余额,经手人,审批人';
const lines = [
  '2026-10-09,记-10-003,鱼塘发包款,发包和出租,"48,260.00",,"148,260.00",钟芒种,曾谷雨',
  '2026年10月16日,记-10-007,机耕道石子,修路修渠,,6800,141460,钟芒种,曾谷雨',
];

/** Says with how much the only account began and ended, in 分. */
async function keepOpening(id: string, opening: number): Promise<void> {
  const found = await draftOf(await clerk(), id);
  if (!found) throw new Error('no such draft');
  const [account] = await accountStates(world.app.db.read, found.disclosure);
  const said = new Map([[account?.id ?? '', { opening, closing: opening }]]);
  await world.app.db.write((tx) => keepBalances(tx, found.disclosure, said));
}

describe('bringing a table in', () => {
  test('writes nothing before somebody has looked and pressed, and then all of it once', async () => {
    const id = await open('finance-lines', '2026-10');

    const file = await sent(id, [LEDGER, ...lines]);
    expect(file).toMatchObject({ faults: [], ignored: [], rows: [{ amount: 4_826_000 }, {}] });
    expect(await rowsOf(id)).toEqual([]);
    const pressed = await press(id);

    expect(pressed.headers.get('location')).toBe(`/desk/open/draft/${id}`);
    expect(await rowsOf(id)).toMatchObject([
      { no: 1, fromVersion: 1, side: 'in', kind: 'lease', day: '2026-10-09' },
      { no: 2, fromVersion: 1, side: 'out', amount: 680_000, day: '2026-10-16' },
    ]);
    expect(await waitingDisclosureFile(await clerk(), id)).toBeNull();
  });

  test('reads GB18030, merged cells, dates as serials and leaves hidden sheets alone', async () => {
    const id = await open('finance-lines', '2026-10');
    const heads = LEDGER.split(',');
    const row: XlsxCell[] = [{ day: 46304 }, '记-1', '路灯电费', '水电和办公', null, 120.5];
    const book = xlsx([
      {
        ...{ name: '账', merged: ['D2:D3'] },
        rows: [heads, row, [{ day: 46305 }, '记-2', '办公用纸', null, null, 0.1 + 0.2]].map(
          (one) => [...one, ...(one === heads ? [] : [null, '钟芒种', '曾谷雨'])],
        ),
      },
      { name: '身份证', isHidden: true, rows: [heads, [...row, null, '甲', '乙']] },
    ]);

    await send(id, book);

    const file = await waiting(id);
    expect(file.faults).toEqual([]);
    expect(file.skipped).toEqual(['身份证']);
    expect(file.rows).toMatchObject([
      { amount: 12_050, kind: 'power', day: '2026-10-09' },
      { amount: 30, kind: 'power' },
    ]);
  });

  test('names sheet, row and column of everything that is wrong, and takes none of it', async () => {
    const id = await open('finance-lines', '2026-10');

    const file = await sent(id, [
      LEDGER,
      lines[0] ?? '',
      '2026-10-16,记-7,石子,没有这一类,,6800.005,,钟芒种,曾谷雨',
      ',记-8,沙子,修路修渠,10,20,,钟芒种,曾谷雨',
      '2026-11-01,记-9,沙子,修路修渠,,20,,钟芒种,曾谷雨',
    ]);

    expect(file.faults).toMatchObject([
      { row: 3, column: 'D', code: 'kindUnknown' },
      { row: 3, column: 'F', code: 'moneyWrong' },
      { row: 4, column: 'A', code: 'empty' },
      { row: 4, column: 'F', code: 'twoSides' },
      { row: 5, column: 'A', code: 'otherPeriod' },
    ]);
    expect((await press(id)).status).toBe(422);
    expect(await rowsOf(id)).toEqual([]);
  });

  test('keeps words as they were typed, and shows every line up to a page', async () => {
    const id = await open('finance-lines', '2026-10');
    const typed = '修路（40 米），付清；电话１３９１２３４５６７８';
    const many = Array.from({ length: 8 }, () =>
      (lines[1] ?? '').replace('机耕道石子', typed).replace('141460', ''),
    );

    const file = await sent(id, [LEDGER, ...many]);
    await press(id);

    expect(file.shown).toHaveLength(8);
    const [row] = await rowsOf(id);
    expect(row?.shown.item).toBe(`修路（40 米），付清；电话${'■'.repeat(11)}`);
    expect(row?.shown.voucher).toBe('记-10-007');
  });

  test('names everything that is wrong in a line at once, also behind an unread day', async () => {
    const id = await open('finance-lines', '2026-10');
    await openAccount(await clerk(), id, { name: '专项资金户' });

    const file = await sent(id, [
      `账户,${LEDGER}`,
      '老账户,明天,记-10-1,买花,不知道,,abc,,钟芒种,,花市',
    ]);

    expect(file.faults.map(({ header, code }) => [header, code]).toSorted()).toEqual(
      [
        ['日期', 'dayWrong'],
        ['审批人', 'empty'],
        ['类别', 'kindUnknown'],
        ['支出金额', 'moneyWrong'],
        ['账户', 'accountUnknown'],
      ].toSorted(),
    );
  });

  test('asks for the account by its header where the village has several', async () => {
    const id = await open('finance-lines', '2026-10');
    await openAccount(await clerk(), id, { name: '专项资金户' });

    const file = await sent(id, [LEDGER, lines[0] ?? '']);

    expect(file.faults).toMatchObject([{ row: 2, header: '账户', code: 'accountUnknown' }]);
  });

  test('holds totals and the running balance against the lines, to the 分', async () => {
    const id = await open('finance-lines', '2026-10');

    const right = await sent(id, [LEDGER, ...lines, '合计,,,,48260,6800.00,,,']);
    const total = await sent(id, [LEDGER, ...lines, ',合计,,,48260.01,6800,,,']);
    const off = [LEDGER, lines[0] ?? '', (lines[1] ?? '').replace('141460', '141460.01')];
    const running = await sent(id, off);

    expect(right).toMatchObject({ faults: [], totals: 1, rows: [{}, {}] });
    expect(total.faults).toMatchObject([{ row: 4, column: 'E', code: 'totalWrong', off: 1 }]);
    const slip = [LEDGER, (lines[0] ?? '').replace('148,260.00', '148,260.01'), lines[1] ?? ''];
    await keepOpening(id, 10_000_000);
    const first = await sent(id, slip);
    expect(first.faults).toMatchObject([{ row: 2, column: 'G', code: 'running', off: 1 }]);
    expect(running.faults).toMatchObject([{ row: 3, column: 'G', code: 'running', off: 1 }]);
  });

  test('refuses a sum that stands in one cell over several lines', async () => {
    const id = await open('subsidies', '2026-10-20');
    const heads = ['户主', '组', '补贴种类', '面积', '标准', '金额'];
    const book = xlsx([
      {
        ...{ name: '补贴', merged: ['F2:F3'] },
        rows: [
          heads,
          ['罗白露', '1组', '地力', 2, 100, 400],
          ['周寒露', '1组', '地力', 2, 100, null],
        ],
      },
    ]);

    await send(id, book);

    const { faults } = await waiting(id);
    expect(faults).toMatchObject([
      { row: 2, column: 'F', code: 'merged' },
      { row: 3, column: 'F', code: 'merged' },
    ]);
  });

  test('replaces what was filled in before, numbered from 1 again, or goes on after it', async () => {
    const id = await open('finance-lines', '2026-10');
    await sent(id, [LEDGER, ...lines]);
    await press(id);

    const again = (lines[1] ?? '').replace('141460', '');
    await sent(id, [LEDGER, again, again]);
    await press(id, 'replace');
    const replaced = await rowsOf(id);
    await sent(id, [LEDGER, lines[0] ?? '']);
    await press(id, 'add');

    expect(replaced).toMatchObject([
      { no: 1, amount: 680_000, fromVersion: 1 },
      { no: 2, amount: 680_000, fromVersion: 1 },
    ]);
    expect((await rowsOf(id)).map(({ no }) => no)).toEqual([1, 2, 3]);
  });

  test('pressed after the table is gone takes nothing away', async () => {
    const id = await open('finance-lines', '2026-10');
    await sent(id, [LEDGER, ...lines]);
    await press(id);
    const cookie = await world.cookieOf(world.people.clerk);
    const late = { key: newToken(), how: 'replace' };

    const answer = await world.post(`/desk/open/draft/${id}/import/apply`, late, cookie);

    expect(answer.status).toBe(422);
    expect(await rowsOf(id)).toHaveLength(2);
  });

  test('pressed twice it is brought in once', async () => {
    const id = await open('finance-lines', '2026-10');
    const { rows, key } = await sent(id, [LEDGER, ...lines]);
    const ctx = await clerk();

    const first = await importRows(ctx, id, { rows, how: 'add', key });
    const second = await importRows(ctx, id, { rows, how: 'add', key });

    expect(second).toEqual(first);
    expect(await rowsOf(id)).toHaveLength(2);
  });
});

const RELIEF = '序号,姓名,组别,身份证号码,人数,每月,从哪天起,审核人,监督电话,开户账号,备注';
const ID = '37132319510612123X';
const household = `1,周寒露,1组3号,${ID},2,430,2026-07-01,钟芒种,0838-555 0100,6217001234567890128,13912345678`;

describe('personal numbers in a table', () => {
  test('are recognised under any header, cut at once, and lie nowhere whole', async () => {
    const id = await open('subsistence', '2026-Q3');

    const file = await sent(id, [RELIEF, household]);
    expect(file).toMatchObject({ faults: [], rows: [{ own: { id: '3713**********123X' } }] });
    expect(file.owned).toContain('身份证号码');
    const everything = async () =>
      JSON.stringify([
        file,
        await world.app.db.read.select().from(draft),
        await rowsOf(id),
        await world.app.db.read.select().from(disclosureFinding),
        await world.app.db.read.select().from(ledgerEntry),
      ]);
    const before = await everything();
    await press(id);

    for (const all of [before, await everything()])
      for (const secret of [ID, '6217001234567890128', '13912345678'])
        expect(all).not.toContain(secret);
    const [row] = await rowsOf(id);
    const own = world.app.secrets.open('disclosure-row', row?.ownSealed ?? '');
    expect(JSON.parse(own)).toMatchObject({ id: '3713**********123X', card: '****0128' });
    expect(row).toMatchObject({ shown: { head: '周*露', group: '1组' } });
    expect(row?.villagerId).not.toBeNull();
  });

  test('that a spreadsheet has rounded are refused with their row and column', async () => {
    const id = await open('subsistence', '2026-Q3');

    const file = await sent(id, [RELIEF, household, household.replace(ID, '3.71E+17')]);

    expect(file.faults).toMatchObject([{ row: 3, column: 'D', code: 'lostDigits' }]);
  });

  test('that the item has no use for are left out and said', async () => {
    const id = await open('finance-lines', '2026-10');

    const file = await sent(id, [`${LEDGER},备查`, `${lines[0]},${ID}`]);

    expect(file).toMatchObject({ faults: [], dropped: ['备查'], ignored: [] });
    expect(JSON.stringify(file)).not.toContain(ID);
  });
});

describe('a thousand lines in which people hide', () => {
  test.each(['subsidies', 'contracts'])('leave nothing of them in %s for anybody', async (code) => {
    const id = await open(code, '2026-10-20');
    const item = world.app.book.catalogue.items.find((one) => one.code === code);
    const columns = item?.columns ?? [];
    const people = personalRows(20_261_020, 1_000, columns);
    const table = people.map(({ cells }) => columns.map(({ code: one }) => cells[one] || '村集体'));

    await send(id, writeDelimited([columns.map(({ zh }) => zh), ...table]));
    const { faults } = await waiting(id);
    await press(id);

    expect(faults).toEqual([]);
    const rows = await rowsOf(id);
    expect(rows).toHaveLength(1_000);
    const out = rows.flatMap(({ shown, words, village }, at) => {
      const { secrets = [], names = [] } = people[at] ?? {};
      const forAll = leaks(JSON.stringify({ shown, words }), [...secrets, ...names]);
      return [...forAll, ...leaks(JSON.stringify(village ?? shown), secrets)];
    });
    expect(out).toEqual([]);
  });
});

test('a long table comes in by slices, and others take their turns between them', async () => {
  const id = await open('subsidies', '2026-10-20');
  const heads = '户主,组,身份证号,补贴种类,面积,标准,金额';
  const names = ['罗白露', '周寒露', '吴夏至', '何小暑'];
  const lines = 4 * world.app.book.disclosures.sliceRows;
  const table = Array.from(
    { length: lines },
    (_, at) => `${names[at % 4]},${(at % 2) + 1}组,${ID},耕地地力,${at % 9}.5,120,${at}.50`,
  );
  const ctx = await clerk();
  const found = await draftOf(ctx, id);
  if (!found) throw new Error('no draft');
  const read = await readDisclosureFile(ctx, found, { text: [heads, ...table].join('\n') });
  if (!read.ok) throw new Error(read.code);

  const turns = await turnsDuring(() =>
    importRows(ctx, id, { rows: read.value.rows, how: 'add', key: newToken() }),
  );

  expect(await rowsOf(id)).toHaveLength(lines);
  // How long each slice takes, and all of them, is measured by the bench.
  expect(turns).toBeGreaterThanOrEqual(4);
}, 60_000);

/** How often the event loop turned while the work went on. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  isOver = true;
  return turns;
}
