import { readFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { grid, gridLevel } from '#db/schema/grids.ts';
import {
  addressesFor,
  kindOfUnit,
  shortNameOf,
  villageSlug,
} from '#server/grids/division-names.ts';
import { importDivisions } from '#server/grids/divisions.ts';
import { villageByCode, villageBySlug } from '#server/grids/views.ts';
import { countyFront, countyToCome } from '#server/squares/county-views.ts';
import { openWorld, type World } from '#tests/support/world.ts';

const csvOf = (county: string) => readFileSync(`content/divisions/${county}.csv`, 'utf8');

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe('A county comes from its divisions file', () => {
  test.each([
    ['510681', '广汉市', 12, 123, { village: 62, community: 59, campus: 2 }],
    ['371323', '沂水县', 18, 386, { village: 357, community: 29, campus: 0 }],
    ['411381', '邓州市', 29, 632, { village: 528, community: 104, campus: 0 }],
  ])('%s %s has %i towns and %i villages', async (code, name, towns, villages, kinds) => {
    const report = await importDivisions(world.app, csvOf(code));

    expect(report).toMatchObject({ countyCode: code, countyName: name, towns, villages, kinds });
  });

  test('reading the file again changes no address and adds nothing', async () => {
    await importDivisions(world.app, csvOf('510681'));
    const before = await slugsOf(world);

    const report = await importDivisions(world.app, csvOf('510681'));

    expect(report).toMatchObject({ added: 0, absent: [] });
    expect(await slugsOf(world)).toEqual(before);
  });

  test('an address stays when a village of the same name comes later', async () => {
    const header = 'code,name,town_code,town';
    const first = '510681102204,石梯村村民委员会,510681102,连山镇';
    const later = '510681103299,石梯村村民委员会,510681103,高坪镇';
    await importDivisions(world.app, [header, first].join('\n'));

    await importDivisions(world.app, [header, first, later].join('\n'));

    const ctx = await world.ctx();
    expect((await villageByCode(ctx, '510681102204'))?.slug).toBe('shiti');
    expect((await villageByCode(ctx, '510681103299'))?.slug).toBe('shiti-gaopingzhen');
  });

  test('a village says its town, its county and what it is called', async () => {
    await importDivisions(world.app, csvOf('510681'));

    const village = await villageBySlug(await world.ctx(), 'shiti');

    expect(village).toEqual({
      code: '510681102204',
      slug: 'shiti',
      name: '石梯村',
      fullName: '石梯村村民委员会',
      kind: 'village',
      path: '/510681/510681102/510681102204/',
      townCode: '510681102',
      townName: '连山镇',
      townSlug: 'lianshanzhen',
      countyCode: '510681',
      countyName: '广汉市',
      countyKind: 'city',
    });
  });

  test('the levels are rows: Yishui has five with its work areas', async () => {
    await importDivisions(world.app, csvOf('371323'));

    const levels = await world.app.db.read.select().from(gridLevel).orderBy(gridLevel.no);

    expect(levels.map((level) => level.nameZh)).toEqual([
      '干部网格',
      '村级网格',
      '工作片',
      '乡镇网格',
      '县总网格',
    ]);
  });

  test('the front says what its operator does next, until they are in', async () => {
    const guest = async () => {
      const ctx = await world.ctx();
      return { ...ctx, env: { ...ctx.env, countyCode: '371323' } };
    };
    const before = await guest();

    expect(await countyFront(before, null)).toBeNull();
    expect([...before.page.tags]).toContain('county');
    expect(countyToCome(before)).toEqual({
      name: '沂水县',
      command: 'COUNTY=371323 npm run cuntou -- import-divisions content/divisions/371323.csv',
    });

    await importDivisions(world.app, csvOf('371323'));
    expect(await countyFront(await guest(), null)).toMatchObject({ villages: 386 });
  });

  test('a broken line is named', async () => {
    const csv = 'code,name,town_code,town\n510681102204,石梯村村民委员会,371323102,连山镇';

    await expect(importDivisions(world.app, csv)).rejects.toThrow('line 2');
  });
});

describe('Old addresses stay good', () => {
  beforeEach(async () => {
    await importDivisions(world.app, csvOf('510681'));
  });

  test('the 12-digit code leads to the readable name', async () => {
    const answer = await world.get('/v/510681102204/people');

    expect(answer.status).toBe(301);
    expect(answer.headers.get('location')).toBe('/v/shiti/people');
  });

  test('in English too', async () => {
    const answer = await world.get('/en/v/510681102204');

    expect(answer.headers.get('location')).toBe('/en/v/shiti');
  });

  test('a merged village leads to the one it became part of, which says so', async () => {
    const answer = await world.get('/v/shuangyan');

    expect(answer.status).toBe(301);
    expect(answer.headers.get('location')).toBe('/v/shiti?from=shuangyan');
  });

  test('a living village is left alone', async () => {
    const answer = await world.get('/v/shiti');

    expect(answer.status).toBe(200);
  });
});

describe('The name decides what a place is', () => {
  test.each([
    ['石梯村村民委员会', 'village', '石梯村', 'shiti'],
    ['房湖社区居民委员会', 'community', '房湖社区', 'fanghu'],
    ['西关居委会', 'community', '西关社区', 'xiguan'],
    ['张桥村员委员会', 'village', '张桥村', 'zhangqiao'],
    ['磨石沟村委会', 'village', '磨石沟村', 'moshigou'],
    ['中国民航飞行学院社区', 'campus', '中国民航飞行学院社区', 'zhongguominhangfeixingxueyuan'],
    ['黄牛场虚拟生活区', 'community', '黄牛场虚拟生活区', 'huangniuchangxunishenghuoqu'],
  ])('%s is a %s called %s', (fullName, kind, shortName, slug) => {
    expect(kindOfUnit(fullName)).toBe(kind);
    expect(shortNameOf(fullName)).toBe(shortName);
    expect(villageSlug(shortNameOf(fullName))).toBe(slug);
  });

  test('where a name repeats, every address carries the town', () => {
    const units = [
      { code: '1', shortName: '西岭社区', townSlug: 'jia' },
      { code: '2', shortName: '西岭社区', townSlug: 'yi' },
      { code: '3', shortName: '东岭社区', townSlug: 'yi' },
    ];

    const addresses = addressesFor(units, new Set());

    expect([...addresses.values()]).toEqual(['xiling-jia', 'xiling-yi', 'dongling']);
  });
});

async function slugsOf({ app }: World) {
  const rows = await app.db.read
    .select({ code: grid.code, slug: grid.slug })
    .from(grid)
    .where(eq(grid.level, 'village'))
    .orderBy(grid.code);
  return rows;
}
