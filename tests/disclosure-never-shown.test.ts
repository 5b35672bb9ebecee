import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { disclosureFinding, disclosureRow } from '#db/schema/disclosures.ts';
import { itemSheet } from '#server/disclosure-copies/sheets.ts';
import { openDraft } from '#server/disclosure-drafts/drafts.ts';
import { readLines, termsOf } from '#server/disclosure-drafts/forms.ts';
import { decideFindings } from '#server/disclosure-drafts/gate.ts';
import { gatePage } from '#server/disclosure-drafts/gate-views.ts';
import { saveRows } from '#server/disclosure-drafts/rows.ts';
import { disclosurePage } from '#server/disclosures/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { listZip, unpackEntry } from '#server/workshop/zip.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  must,
  publishedDraft,
  startDisclosure,
} from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let people: DisclosurePeople;
let id: string;

const ID_NUMBER = '11010519491231002X';
const CARD = '4111111111111111';
const donated = (donor: string, use: string) => ({
  ...{ day: '2026-10-12', donor, item: '大米', quantity: '3', use },
});

beforeEach(async () => {
  world = await openWorld();
  people = await disclosurePeople(world);
  await startDisclosure(world);
  const ctx = await world.ctx(people.clerk);
  const which = { villageCode: world.county.north, itemCode: 'donations', period: '2026-10-12' };
  ({ id } = must(await openDraft(ctx, which)));
  const terms = await termsOf(ctx, id);
  if (!terms) throw new Error('no such draft');
  const lines = [
    donated('北坡粮油店', `给敬老院，经办证号${ID_NUMBER}`),
    donated('北坡百货店', `给小学，转入 ${CARD}`),
    donated('北坡农机店', '给敬老院，联系13912345678'),
  ];
  const read = readLines(
    terms,
    lines.map((cells, at) => ({ at, cells })),
  );
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  must(await saveRows(ctx, id, { rows: read.rows }));
});

afterEach(() => world.close());

const findings = () =>
  world.app.db.read
    .select()
    .from(disclosureFinding)
    .where(eq(disclosureFinding.disclosureId, id))
    .orderBy(disclosureFinding.rowNo);
const set = (findingId: string, values: Partial<typeof disclosureFinding.$inferInsert>) =>
  world.app.db.write((tx) =>
    tx.update(disclosureFinding).set(values).where(eq(disclosureFinding.id, findingId)),
  );
const press = async (who: string, act: 'claim' | 'decide', fields: Record<string, string>) =>
  world.post(
    `/desk/open/draft/${id}/gate/${act}`,
    { key: newToken(), ...fields },
    await world.cookieOf(who),
  );

/** Everything that a guest can open of the published table. */
async function allDoors({ no, path }: { no: number; path: string }): Promise<string> {
  const ref = { slug: 'beipo', no };
  const files = await Promise.all(
    ['csv', 'json', 'xlsx'].map(async (form) => {
      const bytes = Buffer.from(await (await world.get(`${path}.${form}`)).arrayBuffer());
      if (form !== 'xlsx') return bytes.toString();
      const limits = { entries: 20, unpacked: 1024 * 1024, ratio: 1_000 };
      return listZip(bytes, limits)
        .map((entry) => unpackEntry(bytes, entry).toString())
        .join('\n');
    }),
  );
  const of = { slug: 'beipo', no: String(no), query: new URLSearchParams() };
  const guest = await world.ctx();
  const pages = [guest, { ...guest, lang: 'en' as const }].map((ctx) => disclosurePage(ctx, of));
  return JSON.stringify([
    ...(await Promise.all(pages)),
    await itemSheet(guest, { ...ref, after: 0 }),
    files,
  ]);
}

test('an ID number and a bank card are let stand by nobody, a telephone still is', async () => {
  const [idNumber, card, phone] = await findings();
  const reason = '本人同意公开';

  const asked = await Promise.all(
    [idNumber, card, phone].map((one) =>
      press(people.clerk, 'claim', { finding: one?.id ?? '', reason }),
    ),
  );

  expect(asked.map(({ status }) => status)).toEqual([422, 422, 303]);
  expect((await findings()).map(({ kind, state }) => [kind, state])).toEqual([
    ['id', 'open'],
    ['card', 'open'],
    ['phone', 'claimed'],
  ]);
  const page = await gatePage(await world.ctx(people.supervision[0]), id);
  expect(page?.singles.map(({ mayStand }) => mayStand)).toEqual([false, false]);
  expect(page?.claimed.map(({ mayStand }) => mayStand)).toEqual([true]);
});

test('what was asked for before is refused to the second person, and may be masked', async () => {
  const [idNumber] = await findings();
  const finding = idNumber?.id ?? '';
  await set(finding, { state: 'claimed', reason: '本人同意', firstById: people.clerk });
  const [second] = people.supervision;

  const agreed = await press(second, 'decide', { finding, agrees: 'yes' });
  const masked = await press(second, 'decide', { finding, agrees: 'no' });

  expect([agreed.status, masked.status]).toEqual([422, 303]);
  expect((await findings())[0]?.state).toBe('refused');
});

test('what two people let stand before stays in no table that goes out', async () => {
  const [idNumber, card, phone] = await findings();
  for (const one of [idNumber, card, phone]) await set(one?.id ?? '', { state: 'justified' });
  const [row] = await world.app.db.read
    .select()
    .from(disclosureRow)
    .where(eq(disclosureRow.id, idNumber?.rowId ?? ''));
  const shown = { ...row?.shown, use: `给敬老院，经办证号${ID_NUMBER}` };
  await world.app.db.write((tx) =>
    tx
      .update(disclosureRow)
      .set({ shown })
      .where(eq(disclosureRow.id, row?.id ?? '')),
  );

  const told = await allDoors(await publishedDraft(world, people, id));

  expect(told).toContain('北坡粮油店');
  expect(told).not.toContain(ID_NUMBER);
  expect(told).not.toContain(CARD);
  expect((await findings()).map(({ state }) => state)).toEqual(['masked', 'masked', 'justified']);
});

test('masked and sent, they are told through no door', async () => {
  must(await decideFindings(await world.ctx(people.clerk), id, {}));

  const told = await allDoors(await publishedDraft(world, people, id));

  expect(told).toContain('北坡百货店');
  for (const datum of [ID_NUMBER, CARD, '13912345678']) expect(told).not.toContain(datum);
});
