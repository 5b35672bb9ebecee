import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDraft } from '#server/disclosure-drafts/drafts.ts';
import { readLines, termsOf } from '#server/disclosure-drafts/forms.ts';
import { importCheckPage } from '#server/disclosure-drafts/import-views.ts';
import { disclosurePage } from '#server/disclosures/views.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  must,
  publishedTable,
  startDisclosure,
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

const itemCode = 'cadre-appraisal';
const clerk = () => world.ctx(people.clerk);

async function draft() {
  const which = { villageCode: world.county.north, itemCode, period: '2026' };
  return must(await openDraft(await clerk(), which)).id;
}

/** A published appraisal of two: how many of 30 found each of them unfit. */
function appraised(period: string, first: number, second: number) {
  const shown = (name: string, poor: number) => ({
    shown: { name, post: '委员', present: 30, good: 30 - poor, fair: 0, poor, grade: null },
  });
  const lines = [shown('曾谷雨', first), shown('钟芒种', second)];
  return publishedTable(world, people, { itemCode, period, lines });
}

async function endedOn(no: number) {
  const query = new URLSearchParams();
  const page = await disclosurePage(await world.ctx(), { slug: 'beipo', no: String(no), query });
  return page?.table?.postsEnded;
}

test('a grade that the counts of its line do not give is refused with line and column named', async () => {
  const terms = await termsOf(await clerk(), await draft());
  if (!terms) throw new Error('no draft');
  const right = { name: '曾谷雨', post: '书记', present: '30', good: '14', fair: '0', poor: '16' };

  const wrong = readLines(terms, [{ at: 0, cells: { ...right, grade: '称职' } }]);
  const empty = readLines(terms, [{ at: 0, cells: right }]);

  expect(wrong).toMatchObject({ ok: false, errors: { 'r0-grade': 'gradeWrong' } });
  expect(empty).toMatchObject({ ok: true, rows: [{ cells: { grade: '不称职' } }] });
});

test('a file with such a grade is refused with its row and column', async () => {
  const id = await draft();
  const form = new FormData();
  const lines = ['姓名,职务,到会人数,优秀,称职,不称职,评定结果', '曾谷雨,书记,30,14,0,16,称职'];
  form.set('file', new Blob([lines.join('\n')]), '评议.csv');

  await world.post(`/desk/open/draft/${id}/import`, form, await world.cookieOf(people.clerk));

  const view = await importCheckPage(await clerk(), id);
  if (!view || view === 'none') throw new Error('nothing waits');
  expect(view.file.faults).toMatchObject([{ row: 2, column: 'G', code: 'gradeWrong' }]);
});

test('whoever is unfit two years running is named with what the law says of it', async () => {
  await appraised('2025', 20, 20);

  const { no } = await appraised('2026', 20, 15);

  expect(await endedOn(no)).toEqual(['曾谷雨']);
});

test('nobody is named where the year between was never published', async () => {
  await appraised('2024', 20, 20);

  const { no } = await appraised('2026', 20, 20);

  expect(await endedOn(no)).toEqual([]);
});
