import { afterEach, beforeEach, expect, test } from 'vitest';
import { newToken } from '#server/kernel/ids.ts';
import { publishLetter } from '#server/letters/commands.ts';
import { letterList, letterPage } from '#server/letters/views.ts';
import { claimPromise } from '#server/promises/commands.ts';
import { promisePage } from '#server/promises/page.ts';
import { recentVerdicts } from '#server/promises/verdict-views.ts';
import { promisesOfPerson, unreportedPromises } from '#server/promises/views.ts';
import { instantOf } from '#server/rules/dates.ts';
import type { Claim } from '#server/rules/promise-states.ts';
import { answerAndEnd, draw, peopleToDraw } from '#tests/support/draws.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let organiser: string;
let no: number;

beforeEach(async () => {
  world = await openWorld();
  organiser = await peopleToDraw(world);
  world.clock.set(instantOf('2026-05-08', '10:00'));
  const sent = await publishLetter(await secretary(), 'nanba', { ...letter, key: newToken() });
  if (!sent.ok) throw new Error(sent.code);
  no = sent.value.no;
});

afterEach(async () => {
  await world.close();
});

/** The three things of scene 2, each with its measure and its day. */
const letter = {
  title: '成了一家人，先把三件事说清楚',
  body: '我是温惊蛰，先把三件事说清楚。',
  lines: [
    { what: '86 户改厕', measure: '86 张验收表', helpers: '', dueOn: '2026-12-31' },
    { what: '易家河坝步道', measure: '1.2 公里走得通', helpers: '', dueOn: '2027-04-30' },
    { what: '组道硬化', measure: '3.4 公里铺完', helpers: '', dueOn: '2026-09-30' },
  ],
  photoIds: [],
};

const secretary = async () => world.ctx(world.people.southSecretary);

async function claim(line: number, said: Claim, words: string): Promise<void> {
  const form = { claim: said, words, key: newToken(), photoIds: [] };
  const ref = { slug: 'nanba', letterNo: no, no: line };
  expect(await claimPromise(await secretary(), ref, form)).toMatchObject({ ok: true });
}

const states = async () => {
  const page = await letterPage(await world.ctx(), {
    slug: 'nanba',
    no: `${no}`,
    commentsAfter: null,
  });
  return page?.promises.map(({ face }) => face.state);
};

const verdictOf = async (line: number) => {
  const ref = { slug: 'nanba', letterNo: `${no}`, no: `${line}` };
  return (await promisePage(await world.ctx(), ref))?.verdicts;
};

test('three promises of one letter live on: one part kept, one kept, one over without a word', async () => {
  expect(await states()).toEqual(['standing', 'standing', 'standing']);

  // The road is due: 2.6 of 3.4 kilometres, told four days late, and judged as in scene 3.
  world.clock.set(instantOf('2026-10-04', '08:00'));
  expect(await states()).toEqual(['standing', 'standing', 'unreported']);
  await claim(3, 'part', '修了 2.6 公里，剩下的等石子。');
  expect(await states()).toEqual(['standing', 'standing', 'claimed']);
  await draw(world, organiser);
  expect(await states()).toEqual(['standing', 'standing', 'asked']);
  await answerAndEnd(world, ['kept', 'kept', 'kept', 'part', 'broken']);
  expect(await states()).toEqual(['standing', 'standing', 'part']);
  expect(await verdictOf(3)).toMatchObject([
    { answered: 5, counts: { kept: 3, part: 1, broken: 1 }, verdict: 'part' },
  ]);

  // The toilets are done before the year is out: four fifths say so.
  world.clock.set(instantOf('2026-12-20', '08:00'));
  expect(await states()).toEqual(['soon', 'standing', 'part']);
  await claim(1, 'done', '86 户都验收了。');
  await draw(world, organiser);
  await answerAndEnd(world, ['kept', 'kept', 'kept', 'kept', 'broken']);
  expect(await states()).toEqual(['kept', 'standing', 'part']);

  // Of the footpath nobody says a word; villagers are asked all the same.
  world.clock.set(instantOf('2027-05-03', '08:00'));
  const south = world.county.south;
  expect(await states()).toEqual(['kept', 'unreported', 'part']);
  expect(await unreportedPromises(await world.ctx(), south)).toMatchObject([
    { what: '易家河坝步道', face: { days: 3 } },
  ]);
  await draw(world, organiser);
  await answerAndEnd(world, ['broken', 'broken', 'broken', 'part', 'kept']);

  expect(await states()).toEqual(['kept', 'broken', 'part']);
  expect(await unreportedPromises(await world.ctx(), south)).toEqual([]);
  expect(await recentVerdicts(await world.ctx(), { code: south, slug: 'nanba' })).toMatchObject([
    { what: '易家河坝步道', verdict: 'broken' },
  ]);
  const counts = { all: 3, kept: 1, part: 1, broken: 1, unreported: 0, running: 0 };
  const hers = await promisesOfPerson(await world.ctx(), world.people.southSecretary);
  expect(hers.tally).toMatchObject(counts);
  const list = await letterList(await world.ctx(), { slug: 'nanba', before: null, after: null });
  expect(list?.tallies.get(list.rows[0]?.id ?? '')).toMatchObject(counts);
});
