import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import readExcel from 'read-excel-file/universal';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { disclosureVersion } from '#db/schema/disclosures.ts';
import { dropRow } from '#server/disclosure-drafts/rows.ts';
import { beginCorrection } from '#server/disclosure-review/correcting.ts';
import { parseDelimited } from '#server/rules/delimited.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  ledgerLine,
  must,
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

afterEach(async () => {
  await world.close();
});

async function textOf(path: string): Promise<string> {
  const answer = await world.get(path);
  expect(answer.status, path).toBe(200);
  return answer.text();
}

async function bytesOf(path: string): Promise<Buffer<ArrayBuffer>> {
  return Buffer.from(await (await world.get(path)).arrayBuffer());
}

async function cellsOf(path: string) {
  const [sheet] = await readExcel(await (await world.get(path)).arrayBuffer());
  return (sheet?.data ?? []).flat();
}

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('a table taken away', () => {
  test('as CSV has the public cells, plain sums and the mark that Excel needs', async () => {
    const { path } = await publishedAccounts(world, people);

    const answer = await world.get(`${path}.csv`);

    const text = (await answer.clone().arrayBuffer()).slice(0, 3);
    const rows = parseDelimited((await answer.text()).replace(/^\ufeff/, ''));
    expect([...new Uint8Array(text)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(rows[0]).toContain('行号');
    expect(rows[1]).toEqual(expect.arrayContaining(['1', '2026-10-09', '鱼塘发包款', '48260.00']));
    expect(rows).toHaveLength(4);
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="beipo-finance-lines-2026-10-\d+\.csv"$/,
    );
  });

  test('has the very hash that stands beside its version', async () => {
    const { id, path } = await publishedAccounts(world, people);
    const [version] = await world.app.db.read
      .select()
      .from(disclosureVersion)
      .where(eq(disclosureVersion.disclosureId, id));

    const csv = await bytesOf(`${path}.csv`);
    const json = JSON.parse(await textOf(`${path}.json`));

    expect(sha256(csv)).toBe(version?.hash);
    expect(json.hash).toBe(`sha256:${version?.hash}`);
    expect(json.versions).toMatchObject([{ no: 1, hash: version?.hash, rows: 3 }]);
  });

  test('begins no formula in any spreadsheet, and leaves sums that were taken back as numbers', async () => {
    const lines = ['=1+1', '+8', '-2+3', '@SUM(A1)', '＝HYPERLINK("http://a")', '\t=1', '",=1'].map(
      (item) => ledgerLine('out', '2026-10-02', item, 'works', 100),
    );
    const back = ledgerLine('out', '2026-10-03', '冲红', 'works', -120_000);
    const { path } = await publishedAccounts(world, people, { lines: [...lines, back] });

    const cells = parseDelimited((await textOf(`${path}.csv`)).replace(/^\ufeff/, '')).flat();
    const sheet = await cellsOf(`${path}.xlsx`);

    const formulas = cells.filter((cell) => /^[=+\-@\t＝＋－＠]/.test(cell));
    expect(formulas).toEqual(['-1200.00']);
    expect(cells).toContain('",=1');
    expect(sheet).toContain('=1+1');
  });

  test('as a workbook keeps sums as numbers that can be added up', async () => {
    const { path } = await publishedAccounts(world, people);

    const cells = await cellsOf(`${path}.xlsx`);

    expect(cells).toEqual(expect.arrayContaining([48_260, 6_800, 3_000]));
  });

  test('names nobody who made it', async () => {
    const { path } = await publishedAccounts(world, people);

    const bytes = (await bytesOf(`${path}.xlsx`)).toString('latin1');

    expect(bytes).not.toMatch(/docProps|creator|lastModifiedBy/);
  });

  test('is not sent again to whoever has it', async () => {
    const { path } = await publishedAccounts(world, people);
    const etag = (await world.get(`${path}.csv`)).headers.get('etag') ?? '';

    const again = await world.http.request(`${path}.csv`, { headers: { 'if-none-match': etag } });

    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
  });

  test('keeps what a correction struck out, and shows none of one that is under way', async () => {
    const { id, path } = await publishedTable(world, people, {
      itemCode: 'seal-use',
      period: '2026-Q3',
      lines: ['贷款证明', '户籍证明'].map((matter) => ({
        shown: { day: '2026-07-02', matter, times: 1 },
      })),
    });
    const before = await bytesOf(`${path}.csv`);
    const clerk = await world.ctx(people.clerk);
    must(await beginCorrection(clerk, id, '户籍证明记错了'));
    must(await dropRow(clerk, id, { no: 2 }));
    const underWay = await bytesOf(`${path}.csv`);

    await publishedDraft(world, people, id);

    const after = parseDelimited((await textOf(`${path}.csv`)).replace(/^\ufeff/, ''));
    const json = JSON.parse(await textOf(`${path}.json`));
    expect(underWay.equals(before)).toBe(true);
    expect(after.map((row) => row.at(-1))).toEqual(['划去的版本', '', '2']);
    expect(json.version).toBe(2);
    expect(json.hash).toBe(`sha256:${json.versions[1].hash}`);
    expect(json.versions[0].hash).toBe(sha256(before));
  });

  test('is the same bytes in both languages and each time', async () => {
    const { path } = await publishedAccounts(world, people);

    const [first, again, english] = await Promise.all([
      bytesOf(`${path}.xlsx`),
      bytesOf(`${path}.xlsx`),
      bytesOf(`/en${path}.xlsx`),
    ]);

    expect(again.equals(first)).toBe(true);
    expect(english.equals(first)).toBe(true);
    expect(await textOf(`/en${path}.csv`)).toBe(await textOf(`${path}.csv`));
  });
});

describe('rows about people in need', () => {
  test.each(['csv', 'xlsx', 'json'])('are in no %s for anybody', async (format) => {
    const lines = [subsistenceLine('罗白露', 2, 88_000)];
    const draft = { itemCode: 'subsistence', period: '2026-Q3', lines };
    const { path } = await publishedTable(world, people, draft);
    const readers = [world.people.villager, people.clerk, people.supervision[0]];
    const cookies = await Promise.all(readers.map((id) => world.cookieOf(id)));

    const answers = await Promise.all(
      ['', ...cookies].map((cookie) => world.get(`${path}.${format}`, cookie)),
    );

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  });

  test('are in no copy where everybody reads them with masked names', async () => {
    const shown = {
      ...{ household: '罗**', group: '3组', subsidy: '耕地地力', area: 3_000, rate: 100 },
      amount: 30_000,
    };
    const lines = [{ shown, village: { household: '罗白露' }, amount: 30_000 }];
    const draft = { itemCode: 'subsidies', period: '2026-10-12', lines };
    const { path, no } = await publishedTable(world, people, draft);

    const answers = await Promise.all([
      world.get(`${path}.csv`),
      world.get('/v/beipo/open/2026/10/datapackage.json'),
      world.get(`/v/beipo/open/2026/10/subsidies-${no}.csv`),
    ]);
    const feed = await textOf('/feeds/beipo.atom');

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(feed).not.toContain('<entry>');
  });
});

/** Rules of Table Schema and Data Package 1.0 (specs.frictionlessdata.io). */
const NAME = /^[-a-z0-9._/]+$/;
const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'date'];
const MONTH = '/v/beipo/open/2026/10';

describe('a month as a data package', () => {
  test('keeps the rules of its specification', async () => {
    await publishedAccounts(world, people);

    const found = JSON.parse(await textOf(`${MONTH}/datapackage.json`));

    expect(found.profile).toBe('tabular-data-package');
    expect(found.name).toMatch(NAME);
    expect(found.created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/);
    expect(found.licenses).toMatchObject([
      { name: 'CC-BY-4.0', path: expect.stringMatching(/^https:/) },
    ]);
    expect(found.sources.map(({ title }: { title: string }) => title)).toContain(
      '村民委员会组织法 35(5) 2025-10-28',
    );
    for (const resource of found.resources) {
      expect(resource).toMatchObject({
        ...{ profile: 'tabular-data-resource', format: 'csv', mediatype: 'text/csv' },
        ...{ encoding: 'utf-8', name: expect.stringMatching(NAME) },
        hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      });
      expect(resource.path).not.toMatch(/^[/.]|\.\.|:/);
      const names = resource.schema.fields.map(({ name }: { name: string }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names).toContain(resource.schema.primaryKey);
      for (const { type } of resource.schema.fields) expect(TYPES).toContain(type);
    }
  });

  test('tells of each table just what is found at its address', async () => {
    await publishedAccounts(world, people);

    const { resources } = JSON.parse(await textOf(`${MONTH}/datapackage.json`));

    expect(resources).toHaveLength(1);
    const [resource] = resources;
    const bytes = await bytesOf(`${MONTH}/${resource.path}`);
    const [heads, ...rows] = parseDelimited(bytes.toString().replace(/^\ufeff/, ''));
    expect(bytes).toHaveLength(resource.bytes);
    expect(`sha256:${sha256(bytes)}`).toBe(resource.hash);
    const { fields } = resource.schema;
    expect(heads).toEqual(fields.map(({ name }: { name: string }) => name));
    const wrong = rows.flatMap((row) =>
      row.filter((cell, at) => cell !== '' && !FITS[fields[at].type]?.test(cell)),
    );
    expect(wrong).toEqual([]);
  });

  test('is nowhere for a month in which nothing was published', async () => {
    await publishedAccounts(world, people);

    const answers = await Promise.all([
      world.get('/v/beipo/open/2026/09/datapackage.json'),
      world.get('/v/beipo/open/2026/13/datapackage.json'),
      world.get('/v/nowhere/open/2026/10/datapackage.json'),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});

const FITS: Record<string, RegExp> = {
  string: /^/,
  number: /^-?\d+(\.\d+)?$/,
  integer: /^-?\d+$/,
  date: /^\d{4}-\d\d-\d\d$/,
};

describe('the feeds of a village', () => {
  test('tell the sentence and the address of what was published', async () => {
    const { path } = await publishedAccounts(world, people);

    const atom = await textOf('/feeds/beipo.atom');
    const json = JSON.parse(await textOf('/feeds/beipo.json'));

    expect(atom).toContain('<title>2026年10月的账</title>');
    expect(atom).toMatch(/<id>tag:[^,<]+,\d{4}-\d\d-\d\d:[0-9a-f-]{36}<\/id>/);
    expect(json).toMatchObject({
      version: 'https://jsonfeed.org/version/1.1',
      items: [{ title: '2026年10月的账', url: expect.stringContaining(path) }],
    });
    expect(json.items[0].content_text).toMatch(/^这个月进来 48,260.00 元/);
  });

  test('lead on page by page, and each entry comes once', async () => {
    const many = world.app.book.disclosures.feedItems + 1;
    const lines = [{ shown: { day: '2026-10-02', matter: '贷款证明', times: 1 } }];
    for (let at = 0; at < many; at += 1) {
      const period = `${2018 + Math.floor(at / 4)}-Q${(at % 4) + 1}`;
      await publishedTable(world, people, { itemCode: 'seal-use', period, lines });
    }

    const first = JSON.parse(await textOf('/feeds/beipo.json'));
    const { pathname, search } = new URL(first.next_url);
    const second = JSON.parse(await textOf(pathname + search));

    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(first.items).toHaveLength(many - 1);
    expect(second.next_url).toBeUndefined();
    expect(new Set(ids).size).toBe(many);
  });

  test('escape what a title may bring along', async () => {
    const lines = [
      ledgerLine('out', '2026-10-02', '<script>alert(1)</script> & "』\u{b}', 'works', 200),
      ledgerLine('out', '2026-10-03', '石子', 'works', 100),
    ];
    await publishedAccounts(world, people, { lines });

    const atom = await textOf('/feeds/beipo.atom');

    expect(atom).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;');
    expect(atom).not.toContain('\u{b}');
  });
});
