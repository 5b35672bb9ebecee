import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { and, eq, like } from 'drizzle-orm';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outboxMessage } from '#db/schema/kernel.ts';
import { photo, review } from '#db/schema/posts.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { answerAppeal, reportProgress } from '#server/appeals/handling.ts';
import { classifyAppeal } from '#server/appeals/remedy.ts';
import { appealPage } from '#server/appeals/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { decideReview } from '#server/moderation/commands.ts';
import { reviewDesk, reviewPage } from '#server/moderation/views.ts';
import { keepPhotos } from '#server/photos/upload.ts';
import { postPlain } from '#server/plain/commands.ts';
import { report } from '#server/posts/commands.ts';
import { talkKind } from '#server/talks/kind.ts';
import { known, talk } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let folder: string;

beforeEach(async () => {
  world = await openWorld();
  folder = await mkdtemp(join(tmpdir(), 'looks-'));
});

afterEach(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

/** A photo that this person has sent, of this red. */
async function sentBy(personId: string, red = 90): Promise<string[]> {
  const path = join(folder, `${red}.jpg`);
  const background = { r: red, g: 120, b: 80 };
  const picture = sharp({ create: { width: 300, height: 200, channels: 3, background } });
  await writeFile(path, await picture.jpeg().toBuffer());
  const file = { field: 'photo', path, bytes: 1, isTooBig: false };
  const kept = await keepPhotos(await world.ctx(personId), [file]);
  if (!kept.ok) throw new Error(kept.code);
  return kept.value;
}

/** Something the villager raises with a photo, and under which hash that lies. */
async function raised({
  picture = null as string | null,
  audience = 'public' as 'public' | 'handlers',
} = {}) {
  const { villager } = world.people;
  const [photoId = ''] = await sentBy(villager);
  const form = {
    ...{ key: newToken(), picture, audience, words: '上回修路的钱对不拢，想请人看看' },
    ...{ photoIds: [photoId], groupCode: `${world.county.north}001`, landmark: '老槐树下' },
    ...{
      latitude: null,
      longitude: null,
      addressee: 'cadre' as const,
      shownAs: 'resident' as const,
    },
    ...{ notAccusation: false, forPersonId: null },
  };
  const result = await raiseAppeal(await world.ctx(villager), 'beipo', form);
  if (!result.ok) throw new Error(result.code);
  const [row] = await world.app.db.read.select().from(photo).where(eq(photo.id, photoId));
  if (!row?.hash || !row.postId) throw new Error('no photo');
  return { ref: { slug: 'beipo', no: result.value.no }, postId: row.postId, hash: row.hash };
}

async function waitingFor(personId: string): Promise<unknown[]> {
  return (await reviewDesk(await world.ctx(personId)))?.waiting ?? [];
}

async function see(hash: string, personId: string): Promise<number> {
  const answer = await world.get(`/photos/${hash}-320.webp`, await world.cookieOf(personId));
  return answer.status;
}

test('what goes past the village to the town stands on no desk of the village', async () => {
  const { clerk, secretary, town, dispatcher, villager } = world.people;

  const { ref, hash } = await raised({ picture: 'accounts' });

  for (const person of [clerk, secretary, dispatcher]) {
    expect(await waitingFor(person)).toEqual([]);
    expect(await see(hash, person)).toBe(404);
  }
  const seen = await appealPage(await world.ctx(town), ref);
  expect(seen?.parts).toMatchObject({ isHeld: false, photos: [{ hash, isHeld: false }] });
  expect(await see(hash, town)).toBe(200);
  expect(await see(hash, villager)).toBe(200);
});

test('what is for the handlers alone waits for no look, and the county reads nothing of it', async () => {
  const { cadre, dispatcher } = world.people;

  const { ref, hash } = await raised({ audience: 'handlers' });

  expect(await waitingFor(dispatcher)).toEqual([]);
  const seen = await appealPage(await world.ctx(cadre), ref);
  expect(seen?.parts.photos).toMatchObject([{ hash, isHeld: false }]);
  expect(await see(hash, dispatcher)).toBe(404);
});

test('a case on the desk is a 404 for whoever may not see what it is about', async () => {
  const { cadre, secretary, clerk, town } = world.people;
  const { ref, postId } = await raised();
  const told = { subjectKind: 'post' as const, subjectId: '', words: '点了名', key: newToken() };
  await report(await world.ctx(cadre), postId, told);
  const classified = { itemCode: '0806', remedy: 'neither' as const, isUrgent: false };
  const why = { key: newToken(), words: '工程质量由镇上来查。' };
  await classifyAppeal(await world.ctx(cadre), ref, { ...classified, ...why });
  const rows = await world.app.db.read.select().from(review).where(eq(review.postId, postId));
  const reported = rows.find((row) => row.why === 'reported')?.id ?? '';

  const pages = [secretary, clerk].map(async (one) => reviewPage(await world.ctx(one), reported));
  const decision = { verdict: 'keep' as const, reason: '', key: newToken() };
  const decided = await decideReview(await world.ctx(clerk), reported, decision);

  expect(await Promise.all(pages)).toEqual([null, null]);
  expect(await waitingFor(secretary)).toEqual([]);
  expect(decided).toMatchObject({ ok: false, code: 'notFound' });
  expect(rows.filter((row) => row.decidedAt === null).map((row) => row.why)).toEqual(
    rows.filter((row) => row.why === 'reported').map((row) => row.why),
  );
  expect((await appealPage(await world.ctx(town), ref))?.parts).toMatchObject({
    isHeld: false,
    photos: [{ isHeld: false }],
  });
});

test('whoever answers sees the photo of a matter before others do, and its author that of the work', async () => {
  const { cadre, villager, neighbour } = world.people;
  const { ref, hash } = await raised();
  const [workId = ''] = await sentBy(cadre, 10);
  const words = '今天下午两点去看，先量清楚再定料。';
  await answerAppeal(await world.ctx(cadre), ref, { key: newToken(), words, photoIds: [] });
  const done = {
    key: newToken(),
    words: '量完了，一共三处。',
    photoIds: [workId],
    milestoneId: null,
  };
  await reportProgress(await world.ctx(cadre), ref, done);

  const forCadre = await appealPage(await world.ctx(cadre), ref);
  const forAuthor = await appealPage(await world.ctx(villager), ref);

  expect(forCadre?.parts.photos).toMatchObject([{ hash, isHeld: true, mayCover: false }]);
  expect(await see(hash, cadre)).toBe(200);
  expect(await see(hash, neighbour)).toBe(404);
  const [work] = forAuthor?.steps.flatMap((step) => step.photos) ?? [];
  expect(work).toMatchObject({ isHeld: true, mayCover: false });
  expect(await see(work?.hash ?? '', villager)).toBe(200);
  expect(await see(work?.hash ?? '', neighbour)).toBe(404);
});

test('who has written only to the handlers still has his first public words before him', async () => {
  const { villager, clerk } = world.people;
  await raised({ audience: 'handlers' });

  await postPlain(await world.ctx(villager), talkKind, 'beipo', talk('大家好'));

  expect(await waitingFor(clerk)).toMatchObject([{ why: 'first', excerpt: '大家好' }]);
});

test('photos of words that everybody reads still wait for a look', async () => {
  await known(world, world.people.villager);

  const { hash } = await raised();

  expect(await waitingFor(world.people.clerk)).toMatchObject([{ why: 'photo' }]);
  expect(await see(hash, world.people.neighbour)).toBe(404);
});

test('words and photos sent in one go are told of once, by name, when the last has been looked at', async () => {
  const { villager, clerk } = world.people;
  const { postId } = await raised();
  const decide = async (subjectKind: string, verdict: 'keep' | 'remove') => {
    const of = and(eq(review.postId, postId), eq(review.subjectKind, subjectKind));
    const [row] = await world.app.db.read.select().from(review).where(of);
    const form = { key: newToken(), verdict, rule: 'privacy' as const, reason: '有门牌' };
    expect(await decideReview(await world.ctx(clerk), row?.id ?? '', form)).toMatchObject({
      ok: true,
    });
  };
  const told = async () => {
    const of = and(eq(outboxMessage.personId, villager), like(outboxMessage.template, 'review.%'));
    const rows = await world.app.db.read.select().from(outboxMessage).where(of);
    return rows.map(({ body }) => body);
  };

  await decide('post', 'keep');
  expect(await told()).toEqual([]);
  await decide('photo', 'keep');

  expect(await told()).toEqual(['您发的话和照片有人看过了，已经显示出来。']);
});
