import { afterEach, beforeEach, expect, test } from 'vitest';
import { disclosurePage } from '#server/disclosures/views.ts';
import {
  disclosurePeople,
  publishedTable,
  startDisclosure,
  subsistenceLine,
} from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let no: number;

beforeEach(async () => {
  world = await openWorld();
  const people = await disclosurePeople(world);
  await startDisclosure(world);
  const lines = [subsistenceLine('周寒露', 2, 86_000)];
  const table = { itemCode: 'subsistence', period: '2026-Q3', lines };
  ({ no } = await publishedTable(world, people, table));
});

afterEach(() => world.close());

async function reads(personId: string | undefined): Promise<boolean> {
  const of = { slug: 'beipo', no: String(no), query: new URLSearchParams() };
  return (await disclosurePage(await world.ctx(personId), of)) !== null;
}

test('a list of people in need is read by those whom its page names, and by no other office', async () => {
  const { people, county } = world;
  const at = { gridCode: county.countyCode, no: 81 };
  const office = (post: 'org_dept' | 'department' | 'discipline', name: string, order: number) =>
    county.addPerson(name, { ...at, post, title: name, no: order });
  const discipline = await office('discipline', '匡立秋', 81);
  const others = [await office('org_dept', '游大暑', 82), await office('department', '盛寒露', 83)];

  const own = [people.villager, people.clerk, people.town, people.dispatcher, discipline];
  expect(await Promise.all(own.map(reads))).toEqual(own.map(() => true));
  const closed = [...others, people.southerner, people.phoneOnly, undefined];
  expect(await Promise.all(closed.map(reads))).toEqual(closed.map(() => false));
});
