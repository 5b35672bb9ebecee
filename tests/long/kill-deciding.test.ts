import { spawn } from 'node:child_process';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { promise } from '#db/schema/promises.ts';
import { promiseAsk, promiseVerdict } from '#db/schema/verdicts.ts';
import { announceRound } from '#server/draws/announcing.ts';
import { typeNumbers } from '#server/draws/typing.ts';
import { newToken } from '#server/kernel/ids.ts';
import { publishLetter } from '#server/letters/commands.ts';
import { answerAsk } from '#server/promises/answering.ts';
import { codeHash } from '#server/promises/asking.ts';
import { instantOf } from '#server/rules/dates.ts';
import { openWorld, type World } from '#tests/support/world.ts';

const PROMISES = 4;
const line = { measure: '都走得通', helpers: '', dueOn: '2026-06-30' };
const lines = Array.from({ length: PROMISES }, (_, no) => ({ ...line, what: `第 ${no + 1} 段路` }));
const sources = [
  { lottery: 'double-colour', issue: '2026084', on: '2026-07-23' },
  { lottery: 'super-lotto', issue: '2026085', on: '2026-07-25' },
];
const numbers = [
  [3, 8, 15, 21, 27, 33, 9],
  [4, 11, 19, 26, 35, 2, 7],
];
const OVER = instantOf('2026-08-06');

test('killed in the middle of counting and run again, every promise has one verdict', async () => {
  const world = await openWorld();
  await everybodyAnswered(world);

  const first = await count(world, 1);
  const afterFirst = await stateOf(world);
  const second = await count(world, 2);
  const afterSecond = await stateOf(world);
  const third = await count(world, 0);
  const again = await count(world, 0);
  const afterAll = await stateOf(world);
  await world.close();

  expect([first, second, third, again]).toEqual(['SIGKILL', 'SIGKILL', 0, 0]);
  // Nothing was kept of the count, so no answer was destroyed either.
  expect(afterFirst).toEqual({ verdicts: 0, sealed: 5 * PROMISES, noted: 0, told: 0, open: 28 });
  // The write before the one in which it was killed stands, whole.
  expect(afterSecond).toEqual({ verdicts: 1, sealed: 5 * 3, noted: 1, told: 1, open: 21 });
  expect(afterAll).toEqual({ verdicts: 4, sealed: 0, noted: 4, told: 4, open: 0 });
});

/** A letter whose promises are all drawn for; of seven, five have said something of each. */
async function everybodyAnswered(world: World): Promise<void> {
  const { county, people, clock } = world;
  const home = { gridCode: `${county.south}001`, villageCode: county.south };
  for (let no = 2; no < 11; no += 1) {
    const household = `${county.south}0010${String(no).padStart(2, '0')}`;
    await county.addPerson(`柳${no}`, { ...home, household });
  }
  const office = { post: 'org_dept' as const, gridCode: county.countyCode };
  const organiser = await county.addPerson('葛立秋', { ...office, title: '组织部', no: 31 });
  clock.set(instantOf('2026-05-08', '10:00'));
  const letter = { title: '四段路', body: '今年修四段路。', lines, photoIds: [], key: newToken() };
  const sent = await publishLetter(await world.ctx(people.southSecretary), 'nanba', letter);
  if (!sent.ok) throw new Error(sent.code);
  clock.set(instantOf('2026-07-20', '09:00'));
  const round = { purpose: 'promise', sources, key: newToken() };
  await announceRound(await world.ctx(organiser), round);
  clock.set(instantOf('2026-07-26', '09:00'));
  for (const byId of [organiser, people.discipline])
    await typeNumbers(await world.ctx(byId), 'P-202607', numbers);
  await answer(world);
}

async function answer(world: World): Promise<void> {
  const { read } = world.app.db;
  const asks = await read.select().from(promiseAsk);
  const silent = new Set(
    Object.values(Object.groupBy(asks, ({ poolId }) => poolId)).flatMap((of) =>
      (of ?? []).slice(0, 2).map(({ token, poolId }) => `${poolId} ${token}`),
    ),
  );
  const sent = await read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.template, 'promise.ask'));
  for (const { path } of sent) {
    const code = path?.split('/').at(-1) ?? '';
    const ask = asks.find((one) => one.codeHash === codeHash(code));
    if (!ask || silent.has(`${ask.poolId} ${ask.token}`)) continue;
    await answerAsk(await world.ctx(), code, { answer: 'kept', reasons: ['as-said'] });
  }
}

/** Runs the job in a process of its own; how it ended. */
function count({ app }: World, killAt: number): Promise<number | string | null> {
  const job = ['tests/long/support/bare-deciding.ts', app.env.databaseUrl, `${OVER}`, `${killAt}`];
  const child = spawn(process.execPath, job, { stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
}

async function stateOf({ app: { db } }: World) {
  const { read } = db;
  const verdicts = await read.select().from(promiseVerdict);
  const asks = await read.select().from(promiseAsk);
  const promises = await read.select().from(promise);
  const noted = await read
    .select()
    .from(ledgerEntry)
    .where(eq(ledgerEntry.what, 'promise.decided'));
  const told = await read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.template, 'promise.decided'));
  expect(promises.filter(({ state }) => state === 'kept')).toHaveLength(verdicts.length);
  expect(verdicts.every(({ kept, part, broken }) => kept === 5 && part + broken === 0)).toBe(true);
  return {
    verdicts: verdicts.length,
    sealed: asks.filter(({ answerSealed }) => answerSealed !== null).length,
    noted: noted.length,
    told: told.length,
    open: asks.filter(({ inviteeMark }) => inviteeMark !== '').length,
  };
}
