import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { disclosureDuty } from '#db/schema/disclosure-duties.ts';
import { divisionSuccession } from '#db/schema/grids.ts';
import { beginPage, draftPage } from '#server/disclosure-drafts/views.ts';
import { declareNone } from '#server/disclosure-duties/declaring.ts';
import { startDisclosure as startVillage } from '#server/disclosure-duties/duties.ts';
import { openDuties } from '#server/disclosure-duties/job.ts';
import { publishDisclosure } from '#server/disclosure-review/publishing.ts';
import { sendForReview, signDisclosure } from '#server/disclosure-review/steps.ts';
import { reviewPage } from '#server/disclosure-review/views.ts';
import { instantOf } from '#server/rules/dates.ts';
import { runJobs } from '#server/worker.ts';
import {
  type DisclosurePeople,
  type DraftLine,
  disclosurePeople,
  draftTable,
  ledgerLine,
  must,
  publishedDraft,
  startDisclosure,
} from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';

/** Accounts come one after the other, and what tells of a period comes after it. */

let world: World;
let people: DisclosurePeople;
let north: string;

beforeEach(async () => {
  world = await openWorld();
  people = await disclosurePeople(world);
  ({ north } = world.county);
});

afterEach(() => world.close());

const LEDGER = 'finance-lines';
const clerk = () => world.ctx(people.clerk);
const since = (day: string) => startDisclosure(world, { since: day });

/** A month in which one sum was spent. */
const month = (period: string, opening: number, spent = 1_000) =>
  draftTable(world, {
    ...{ itemCode: LEDGER, period, opening, owesEarlier: true },
    lines: spent === 0 ? [] : [ledgerLine('out', `${period}-08`, '打印纸', 'power', spent)],
  });
const table = (itemCode: string, period: string, shown: DraftLine['shown']) =>
  draftTable(world, { itemCode, period, lines: [{ shown }] });
const send = async (id: string) => sendForReview(await clerk(), id);

async function dutyOf(period: string) {
  const isIt = and(
    eq(disclosureDuty.villageCode, north),
    eq(disclosureDuty.ofVillageCode, ''),
    eq(disclosureDuty.itemCode, LEDGER),
    eq(disclosureDuty.period, period),
  );
  const [row] = await world.app.db.read.select().from(disclosureDuty).where(isIt);
  if (!row) throw new Error(`no duty for ${period}`);
  return row;
}

async function sayNone(...periods: string[]) {
  const duties = await Promise.all(periods.map(dutyOf));
  const dutyIds = duties.map(({ id }) => id);
  return declareNone(await clerk(), { villageCode: north, dutyIds });
}

describe('the accounts of a month', () => {
  test('wait for the month before, and both come out in their order', async () => {
    await since('2026-09-01');
    const october = await month('2026-10', 9_000);
    const early = await send(october);
    await publishedDraft(world, people, await month('2026-09', 10_000));

    const published = await publishedDraft(world, people, october);

    expect(early).toMatchObject({ ok: false, code: 'earlierFirst' });
    expect(published.path).toContain('/open/item/');
  });

  test('go on from what was left where a month was empty', async () => {
    await since('2026-08-01');
    await publishedDraft(world, people, await month('2026-08', 10_000));
    must(await sayNone('2026-09'));

    const published = await publishedDraft(world, people, await month('2026-10', 9_000));

    expect(published.no).toBeGreaterThan(0);
  });

  test('that were signed do not go out when the village begins earlier after all', async () => {
    await since('2026-10-01');
    const october = await month('2026-10', 9_000);
    must(await send(october));
    for (const member of people.supervision.slice(0, 2))
      must(await signDisclosure(await world.ctx(member), october));
    const earlier = { villageCode: north, since: '2026-09-01' };
    must(await startVillage(await world.ctx(people.secretary), earlier));
    const meeting = { metOn: '2026-11-16', present: 6, decision: '同意公开', lateReason: '住院' };

    const out = await publishDisclosure(await world.ctx(people.secretary), october, meeting);

    expect(out).toMatchObject({ ok: false, code: 'earlierFirst' });
  });

  test('fill the gap before a month that is out, the last of them to the 分', async () => {
    await since('2026-10-01');
    await publishedDraft(world, people, await month('2026-10', 8_000));
    const earlier = { villageCode: north, since: '2026-08-01' };
    must(await startVillage(await world.ctx(people.secretary), earlier));
    await publishedDraft(world, people, await month('2026-08', 10_000));
    const off = await send(await month('2026-09', 9_000, 999));

    const empty = await sayNone('2026-09');

    expect(off).toMatchObject({ ok: false, code: 'laterOpening' });
    expect(empty).toMatchObject({ ok: false, code: 'notEmpty' });
  });

  test('owe nothing for a time before the village began', async () => {
    await since('2026-10-01');

    expect(await send(await month('2026-10', 9_000))).toMatchObject({ ok: true });
  });

  test('owe nothing for a village before it was merged', async () => {
    const { south } = world.county;
    await since('2026-10-01');
    await startDisclosure(world, { villageCode: south, since: '2026-08-01' });
    await world.app.db.write((tx) =>
      tx.insert(divisionSuccession).values({
        ...{ oldCode: south, oldName: '南坝村', oldSlug: 'nanba-old', newCode: north },
        ...{ since: '2026-11-15', note: '' },
      }),
    );
    await runJobs(world.app, [openDuties]);

    expect(await send(await month('2026-10', 9_000))).toMatchObject({ ok: true });
  });

  test('say before anybody types which month comes first, and lead there', async () => {
    await since('2026-08-01');
    const which = { villageCode: north, itemCode: LEDGER, period: '2026-10' };
    const path = `/desk/open/${north}/${LEDGER}/2026-08`;
    const first = { period: { kind: 'month', year: 2026, month: 8 }, path };
    const before = await beginPage(await clerk(), which);

    const id = await month('2026-10', 9_000);

    expect(before).toMatchObject({ waiting: { overOn: null, first } });
    expect(await draftPage(await clerk(), id, null)).toMatchObject({ waiting: { first } });
    expect(await reviewPage(await clerk(), id, null)).toMatchObject({ waiting: { first } });
    const supervision = await world.ctx(people.supervision[0]);
    expect(await draftPage(supervision, id, null)).toMatchObject({
      waiting: { first: { path: `/desk/open/${north}` } },
    });
  });
});

describe('what tells of a whole period', () => {
  test('waits for its last day, and says so', async () => {
    await since('2026-10-01');
    const id = await table('seal-use', '2026-Q4', { matter: '开户口证明' });
    const early = await send(id);
    const said = await draftPage(await clerk(), id, null);
    world.clock.set(instantOf('2026-12-31', '09:00'));

    const sent = await send(id);

    expect(early).toMatchObject({ ok: false, code: 'periodNotOver' });
    expect(said?.waiting).toEqual({ overOn: '2026-12-31', first: null });
    expect(sent).toMatchObject({ ok: true });
  });

  test('a plan, and what happened on a day, wait for nothing', async () => {
    await since('2026-01-01');
    const plan = await table('year-plan', '2026', { task: '修三组的路' });
    const event = await table('meeting-resolutions', '2026-11-16', { matter: '修路' });

    expect(await send(plan)).toMatchObject({ ok: true });
    expect(await send(event)).toMatchObject({ ok: true });
  });
});
