import { and, asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountBalance } from '#db/schema/disclosure-accounts.ts';
import { disclosure } from '#db/schema/disclosures.ts';
import { post } from '#db/schema/posts.ts';
import { homeOpen, openPage } from '#server/disclosure-duties/views.ts';
import { disclosurePage } from '#server/disclosures/views.ts';
import { villageBySlug } from '#server/grids/views.ts';
import { moneyText } from '#server/rules/money.ts';
import { type Demo, openDemo } from '#tests/support/demo.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo(['gaogongqiao', 'fenghuang', 'huming']);
}, 180_000);
afterAll(() => demo.close());

/** The page of what a village disclosed of an item for a period, as a guest reads it. */
async function pageOf(slug: string, itemCode: string, period: string, query = '') {
  const ctx = await demo.ctx();
  const village = await villageBySlug(ctx, slug);
  const [found] = await demo.app.db.read
    .select({ no: post.no })
    .from(disclosure)
    .innerJoin(post, eq(post.id, disclosure.postId))
    .where(
      and(
        eq(disclosure.villageCode, village?.code ?? ''),
        eq(disclosure.itemCode, itemCode),
        eq(disclosure.period, period),
      ),
    );
  return disclosurePage(ctx, { slug, no: String(found?.no), query: new URLSearchParams(query) });
}

describe('scene 4: October of 高拱桥村', () => {
  test('begins with 110,077.22, and after 48,260.00 in and 31,905.50 out 126,431.72 are left', async () => {
    const page = await pageOf('gaogongqiao', 'finance-lines', '2026-10');

    const [account] = page?.table?.accounts ?? [];
    const { opening, income, spending, closing } = account ?? {};
    const said = [opening, income, spending, closing].map((fen) => moneyText(fen ?? 0));
    expect(said).toEqual(['110,077.22', '48,260.00', '31,905.50', '126,431.72']);
  });

  test('somebody asked how many loads of gravel, and the answer stays beside the line', async () => {
    const page = await pageOf('gaogongqiao', 'finance-lines', '2026-10', 'q=石子');

    const line = page?.table?.page.lines.find(({ cells }) => cells.item === '3组机耕道石子');
    expect(line?.cells).toMatchObject({ out: 680_000 });
    expect(line?.asked?.newest).toMatchObject({ title: '机耕道石子 6,800 元是几车？' });
    expect(line?.asked?.newest?.answer?.html).toContain('17 车，每车 400 元，过磅单补上了');
    expect(line?.vouchers).toBe(1);
  });
});

describe('scene 5: the third quarter of 凤凰村', () => {
  test('was published on the 14th instead of the 10th, and says why', async () => {
    const page = await pageOf('fenghuang', 'finance-lines', '2026-Q3');

    expect(page?.table?.timing).toMatchObject({
      dueOn: '2026-10-10',
      late: 4,
      lateReason: '报账员住院，镇代账会计补齐',
    });
    expect(page?.table?.publishedOn).toBe('2026-10-14');
  });

  test('stands at the head of the village before anybody asks', async () => {
    const ctx = await demo.ctx();
    const village = await villageBySlug(ctx, 'fenghuang');

    expect(village && (await homeOpen(ctx, village))).toMatchObject({
      what: '三季度财务',
      days: 4,
      how: 'shown-late',
      more: 0,
    });
  });
});

test('every period begins with what the one before ended with', async () => {
  const rows = await demo.app.db.read
    .select()
    .from(accountBalance)
    .where(eq(accountBalance.isStanding, true))
    .orderBy(asc(accountBalance.accountId), asc(accountBalance.endsOn));

  const broken = rows.filter((row, at) => {
    const before = rows[at - 1];
    const isFirst = before?.accountId !== row.accountId;
    const sum = row.opening + row.income - row.spending;
    return sum !== row.closing || (!isFirst && before?.closing !== row.opening);
  });
  expect(rows.length).toBeGreaterThan(25);
  expect(broken).toEqual([]);
});

test('a village that is late says so before anybody asks', async () => {
  const page = await openPage(await demo.ctx(), 'huming');

  expect(page?.late.map(({ itemCode, days }) => [itemCode, days])).toEqual([
    ['donations', 7],
    ['finance-lines', 6],
  ]);
});

test('a village that has done everything owes nothing', async () => {
  const page = await openPage(await demo.ctx(), 'gaogongqiao');

  expect(page?.late).toEqual([]);
  expect(page?.sum).toMatchObject({ lateShown: 0, late: 0 });
});

test('who gets a subsidy is read by guests without his name', async () => {
  const page = await pageOf('gaogongqiao', 'subsidies', '2026-09-04');

  const names = page?.table?.page.lines.map(({ cells }) => cells.household);
  expect(names).toHaveLength(12);
  expect(names?.filter((name) => !String(name).includes('*'))).toEqual([]);
});
