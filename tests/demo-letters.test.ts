import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { person } from '#db/schema/accounts.ts';
import { sha256 } from '#server/draws/table.ts';
import { publishedDraw } from '#server/draws/views.ts';
import { letterList, letterPage } from '#server/letters/views.ts';
import { promisePage } from '#server/promises/page.ts';
import { promisesOfPerson } from '#server/promises/views.ts';
import { replayDraw } from '#server/rules/draw-replay.ts';
import { villageHome } from '#server/squares/views.ts';
import { type Demo, openDemo } from '#tests/support/demo.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo(['guofang', 'songlin', 'dongchansi']);
}, 120_000);
afterAll(() => demo.close());

async function idOf(name: string): Promise<string> {
  // A villager may be called like an officer; those came first.
  const named = demo.app.db.read.select().from(person).where(eq(person.name, name));
  const [found] = await named.orderBy(asc(person.id));
  return found?.id ?? '';
}

async function letterCalled(slug: string, title: string) {
  const ctx = await demo.ctx();
  const list = await letterList(ctx, { slug, before: null, after: null });
  const no = list?.rows.find((row) => row.title === title)?.no ?? 0;
  const page = await letterPage(ctx, { slug, no: String(no), commentsAfter: null });
  if (!page) throw new Error(`${slug} has no letter ${title}`);
  return page;
}

describe('scene 2: the letter of 国防村', () => {
  const title = '成了一家人，先把三件事说清楚';

  test('says three things with measure and day, and one intention apart', async () => {
    const letter = await letterCalled('guofang', title);

    expect(letter.parts).toMatchObject({
      likes: { n: 238 },
      byline: { name: '温惊蛰' },
      questions: { asked: 2, answered: 2 },
    });
    expect(letter.promises).toMatchObject([
      { what: '86 户改厕，年底前验收完', dueOn: '2026-12-31', face: { state: 'standing' } },
      { what: '易家河坝步道往下接 1.2 公里', dueOn: '2027-04-30', face: { state: 'standing' } },
      { what: '组道 3.4 公里铺成硬路', dueOn: '2026-09-30', claim: 'part' },
    ]);
    expect(letter.intentions).toMatchObject([{ what: '易家河坝办个周末集市' }]);
  });

  test('tells how far it came: 61 of 86 households, 2.6 of 3.4 kilometres', async () => {
    const { no } = await letterCalled('guofang', title);
    const ref = { slug: 'guofang', letterNo: String(no) };

    const toilets = await promisePage(await demo.ctx(), { ...ref, no: '1' });
    const roads = await promisePage(await demo.ctx(), { ...ref, no: '3' });

    expect(toilets?.reports[0]?.html).toContain('61 户');
    expect(roads?.reports[0]).toMatchObject({ kind: 'claim', claim: 'part' });
    expect(roads?.reports[0]?.html).toContain('2.6 公里');
  });

  test('what the secretary before her promised is hers now, and both pages say so', async () => {
    const letter = await letterCalled('guofang', '清明过了，华严堰塘的事说一声');

    expect(letter.promises).toMatchObject([
      { owner: { name: '温惊蛰' }, maker: { name: '柏霜降' }, face: { state: 'standing' } },
    ]);
    const hers = await promisesOfPerson(await demo.ctx(), await idOf('温惊蛰'));
    const his = await promisesOfPerson(await demo.ctx(), await idOf('柏霜降'));
    expect(hers.own.map(({ what }) => what)).toContain('把华严堰塘的淤泥清出来');
    expect(his.passedOn.map(({ what }) => what)).toEqual(['把华严堰塘的淤泥清出来']);
  });
});

test('scene 3: the cold store of 松林村 was twenty days late, and its owner says so', async () => {
  const letter = await letterCalled('songlin', '三月看花，先把桃子往哪里放说好');

  expect(letter.promises[0]).toMatchObject({
    what: '桃子冷库 6月前用上',
    dueOn: '2026-05-31',
    claim: 'done',
  });
  expect(letter.promises[1]).toMatchObject({ face: { state: 'soon' } });
});

test('a promise without a word after its day stands on the village’s home', async () => {
  const home = await villageHome(await demo.ctx(), 'dongchansi', null);

  expect(home?.unreported).toMatchObject([
    { what: '老渠边缺的 8 块护板补上', face: { state: 'unreported', days: 4 } },
  ]);
});

test('the newest note of the diary stands on the home of the village', async () => {
  const home = await villageHome(await demo.ctx(), 'guofang', null);

  expect(home?.diary).toMatchObject([
    { title: '昨天落雨停工一天，今天铺到 460 米，差的 40 米16日补' },
  ]);
});

test('the cold store of scene 3: seven were drawn, five answered, so it was kept in part', async () => {
  const letter = await letterCalled('songlin', '三月看花，先把桃子往哪里放说好');
  const ref = { slug: 'songlin', letterNo: String(letter.no), no: '1' };

  const view = await promisePage(await demo.ctx(), ref);

  expect(view?.line.face.state).toBe('part');
  expect(view?.verdicts).toMatchObject([
    { drawId: 'P-202606-01', invited: 7, answered: 5, counts: { kept: 3, part: 1, broken: 1 } },
  ]);
  expect(view?.verdicts[0]?.reasons[0]).toEqual({ words: '能用，但晚了 20 天', n: 4 });
  const draw = await publishedDraw(await demo.ctx(), 'P-202606-01');
  expect(draw && (await replayDraw(draw, sha256))).toMatchObject({ agrees: true });
});

test('of the big scale too few said anything, twice, so it stays undecided', async () => {
  const letter = await letterCalled('songlin', '三月看花，先把桃子往哪里放说好');

  expect(letter.promises[2]).toMatchObject({
    what: '交易棚添一台大秤',
    face: { state: 'undecided' },
  });
});
