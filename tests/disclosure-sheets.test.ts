import { afterEach, beforeEach, expect, test } from 'vitest';
import { itemSheet, monthSheet } from '#server/disclosure-copies/sheets.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  publishedAccounts,
  publishedTable,
  startDisclosure,
  subsistenceLine,
} from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let people: DisclosurePeople;

beforeEach(async () => {
  world = await openWorld();
  people = await disclosurePeople(world);
  await startDisclosure(world);
});

afterEach(() => world.close());

const first = (no: number) => ({ slug: 'beipo', no, after: 0 });

function sealUses(n: number) {
  const lines = Array.from({ length: n }, (_, at) => ({
    shown: { day: '2026-07-02', matter: `贷款证明${at + 1}`, times: 1 },
  }));
  return publishedTable(world, people, { itemCode: 'seal-use', period: '2026-Q3', lines });
}

test('a sheet says who signed, how long it hangs, whom to ask and where the page is', async () => {
  const { no, path } = await publishedAccounts(world, people);

  const sheet = await itemSheet(await world.ctx(), first(no));

  expect(sheet).toMatchObject({
    isGuarded: false,
    next: null,
    help: { name: '钟晓雨', phone: '0838-555 0100' },
    url: `http://cuntou.test${path}`,
    qr: expect.stringMatching(/^<svg/),
    slipCode: expect.stringMatching(/^[2-9A-Z]{5}-[2-9A-Z]{5}$/),
    item: {
      title: '10月的账',
      signers: ['严立春（监督委员）', '向清明（监督委员）'],
      publishedOn: '2026-11-16',
      shownThrough: '2026-12-01',
    },
  });
});

test('columns in which nothing stands are left out on paper', async () => {
  const { no } = await publishedAccounts(world, people);

  const sheet = await itemSheet(await world.ctx(), first(no));

  const labels = sheet?.item.table.columns.map(({ label }) => label);
  expect(labels).toEqual(['日期', '事项', '类别', '收入（元）', '支出（元）', '经手人', '审批人']);
  expect(sheet?.item.table.rows[0]?.cells).toEqual(
    expect.arrayContaining(['10月9日', '鱼塘发包款', '发包和出租', '48,260.00']),
  );
});

test('a list of people in need is printed by those who serve in the village, masked, and by nobody else', async () => {
  const lines = [subsistenceLine('罗白露', 2, 88_000)];
  const draft = { itemCode: 'subsistence', period: '2026-Q3', lines };
  const { no } = await publishedTable(world, people, draft);
  const { villager, southSecretary, phoneOnly } = world.people;

  const others = await Promise.all(
    [undefined, villager, southSecretary, phoneOnly].map(async (id) =>
      itemSheet(await world.ctx(id), first(no)),
    ),
  );
  const own = await itemSheet(await world.ctx(people.supervision[2]), first(no));

  expect(others).toEqual([null, null, null, null]);
  expect(own?.isGuarded).toBe(true);
  expect(own?.item.table.rows[0]?.cells).toContain('罗*');
  expect(JSON.stringify(own)).not.toContain('罗白露');
});

test('a list in which people in need are masked for everybody is on paper for the board alone too', async () => {
  const shown = { household: '罗**', group: '3组', subsidy: '耕地地力', amount: 30_000 };
  const lines = [{ shown, amount: 30_000 }];
  const draft = { itemCode: 'subsidies', period: '2026-10-12', lines };
  const { no } = await publishedTable(world, people, draft);

  const guest = await itemSheet(await world.ctx(), first(no));
  const clerk = await itemSheet(await world.ctx(people.clerk), first(no));

  expect(guest).toBeNull();
  expect(clerk?.isGuarded).toBe(true);
});

test('a long table is printed part by part, and no line is missing', async () => {
  const { sheetRows } = world.app.book.disclosures;
  const { no } = await sealUses(sheetRows + 3);
  const ctx = await world.ctx();

  const one = await itemSheet(ctx, first(no));
  const two = await itemSheet(ctx, { ...first(no), after: one?.next ?? 0 });

  expect(one?.item.table.rows).toHaveLength(sheetRows);
  expect(two?.item.table.rows.map((row) => row.no)).toEqual([1, 2, 3].map((n) => sheetRows + n));
  expect(two?.next).toBeNull();
  expect(two?.item.table.total).toBe(sheetRows + 3);
});

test('the month on paper has what everybody may take away, and says what does not fit', async () => {
  const { monthSheetRows } = world.app.book.disclosures;
  await sealUses(monthSheetRows + 1);
  const lines = [subsistenceLine('罗白露', 2, 88_000)];
  await publishedTable(world, people, { itemCode: 'subsistence', period: '2026-Q3', lines });

  const sheet = await monthSheet(await world.ctx(people.clerk), {
    slug: 'beipo',
    month: '2026-09',
  });

  expect(sheet?.month).toBe('2026年9月');
  expect(sheet?.items.map(({ title }) => title)).toEqual(['三季度公章使用、出具证明']);
  expect(sheet?.items[0]?.table.rows).toHaveLength(monthSheetRows);
  expect(sheet?.items[0]?.table.total).toBe(monthSheetRows + 1);
});

test('a month without anything has no sheet', async () => {
  expect(await monthSheet(await world.ctx(), { slug: 'beipo', month: '2026-08' })).toBeNull();
});
