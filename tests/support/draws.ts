import { eq } from 'drizzle-orm';
import { outboxMessage } from '#db/schema/kernel.ts';
import { announceRound } from '#server/draws/announcing.ts';
import { typeNumbers } from '#server/draws/typing.ts';
import { newToken } from '#server/kernel/ids.ts';
import { answerAsk } from '#server/promises/answering.ts';
import { decidePromises } from '#server/promises/deciding.ts';
import { addDays, instantOf, localDate } from '#server/rules/dates.ts';
import type { Answer } from '#server/rules/promise-verdict.ts';
import type { World } from '#tests/support/world.ts';

/** Of both lotteries, as they might come. */
export const NUMBERS = [
  [3, 8, 15, 21, 27, 33, 9],
  [4, 11, 19, 26, 35, 2, 7],
];

/** Nine villagers of 南坝村 with accounts, and who announces draws; gives the announcer. */
export async function peopleToDraw({ county }: World): Promise<string> {
  const home = { gridCode: `${county.south}001`, villageCode: county.south };
  for (const [at, name] of [...'一二三四五六七八九'].entries()) {
    const household = `${county.south}0010${String(at + 2).padStart(2, '0')}`;
    await county.addPerson(`柳${name}`, { ...home, household });
  }
  const office = { post: 'org_dept' as const, gridCode: county.countyCode };
  return county.addPerson('葛立秋', { ...office, title: '组织部', no: 31 });
}

/** Announced now and drawn six days later, in the morning; those who are drawn have their links. */
export async function draw(world: World, organiser: string): Promise<void> {
  const { clock, people } = world;
  const today = localDate(clock.now());
  const sources = [
    { lottery: 'double-colour', issue: '2026001', on: addDays(today, 3) },
    { lottery: 'super-lotto', issue: '2026001', on: addDays(today, 5) },
  ];
  const round = { purpose: 'promise', sources, key: newToken() };
  const announced = await announceRound(await world.ctx(organiser), round);
  if (!announced.ok) throw new Error(announced.code);
  clock.set(instantOf(addDays(today, 6), '09:00'));
  for (const byId of [organiser, people.discipline])
    await typeNumbers(await world.ctx(byId), announced.value, NUMBERS);
}

/** Those who were drawn last answer in this order, the others say nothing; then their days end. */
export async function answerAndEnd(world: World, answers: Answer[]): Promise<void> {
  const { clock, app } = world;
  const at = clock.now();
  const sent = await app.db.read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.template, 'promise.ask'));
  const links = sent.filter(({ createdAt }) => createdAt === at);
  for (const [no, answer] of answers.entries()) {
    const code = links[no]?.path?.split('/').at(-1) ?? '';
    const said = await answerAsk(await world.ctx(), code, { answer, reasons: [] });
    if (!said.ok) throw new Error(said.code);
  }
  clock.set(instantOf(addDays(localDate(at), 12), '08:00'));
  await decidePromises.run(await world.ctx());
}
