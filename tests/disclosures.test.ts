import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountBalance, moneyAccount } from '#db/schema/disclosure-accounts.ts';
import { disclosureRow } from '#db/schema/disclosures.ts';
import { plainSentence } from '#server/disclosure-catalogue/sentence.ts';
import { dropRow } from '#server/disclosure-drafts/rows.ts';
import { beginCorrection } from '#server/disclosure-review/correcting.ts';
import { disclosedMonth } from '#server/disclosures/month-views.ts';
import { disclosurePage } from '#server/disclosures/views.ts';
import { disclosedYear } from '#server/disclosures/year-views.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { askAboutLine } from '#server/line-objections/asking.ts';
import { sharePage } from '#server/posts/share.ts';
import { instantOf } from '#server/rules/dates.ts';
import { villageHome } from '#server/squares/views.ts';
import {
  type DisclosurePeople,
  type DraftLine,
  disclosurePeople,
  draftTable,
  ledgerLine,
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
  world.clock.set(instantOf('2026-11-08', '10:00'));
  await startDisclosure(world);
});

afterEach(() => world.close());

async function page(no: number, personId?: string, query = '') {
  const ctx = await world.ctx(personId);
  return disclosurePage(ctx, { slug: 'beipo', no: String(no), query: new URLSearchParams(query) });
}

async function table(no: number, personId?: string, query = '') {
  const view = await page(no, personId, query);
  if (!view?.table) throw new Error(`no table ${no}`);
  return view.table;
}

const whats = (lines: { cells: Record<string, unknown> }[]) => lines.map(({ cells }) => cells.item);

describe('a month of accounts', () => {
  test('begins with one sentence, and comes out', async () => {
    const { no } = await publishedAccounts(world, people);

    const view = await page(no);

    expect(view).toMatchObject({ title: '10月的账', periodSaid: '2026年10月' });
    expect(plainSentence(view?.table?.sentence ?? [])).toBe(
      '这个月进来 48,260.00 元，花了 9,800.00 元，最大一笔是机耕道石子 6,800 元。月底账上有 148,537.22 元。',
    );
    expect(view?.table).toMatchObject({
      publishedOn: '2026-11-08',
      timing: { dueOn: '2026-11-10', early: 2, late: 0 },
      accounts: [{ opening: 11_007_722, closing: 14_853_722, isEven: true }],
      steps: { signers: ['严立春', '向清明'] },
    });
  });

  test('published late says by how many days, and why', async () => {
    world.clock.set(instantOf('2026-11-14', '10:00'));
    const { no } = await publishedAccounts(world, people);

    const { timing } = await table(no);

    expect(timing).toMatchObject({ late: 4, early: 0, lateReason: '报账员住院，镇代账会计补齐' });
  });

  test('is read by income and spending, however it was typed', async () => {
    const mixed = [OCTOBER[1]!, OCTOBER[0]!, OCTOBER[2]!];
    const { no } = await publishedAccounts(world, people, { lines: mixed });

    const { page: lines, pictures } = await table(no);

    expect(whats(lines.lines)).toEqual(['鱼塘发包款', '机耕道石子', '保洁员工资']);
    expect(lines.lines.map(({ kindName }) => kindName)).toEqual([
      '发包和出租',
      '修路修渠',
      '环境卫生',
    ]);
    expect(pictures.sideRows).toEqual({ in: 1, out: 2 });
  });

  test.each([
    ['the largest amount first', 'sort=amount', ['鱼塘发包款', '机耕道石子', '保洁员工资']],
    ['by date', 'sort=day', ['鱼塘发包款', '机耕道石子', '保洁员工资']],
    ['spending alone', 'side=out', ['机耕道石子', '保洁员工资']],
    ['one kind', 'kind=cleaning', ['保洁员工资']],
    ['a word in full width', 'q=石　子', ['机耕道石子']],
    ['two filters at once', 'side=in&q=石子', []],
    [
      'what cannot be asked',
      'sort=secret&side=all&kind=%25',
      ['鱼塘发包款', '机耕道石子', '保洁员工资'],
    ],
    ['signs of a pattern', 'q=%25', []],
  ])('can be looked through: %s', async (_title, query, found) => {
    const { no } = await publishedAccounts(world, people);

    const { page: lines } = await table(no, undefined, query);

    expect(whats(lines.lines)).toEqual(found);
  });

  test('a correction leaves the old line to be read, with the reason', async () => {
    const { id, no } = await publishedAccounts(world, people);
    const clerk = await world.ctx(people.clerk);
    must(await beginCorrection(clerk, id, '保洁员工资记了两回'));
    must(await dropRow(clerk, id, { no: 3 }));
    await world.app.db.write(async (tx) => {
      const isNext = eq(accountBalance.version, 2);
      await tx.update(accountBalance).set({ closing: 15_153_722 }).where(isNext);
    });
    const underWay = await table(no);
    await publishedDraft(world, people, id);

    const { page: lines, corrections, sentence } = await table(no);

    expect(underWay.page.lines.map(({ struckIn }) => struckIn)).toEqual([null, null, null]);
    expect(lines.lines.map(({ no: line, struckIn }) => [line, struckIn])).toEqual([
      [1, null],
      [2, null],
      [3, 2],
    ]);
    expect(corrections).toMatchObject([{ no: 2, reason: '保洁员工资记了两回' }]);
    expect(plainSentence(sentence)).toContain('花了 6,800.00 元');
  });

  test('a question stays beside its line', async () => {
    const { no } = await publishedAccounts(world, people);
    const form = { line: 2, body: '机耕道石子 6,800 元是几车？', shownAs: 'resident' as const };
    const villager = await world.ctx(world.people.villager);
    must(await askAboutLine(villager, { slug: 'beipo', no }, { ...form, key: newToken() }));

    const { page: lines } = await table(no);

    expect(lines.lines.map(({ asked }) => asked?.asked ?? 0)).toEqual([0, 1, 0]);
    expect(lines.lines[1]?.asked).toMatchObject({
      newest: { title: form.body, answer: null, duty: { holder: { name: '钟芒种' } } },
    });
  });

  test('the accounts of a village that was merged stay apart', async () => {
    const id = await draftTable(world, draft(OCTOBER));
    const old = newId();
    await world.app.db.write(async (tx) => {
      const { north: villageCode, south: ofVillageCode } = world.county;
      const opened = { villageCode, ofVillageCode, name: '老账', sort: 1, openedOn: '2026-01-01' };
      await tx.insert(moneyAccount).values({ id: old, ...opened });
      const sums = { opening: 500, income: 0, spending: 300_000, closing: -299_500 };
      const of = { disclosureId: id, version: 1, accountId: old, villageCode };
      const period = { period: '2026-10', endsOn: '2026-10-31', isStanding: false };
      await tx.update(disclosureRow).set({ accountId: old }).where(eq(disclosureRow.no, 3));
      await tx.update(accountBalance).set({ spending: 680_000, closing: 15_153_722 });
      await tx.insert(accountBalance).values({ ...of, ...period, ...sums });
    });
    const { no } = await publishedDraft(world, people, id);

    const { accounts, page: lines } = await table(no);
    const year = await disclosedYear(await world.ctx(), { slug: 'beipo', year: '2026' });

    expect(accounts.map(({ name, ofVillage }) => [name, ofVillage])).toEqual([
      ['基本户', null],
      ['老账', '南坝村'],
    ]);
    expect(lines.lines.map(({ accountId }) => accountId === old)).toEqual([false, false, true]);
    expect(year?.accounts).toMatchObject([{ spending: 680_000 }, { spending: 300_000 }]);
  });
});

describe('the pictures', () => {
  test('show half a year of spending, this month last, and what changed', async () => {
    const months = ['2026-08', '2026-09', '2026-10'];
    let opening = 1_000_000;
    let last = 0;
    for (const [at, period] of months.entries()) {
      const lines = [
        ledgerLine('in', `${period}-02`, '拨款', 'appropriation', 900_000),
        ledgerLine('out', `${period}-10`, '电费', 'power', 100_000 * (at + 1)),
        ledgerLine('out', `${period}-12`, '保洁', 'cleaning', 200_000),
      ];
      ({ no: last } = await publishedAccounts(world, people, { period, lines, opening }));
      opening += 900_000 - 100_000 * (at + 1) - 200_000;
    }

    const { pictures } = await table(last);

    expect(pictures.spending).toMatchObject([
      { label: '8月', amount: 300_000, length: 60, isNow: false },
      { label: '9月', amount: 400_000, length: 80, isNow: false },
      { label: '10月', amount: 500_000, length: 100, isNow: true },
    ]);
    expect(pictures.kinds).toMatchObject([
      { side: 'out', bars: [{ label: '水电和办公', amount: 300_000 }, { label: '环境卫生' }] },
    ]);
    expect(pictures.changes).toMatchObject([
      { label: '水电和办公', before: 200_000, now: 300_000 },
    ]);
  });

  test('one month alone is not compared with anything', async () => {
    const { no } = await publishedAccounts(world, people);

    const { pictures } = await table(no);

    expect(pictures).toMatchObject({ spending: [], changes: [] });
  });
});

describe('a list of persons', () => {
  const subsidy = (shown: string, full: string, amount: number): DraftLine => ({
    shown: {
      household: shown,
      group: '1组',
      subsidy: '地力补贴',
      area: 3_250,
      rate: 10_600,
      amount,
    },
    village: { household: full },
    amount,
  });
  const subsidies = () =>
    publishedTable(world, people, {
      itemCode: 'subsidies',
      period: '2026-11-02',
      lines: [
        { ...subsidy('罗*露', '罗白露', 34_400), personId: world.people.villager, own: OWN },
        { ...subsidy('周*露', '周寒露', 21_200), personId: world.people.neighbour, own: OTHER },
      ],
    });
  const OWN = { id: '5106**********1119', card: '****6789' };
  const OTHER = { id: '5106**********2228' };

  test('gives guests and strangers the masked names, and nothing else with the page', async () => {
    const { no } = await subsidies();

    const views = [
      await page(no),
      await page(no, world.people.southerner),
      await page(no, world.people.phoneOnly),
    ];

    for (const view of views) {
      expect(view?.table?.page.lines.map(({ cells }) => cells.household)).toEqual([
        '罗*露',
        '周*露',
      ]);
      expect(JSON.stringify(view)).not.toMatch(/罗白露|周寒露|5106|6789/);
    }
  });

  test('gives the village full names, and each person his own numbers', async () => {
    const { no } = await subsidies();

    const mine = await table(no, world.people.villager);
    const clerk = await table(no, people.clerk);

    expect(mine.page.lines).toMatchObject([
      { cells: { household: '罗白露' }, isMine: true, own: OWN },
      { cells: { household: '周寒露' }, isMine: false, own: {} },
    ]);
    expect(clerk.page.lines).toMatchObject([
      { cells: { household: '罗白露' }, isMine: false, own: {} },
      { isMine: false, own: {} },
    ]);
  });

  test.each(['罗白露', '白露', '寒露', '5106'])('cannot be searched for %s', async (q) => {
    const { no } = await subsidies();

    const guest = await table(no, undefined, `q=${q}`);

    expect(guest.page.lines).toEqual([]);
  });

  test('leads to the post that told by which rule they were chosen', async () => {
    const rule = await publishedAccounts(world, people);
    const id = await draftTable(world, {
      ...{ itemCode: 'subsidies', period: '2026-11-02', lines: [subsidy('罗*露', '罗白露', 100)] },
      recipientRule: `按 #${rule.no} 里定下来的办`,
    });
    const { no } = await publishedDraft(world, people, id);

    const { recipients } = await table(no);

    expect(recipients?.path).toBe(`/v/beipo/open/item/${rule.no}`);
  });

  test('is kept from the shared pages once somebody signed in', async () => {
    const { no } = await subsidies();
    const [guest, villager] = [await world.ctx(), await world.ctx(world.people.villager)];
    const ref = { slug: 'beipo', no: String(no), query: new URLSearchParams() };

    await disclosurePage(guest, ref);
    await disclosurePage(villager, ref);

    expect([guest.page.isShared, villager.page.isShared]).toEqual([true, false]);
  });

  test('is offered to nobody to take away', async () => {
    const { no } = await subsidies();
    const accounts = await publishedAccounts(world, people);

    expect((await table(no)).isTakenAway).toBe(false);
    expect((await table(accounts.no)).isTakenAway).toBe(true);
  });
});

describe('a list of people in need', () => {
  const needy = () =>
    publishedTable(world, people, {
      itemCode: 'subsistence',
      period: '2026-Q3',
      lines: ['方谷雨', '唐小满'].map((name) => subsistenceLine(name, 2, 132_000)),
    });

  test('is read by the village and those who serve there, and is a page of nobody else', async () => {
    const { no } = await needy();
    const { villager, secretary, southerner, phoneOnly, town } = world.people;

    const readers = [villager, secretary, town].map((personId) => page(no, personId));
    const others = [undefined, southerner, phoneOnly].map((personId) => page(no, personId));

    expect((await Promise.all(readers)).map((view) => view?.table?.page.lines.length)).toEqual([
      2, 2, 2,
    ]);
    expect(await Promise.all(others)).toEqual([null, null, null]);
  });

  test('is told to everybody as a number, and to nobody on a sheet', async () => {
    const { no } = await needy();
    const ref = { slug: 'beipo', year: '2026', month: '09' };
    const ctx = await world.ctx(world.people.villager);

    const month = await disclosedMonth(await world.ctx(), ref);
    const own = await disclosedMonth(ctx, ref);

    expect(month?.shown).toMatchObject([{ path: null, brief: '2 户' }]);
    expect(JSON.stringify(month)).not.toMatch(/方|唐/);
    expect(own?.shown).toMatchObject([{ path: `/v/beipo/open/item/${no}` }]);
    expect(await sharePage(ctx, { slug: 'beipo', list: 'open/item', no })).toBeNull();
  });

  test('is on notice for full days', async () => {
    const { no } = await needy();

    const now = await table(no, world.people.villager);
    world.clock.set(instantOf('2026-11-15', '23:59'));
    const lastDay = await table(no, world.people.villager);
    world.clock.set(instantOf('2026-11-16', '00:00'));
    const after = await table(no, world.people.villager);

    expect([now, lastDay, after].map(({ publicityThrough }) => publicityThrough)).toEqual([
      '2026-11-15',
      '2026-11-15',
      null,
    ]);
  });

  test('stays on notice while a correction of it is under way', async () => {
    const { no, id } = await needy();

    must(await beginCorrection(await world.ctx(people.clerk), id, '少了一户'));

    const ctx = await world.ctx(world.people.villager);
    const [listed] =
      (await disclosedMonth(ctx, { slug: 'beipo', year: '2026', month: '09' }))?.shown ?? [];
    expect(await table(no, world.people.villager)).toMatchObject({
      publicityThrough: '2026-11-15',
    });
    expect(listed).toMatchObject({ publicityThrough: '2026-11-15' });
  });
});

describe('a long table', () => {
  const LINES = Array.from({ length: 130 }, (_, at) =>
    ledgerLine(
      at % 3 === 0 ? 'in' : 'out',
      `2026-10-${String((at % 28) + 1).padStart(2, '0')}`,
      `第${at}笔`,
      at % 3 === 0 ? 'lease' : 'power',
      at % 3 === 0 ? 900_000 : 1_000 + (at % 7),
    ),
  );

  test.each(['', 'sort=amount', 'sort=day', 'side=out'])(
    'is read page by page, forwards and back: %s',
    async (query) => {
      const { no } = await publishedAccounts(world, people, { lines: LINES });
      const asked = (more: string) => table(no, undefined, [query, more].filter(Boolean).join('&'));
      const pages = [await asked('')];
      while (pages.at(-1)!.page.next !== null) {
        pages.push(await asked(`after=${pages.at(-1)!.page.next}`));
      }
      const last = pages.at(-1)!;
      const back = await asked(`before=${last.page.previous}`);

      const numbers = pages.flatMap(({ page: { lines } }) => lines.map((line) => line.no));
      const wanted = query === 'side=out' ? 86 : 130;
      expect(numbers).toHaveLength(wanted);
      expect(new Set(numbers).size).toBe(wanted);
      expect(pages[0]?.page.previous).toBeNull();
      expect(back.page.lines.map((line) => line.no)).toEqual(
        pages.at(-2)!.page.lines.map((line) => line.no),
      );
    },
  );
});

describe('the year and the month', () => {
  test('tell what was shown of each month, and what it came to', async () => {
    const { no } = await publishedAccounts(world, people);

    const year = await disclosedYear(await world.ctx(), { slug: 'beipo', year: '2026' });
    const month = await disclosedMonth(await world.ctx(), {
      ...{ slug: 'beipo', year: '2026', month: '10' },
    });

    expect(year?.months.map(({ said }) => said).slice(0, 3)).toEqual(['11月', '10月', '9月']);
    expect(year?.months[1]?.shown).toMatchObject([
      { title: '10月的账', path: `/v/beipo/open/item/${no}` },
    ]);
    expect(year?.accounts).toMatchObject([{ income: 4_826_000, closing: 14_853_722 }]);
    expect(month).toMatchObject({ said: '2026年10月', shown: [{ lateDays: 0 }] });
  });

  test.each([
    ['a month to come', '2026', '12'],
    ['no month', '2026', '13'],
    ['no year', '26', '10'],
  ])('%s is no page', async (_title, year, month) => {
    expect(await disclosedMonth(await world.ctx(), { slug: 'beipo', year, month })).toBeNull();
  });

  test.each(['2027', '1999', 'abcd'])('%s is no year', async (year) => {
    expect(await disclosedYear(await world.ctx(), { slug: 'beipo', year })).toBeNull();
  });
});

function draft(lines: DraftLine[]) {
  return { itemCode: 'finance-lines', period: '2026-10', opening: 11_007_722, lines };
}

test('the home of the village says in one line what came and went', async () => {
  await publishedAccounts(world, people);

  const home = await villageHome(await world.ctx(), 'beipo', null);

  expect(home?.money).toEqual({
    period: '2026-10',
    said: '10月',
    income: 4_826_000,
    spending: 980_000,
  });
});
