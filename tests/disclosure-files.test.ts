import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { disclosureFile } from '#db/schema/vouchers.ts';
import { filesBeside } from '#server/attachments/views.ts';
import { beginCorrection, dropCorrection } from '#server/disclosure-review/correcting.ts';
import { sendForReview } from '#server/disclosure-review/steps.ts';
import { disclosurePage } from '#server/disclosures/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { instantOf } from '#server/rules/dates.ts';
import {
  attachmentDeskPath,
  attachmentPath,
  attachmentsPath,
} from '#server/rules/voucher-links.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  draftTable,
  must,
  OCTOBER,
  publishedDraft,
  startDisclosure,
  subsistenceLine,
} from '#tests/support/disclosures.ts';
import { makePdf, type PdfParts } from '#tests/support/pdf.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let people: DisclosurePeople;

beforeEach(async () => {
  world = await openWorld();
  people = await disclosurePeople(world);
  world.clock.set(instantOf('2026-11-05', '10:00'));
  await startDisclosure(world, { since: '2026-07-01' });
});

afterEach(async () => {
  await world.close();
});

const RULES: PdfParts = {
  pages: ['北坡村村规民约\n第一条 爱护路灯，节约用水。', '第二条 红事白事从简。2026年10月20日'],
  about: { Title: '村规民约', Creator: 'WPS' },
};

const october = () =>
  draftTable(world, {
    ...{ itemCode: 'finance-lines', period: '2026-10', lines: OCTOBER, opening: 11_007_722 },
  });

async function add(
  draftId: string,
  parts: PdfParts | string,
  { name = '村规民约.pdf', as = people.clerk, key = newToken() } = {},
) {
  const bytes = typeof parts === 'string' ? Buffer.from(parts) : makePdf(parts);
  const form = new FormData();
  form.set('key', key);
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), name);
  return world.post(attachmentsPath(draftId), form, await world.cookieOf(as));
}

const rows = () => world.app.db.read.select().from(disclosureFile);
const stored = () => readdir(join(world.app.env.dataDir, 'files')).catch(() => []);

async function theFile() {
  const [row] = await rows();
  if (!row) throw new Error('no file was kept');
  return row;
}

async function get(path: string, as?: string) {
  const headers = as ? { cookie: await world.cookieOf(as) } : {};
  return world.http.request(path, { headers });
}

async function besides(no: number, as?: string) {
  const ctx = await world.ctx(as);
  const query = new URLSearchParams();
  const page = await disclosurePage(ctx, { slug: 'beipo', no: String(no), query });
  return page?.table ? filesBeside(ctx, page.village, page.table) : [];
}

test('a clean file is kept, looked at by supervision, published with its table and taken along by a guest', async () => {
  const id = await october();

  expect((await add(id, RULES)).status).toBe(303);
  const file = await theFile();
  expect(file).toMatchObject({ name: '村规民约', pages: 2, version: 1, removedAt: null });
  expect((await get(attachmentDeskPath(file.id), people.supervision[0])).status).toBe(200);
  expect((await get(attachmentPath('beipo', file.id))).status).toBe(404);

  const { no } = await publishedDraft(world, people, id);

  expect(await besides(no)).toMatchObject([{ name: '村规民约', pages: 2, bytes: file.bytes }]);
  const answer = await get(attachmentPath('beipo', file.id));
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(makePdf(RULES));
  expect(answer.headers.get('content-disposition')).toMatch(
    /^attachment; filename="file.pdf"; filename\*=UTF-8''%E6/,
  );
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toContain('sandbox');
});

test('what was added is in the ledger without its words', async () => {
  await add(await october(), RULES);

  const isIt = eq(ledgerEntry.what, 'disclosure.file-added');
  const [entry] = await world.app.db.read.select().from(ledgerEntry).where(isIt);

  expect(entry).toMatchObject({ actorId: people.clerk });
  expect(JSON.stringify(entry)).not.toContain('村规民约');
});

test.each([
  [
    'in the words of a page',
    { ...RULES, pages: ['名单', '身份证 510623196403121236'] },
    {},
    '2 id 1',
  ],
  ['across two lines', { pages: ['身份证 5106231964\n03121236'] }, {}, '1 id 1'],
  ['in its title', { ...RULES, about: { Title: '510623196403121236' } }, {}, 'about id 1'],
  ['in its author', { ...RULES, about: { Author: '13812345678' } }, {}, 'about phone 1'],
  ['in its name', RULES, { name: '低保510623196403121236.pdf' }, 'name id 1'],
] as [string, PdfParts, { name?: string }, string][])(
  'a file with personal data %s is refused, and nothing of it is kept or repeated',
  async (_, parts, more, where) => {
    const answer = await add(await october(), parts, more);

    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain(`"${where}"`);
    expect(page).not.toMatch(/510623196403121236|13812345678/);
    expect(await rows()).toEqual([]);
    expect(await stored()).toEqual([]);
  },
);

test.each([
  ['a page that is a photo', { pages: ['盖章'], picture: 400 }],
  ['a page without a word', { pages: ['第一页', ''] }],
  ['a program', { ...RULES, script: 'app.alert(1)' }],
  ['something behind its end', { ...RULES, behind: 'PK'.repeat(200) }],
  ['what stood there before a change', { ...RULES, before: '罗白露' }],
  ['more pages than anybody reads', { pages: Array.from({ length: 61 }, () => '页') }],
  ['something else than a PDF in it', '<html><script>alert(1)</script></html>'],
  ['half of a PDF in it', '%PDF-1.7\n1 0 obj'],
] as [string, PdfParts | string][])('a file with %s is refused', async (_, parts) => {
  const answer = await add(await october(), parts);

  expect(answer.status).toBe(422);
  expect(await rows()).toEqual([]);
  expect(await stored()).toEqual([]);
});

test('a seal on a page is no photo', async () => {
  expect((await add(await october(), { ...RULES, picture: 130 })).status).toBe(303);
});

test('a file alone is not enough where lines are due', async () => {
  const id = await draftTable(world, {
    ...{ itemCode: 'finance-lines', period: '2026-10', lines: [], opening: 0 },
  });
  await add(id, RULES);

  const sent = await sendForReview(await world.ctx(people.clerk), id);

  expect(sent).toMatchObject({ ok: false, code: 'tableNeeded' });
});

test('a form pressed twice adds one file', async () => {
  const id = await october();
  const key = newToken();
  await add(id, RULES, { key });
  await add(id, RULES, { key });

  expect(await rows()).toHaveLength(1);
  expect(await stored()).toHaveLength(1);
});

test('a file is taken away while the draft is open, and stays once it is published', async () => {
  const id = await october();
  const remove = async (fileId: string) =>
    world.post(
      `${attachmentDeskPath(fileId)}/remove`,
      { key: newToken() },
      await world.cookieOf(people.clerk),
    );
  await add(id, RULES);
  await remove((await theFile()).id);
  expect(await stored()).toEqual([]);

  await add(id, RULES, { name: '审计报告.pdf' });
  const { no } = await publishedDraft(world, people, id);
  const [file] = await besides(no);
  expect((await remove(file?.id ?? '')).status).toBe(422);
  must(await beginCorrection(await world.ctx(people.clerk), id, '金额写错了'));
  expect((await remove(file?.id ?? '')).status).toBe(422);

  expect(await besides(no)).toMatchObject([{ name: '审计报告' }]);
});

test('a file of a correction is read by nobody before it is published, and goes when it is given up', async () => {
  const id = await october();
  const { no } = await publishedDraft(world, people, id);
  must(await beginCorrection(await world.ctx(people.clerk), id, '补一份审计报告'));
  await add(id, RULES);
  const { id: fileId } = await theFile();

  expect(await besides(no)).toEqual([]);
  expect((await get(attachmentPath('beipo', fileId), people.clerk)).status).toBe(404);

  must(await dropCorrection(await world.ctx(people.clerk), id));
  expect((await get(attachmentDeskPath(fileId), people.clerk)).status).toBe(404);
  expect(await stored()).toEqual([]);
});

test('a file beside a list for the village is for the village: guests get nothing, and no cache keeps it', async () => {
  const id = await draftTable(world, {
    ...{ itemCode: 'subsistence', period: '2026-Q3' },
    lines: [subsistenceLine('何立夏', 3, 98_000)],
  });
  await add(id, RULES);
  await publishedDraft(world, people, id);
  const path = attachmentPath('beipo', (await theFile()).id);

  expect((await get(path)).status).toBe(404);
  const read = await get(path, world.people.villager);
  expect(read.status).toBe(200);
  expect(read.headers.get('cache-control')).toBe('private, no-store');
});

test('nobody else adds a file, or learns that there is one', async () => {
  const id = await october();
  await add(id, RULES);
  const { id: fileId } = await theFile();

  for (const as of [world.people.villager, world.people.southSecretary]) {
    expect((await add(id, RULES, { as })).status).toBe(404);
    expect((await get(attachmentDeskPath(fileId), as)).status).toBe(404);
  }
  expect((await get(attachmentPath('nangou', fileId))).status).toBe(404);
  expect(await rows()).toHaveLength(1);
});
