import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { photo, review } from '#db/schema/posts.ts';
import { writeCase } from '#server/cases/commands.ts';
import { caseLinkOf, caseList, casePage, newCase } from '#server/cases/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { decideObjection, decideReview, objectToRemoval } from '#server/moderation/commands.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { editPost, report, withdrawPost } from '#server/posts/commands.ts';
import { indexEverything } from '#server/search/job.ts';
import { searchPage } from '#server/search/views.ts';
import { aMatter, aSolvedMatter, matterPhoto } from '#tests/support/matters.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

const told = (matter: number, changes = {}) => ({
  matter,
  title: '三盏灯六天修好',
  was: '老槐树下三盏灯都不亮，二十户夜里打手电。',
  how: '网格员当天数灯，第二天报镇上，第五天换好。',
  now: '三盏都亮，灯杆上写了报修电话。',
  elsewhere: '先数清楚再报，一次买齐。',
  before: '',
  after: '',
  key: newToken(),
  ...changes,
});

async function written(matter: { no: number }, changes = {}) {
  const ctx = await world.ctx(world.people.secretary);
  const result = await writeCase(ctx, 'beipo', told(matter.no, changes));
  if (!result.ok) throw new Error(result.code);
  return result.value.no;
}

async function pageOf(no: number, personId?: string) {
  return casePage(await world.ctx(personId), { slug: 'beipo', no: `${no}`, commentsAfter: null });
}

const pages = { slug: 'beipo', before: null, after: null };
const titles = async () => (await caseList(await world.ctx(), pages))?.rows.map((row) => row.title);
const linkOf = async ({ no }: { no: number }, personId?: string) =>
  caseLinkOf(await world.ctx(personId), 'beipo', no);

test('the secretary tells a solved matter again, and both pages lead to each other', async () => {
  const matter = await aSolvedMatter(world);
  const before = await matterPhoto(world, matter.id, 'before');
  const after = await matterPhoto(world, matter.id, 'after');

  const no = await written(matter, { before, after });

  const page = await pageOf(no);
  expect(page).toMatchObject({
    title: '三盏灯六天修好',
    before: { id: before },
    after: { id: after },
    matter: { no: matter.no, days: 6, path: `/v/beipo/a/${matter.no}` },
    parts: { byline: { name: '曾谷雨' } },
  });
  expect(page?.html).toContain('<h3>别处能不能照着做</h3>');
  expect(await linkOf(matter)).toMatchObject({
    told: { path: `/v/beipo/cases/${no}`, title: '三盏灯六天修好' },
  });
  expect(await titles()).toEqual(['三盏灯六天修好']);
  const chosen = await newCase(await world.ctx(world.people.secretary), 'beipo', {
    matterNo: null,
    before: null,
  });
  expect(chosen?.matters).toEqual([]);
});

test('the form knows the days, what the offices said and the photos, not the villager’s words', async () => {
  const matter = await aSolvedMatter(world);
  const before = await matterPhoto(world, matter.id, 'before');
  const secretary = await world.ctx(world.people.secretary);

  const chosen = await newCase(secretary, 'beipo', { matterNo: null, before: null });
  const form = await newCase(secretary, 'beipo', { matterNo: matter.no, before: null });

  expect(chosen?.matters).toMatchObject([{ writePath: `/v/beipo/cases/new?matter=${matter.no}` }]);
  expect(form?.filled.how).toContain('11月16日（周一），今天下午去看');
  expect(form?.filled.now).toContain('前后 6 天');
  expect(form?.filled).toMatchObject({ before, after: '' });
  expect(`${form?.filled.how}${form?.filled.now}`).not.toContain('看不见路');
});

test('whoever raised it is told, and the ledger keeps no word of it', async () => {
  const matter = await aSolvedMatter(world);

  const no = await written(matter);

  const { db } = world.app;
  const messages = await db.read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.template, 'case.posted'));
  expect(messages).toMatchObject([
    { personId: world.people.villager, path: `/v/beipo/cases/${no}` },
  ]);
  expect(messages[0]?.body).toContain('本村村民');
  const entries = await db.read
    .select()
    .from(ledgerEntry)
    .where(eq(ledgerEntry.what, 'case.posted'));
  expect(entries).toMatchObject([{ actorRole: 'secretary', facts: { days: 6 } }]);
});

test('who worked on it may write it too; others in office and villagers may not', async () => {
  const matter = await aSolvedMatter(world);
  const { cadre, cadreTwo, clerk, villager, southSecretary } = world.people;
  const write = async (personId: string) =>
    (await writeCase(await world.ctx(personId), 'beipo', told(matter.no))).ok;

  const others = [];
  for (const one of [cadreTwo, clerk, villager, southSecretary]) others.push(await write(one));

  expect(others).toEqual([false, false, false, false]);
  expect((await linkOf(matter, cadre)).writePath).toBe(`/v/beipo/cases/new?matter=${matter.no}`);
  expect((await linkOf(matter, clerk)).writePath).toBeNull();
  expect(await write(cadre)).toBe(true);
});

test('the secretary chooses among all solved matters, others begin from their own', async () => {
  await aSolvedMatter(world);
  const asked = { matterNo: null, before: null };

  const forms = await Promise.all(
    [world.people.secretary, world.people.cadre, world.people.clerk].map(async (id) =>
      newCase(await world.ctx(id), 'beipo', asked),
    ),
  );

  expect(forms.map((form) => form?.matters.length ?? null)).toEqual([1, null, null]);
  const list = await caseList(await world.ctx(world.people.cadre), pages);
  expect(list?.mayWrite).toBe(false);
});

test('a cadre of a group changes the case he wrote, and every wording stays', async () => {
  const matter = await aSolvedMatter(world);
  const cadre = await world.ctx(world.people.cadre);
  await writeCase(cadre, 'beipo', told(matter.no));
  const no = (await linkOf(matter)).told?.path.split('/').at(-1);
  const page = await pageOf(Number(no), world.people.cadre);

  const form = { title: '三盏灯七天修好', body: '# 怎么办的\n\n第七天换好。', key: newToken() };
  const changed = await editPost(cadre, page?.parts.id ?? '', form);

  expect([page?.parts.may.edit, changed.ok]).toEqual([true, true]);
  expect(await pageOf(Number(no))).toMatchObject({
    title: '三盏灯七天修好',
    parts: { hasVersions: true },
  });
});

test('only what its villager called solved, and what everybody may read, is told', async () => {
  const open = await aMatter(world, '水沟堵了，下雨水进堂屋');
  const quiet = await aSolvedMatter(world, {
    words: '家里的事，只跟网格员说',
    audience: 'handlers',
  });
  const secretary = await world.ctx(world.people.secretary);

  const results = [open, quiet].map(({ no }) => writeCase(secretary, 'beipo', told(no)));

  expect(await Promise.all(results)).toMatchObject([
    { ok: false, code: 'notFound' },
    { ok: false, code: 'notFound' },
  ]);
});

test('a matter has one case; one that was taken back may be written anew', async () => {
  const matter = await aSolvedMatter(world);
  const secretary = await world.ctx(world.people.secretary);
  const no = await written(matter);

  const again = await writeCase(secretary, 'beipo', told(matter.no));
  await withdrawPost(secretary, (await pageOf(no))?.parts.id ?? '');
  const anew = await writeCase(secretary, 'beipo', told(matter.no, { title: '重写的' }));

  expect([again.ok, anew.ok]).toEqual([false, true]);
  expect((await linkOf(matter)).told?.title).toBe('重写的');
  expect((await pageOf(no))?.html).toBeNull();
});

test('a photo of another matter is refused', async () => {
  const matter = await aSolvedMatter(world);
  const other = await aMatter(world, '公厕的门关不上');
  const strange = await matterPhoto(world, other.id, 'before');
  const secretary = await world.ctx(world.people.secretary);

  const refused = await writeCase(secretary, 'beipo', told(matter.no, { before: strange }));

  expect(refused).toMatchObject({ ok: false, code: 'pickOne', field: 'before' });
});

test('a photo that is taken down in the matter is gone from the case', async () => {
  const matter = await aSolvedMatter(world);
  const before = await matterPhoto(world, matter.id, 'before');
  const no = await written(matter, { before });

  await world.app.db.write(async (tx) => {
    await tx.update(photo).set({ removedAt: world.clock.now() }).where(eq(photo.id, before));
  });

  expect(await pageOf(no)).toMatchObject({ before: null, title: '三盏灯六天修好' });
});

test('when the matter is taken down, its case goes with it, and both come back', async () => {
  const matter = await aSolvedMatter(world);
  const no = await written(matter);
  const reviewId = await reported(matter.id);
  const removed = {
    verdict: 'remove' as const,
    rule: 'privacy' as const,
    reason: '写了别人家的事',
    key: newToken(),
  };

  await decideReview(await world.ctx(world.people.clerk), reviewId, removed);
  const down = await pageOf(no);
  const listed = await titles();
  const author = await world.ctx(world.people.villager);
  await objectToRemoval(author, reviewId, { words: '是我家的事', key: newToken() });
  const second = { verdict: 'restore' as const, reason: '是他自己家', key: newToken() };
  await decideObjection(await world.ctx(world.people.dispatcher), reviewId, second);

  expect(down).toMatchObject({ html: null, parts: { gone: { rule: 'privacy' } } });
  expect(listed).toEqual([]);
  expect(await pageOf(no)).toMatchObject({ parts: { gone: null }, title: '三盏灯六天修好' });
  expect(await titles()).toEqual(['三盏灯六天修好']);
});

test('a name that is covered in the matter is covered in the case, and search forgets it', async () => {
  const matter = await aSolvedMatter(world, { words: '张三丰家门口的灯不亮' });
  const no = await written(matter, { was: '张三丰家门口三盏灯不亮。' });
  const clerk = await world.ctx(world.people.clerk);

  const corrected = await correctPrivacy(clerk, matter.id, { datum: '张三丰', key: newToken() });
  await indexEverything(await world.ctx());

  expect(corrected.ok).toBe(true);
  const page = await pageOf(no);
  expect(page?.html).not.toContain('张三丰');
  expect(page?.html).toContain('■');
  const asked = { slug: null, q: '张三丰', order: 'new' as const, before: null };
  expect(JSON.stringify(await searchPage(await world.ctx(), asked))).not.toContain('三盏灯六天');
});

async function reported(postId: string): Promise<string> {
  const subject = { subjectKind: 'post' as const, subjectId: '' };
  const said = { ...subject, words: '别人家的事', key: newToken() };
  await report(await world.ctx(world.people.neighbour), postId, said);
  const rows = await world.app.db.read.select().from(review).where(eq(review.postId, postId));
  return rows.find(({ why }) => why === 'reported')?.id ?? '';
}
