import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { accountBalance } from '#db/schema/disclosure-accounts.ts';
import { disclosureFinding, disclosureRow, disclosureVersion } from '#db/schema/disclosures.ts';
import { draftOf } from '#server/disclosure-drafts/drafts.ts';
import { importCheckPage } from '#server/disclosure-drafts/import-views.ts';
import { dropRow } from '#server/disclosure-drafts/rows.ts';
import { itemTemplate } from '#server/disclosure-drafts/template.ts';
import { beginCorrection } from '#server/disclosure-review/correcting.ts';
import { disclosurePage } from '#server/disclosures/views.ts';
import { instantOf } from '#server/rules/dates.ts';
import { writeDelimited } from '#server/rules/delimited.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  must,
  OCTOBER,
  publishedAccounts,
  publishedDraft,
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

const clerk = () => world.ctx(people.clerk);

const HEADS = '日期,凭证号,摘要,类别,收入金额,支出金额,余额,经手人,审批人';
const lease = '2026-10-09,记-1,鱼塘发包款,发包和出租,48260,,,费小暑,曾谷雨';
const stones = '2026-10-16,记-2,机耕道石子,修路修渠,,6800,,费小暑,曾谷雨';
const wages = '2026-10-28,记-3,保洁员工资,环境卫生,,3000,,费小暑,曾谷雨';

const rowsOf = (id: string) =>
  world.app.db.read
    .select()
    .from(disclosureRow)
    .where(eq(disclosureRow.disclosureId, id))
    .orderBy(disclosureRow.no);

/** October as the file has it too: each line with its voucher. */
const october = () =>
  publishedAccounts(world, people, {
    lines: OCTOBER.map((line, at) => ({
      ...line,
      shown: { ...line.shown, voucher: `记-${at + 1}` },
    })),
  });

/** Begins a correction of a published table. */
async function correcting(id: string) {
  world.clock.set(instantOf('2026-11-20', '09:00'));
  must(await beginCorrection(await clerk(), id, '有一笔记错了'));
}

/** Sends a file, as the browser does, and what the page then says of it. */
async function sent(id: string, lines: string[]) {
  const form = new FormData();
  form.set('file', new Blob([lines.join('\n')]), '表.csv');
  const cookie = await world.cookieOf(people.clerk);
  await world.post(`/desk/open/draft/${id}/import`, form, cookie);
  const view = await importCheckPage(await clerk(), id);
  if (view === null || view === 'none') throw new Error('nothing waits');
  return view;
}

async function press(id: string, key: string) {
  const cookie = await world.cookieOf(people.clerk);
  const said = { key, how: 'replace' };
  return world.post(`/desk/open/draft/${id}/import/apply`, said, cookie);
}

test('a cell that a file changes strikes its line alone, and only its days begin again', async () => {
  const { id, no } = await october();
  const before = await rowsOf(id);
  await correcting(id);

  const view = await sent(id, [HEADS, wages.replace('3000', '3100'), lease, stones]);
  await press(id, view.fileKey);
  const isNext = and(eq(accountBalance.disclosureId, id), eq(accountBalance.version, 2));
  await world.app.db.write((tx) =>
    tx.update(accountBalance).set({ closing: 14_843_722 }).where(isNext),
  );
  await publishedDraft(world, people, id);

  expect(view.file).toMatchObject({
    faults: [],
    against: { kept: 2, changed: 1, added: 0, gone: 0 },
  });
  const rows = await rowsOf(id);
  expect(rows.slice(0, 2)).toEqual(before.slice(0, 2));
  expect(rows.slice(2)).toMatchObject([
    { no: 3, fromVersion: 1, toVersion: 2, amount: 300_000 },
    { fromVersion: 2, toVersion: null, amount: 310_000, replacesId: before[2]?.id },
  ]);
  const versions = await world.app.db.read.select().from(disclosureVersion);
  expect(versions.map(({ no: one, shownThrough }) => [one, shownThrough]).sort()).toEqual([
    [1, '2026-12-01'],
    [2, '2026-12-05'],
  ]);
  const query = new URLSearchParams();
  const page = await disclosurePage(await world.ctx(), { slug: 'beipo', no: String(no), query });
  expect(page?.table?.page.lines.map(({ struckIn, addedIn }) => [struckIn, addedIn])).toEqual([
    ...[
      [null, null],
      [null, null],
    ],
    ...[
      [2, null],
      [null, 2],
    ],
  ]);
});

test('a line that the file does not have is struck, and one struck before stands again', async () => {
  const { id } = await october();
  await correcting(id);
  must(await dropRow(await clerk(), id, { no: 1 }));

  const view = await sent(id, [HEADS, lease, wages]);
  await press(id, view.fileKey);

  expect(view.file.against).toEqual({ kept: 2, changed: 0, added: 0, gone: 1 });
  expect((await rowsOf(id)).map(({ no, toVersion }) => [no, toVersion])).toEqual([
    [1, null],
    [2, 2],
    [3, null],
  ]);
});

test('the same file a second time writes nothing twice', async () => {
  const { id } = await october();
  await correcting(id);
  const changed = [HEADS, lease, stones.replace('6800', '6900'), wages];

  for (const { fileKey } of [await sent(id, changed)]) await press(id, fileKey);
  for (const { fileKey } of [await sent(id, changed)]) await press(id, fileKey);

  const stand = (await rowsOf(id)).filter(({ toVersion }) => toVersion === null);
  expect(stand.map(({ amount }) => amount)).toEqual([4_826_000, 300_000, 690_000]);
});

test('a list that is taken away, changed in one place and sent back keeps its other households', async () => {
  const lines = ['周寒露', '吴夏至', '何小暑'].map((name) => subsistenceLine(name, 2, 132_000));
  const numbered = lines.map((line) => ({
    ...line,
    shown: { ...line.shown, reviewer: '钟芒种', phone: '0838-5550100' },
  }));
  const list = { itemCode: 'subsistence', period: '2026-Q3', lines: numbered };
  const { id } = await publishedTable(world, people, list);
  await correcting(id);
  const draft = await draftOf(await clerk(), id);
  if (!draft) throw new Error('gone');

  const [heads = [], ...table] = await itemTemplate(await clerk(), draft);
  const place = heads.findIndex((head) => head.includes('人数'));
  const moved = table.map((line, at) => (at === 1 ? line.with(place, '3') : line));
  const view = await sent(id, [writeDelimited([heads, ...moved])]);
  await press(id, view.fileKey);

  expect(view.file).toMatchObject({ faults: [], against: { kept: 2, changed: 1, gone: 0 } });
  const rows = await rowsOf(id);
  expect(rows.map(({ no, toVersion }) => [no, toVersion]).slice(0, 3)).toEqual([
    [1, null],
    [2, 2],
    [3, null],
  ]);
  expect(rows[3]).toMatchObject({
    ...{ shown: { head: '吴*至', persons: 3 }, replacesId: rows[1]?.id },
    ownSealed: rows[1]?.ownSealed,
  });
});

test('what was blackened in a line is not written again by the file that it came from', async () => {
  const { id } = await publishedTable(world, people, {
    ...{ itemCode: 'seal-use', period: '2026-Q3' },
    lines: [{ shown: { day: '2026-08-01', matter: '给■■■开证明', times: 1 } }],
  });
  await correcting(id);
  const item = world.app.book.catalogue.items.find(({ code }) => code === 'seal-use');
  const heads = item?.columns.map(({ zh }) => zh).join(',') ?? '';
  const cells = item?.columns.map(({ code }) => {
    const said: Record<string, string> = {
      day: '2026-08-01',
      matter: '给武立夏开证明',
      times: '1',
    };
    return said[code] ?? '';
  });

  const view = await sent(id, [heads, (cells ?? []).join(',')]);
  await press(id, view.fileKey);

  expect(view.file.against).toEqual({ kept: 1, changed: 0, added: 0, gone: 0 });
  expect(JSON.stringify(await rowsOf(id))).not.toContain('武立夏');
  expect(await world.app.db.read.select().from(disclosureFinding)).toEqual([]);
});
