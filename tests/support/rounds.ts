import { and, eq } from 'drizzle-orm';
import { post } from '#db/schema/posts.ts';
import { selectionReader, selectionRound, selectionSheet } from '#db/schema/selections.ts';
import { newToken } from '#server/kernel/ids.ts';
import { publishLetter } from '#server/letters/commands.ts';
import { instantOf } from '#server/rules/dates.ts';
import { enterPost, openRound, recommend } from '#server/selections/commands.ts';
import { publishResults } from '#server/selections/publishing.ts';
import type { World } from '#tests/support/world.ts';

export const LETTERS = 'letters-202611';

/** Who does what in a round: opened by one, decided by another of the same office. */
export async function organisers({ county }: World) {
  const office = { post: 'org_dept' as const, gridCode: county.countyCode, title: '组织部' };
  return {
    opener: await county.addPerson('冷小满', { ...office, no: 90 }),
    decider: await county.addPerson('葛立秋', { ...office, no: 91 }),
  };
}

/** A letter of a village with one promise; gives its id. */
export async function letterOf(world: World, slug: string, writer: string): Promise<string> {
  const line = { what: '修好组道', measure: '2.6 公里铺完', helpers: '', dueOn: '2026-12-30' };
  const letter = { title: `${slug} 的三件事`, body: '说到做到。', lines: [line], photoIds: [] };
  const sent = await publishLetter(await world.ctx(writer), slug, { ...letter, key: newToken() });
  if (!sent.ok) throw new Error(sent.code);
  const { village, no } = sent.value;
  const isIt = and(eq(post.villageCode, village.code), eq(post.no, no));
  const [row] = await world.app.db.read.select({ id: post.id }).from(post).where(isIt);
  return row?.id ?? '';
}

/**
 * November's letters of 北坡村 and 南坝村, read by five whose sheets give everything but this much
 * for the first line, and published on 25 December. How reviewers come to read is told elsewhere.
 */
export async function publishedLetters(
  world: World,
  opener: string,
  less: { beipo: number; nanba: number },
): Promise<{ beipo: string; nanba: string }> {
  const { secretary, southSecretary, town } = world.people;
  world.clock.set(instantOf('2026-11-16', '09:00'));
  await openRound(await world.ctx(opener), 'letters');
  const beipo = await letterOf(world, 'beipo', secretary);
  const nanba = await letterOf(world, 'nanba', southSecretary);
  const entered = [
    [secretary, beipo],
    [southSecretary, nanba],
  ] as const;
  for (const [writer, postId] of entered)
    await enterPost(await world.ctx(writer), { roundId: LETTERS, postId });
  world.clock.set(instantOf('2026-12-02', '09:00'));
  for (const postId of [beipo, nanba])
    await recommend(await world.ctx(town), { roundId: LETTERS, postId }, '没办成的也写清楚了');
  await readBy(world, [
    { postId: beipo, less: less.beipo },
    { postId: nanba, less: less.nanba },
  ]);
  world.clock.set(instantOf('2026-12-25', '09:00'));
  await publishResults.run(await world.ctx());
  return { beipo, nanba };
}

async function readBy({ app, county }: World, letters: { postId: string; less: number }[]) {
  const { rubric } = app.book.selections.kinds.letters;
  const at = instantOf('2026-12-20', '09:00');
  const people: string[] = [];
  for (const name of ['严一', '蒋二', '沈三', '韩四', '杨五'])
    people.push(await county.addPerson(name, {}));
  await app.db.write(async (tx) => {
    await tx
      .update(selectionRound)
      .set({ reviewUntil: instantOf('2026-12-25') })
      .where(eq(selectionRound.id, LETTERS));
    for (const [place, personId] of people.entries()) {
      const seat = { roundId: LETTERS, no: place + 1 };
      await tx.insert(selectionReader).values({ ...seat, personId, townCode: '', token: personId });
      for (const { postId, less } of letters) {
        const points = rubric.map(({ code, most }, no) => [code, no === 0 ? most - less : most]);
        const reasons = rubric.map(({ code }) => [code, '写得清楚']);
        await tx.insert(selectionSheet).values({
          ...{ ...seat, postId, remark: '没办成的也写清楚了', assignedAt: at, sentAt: at },
          points: Object.fromEntries(points),
          reasons: Object.fromEntries(reasons),
        });
      }
    }
  });
}
