import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { disclosureRow } from '#db/schema/disclosures.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { photo } from '#db/schema/posts.ts';
import { voucher } from '#db/schema/vouchers.ts';
import { importRows } from '#server/disclosure-drafts/importing.ts';
import { STAGED } from '#server/disclosure-drafts/records.ts';
import { dropRow } from '#server/disclosure-drafts/rows.ts';
import { beginCorrection, dropCorrection } from '#server/disclosure-review/correcting.ts';
import { leaveTombstones } from '#server/disclosure-review/publishing-records.ts';
import { disclosurePage } from '#server/disclosures/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { coverPhoto } from '#server/photos/cover.ts';
import { instantOf } from '#server/rules/dates.ts';
import { papersPath } from '#server/rules/voucher-links.ts';
import { coverVoucher, markWrong, openVoucher, returnVoucher } from '#server/vouchers/commands.ts';
import { paperDesk, papersPage } from '#server/vouchers/desk-views.ts';
import { openPaper, openPaperLinks } from '#server/vouchers/views.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  draftTable,
  must,
  publishedAccounts,
  publishedTable,
  startDisclosure,
  subsistenceLine,
} from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let people: DisclosurePeople;
let accounts: Awaited<ReturnType<typeof publishedAccounts>>;

beforeEach(async () => {
  world = await openWorld();
  people = await disclosurePeople(world);
  world.clock.set(instantOf('2026-11-05', '10:00'));
  await startDisclosure(world, { since: '2026-10-01' });
  accounts = await publishedAccounts(world, people);
});

afterEach(async () => {
  await world.close();
});

/** A photo of a paper, with a place in its metadata as phones write it. */
async function paper(): Promise<Blob> {
  const background = { r: 240, g: 236, b: 220 };
  const jpeg = await sharp({ create: { width: 900, height: 600, channels: 3, background } })
    .withExif({ IFD0: { ImageDescription: '罗白露 13812345678' } })
    .jpeg()
    .toBuffer();
  return new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' });
}

async function keep(
  as: string,
  { line = '2', files = 1, kind = 'weighing-slip', of = accounts.id } = {},
) {
  const form = new FormData();
  form.set('line', line);
  form.set('kind', kind);
  form.set('key', newToken());
  for (let no = 1; no <= files; no += 1)
    form.append(`photo${no}`, await paper(), '罗白露的单据.jpg');
  return world.post(papersPath(of), form, await world.cookieOf(as));
}

async function theVoucher() {
  const [row] = await world.app.db.read.select().from(voucher);
  if (!row) throw new Error('no voucher was kept');
  return row;
}

async function picture(which: 'copy' | 'paper', as?: string) {
  const { id } = await theVoucher();
  const headers = as ? { cookie: await world.cookieOf(as) } : {};
  return world.http.request(`/open/voucher/${id}-${which}-720.webp`, { headers });
}

test('a paper is kept under seal: its office sees it, nobody else, and its name is kept nowhere', async () => {
  const answer = await keep(people.clerk);

  expect(answer.status).toBe(303);
  const row = await theVoucher();
  expect(row).toMatchObject({ state: 'sealed', copyId: null, title: 'weighing-slip' });
  expect((await picture('paper', people.clerk)).status).toBe(200);
  expect((await picture('paper', people.supervision[0])).status).toBe(200);
  for (const as of [undefined, world.people.villager, world.people.town]) {
    expect((await picture('paper', as)).status).toBe(404);
    expect((await picture('copy', as)).status).toBe(404);
  }
  expect(JSON.stringify(await world.app.db.read.select().from(photo))).not.toContain('罗白露');
});

test('the photo as it came opens through no other door, not even to whoever took it', async () => {
  await keep(people.clerk);
  const [row] = await world.app.db.read.select().from(photo);
  const cookie = await world.cookieOf(people.clerk);

  const byHash = await world.http.request(`/photos/${row?.hash}-720.webp`, { headers: { cookie } });
  const covered = await coverPhoto(await world.ctx(people.clerk), row?.id ?? '', [0]);

  expect(byHash.status).toBe(404);
  expect(covered).toMatchObject({ ok: false, code: 'notFound' });
});

test('what a phone wrote into the picture is gone from the paper and from its copy', async () => {
  await keep(people.clerk);
  await coverVoucher(await world.ctx(people.clerk), (await theVoucher()).id, [5]);

  for (const which of ['paper', 'copy'] as const) {
    const bytes = Buffer.from(await (await picture(which, people.clerk)).arrayBuffer());
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    expect(bytes.includes('13812345678')).toBe(false);
  }
});

test('one person blackens, another opens, and only then the village reads the copy', async () => {
  await keep(people.clerk);
  const { id } = await theVoucher();
  await coverVoucher(await world.ctx(people.clerk), id, [0, 1, 2]);

  const own = await openVoucher(await world.ctx(people.clerk), id, newToken());
  expect(own).toMatchObject({ ok: false, code: 'notOwnWork' });
  expect((await picture('copy', world.people.villager)).status).toBe(404);

  const second = await openVoucher(await world.ctx(people.supervision[0]), id, newToken());
  expect(second).toMatchObject({ ok: true });
  const copy = await picture('copy', world.people.villager);
  expect(copy.status).toBe(200);
  expect(copy.headers.get('cache-control')).toBe('private, no-store');
  expect((await picture('paper', world.people.villager)).status).toBe(404);
  expect((await picture('copy')).status).toBe(404);
});

test('the page of the table links an opened copy for the village, and for guests counts the paper', async () => {
  await keep(people.clerk);
  const { id } = await theVoucher();
  await coverVoucher(await world.ctx(people.clerk), id, [0]);
  await openVoucher(await world.ctx(people.secretary), id, newToken());
  const query = new URLSearchParams();
  const of = { slug: 'beipo', no: String(accounts.no), query };

  const guest = await disclosurePage(await world.ctx(), of);

  expect(guest?.table?.page.lines.find(({ no }) => no === 2)?.vouchers).toBe(1);
  expect(JSON.stringify(guest)).not.toContain(id);
});

test('a copy on which something can still be read goes back with the reason, and is blackened again', async () => {
  await keep(people.clerk);
  const { id } = await theVoucher();
  await coverVoucher(await world.ctx(people.clerk), id, [0]);

  const back = await returnVoucher(
    await world.ctx(people.supervision[1]),
    id,
    '右下角的电话 13812345678 还看得见',
    newToken(),
  );
  expect(back).toMatchObject({ ok: true });
  expect(await theVoucher()).toMatchObject({ state: 'returned' });
  expect((await theVoucher()).reason).not.toContain('13812345678');

  await coverVoucher(await world.ctx(people.clerk), id, [107]);
  expect(await theVoucher()).toMatchObject({ state: 'covered', checkedById: null, reason: '' });
  const photos = await world.app.db.read.select().from(photo);
  expect(photos).toHaveLength(2);
});

test('of two who blacken at once one begins anew: nothing that was covered comes back', async () => {
  await keep(people.clerk);
  const { id } = await theVoucher();

  const both = await Promise.all([
    coverVoucher(await world.ctx(people.clerk), id, [0, 1, 2]),
    coverVoucher(await world.ctx(people.secretary), id, []),
  ]);

  expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
  expect(await world.app.db.read.select().from(photo)).toHaveLength(2);
});

test('an opened copy that is blackened again waits for another look', async () => {
  await keep(people.clerk);
  const { id } = await theVoucher();
  await coverVoucher(await world.ctx(people.clerk), id, [0]);
  await openVoucher(await world.ctx(people.secretary), id, newToken());

  await coverVoucher(await world.ctx(people.secretary), id, [1]);

  expect((await picture('copy', world.people.villager)).status).toBe(404);
});

test('a paper is never taken away: a wrong one is marked and shown to nobody any more', async () => {
  await keep(people.clerk);
  const { id } = await theVoucher();
  await coverVoucher(await world.ctx(people.clerk), id, [0]);
  await openVoucher(await world.ctx(people.secretary), id, newToken());

  await markWrong(await world.ctx(people.clerk), id, '放成了九月的过磅单', newToken());

  expect(await theVoucher()).toMatchObject({ state: 'wrong', reason: '放成了九月的过磅单' });
  expect((await picture('copy', world.people.villager)).status).toBe(404);
  const again = await coverVoucher(await world.ctx(people.clerk), id, [2]);
  expect(again).toMatchObject({ ok: false, code: 'alreadyDone' });
});

test('why a paper of a list of persons is wrong names none of them, and stays out of the ledger', async () => {
  const lines = [subsistenceLine('周寒露', 2, 132_000)];
  const draft = { itemCode: 'subsistence', period: '2026-Q3', lines };
  const list = await publishedTable(world, people, draft);
  await keep(people.clerk, { line: '1', of: list.id });
  const { id } = await theVoucher();

  must(await markWrong(await world.ctx(people.clerk), id, '周寒露家的表放错了', newToken()));

  expect(await theVoucher()).toMatchObject({ state: 'wrong', reason: '周*露家的表放错了' });
  const said = await world.app.db.read.select({ facts: ledgerEntry.facts }).from(ledgerEntry);
  expect(JSON.stringify(said)).not.toContain('家的表放错了');
});

test('a line that was withdrawn takes its papers along: nobody in the village reads them', async () => {
  await keep(people.clerk);
  const { id, rowId } = await theVoucher();
  await coverVoucher(await world.ctx(people.clerk), id, [0]);
  await openVoucher(await world.ctx(people.secretary), id, newToken());
  expect((await picture('copy', world.people.villager)).status).toBe(200);

  await world.app.db.write((tx) => leaveTombstones(tx, [rowId]));

  expect((await picture('copy', world.people.villager)).status).toBe(404);
  expect(await openPaper(await world.ctx(world.people.villager), 'beipo', id)).toBeNull();
});

test('papers behind a list of people in need close with its days, as its names do', async () => {
  const lines = [subsistenceLine('罗立春', 2, 96_000)];
  const list = { itemCode: 'subsistence', period: '2026-Q3', lines };
  const { id: of, no } = await publishedTable(world, people, list);
  await keep(people.clerk, { of, line: '1' });
  const { id } = await theVoucher();
  await coverVoucher(await world.ctx(people.clerk), id, [0]);
  await openVoucher(await world.ctx(people.secretary), id, newToken());
  const query = { slug: 'beipo', no: String(no), query: new URLSearchParams() };
  const links = async () => {
    const ctx = await world.ctx(world.people.villager);
    const view = await disclosurePage(ctx, query);
    if (!view?.table) throw new Error('the list is gone');
    const { shownThrough, page } = view.table;
    const table = { item: view.item, shownThrough, lines: page.lines };
    return {
      shownThrough: shownThrough ?? '',
      size: (await openPaperLinks(ctx, view.village, table)).size,
    };
  };
  const { shownThrough, size } = await links();

  world.clock.set(instantOf(shownThrough, '23:59'));
  const lastDay = (await picture('copy', world.people.villager)).status;
  world.clock.set(instantOf(shownThrough, '24:00'));

  expect([size, lastDay]).toEqual([1, 200]);
  expect((await links()).size).toBe(0);
  expect((await picture('copy', world.people.villager)).status).toBe(404);
  expect(await openPaper(await world.ctx(world.people.villager), 'beipo', id)).toBeNull();
  expect((await picture('copy', people.clerk)).status).toBe(200);
});

test('papers need a line that is there, a kind and a photo; what was typed stays', async () => {
  for (const [wrong, word] of [
    [{ line: '99' }, 'lineUnknown'],
    [{ kind: 'selfie' }, 'pickOne'],
    [{ files: 0 }, 'choosePhoto'],
  ] as const) {
    const answer = await keep(people.clerk, wrong);
    expect([word, answer.status]).toEqual([word, 422]);
  }
  expect(await world.app.db.read.select().from(voucher)).toEqual([]);
});

test('a line of an import that is not finished takes no papers', async () => {
  const isIt = eq(disclosureRow.disclosureId, accounts.id);
  await world.app.db.write((tx) =>
    tx.update(disclosureRow).set({ fromVersion: STAGED }).where(isIt),
  );

  expect((await keep(people.clerk)).status).toBe(422);
  expect(await world.app.db.read.select().from(voucher)).toEqual([]);
});

test('a line of a draft with papers is neither dropped nor replaced: no paper loses its line', async () => {
  const lines = [subsistenceLine('罗立春', 2, 96_000), subsistenceLine('周大雪', 1, 52_000)];
  const of = await draftTable(world, { itemCode: 'subsistence', period: '2026-Q3', lines });
  await keep(people.clerk, { of, line: '1' });
  const ctx = await world.ctx(people.clerk);
  const cells = { head: '周大雪', group: '1组', persons: 1, amount: 52_000, from: '2026-07-01' };
  const row = {
    ...{ cells, side: null, kind: null, day: null, amount: 52_000 },
    ...{ account: null, own: {}, idTail: null },
  };

  const dropped = await dropRow(ctx, of, { no: 1 });
  const replaced = await importRows(ctx, of, { rows: [row], how: 'replace', key: newToken() });

  expect(dropped).toMatchObject({ ok: false, code: 'linesHavePapers' });
  expect(replaced).toMatchObject({ ok: false, code: 'linesHavePapers' });
  expect(await dropRow(ctx, of, { no: 2 })).toMatchObject({ ok: true });
  const left = await papersPage(ctx, of, { line: null, after: null });
  expect(left?.lines.map(({ no, papers }) => [no, papers.length])).toEqual([[1, 1]]);
});

test('a correction whose new line has papers is not given up', async () => {
  const ctx = await world.ctx(people.clerk);
  must(await beginCorrection(ctx, accounts.id, '单据补上了'));
  const isIt = eq(disclosureRow.disclosureId, accounts.id);
  await keep(people.clerk);
  await world.app.db.write((tx) => tx.update(disclosureRow).set({ fromVersion: 2 }).where(isIt));

  const given = await dropCorrection(ctx, accounts.id);

  expect(given).toMatchObject({ ok: false, code: 'linesHavePapers' });
});

test('who has nothing to do with a village learns of no paper', async () => {
  await keep(people.clerk);
  const { id } = await theVoucher();

  for (const as of [undefined, world.people.villager, world.people.southSecretary]) {
    const ctx = await world.ctx(as);
    expect(await paperDesk(ctx, id)).toBeNull();
    expect(await papersPage(ctx, accounts.id, { line: null, after: null })).toBeNull();
  }
  const refused = await keep(world.people.villager);
  expect(refused.status).toBe(404);
});
