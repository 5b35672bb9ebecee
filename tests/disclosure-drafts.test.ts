import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountBalance } from '#db/schema/disclosure-accounts.ts';
import { disclosureDuty } from '#db/schema/disclosure-duties.ts';
import { disclosure, disclosureFinding, disclosureRow } from '#db/schema/disclosures.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { openAccount } from '#server/disclosure-drafts/account-names.ts';
import { balanceFaults, keepBalances } from '#server/disclosure-drafts/accounts.ts';
import { draftOf, openDraft } from '#server/disclosure-drafts/drafts.ts';
import { readLines, termsOf } from '#server/disclosure-drafts/forms.ts';
import { claimFinding, decideClaim, decideFindings } from '#server/disclosure-drafts/gate.ts';
import { gatePage } from '#server/disclosure-drafts/gate-views.ts';
import { changeRow, dropRow, saveRows } from '#server/disclosure-drafts/rows.ts';
import { draftPage } from '#server/disclosure-drafts/views.ts';
import { startDisclosure } from '#server/disclosure-duties/duties.ts';
import { newToken } from '#server/kernel/ids.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let north: string;

beforeEach(async () => {
  world = await openWorld();
  north = world.county.north;
  await startDisclosure(await world.ctx(world.people.secretary), {
    villageCode: north,
    since: '2026-07-01',
  });
});

afterEach(() => world.close());

const clerk = () => world.ctx(world.people.clerk);

/** Opens the draft of an item for a period; its id. */
async function open(itemCode: string, period: string): Promise<string> {
  const opened = await openDraft(await clerk(), { villageCode: north, itemCode, period });
  if (!opened.ok) throw new Error(opened.code);
  return opened.value.id;
}

async function supervision() {
  const { addPerson } = world.county;
  const at = { post: 'supervision' as const, gridCode: north, title: '监督委员会主任', no: 62 };
  return world.ctx(await addPerson('严立春', at));
}

/** Lines as they are typed into the form, by column, and saved. */
async function fill(id: string, lines: Record<string, string>[]) {
  const ctx = await clerk();
  const terms = await termsOf(ctx, id);
  if (!terms) throw new Error('no such draft');
  const read = readLines(
    terms,
    lines.map((cells, at) => ({ at, cells })),
  );
  if (!read.ok) return read.errors;
  return saveRows(ctx, id, { rows: read.rows });
}

const road = {
  day: '2026-10-12',
  voucher: '记-10-012',
  item: '修3组路面',
  kind: '修路修渠',
  out: '23,860.00',
  handler: '钟芒种',
  approver: '曾谷雨',
};
const rent = {
  ...road,
  voucher: '记-10-003',
  item: '鱼塘租金',
  kind: '发包和出租',
  in: '48260',
  out: '',
};

const rowsOf = (id: string) =>
  world.app.db.read
    .select()
    .from(disclosureRow)
    .where(eq(disclosureRow.disclosureId, id))
    .orderBy(disclosureRow.no);
const findingsOf = (id: string) =>
  world.app.db.read
    .select()
    .from(disclosureFinding)
    .where(eq(disclosureFinding.disclosureId, id))
    .orderBy(disclosureFinding.rowNo, disclosureFinding.start);

describe('opening a draft', () => {
  test('gives the same draft again, and lays the duty beside it', async () => {
    const id = await open('finance-lines', '2026-10');

    expect(await open('finance-lines', '2026-10')).toBe(id);
    const duties = await world.app.db.read
      .select()
      .from(disclosureDuty)
      .where(eq(disclosureDuty.disclosureId, id));
    expect(duties).toMatchObject([{ itemCode: 'finance-lines', period: '2026-10' }]);
    const acts = await world.app.db.read
      .select()
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'disclosure.drafted'));
    expect(acts).toMatchObject([{ subjectId: id, actorRole: 'clerk' }]);
  });

  test.each([
    ['an item that is in no catalogue', 'nonsense', '2026-10'],
    ['a period of another length', 'finance-lines', '2026'],
    ['a period that has not begun', 'finance-lines', '2027-01'],
    ['a period before the village began', 'finance-lines', '2026-03'],
  ])('refuses %s', async (_, itemCode, period) => {
    const opened = await openDraft(await clerk(), { villageCode: north, itemCode, period });

    expect(opened).toMatchObject({ ok: false, code: 'notFound' });
  });

  test('is for those who may draft in that village, and nobody else learns of it', async () => {
    const id = await open('finance-lines', '2026-10');
    const which = { villageCode: north, itemCode: 'finance-lines', period: '2026-10' };

    for (const personId of [world.people.villager, world.people.southSecretary]) {
      expect(await openDraft(await world.ctx(personId), which)).toMatchObject({ code: 'notFound' });
      expect(await draftOf(await world.ctx(personId), id)).toBeNull();
    }
  });
});

describe('filling in lines', () => {
  test('keeps money in 分, the side, the kind and the number of each line', async () => {
    const id = await open('finance-lines', '2026-10');

    expect(await fill(id, [rent, road])).toMatchObject({ ok: true, value: { rows: 2 } });

    expect(await rowsOf(id)).toMatchObject([
      { no: 1, side: 'in', kind: 'lease', amount: 4_826_000, fromVersion: 1, toVersion: null },
      { no: 2, side: 'out', kind: 'works', amount: 2_386_000, day: '2026-10-12' },
    ]);
  });

  test('names every wrong cell, and writes nothing', async () => {
    const id = await open('finance-lines', '2026-10');

    const errors = await fill(id, [road, { ...road, out: '12.345', day: '10月' }, rent]);

    expect(errors).toEqual({ 'r1-out': 'moneyWrong', 'r1-day': 'dateWrong' });
    expect(await rowsOf(id)).toEqual([]);
  });

  test('masks names for the public, keeps them for the village, and seals what came', async () => {
    const id = await open('subsistence', '2026-Q3');

    await fill(id, [
      {
        ...{ head: '周寒露', group: '1组12号', persons: '2', amount: '860' },
        ...{ from: '2025-01-01', reviewer: '钟芒种', phone: '0838-5550100' },
      },
    ]);

    const [row] = await rowsOf(id);
    expect(row?.shown).toMatchObject({ head: '周*露', group: '1组', amount: 86_000 });
    expect(row?.village).toMatchObject({ head: '周寒露' });
    expect(row?.villagerId).not.toBeNull();
    expect(JSON.stringify({ ...row, village: null })).not.toContain('周寒露');
  });

  test('asks about a number in a note, and lets that of the village office stand', async () => {
    const id = await open('finance-lines', '2026-10');

    await fill(id, [{ ...road, item: '付张三13812345678工钱，咨询0838-555 0100' }]);

    const [row] = await rowsOf(id);
    expect(row?.shown.item).not.toContain('13812345678');
    expect(row?.shown.item).toContain('0838-555 0100');
    expect(await findingsOf(id)).toMatchObject([
      { columnCode: 'item', kind: 'phone', state: 'open', rowNo: 1, version: 1 },
    ]);
  });

  test('changes and takes out a line while nobody has read it', async () => {
    const id = await open('finance-lines', '2026-10');
    await fill(id, [rent, road]);
    const ctx = await clerk();
    const read = readLines((await termsOf(ctx, id)) ?? fail(), [
      { at: 0, cells: { ...road, out: '23860.01' } },
    ]);
    const [row] = read.ok ? read.rows : [];

    await changeRow(ctx, id, { no: 2, row: row ?? fail() });
    await dropRow(ctx, id, { no: 1 });

    expect(await rowsOf(id)).toMatchObject([{ no: 2, amount: 2_386_001 }]);
  });

  test('strikes out a line that was published, and adds what takes its place', async () => {
    const id = await open('finance-lines', '2026-10');
    await fill(id, [rent, road]);
    await world.app.db.write((tx) =>
      tx.update(disclosure).set({ version: 1 }).where(eq(disclosure.id, id)),
    );
    const ctx = await clerk();
    const read = readLines((await termsOf(ctx, id)) ?? fail(), [
      { at: 0, cells: { ...road, out: '23680' } },
    ]);
    const [row] = read.ok ? read.rows : [];

    await changeRow(ctx, id, { no: 2, row: row ?? fail() });

    const [, struck, added] = await rowsOf(id);
    expect(struck).toMatchObject({ no: 2, toVersion: 2, amount: 2_386_000 });
    expect(added).toMatchObject({ no: 3, fromVersion: 2, replacesId: struck?.id });
    const page = await draftPage(ctx, id, null);
    expect(page?.lines.map(({ no }) => no)).toEqual([1, 3]);
  });

  test('takes no line of another month, neither typed nor changed into one', async () => {
    const id = await open('finance-lines', '2026-10');
    await fill(id, [road]);
    const cookie = await world.cookieOf(world.people.clerk);
    const cells = Object.entries({ ...road, day: '2026-11-01' });
    const fields = Object.fromEntries(cells.map(([code, cell]) => [`r0-${code}`, cell]));

    const form = { ...fields, lines: '1', key: newToken() };
    const typed = await world.post(`/desk/open/draft/${id}/rows`, form, cookie);
    const changed = await world.post(`/desk/open/draft/${id}/row/1`, form, cookie);

    for (const answer of [typed, changed]) {
      expect(answer.status).toBe(422);
      expect((await answer.json()).form.errors).toEqual({ 'r0-day': 'dateOtherPeriod' });
    }
    expect(await rowsOf(id)).toMatchObject([{ day: road.day }]);
  });

  test('takes the form as a browser sends it, and gives it back with what is wrong', async () => {
    const id = await open('finance-lines', '2026-10');
    const cookie = await world.cookieOf(world.people.clerk);
    const fields = { lines: '5', key: 'k'.repeat(20), 'r0-item': '修路', 'r0-out': '很多' };

    const wrong = await world.post(`/desk/open/draft/${id}/rows`, fields, cookie);
    const more = await world.post(`/desk/open/draft/${id}/rows`, { ...fields, more: '1' }, cookie);

    expect(wrong.status).toBe(422);
    expect(await wrong.json()).toMatchObject({
      form: {
        values: { 'r0-item': '修路' },
        errors: { 'r0-out': 'moneyWrong', 'r0-day': 'required' },
      },
    });
    expect(more.status).toBe(200);
    expect(await more.json()).toMatchObject({
      form: { values: { lines: '10', 'r0-out': '很多' } },
    });
  });
});

describe('what the gate found', () => {
  const withPhones = { ...road, item: '付张三13812345678工钱' };
  const office = { ...road, item: '值班电话13912345678的话费' };

  test('stays masked by one press, a column or all of it', async () => {
    const id = await open('finance-lines', '2026-10');
    await fill(id, [withPhones, { ...office, handler: '钟芒种13812345678' }]);

    const first = await decideFindings(await clerk(), id, { columnCode: 'item', kind: 'phone' });
    const rest = await decideFindings(await clerk(), id, {});

    expect([first, rest]).toMatchObject([{ value: { decided: 2 } }, { ok: true }]);
    expect((await findingsOf(id)).every(({ state }) => state === 'masked')).toBe(true);
    expect((await gatePage(await clerk(), id))?.count).toBe(0);
  });

  test('may stand when somebody else agrees, and only that place of it', async () => {
    const id = await open('finance-lines', '2026-10');
    await fill(id, [{ ...office, item: '值班电话13912345678，工钱付13812345678' }]);
    const [first] = await findingsOf(id);
    const claim = { findingId: first?.id ?? '', reason: '村委会的值班手机' };

    const claimed = await claimFinding(await clerk(), id, claim);
    const [before] = await rowsOf(id);
    const decided = await decideClaim(await supervision(), id, {
      ...{ findingId: claim.findingId, agrees: true },
    });
    const [after] = await rowsOf(id);

    expect([claimed.ok, decided.ok]).toEqual([true, true]);
    expect(before?.shown.item).not.toContain('13912345678');
    expect(after?.shown.item).toContain('13912345678');
    expect(after?.shown.item).not.toContain('13812345678');
    expect((await findingsOf(id)).map(({ state }) => state).toSorted()).toEqual([
      'justified',
      'open',
    ]);
  });

  test('is never let stand by the one who asked for it, nor without a reason', async () => {
    const id = await open('finance-lines', '2026-10');
    await fill(id, [withPhones]);
    const [found] = await findingsOf(id);
    const findingId = found?.id ?? '';
    const town = await world.ctx(world.people.town);

    const silent = await claimFinding(await clerk(), id, { findingId, reason: '好' });
    await claimFinding(await clerk(), id, { findingId, reason: '本人同意公开' });
    const own = await decideClaim(await clerk(), id, { findingId, agrees: true });
    const refused = await decideClaim(town, id, { findingId, agrees: false });

    expect(silent).toMatchObject({ ok: false, code: 'reasonShort' });
    expect(own).toMatchObject({ ok: false, code: 'notFound' });
    expect(refused.ok).toBe(true);
    expect(await findingsOf(id)).toMatchObject([{ state: 'refused' }]);
    expect((await rowsOf(id))[0]?.shown.item).not.toContain('13812345678');
  });

  test('by a name that only another row has stays masked when one place is let stand', async () => {
    const id = await open('subsidies', '2026-10-20');
    const line = { group: '1组', area: '2', rate: '100', amount: '200' };
    await fill(id, [
      { ...line, household: '褚芳菲', subsidy: '种粮' },
      { ...line, household: '郎青山', subsidy: '种粮，由褚芳菲转交，电话13912345678' },
    ]);
    const phone = (await findingsOf(id)).find(({ kind }) => kind === 'phone');
    const findingId = phone?.id ?? '';
    await claimFinding(await clerk(), id, { findingId, reason: '村委会的值班手机' });

    await decideClaim(await supervision(), id, { findingId, agrees: true });

    const [, row] = await rowsOf(id);
    expect(row?.shown.subsidy).toContain('13912345678');
    expect(row?.shown.subsidy).not.toContain('褚芳菲');
  });
});

describe('accounts', () => {
  test('balance to the 分 or name the line after which they do not', async () => {
    const id = await open('finance-lines', '2026-10');
    await fill(id, [
      { ...rent, balance: '148260.00' },
      { ...road, balance: '124399.99' },
    ]);
    const ctx = await clerk();
    const draft = await draftOf(ctx, id);
    const accountId = (await rowsOf(id))[0]?.accountId ?? '';
    const say = (opening: number, closing: number) =>
      world.app.db.write((tx) =>
        keepBalances(tx, draft?.disclosure ?? fail(), new Map([[accountId, { opening, closing }]])),
      );

    const unsaid = await balanceFaults(ctx.db.read, draft?.disclosure ?? fail());
    await say(10_000_000, 12_440_000);
    const oneFen = await balanceFaults(ctx.db.read, draft?.disclosure ?? fail());

    expect(unsaid).toMatchObject([{ fault: 'no-opening' }]);
    expect(oneFen).toMatchObject([{ fault: 'running', no: 2, off: -1 }]);
  });

  test('of several are told apart: a line says whose it is', async () => {
    const id = await open('finance-lines', '2026-10');
    await openAccount(await clerk(), id, { name: '专项资金户' });

    const errors = await fill(id, [rent]);
    const saved = await fill(id, [{ ...rent, account: '专项资金户' }]);

    expect(errors).toEqual({ 'r0-account': 'accountUnknown' });
    expect(saved).toMatchObject({ ok: true });
    const page = await draftPage(await clerk(), id, null);
    expect(page?.accounts?.states).toMatchObject([
      { income: 0 },
      { name: '专项资金户', income: 4_826_000 },
    ]);
  });

  test('named after a villager show his name once two people said that it may stand', async () => {
    const id = await open('finance-lines', '2026-10');
    await openAccount(await clerk(), id, { name: '周寒露承包费专户' });
    const named = async () =>
      (await draftPage(await clerk(), id, null))?.accounts?.states.at(-1)?.name;
    const before = await named();
    await fill(id, [{ ...rent, account: before ?? '' }]);
    const gate = await gatePage(await clerk(), id);
    const [found] = gate?.singles ?? [];

    const findingId = found?.id ?? '';
    await claimFinding(await clerk(), id, { findingId, reason: '合同上就叫这个名字' });
    const byHimself = await decideClaim(await clerk(), id, { findingId, agrees: true });
    const bySecond = await decideClaim(await supervision(), id, { findingId, agrees: true });
    await fill(id, [{ ...rent, account: '周寒露承包费专户' }]);

    expect(before).toBe('周*露承包费专户');
    expect(gate?.count).toBe(1);
    expect(found).toMatchObject({ place: 'account', kind: 'name', was: '周寒露承包费专户' });
    expect([byHimself.ok, bySecond.ok]).toEqual([false, true]);
    expect(await named()).toBe('周寒露承包费专户');
    expect((await rowsOf(id)).at(-1)).toMatchObject({
      shown: { account: '周寒露承包费专户' },
      village: null,
    });
  });

  test('named after a villager stay masked where nobody says that they may not', async () => {
    const id = await open('finance-lines', '2026-10');
    await openAccount(await clerk(), id, { name: '周寒露承包费专户' });
    await decideFindings(await clerk(), id, {});

    const page = await draftPage(await clerk(), id, null);

    expect(JSON.stringify(page)).not.toContain('周寒露');
    expect(page?.accounts?.states.at(-1)?.name).toBe('周*露承包费专户');
  });

  test('are never called by the number of a person or a card', async () => {
    const id = await open('finance-lines', '2026-10');
    const cookie = await world.cookieOf(world.people.clerk);
    const typed = { account: '代管户13812345678', key: 'k'.repeat(20) };

    const answer = await world.post(`/desk/open/draft/${id}/accounts`, typed, cookie);

    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ form: { errors: { account: 'personalMasked' } } });
    const page = await draftPage(await clerk(), id, null);
    expect(JSON.stringify(page?.accounts)).not.toContain('代管户');
  });

  test('begin where they ended, and offer the lines that come each month again', async () => {
    for (const [at, period] of ['2026-08', '2026-09'].entries()) {
      const id = await open('finance-lines', period);
      await fill(id, [
        { ...rent, day: `${period}-09` },
        { ...road, day: `${period}-12`, item: `第 ${at} 条路` },
      ]);
      await published(id, at === 0 ? 1_000_000 : 3_440_000);
    }
    const id = await open('finance-lines', '2026-10');

    const page = await draftPage(await clerk(), id, null);

    expect(page?.accounts).toMatchObject({
      states: [{ lastClosing: 5_880_000, opening: 5_880_000, closing: null }],
      faults: [{ fault: 'no-closing' }],
    });
    expect(page?.last?.lines).toEqual([
      { item: '鱼塘租金', kind: 'lease', handler: '钟芒种', approver: '曾谷雨', account: '' },
    ]);
  });
});

function fail(): never {
  throw new Error('not there');
}

/** As it stands after its publication, which other stories tell; `opening` in 分. */
async function published(id: string, opening: number) {
  const draft = await draftOf(await clerk(), id);
  const accountId = (await rowsOf(id))[0]?.accountId ?? '';
  await world.app.db.write(async (tx) => {
    const said = new Map([[accountId, { opening, closing: opening + 4_826_000 - 2_386_000 }]]);
    await keepBalances(tx, draft?.disclosure ?? fail(), said);
    await tx
      .update(accountBalance)
      .set({ isStanding: true })
      .where(eq(accountBalance.disclosureId, id));
    await tx
      .update(disclosure)
      .set({ version: 1, state: 'published' })
      .where(eq(disclosure.id, id));
  });
}
