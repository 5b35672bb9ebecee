import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dropRow } from '#server/disclosure-drafts/rows.ts';
import { beginCorrection } from '#server/disclosure-review/correcting.ts';
import { endPublicity } from '#server/disclosure-review/publicity.ts';
import { sendForReview, signDisclosure } from '#server/disclosure-review/steps.ts';
import { versionsPage } from '#server/disclosure-review/versions.ts';
import { reviewPage } from '#server/disclosure-review/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { instantOf } from '#server/rules/dates.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  draftTable,
  must,
  OCTOBER,
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

afterEach(() => world.close());

const as = (personId?: string) => world.ctx(personId);
const october = () =>
  draftTable(world, {
    ...{ itemCode: 'finance-lines', period: '2026-10', lines: OCTOBER, opening: 11_007_722 },
  });
const LIST = ['方谷雨', '唐小满'].map((name) => subsistenceLine(name, 2, 132_000));
const list = () => draftTable(world, { itemCode: 'subsistence', period: '2026-Q3', lines: LIST });

describe('the page of review', () => {
  test('shows supervision the table as everybody will read it, and what the village reads besides', async () => {
    const id = await list();
    must(await sendForReview(await as(people.clerk), id));

    const page = await reviewPage(await as(people.supervision[0]), id, null);

    expect(page?.lines[0]).toMatchObject({
      cells: expect.arrayContaining(['方*', '1,320.00']),
      village: [{ words: '方谷雨' }],
    });
    expect(page).toMatchObject({ signed: 0, needed: 2, reviewBy: '2026-11-21' });
    expect(page?.may).toMatchObject({ sign: true, return: true, publish: false, send: false });
  });

  test('is nobody’s outside the village’s offices', async () => {
    const id = await october();
    const { villager, southSecretary, dispatcher } = world.people;

    const seen = [
      await reviewPage(await as(), id, null),
      await reviewPage(await as(villager), id, null),
      await reviewPage(await as(southSecretary), id, null),
      await reviewPage(await as(dispatcher), id, null),
    ];

    expect(seen).toEqual([null, null, null, null]);
  });

  test('says when supervision is over its days, and passes nothing by itself', async () => {
    const id = await october();
    must(await sendForReview(await as(people.clerk), id));
    world.clock.set(instantOf('2026-11-24', '09:00'));

    const page = await reviewPage(await as(people.supervision[0]), id, null);

    expect(page).toMatchObject({ overdueDays: 3, state: 'review' });
  });

  test('pages long tables by their numbers', async () => {
    const lines = Array.from({ length: 120 }, (_, at) => ({ shown: { matter: `第 ${at} 件` } }));
    const id = await draftTable(world, { itemCode: 'seal-use', period: '2026-Q3', lines });

    const second = await reviewPage(await as(people.clerk), id, '50');
    const last = await reviewPage(await as(people.clerk), id, '100');

    expect([second?.lines[0]?.no, second?.next, last?.lines.length, last?.next]).toEqual([
      ...[51, 100, 20, null],
    ]);
  });

  test('marks in a correction what it strikes, and lets the clerk keep it', async () => {
    const { id } = await publishedDraft(world, people, await october());
    must(await beginCorrection(await as(people.clerk), id, '记重了'));
    must(await dropRow(await as(people.clerk), id, { no: 3 }));

    const page = await reviewPage(await as(people.clerk), id, null);

    expect(page?.lines.map(({ mark }) => mark)).toEqual([null, null, 'struck']);
    expect(page).toMatchObject({ version: 2, changeReason: '记重了', rows: 2 });
    expect(page?.may).toMatchObject({ keep: true, drop: true, send: true });
  });
});

describe('its forms', () => {
  const post = async (personId: string, path: string, fields: Record<string, string>) =>
    world.post(path, { key: newToken(), ...fields }, await world.cookieOf(personId));
  const errorsOf = async (answer: Response) => (await answer.json()).form.errors;

  test('carry a draft to the board', async () => {
    const id = await october();
    const desk = `/desk/open/draft/${id}`;
    await post(people.clerk, `${desk}/send`, {});
    await post(people.supervision[0], `${desk}/sign`, { looked: 'yes' });
    await post(people.supervision[1], `${desk}/sign`, { looked: 'yes' });
    const meeting = { metOn: '2026-11-16', present: '6', decision: '同意', lateReason: '住院' };

    const answer = await post(people.secretary, `${desk}/publish`, meeting);

    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/v/beipo/open/item/1001');
  });

  test('say at each field what is missing, and keep what was typed', async () => {
    const id = await october();
    must(await sendForReview(await as(people.clerk), id));
    const desk = `/desk/open/draft/${id}`;

    const unticked = await post(people.supervision[0], `${desk}/sign`, {});
    const empty = await post(people.secretary, `${desk}/publish`, { metOn: '11月', present: 'x' });

    expect([unticked.status, empty.status]).toEqual([422, 422]);
    expect(await errorsOf(unticked)).toEqual({ looked: 'lookFirst' });
    expect(await errorsOf(empty)).toMatchObject({
      ...{ metOn: 'dateWrong', present: 'countWrong', decision: 'required' },
    });
  });

  test('ask before a telephone number is published in a decision', async () => {
    const id = await october();
    must(await sendForReview(await as(people.clerk), id));
    for (const one of people.supervision.slice(0, 2)) must(await signDisclosure(await as(one), id));
    const decision = '同意，有疑问打 13812345678';
    const fields = { metOn: '2026-11-16', present: '6', decision, lateReason: '住院' };

    const answer = await post(people.secretary, `/desk/open/draft/${id}/publish`, fields);

    expect(await errorsOf(answer)).toEqual({ decision: 'personalMasked' });
  });

  test('take line numbers as people type them', async () => {
    const { id } = await publishedDraft(world, people, await list());
    world.clock.set(instantOf('2026-11-24', '09:00'));
    const fields = { outcome: 'withdrawn', rows: '１、 2', reason: '都搬走了' };

    const answer = await post(people.secretary, `/desk/open/draft/${id}/decide`, fields);

    expect(answer.status).toBe(303);
    const page = await versionsPage(await as(world.people.villager), 'beipo', '1001');
    expect(page?.versions[0]?.struck).toMatchObject([
      { no: 1, isWithdrawn: true, cells: [] },
      { no: 2, isWithdrawn: true, cells: [] },
    ]);
  });

  test('are closed to whoever may not see the draft', async () => {
    const id = await october();
    const desk = `/desk/open/draft/${id}`;

    const tried = [
      await post(world.people.villager, `${desk}/sign`, { looked: 'yes' }),
      await post(world.people.southSecretary, `${desk}/correct`, { reason: '不对' }),
    ];

    expect(tried.map(({ status }) => status)).toEqual([404, 404]);
  });
});

describe('the page of versions', () => {
  test('lets everybody compare what was changed, and why', async () => {
    const { id } = await publishedDraft(world, people, await october());
    must(await beginCorrection(await as(people.clerk), id, '保洁员工资记重了'));
    must(await dropRow(await as(people.clerk), id, { no: 3 }));
    const before = await versionsPage(await as(), 'beipo', '1001');

    await publishedDraft(world, people, id, { closing: 15_153_722 });

    const page = await versionsPage(await as(), 'beipo', '1001');
    expect(before?.versions).toMatchObject([{ no: 1, struck: [], added: [] }]);
    expect(page?.versions).toMatchObject([
      { no: 2, reason: '保洁员工资记重了', struck: [{ no: 3, isWithdrawn: false }] },
      { no: 1, reason: '', struck: [] },
    ]);
  });

  test('of a list of people in need is the village’s alone, and names nobody', async () => {
    const { id } = await publishedTable(world, people, {
      ...{ itemCode: 'subsistence', period: '2026-Q3', lines: LIST },
    });
    world.clock.set(instantOf('2026-11-24', '09:00'));
    const withdrawn = { outcome: 'withdrawn' as const, rowNos: [1], reason: '搬走了' };
    must(await endPublicity(await as(people.secretary), id, withdrawn));

    const guest = await versionsPage(await as(), 'beipo', '1001');
    const stranger = await versionsPage(await as(world.people.southerner), 'beipo', '1001');
    const villager = await versionsPage(await as(world.people.villager), 'beipo', '1001');

    expect([guest, stranger]).toEqual([null, null]);
    expect(villager?.versions).toHaveLength(2);
    expect(JSON.stringify(villager)).not.toMatch(/方谷雨|唐小满/);
  });
});
