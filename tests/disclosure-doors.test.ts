import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { itemOf as addedItem } from '#server/disclosure-catalogue/items.ts';
import { itemSheet, monthSheet } from '#server/disclosure-copies/sheets.ts';
import { openDraft } from '#server/disclosure-drafts/drafts.ts';
import { decideFindings } from '#server/disclosure-drafts/gate.ts';
import { waitingDisclosureFile } from '#server/disclosure-drafts/import-file.ts';
import { catalogueList, openPage } from '#server/disclosure-duties/views.ts';
import { versionsPage } from '#server/disclosure-review/versions.ts';
import { disclosedMonth } from '#server/disclosures/month-views.ts';
import { disclosurePage } from '#server/disclosures/views.ts';
import { disclosedYear } from '#server/disclosures/year-views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { askPage } from '#server/line-objections/ask-views.ts';
import { objectionList } from '#server/line-objections/list.ts';
import { historyPage } from '#server/posts/word-pages.ts';
import { parseDelimited, writeDelimited } from '#server/rules/delimited.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { copyPath, feedPath, packagePath } from '#server/rules/links.ts';
import { indexEverything } from '#server/search/job.ts';
import { searchPage } from '#server/search/views.ts';
import { countyFront } from '#server/squares/county-views.ts';
import { villageHome } from '#server/squares/views.ts';
import { listZip, unpackEntry } from '#server/workshop/zip.ts';
import { type Dice, diceOf } from '#tests/support/dice.ts';
import {
  disclosurePeople,
  must,
  publishedDraft,
  startDisclosure,
} from '#tests/support/disclosures.ts';
import { leaks } from '#tests/support/leaks.ts';
import { aNumber } from '#tests/support/personal-data.ts';
import { type PersonalRow, personalRows } from '#tests/support/personal-rows.ts';
import { openWorld, type World } from '#tests/support/world.ts';

/**
 * Rows in which people hide: two items that may be taken away, one for all, two for the village; the
 * last of them is an item that the village added itself.
 */
const TABLES = [
  { itemCode: 'utility-fees', period: '2026-Q3', rows: 400, isTaken: true, isOpen: true },
  { itemCode: 'donations', period: '2026-10-12', rows: 250, isTaken: true, isOpen: true },
  { itemCode: 'subsidies', period: '2026-10-13', rows: 200, isTaken: false, isOpen: true },
  { itemCode: 'temporary-relief', period: '2026-Q3', rows: 100, isTaken: false, isOpen: false },
  { itemCode: 'own-1', period: '2026-Q3', rows: 50, isTaken: false, isOpen: false },
];
const MONTHS = ['2026-09', '2026-10'];

type Published = (typeof TABLES)[number] & { id: string; postId: string; no: number; path: string };

let world: World;
let tables: Published[];
let rows: PersonalRow[];
let made: Map<string, PersonalRow[]>;
let added: CatalogueItem | null = null;

beforeAll(async () => {
  world = await openWorld();
  const people = await disclosurePeople(world);
  await startDisclosure(world);
  added = await ownItem();
  made = new Map(TABLES.map((table, at) => [table.itemCode, rowsOf(table, at + 1)]));
  rows = [...made.values()].flat();
  tables = [];
  for (const table of TABLES) {
    const id = await drafted(table, made.get(table.itemCode) ?? []);
    tables.push({ ...table, ...(await publishedDraft(world, people, id)) });
  }
  await indexEverything(world.app);
}, 120_000);

afterAll(() => world.close());

/** Names of people in an item that the village adds, with nothing said of who reads it. */
async function ownItem(): Promise<CatalogueItem | null> {
  const item = { name: '爱心超市兑换', how: 'quarterly', key: newToken() };
  const columns = '户主 姓名\n组 组\n换了什么 文字\n金额 金额';
  const cookie = await world.cookieOf(world.people.secretary);
  await world.post(`/desk/open/${world.county.north}/item`, { ...item, columns }, cookie);
  return addedItem(await world.ctx(), world.county.north, 'own-1');
}

function itemOf(code: string): CatalogueItem {
  const item = [...world.app.book.catalogue.items, added].find((one) => one?.code === code);
  if (!item) throw new Error(`no item ${code}`);
  return item;
}

function rowsOf({ itemCode, rows: n }: (typeof TABLES)[number], seed: number): PersonalRow[] {
  return personalRows(seed, n, itemOf(itemCode).columns);
}

/** Brought in by the clerk as a file with everybody's numbers, and every mask accepted. */
async function drafted(
  { itemCode, period }: (typeof TABLES)[number],
  personal: PersonalRow[],
): Promise<string> {
  const ctx = await world.ctx(world.people.clerk);
  const cookie = await world.cookieOf(world.people.clerk);
  const which = { villageCode: world.county.north, itemCode, period };
  const { id } = must(await openDraft(ctx, which));
  const form = new FormData();
  form.set('file', new Blob([fileOf(itemOf(itemCode), personal)]), 'table.csv');
  await world.post(`/desk/open/draft/${id}/import`, form, cookie);
  const file = await waitingDisclosureFile(ctx, id);
  expect(file?.faults, itemCode).toEqual([]);
  const key = file?.key ?? '';
  await world.post(`/desk/open/draft/${id}/import/apply`, { key, how: 'replace' }, cookie);
  must(await decideFindings(ctx, id, {}));
  return id;
}

/** A file as an office has it: with columns of ID numbers, cards and telephones beside the words. */
function fileOf({ columns, own }: CatalogueItem, personal: PersonalRow[]): string {
  const heads = [...columns.map(({ zh }) => zh), ...own.map((datum) => OWN_HEADS[datum])];
  const dice = diceOf(personal.length);
  const lines = personal.map((row) => {
    const numbers = own.map((datum) => aNumberOf(dice, OWN_KINDS[datum]));
    row.secrets.push(...numbers);
    return [...columns.map(({ code }) => row.cells[code] ?? ''), ...numbers];
  });
  return writeDelimited([heads, ...lines]);
}

const OWN_HEADS = { id: '身份证号', card: '银行卡号', phone: '手机号' };
const OWN_KINDS = { id: 'id', card: 'card', phone: 'mobile' };

function aNumberOf(dice: Dice, wanted: string): string {
  for (;;) {
    const { kind, digits } = aNumber(dice);
    if (kind === wanted) return digits;
  }
}

/** Whoever is not of the village, and what he must find nowhere. */
const strangers = [
  ['a guest', () => undefined],
  ['somebody with a telephone and no village', () => world.people.phoneOnly],
  ['somebody of the next village', () => world.people.southerner],
] as const;
const everybody = [
  ...strangers,
  ['somebody of the village', () => world.people.villager],
  ['the clerk', () => world.people.clerk],
] as const;

/** What a page tells its reader: all that its view gives, whatever of it is printed. */
function told(view: unknown): string {
  return JSON.stringify(view, (_, value) => (value instanceof Map ? [...value] : value)) ?? '';
}

/** Every page of a table, in every order that it has. */
async function pagesOf(ctx: Context, no: number): Promise<Doors> {
  const first = await tablePage(ctx, no, { sort: 'table' });
  const orders = first?.table?.choices.orders ?? ['table'];
  return Promise.all(
    orders.map(async (sort): Promise<Doors[number]> => {
      const pages: string[] = [];
      let after: number | null = 0;
      while (after !== null) {
        const page = await tablePage(ctx, no, { sort, ...(after > 0 && { after: String(after) }) });
        pages.push(told(page));
        after = page?.table?.page.next ?? null;
      }
      return [`#${no} by ${sort}`, pages.join('\n')];
    }),
  );
}

function tablePage(ctx: Context, no: number, asked: Record<string, string>) {
  const query = new URLSearchParams(asked);
  return disclosurePage(ctx, { slug: 'beipo', no: String(no), query });
}

type Doors = [door: string, text: string][];
const opened = new Map<string, Promise<Doors>>();

/** Everything of the tables that a reader can open, by what it is called. */
function doorsOf(personId: string | undefined): Promise<Doors> {
  const key = personId ?? '';
  const doors = opened.get(key) ?? openDoors(personId);
  opened.set(key, doors);
  return doors;
}

async function openDoors(personId: string | undefined): Promise<Doors> {
  const ctx = await world.ctx(personId);
  const cookie = personId === undefined ? '' : await world.cookieOf(personId);
  const found: Doors = [];
  for (const { itemCode, no, path, postId } of tables) {
    const ref = { slug: 'beipo', no };
    found.push(
      ...(await pagesOf(ctx, no)),
      [`${itemCode} on paper`, told(await itemSheet(ctx, { ...ref, after: 0 }))],
      [`${itemCode} and a question`, told(await askPage(ctx, ref, 1))],
      [`${itemCode} and its versions`, told(await versionsPage(ctx, 'beipo', String(no)))],
      [`${itemCode} and its wordings`, told(await historyPage(ctx, { kind: 'post', id: postId }))],
      ...(await filesOf([`${path}.csv`, `${path}.xlsx`, `${path}.json`], cookie)),
    );
  }
  for (const month of MONTHS) {
    const [year = '', of = ''] = month.split('-');
    found.push(
      [`${month} on paper`, told(await monthSheet(ctx, { slug: 'beipo', month }))],
      [month, told(await disclosedMonth(ctx, { slug: 'beipo', year, month: of }))],
    );
  }
  const packages = MONTHS.map((month) => packagePath('beipo', month));
  const resources = tables.flatMap(({ itemCode, no }) =>
    MONTHS.map((month) => `/v/beipo/open/${month.replace('-', '/')}/${itemCode}-${no}.csv`),
  );
  const feeds = [feedPath('beipo', 'atom'), feedPath('beipo', 'json')];
  const slips = tables.map(({ no }) => copyPath('nanba', no, 'csv'));
  found.push(
    ['the year', told(await disclosedYear(ctx, { slug: 'beipo', year: '2026' }))],
    ['what was asked', told(await objectionList(ctx, 'beipo', { before: null, after: null }))],
    ['what is owed', told(await catalogueList(ctx, 'beipo'))],
    ['what is open', told(await openPage(ctx, 'beipo'))],
    ['the village', told(await villageHome(ctx, 'beipo', null))],
    ['the county', told(await countyFront(ctx, null))],
    ['a search', told(await searchPage(ctx, { slug: null, q: '北坡', order: null, before: null }))],
    ...(await filesOf([...packages, ...resources, ...feeds, ...slips], cookie)),
  );
  return found;
}

/** Files with everything that is said about them; workbooks unpacked. */
async function filesOf(paths: string[], cookie: string): Promise<Doors> {
  return Promise.all(
    paths.map(async (path): Promise<[string, string]> => {
      const answer = await world.get(path, cookie);
      const heads = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
      const bytes = Buffer.from(await answer.arrayBuffer());
      const text = bytes.subarray(0, 2).toString() === 'PK' ? unpacked(bytes) : bytes.toString();
      return [path, `${answer.status}\n${heads}\n${text}`];
    }),
  );
}

function unpacked(zip: Buffer): string {
  const limits = { entries: 20, unpacked: 64 * 1024 * 1024, ratio: 1_000 };
  return listZip(zip, limits)
    .map((entry) => `${entry.name}\n${unpackEntry(zip, entry)}`)
    .join('\n');
}

/** What is told through which door; what the county's own catalogue says is nobody's secret. */
async function leaking(personId: string | undefined, secrets: string[]) {
  const ordinary = new Set(leaks(told(world.app.book.catalogue), secrets));
  const personal = secrets.filter((secret) => !ordinary.has(secret));
  const doors = await doorsOf(personId);
  return doors
    .map(([door, text]) => ({ door, told: leaks(text, personal) }))
    .filter((one) => one.told.length > 0);
}

const FIGURES = ['money', 'quantity', 'count'];

describe('a thousand rows in which people hide', () => {
  test.each(everybody)(
    'tell %s no number, home, illness or child through any door',
    { timeout: 60_000 },
    async (_, who) => {
      const names = new Set(rows.flatMap((row) => row.names));
      // A made-up child may be called like a made-up head of a household.
      const secrets = rows.flatMap((row) => row.secrets.filter((secret) => !names.has(secret)));

      expect(await leaking(who(), secrets)).toEqual([]);
    },
  );

  test.each(strangers)('tell %s no name through any door', { timeout: 60_000 }, async (_, who) => {
    const names = rows.flatMap((row) => [row.name, ...row.names]);

    expect(await leaking(who(), names)).toEqual([]);
  });

  test('are all there, masked: every line of what is open to everybody', async () => {
    const doors = new Map(await doorsOf(undefined));

    for (const { itemCode, no, rows: n, isOpen } of tables) {
      const lines = doors.get(`#${no} by table`)?.match(/"struckIn":null/g) ?? [];
      expect(lines, itemCode).toHaveLength(isOpen ? n : 0);
    }
  });

  test('name people to their own village', async () => {
    const doors = new Map(await doorsOf(world.people.villager));
    for (const { itemCode, no } of tables.filter(({ isOpen }) => !isOpen)) {
      const names = (made.get(itemCode) ?? []).flatMap((row) => row.names);
      const named = leaks(doors.get(`#${no} by table`) ?? '', names);
      expect(named.length, itemCode).toBe(new Set(names).size);
    }
  });

  test('keep what is ordinary, word for word and figure for figure', async () => {
    const doors = new Map(await doorsOf(undefined));
    const inDoor = (door: string, own: PersonalRow[]) => {
      const text = (doors.get(door) ?? '').normalize('NFKC');
      return own.flatMap((row) => row.innocent).filter((words) => !text.includes(words));
    };

    let from = 0;
    for (const { itemCode, no, path, rows: n, isTaken, isOpen } of tables) {
      const own = rows.slice(from, from + n);
      from += n;
      if (isOpen) expect(inDoor(`#${no} by table`, own), itemCode).toEqual([]);
      if (isTaken) expect(inDoor(`${path}.json`, own), itemCode).toEqual([]);
    }
  });

  test('keep every sum, area, count and day', async () => {
    let from = 0;
    for (const { itemCode, path, rows: n, isTaken } of tables) {
      const own = rows.slice(from, from + n);
      from += n;
      if (!isTaken) continue;
      const text = await (await world.get(`${path}.csv`)).text();
      const [, ...lines] = parseDelimited(text.replace(/^\ufeff/, ''));
      const changed = itemOf(itemCode).columns.flatMap(({ code, is }, at) =>
        own.filter(({ cells }, row) => {
          const [typed = '', shown = ''] = [cells[code], lines[row]?.[at + 1]];
          if (is === 'day') return shown !== typed;
          return FIGURES.includes(is) && Number(shown) !== Number(typed);
        }),
      );
      expect(changed, itemCode).toEqual([]);
    }
  });

  test('are found under nobody’s full name by whoever may not read it', async () => {
    const ctx = await world.ctx();
    const names = [...new Set(rows.flatMap((row) => row.names))].filter((_, at) => at % 40 === 0);

    for (const q of names) {
      const search = await searchPage(ctx, { slug: 'beipo', q, order: null, before: null });
      expect(search?.rows, q).toEqual([]);
      for (const { no } of tables.filter(({ isOpen }) => isOpen)) {
        const query = new URLSearchParams({ q });
        const page = await disclosurePage(ctx, { slug: 'beipo', no: String(no), query });
        expect(page?.table?.page.lines, q).toEqual([]);
      }
    }
  });
});
