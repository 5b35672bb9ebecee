import { afterAll, beforeAll, expect, test } from 'vitest';
import { newToken } from '#server/kernel/ids.ts';
import { makeLesson } from '#server/lessons/commands.ts';
import { lessonForm } from '#server/lessons/forms.ts';
import { lessonShelf, shippedLessonPage } from '#server/lessons/shelf.ts';
import { contestPage, lessonList, lessonPage } from '#server/lessons/views.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { like } from '#server/posts/commands.ts';
import { speakUnder } from '#server/posts/comments.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(async () => {
  await world.close();
});

test('the county’s shelf holds its series, each in the order of its parts', async () => {
  const { series } = await lessonShelf(await world.ctx());

  const rules = series.find(({ name }) => name === '村里的规矩');
  expect(rules?.lessons.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(series.flatMap(({ lessons }) => lessons).length).toBeGreaterThanOrEqual(12);
});

test('a lesson can be kept as one file that asks the network for nothing', async () => {
  const page = shippedLessonPage(await world.ctx(), 'representatives-meeting');

  const answer = await world.http.request(page?.keep.path ?? '');

  const html = await answer.text();
  expect(answer.headers.get('content-disposition')).toContain('attachment');
  expect(Buffer.byteLength(html)).toBe(page?.keep.bytes);
  expect(html).toContain('三分之二');
  expect(html).toContain('第三十条');
  expect(html).not.toMatch(/<script|<link|src="(?!data:)|url\(/);
});

test('a lesson that nobody wrote is not there', async () => {
  expect(shippedLessonPage(await world.ctx(), 'nothing')).toBeNull();
  expect((await world.http.request('/lessons/nothing.html')).status).toBe(404);
});

/** What an old member of the village says about codes. */
const told = {
  title: '验证码自己填，谁要都不念',
  body: '就是我上门帮你办事，也不要你把验证码念给我听。',
  series: '防骗小课',
  number: '51',
  featured: '冯立夏',
  consentOn: '2026-11-02',
  consentHow: 'paper',
  videoUrl: 'https://example.org/film',
  videoMegabytes: '12',
  transcript: '我叫冯立夏，今年七十一。',
  question: ['能念给上门的人听吗？'],
  optionA: ['能'],
  optionB: ['不能'],
  optionC: [''],
  right: ['B'],
  why: ['验证码只由自己填'],
  contest: 'flag',
};

async function make(changes: Record<string, unknown> = {}) {
  const form = lessonForm.parse({ ...told, key: newToken(), ...changes });
  const ctx = await world.ctx(world.people.southSecretary);
  const made = await makeLesson(ctx, 'nanba', { ...form, photoIds: [] });
  if (!made.ok) throw new Error(made.code);
  return made.value.no;
}

const page = async (no: number, personId?: string) =>
  lessonPage(await world.ctx(personId), { slug: 'nanba', no: String(no), commentsAfter: null });

test('a lesson of a village stands in its list and on the county’s shelf', async () => {
  const no = await make();

  const view = await page(no);
  const list = await lessonList(await world.ctx(), { slug: 'nanba', before: null, after: null });
  const { made } = await lessonShelf(await world.ctx());
  expect(view?.lesson).toMatchObject({ series: '防骗小课', number: 51, consentOn: '2026-11-02' });
  expect(view?.lesson?.quiz).toEqual([
    {
      question: '能念给上门的人听吗？',
      options: ['能', '不能'],
      right: 1,
      why: '验证码只由自己填',
    },
  ]);
  expect(list?.rows[0]).toMatchObject({ no, title: told.title });
  expect(made[0]).toMatchObject({ no, title: told.title });
});

test('whoever made it answers what is asked under it, and it is liked as any post', async () => {
  const no = await make();
  const id = (await page(no))?.parts.id ?? '';
  const villager = await world.ctx(world.people.villager);

  await like(villager, id);
  const asking = { kind: 'ask' as const, body: '银行的人来要呢？', key: newToken() };
  const asked = await speakUnder(villager, id, { ...asking, shownAs: 'resident' });

  expect(asked.ok).toBe(true);
  expect((await page(no))?.parts).toMatchObject({
    likes: { n: 1 },
    questions: { asked: 1, answered: 0 },
    answerer: { name: '温惊蛰' },
  });
});

test.each([
  ['a person is shown who never agreed', { consentOn: '' }, 'consentOn', 'consentNeeded'],
  ['nobody knows how he agreed', { consentHow: '' }, 'consentHow', 'consentNeeded'],
  ['a film has no words', { transcript: '' }, 'transcript', 'filmNeedsWords'],
  ['a film lies nowhere', { videoUrl: 'javascript:alert(1)' }, 'videoUrl', 'addressWrong'],
  ['a question has no reason', { why: [''] }, 'question1', 'quizWrong'],
  ['the right option is empty', { right: ['C'] }, 'question1', 'quizWrong'],
  ['its part is no number', { number: '五' }, 'number', 'countWrong'],
])('a lesson is not sent when %s', (_what, changes, field, code) => {
  const parsed = lessonForm.safeParse({ ...told, key: newToken(), ...changes });

  expect(parsed.error?.issues).toMatchObject([{ path: [field], message: code }]);
});

test('nobody agreed tomorrow, and only offices of the village make lessons', async () => {
  const form = lessonForm.parse({ ...told, consentOn: '2026-11-17', key: newToken() });
  const lesson = { ...form, photoIds: [] };
  const by = async (personId: string) => makeLesson(await world.ctx(personId), 'nanba', lesson);

  expect(await by(world.people.southSecretary)).toMatchObject({ field: 'consentOn' });
  expect(await by(world.people.villager)).toMatchObject({ code: 'notAllowed' });
});

test('the form comes back with everything that was typed', async () => {
  const cookie = await world.cookieOf(world.people.southSecretary);
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...told, title: '', key: newToken() })) {
    for (const one of [value].flat()) form.append(name, one);
  }

  const answer = await world.post('/v/nanba/lessons', form, cookie);

  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    path: '/v/nanba/lessons/new',
    form: {
      values: { series: '防骗小课', optionB: '不能', featured: '冯立夏' },
      errors: { title: 'required' },
    },
  });
});

test('a contest shows its entries to whoever may see them', async () => {
  const shown = await make({ title: '大家都看得到' });
  const kept = await make({ title: '只给本村看', audience: 'village' });

  const byGuest = await contestPage(await world.ctx(), 'flag', null);
  const bySecretary = await contestPage(await world.ctx(world.people.southSecretary), 'flag', null);

  const numbers = (view: typeof byGuest) => view?.rows.map(({ no }) => no) ?? [];
  expect(numbers(byGuest)).toContain(shown);
  expect(numbers(byGuest)).not.toContain(kept);
  expect(numbers(bySecretary)).toContain(kept);
  expect(await page(kept)).toBeNull();
  expect(await contestPage(await world.ctx(), 'nothing', null)).toBeNull();
});

test('a datum covered in a lesson is covered in its transcript and its questions', async () => {
  const why = ['冯立夏说过'];
  const no = await make({ why });
  const id = (await page(no))?.parts.id ?? '';

  const owner = await world.ctx(world.people.southSecretary);
  await correctPrivacy(owner, id, { datum: '冯立夏', key: newToken() });

  expect((await page(no))?.lesson).toMatchObject({
    featured: '■■■',
    transcript: '我叫■■■，今年七十一。',
    quiz: [{ why: '■■■说过' }],
  });
});

test('a lesson of a village can be kept too, by whoever may read it', async () => {
  const shown = await make();
  const kept = await make({ audience: 'village' });
  const file = (no: number) => world.http.request(`/v/nanba/lessons/${no}/keep`);

  const answer = await file(shown);

  const html = await answer.text();
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect(Buffer.byteLength(html)).toBe((await page(shown))?.keep?.bytes);
  expect(html).toContain('今年七十一');
  expect((await file(kept)).status).toBe(404);
});
