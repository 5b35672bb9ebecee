import { eq } from 'drizzle-orm';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { photo } from '#db/schema/posts.ts';
import { newToken } from '#server/kernel/ids.ts';
import { makeLesson } from '#server/lessons/commands.ts';
import { lessonForm, quizForm } from '#server/lessons/forms.ts';
import { townsToTeach } from '#server/lessons/office.ts';
import { changeQuiz, quizPage } from '#server/lessons/quiz.ts';
import { lessonShelf, shippedLessonPage } from '#server/lessons/shelf.ts';
import { lessonList, lessonPage, newLesson } from '#server/lessons/views.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { like } from '#server/posts/commands.ts';
import { speakUnder } from '#server/posts/comments.ts';
import { indexEverything } from '#server/search/job.ts';
import { searchPage } from '#server/search/views.ts';
import { anMp4, aWav } from '#tests/support/sounds.ts';
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
};

async function make(changes: Record<string, unknown> = {}) {
  const form = lessonForm.parse({ ...told, key: newToken(), ...changes });
  const ctx = await world.ctx(world.people.southSecretary);
  const made = await makeLesson(ctx, 'nanba', form);
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

const asks = (question: string, why = '只有自己知道') => ({
  ...{ question: [question], optionA: ['能'], optionB: ['不能'], optionC: [''] },
  ...{ right: ['B'], why: [why], key: newToken() },
});
const change = async (no: number, form: Record<string, unknown>, who: string) =>
  changeQuiz(
    await world.ctx(who),
    { slug: 'nanba', no: String(no) },
    quizForm.parse({ key: newToken(), ...form }),
  );

test('whoever made a lesson changes its questions, and what was asked before stays', async () => {
  const { southSecretary } = world.people;
  const no = await make();
  const form = asks('能拍照发给别人吗？');

  const changed = await change(no, form, southSecretary);
  await change(no, form, southSecretary);
  await change(no, { ...form, key: newToken() }, southSecretary);

  expect(changed).toMatchObject({ ok: true });
  const view = await page(no);
  expect(view?.lesson?.quiz.map(({ question }) => question)).toEqual(['能拍照发给别人吗？']);
  expect(view?.olderQuizzes).toMatchObject([
    { no: 1, quiz: [{ question: '能念给上门的人听吗？' }], replacedAt: world.clock.now() },
  ]);
  const acts = await world.app.db.read
    .select()
    .from(ledgerEntry)
    .where(eq(ledgerEntry.what, 'lesson.quiz-changed'));
  expect(acts.filter(({ subjectId }) => subjectId === view?.parts.id)).toMatchObject([
    { facts: { replaced: 1, questions: 1 }, actorId: southSecretary },
  ]);
});

test('questions may be taken away, and nobody else changes them', async () => {
  const { southSecretary, secretary, villager, town } = world.people;
  const no = await make();

  const others = [secretary, villager, town];
  for (const who of others) {
    expect(await change(no, asks('别的题'), who)).toMatchObject({ ok: false, code: 'notFound' });
    expect(await quizPage(await world.ctx(who), { slug: 'nanba', no: String(no) })).toBeNull();
  }
  await change(no, {}, southSecretary);

  const view = await page(no, southSecretary);
  expect(view).toMatchObject({ mayChangeQuiz: true, lesson: { quiz: [] } });
  expect(view?.olderQuizzes).toHaveLength(1);
  expect((await page(no))?.mayChangeQuiz).toBe(false);
});

test('a changed question is whole and tells no number, and an older one is covered too', async () => {
  const { southSecretary } = world.people;
  const no = await make({ why: ['问周寒露就知道'] });
  const cookie = await world.cookieOf(southSecretary);
  const path = `/v/nanba/lessons/${no}/quiz`;
  const fields = { question: '打给谁？', optionA: '我', optionB: '他', optionC: '', right: 'A' };

  const half = await world.post(path, { ...fields, why: '', key: newToken() }, cookie);
  const phoned = { ...fields, why: '打 13912345678', key: newToken() };
  const blackened = await world.post(path, phoned, cookie);
  const right = await world.post(path, { ...fields, why: '写在墙上', key: newToken() }, cookie);

  expect(half.status).toBe(422);
  expect(await half.json()).toMatchObject({ form: { errors: { question1: 'quizWrong' } } });
  expect(blackened.status).toBe(422);
  expect(JSON.stringify(await blackened.json())).not.toContain('13912345678');
  expect(right.headers.get('location')).toBe(`/v/nanba/lessons/${no}`);
  const id = (await page(no))?.parts.id ?? '';
  const form = { datum: '周寒露', key: newToken() };
  expect(await correctPrivacy(await world.ctx(world.people.town), id, form)).toMatchObject({
    ok: true,
  });
  expect(JSON.stringify((await page(no))?.olderQuizzes)).not.toContain('周寒露');
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
  ['a film has no words', { transcript: '' }, 'transcript', 'spokenNeedsWords'],
  ['nobody says who speaks', { featured: '' }, 'featured', 'whoSpeaks'],
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
  const by = async (personId: string) => makeLesson(await world.ctx(personId), 'nanba', form);

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

/** A lesson sent through the form with files; the number of what it became, 0 when it came back. */
async function send(fields: Record<string, string | Blob | string[]>) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...told, key: newToken(), ...fields })) {
    for (const one of [value].flat()) form.append(name, one);
  }
  const cookie = await world.cookieOf(world.people.southSecretary);
  const answer = await world.post('/v/nanba/lessons', form, cookie);
  const no = Number(answer.headers.get('location')?.split('/').at(-1) ?? 0);
  return { answer, no };
}

const sound = () => new Blob([new Uint8Array(aWav())]);
const film = () => new Blob([new Uint8Array(anMp4('vide'))]);
const slide = async () => {
  const square = { width: 40, height: 30, channels: 3, background: '#385' } as const;
  return new Blob([new Uint8Array(await sharp({ create: square }).png().toBuffer())]);
};

test('a lesson is heard and seen, each by whoever taps, and its slides have words', async () => {
  const { no } = await send({
    recording: sound(),
    voiceCaption: '冯立夏讲，2 分 40 秒',
    film: film(),
    photo1: await slide(),
    photo2: await slide(),
    newWords: ['先看是谁打来的', '再想要不要念'],
  });

  // Photos wait for a look; their owner sees them before.
  const view = await page(no, world.people.southSecretary);

  expect(view?.voice).toMatchObject({ type: 'audio/wav', caption: '冯立夏讲，2 分 40 秒' });
  expect(view?.film).toMatchObject({ type: 'video/mp4', caption: null });
  expect(view?.parts.photos.map(({ caption }) => caption)).toEqual([
    '先看是谁打来的',
    '再想要不要念',
  ]);
  for (const path of [view?.voice?.path, view?.film?.path]) {
    expect((await world.http.request(path ?? '')).status).toBe(200);
  }
});

test('what is spoken needs its words, and the files need not be chosen again', async () => {
  const spoken = { videoUrl: '', transcript: '' };
  const { answer } = await send({
    ...spoken,
    recording: sound(),
    photo2: await slide(),
    newWords: ['', '看这里'],
  });

  const back: { form: { values: Record<string, string | string[]>; errors: unknown } } =
    await answer.json();
  const { recordingId = '', photoIds = [], slideWords } = back.form.values;
  const again = await send({
    ...spoken,
    reads: 'yes',
    ...{ recordingId, photoIds, slideWords: slideWords ?? [] },
  });

  expect(answer.status).toBe(422);
  expect(back.form.errors).toEqual({ transcript: 'spokenNeedsWords' });
  expect(slideWords).toEqual(['看这里']);
  const view = await page(again.no, world.people.southSecretary);
  expect(view?.voice).not.toBeNull();
  expect(view?.lesson?.transcript).toBe('');
  expect(view?.parts.photos).toMatchObject([{ caption: '看这里' }]);
});

test('what is no film by its content is refused at its field', async () => {
  const { answer } = await send({ film: sound() });

  expect(await answer.json()).toMatchObject({ form: { errors: { film: 'filmType' } } });
});

test('a lesson is found by what is said in it', async () => {
  const no = await make({ transcript: '我姑娘在成都，她教我看那几个数字。' });
  await indexEverything(world.app);

  const query = { slug: null, q: '姑娘 数字', order: null, before: null };
  const found = await searchPage(await world.ctx(), query);

  expect(found?.rows).toMatchObject([{ no }]);
});

test('a town and the county make lessons too, and say whose they are', async () => {
  const county = await world.county.addPerson('贾小寒', {
    post: 'org_dept',
    gridCode: world.county.countyCode,
    title: '组织部',
    no: 41,
  });
  const by = async (personId: string, title: string) => {
    const form = lessonForm.parse({ ...told, title, series: '全市一课', key: newToken() });
    const made = await makeLesson(await world.ctx(personId), 'beipo', form);
    return made.ok ? made.value.no : 0;
  };
  const ofTown = await by(world.people.town, '镇上讲一课');
  const ofCounty = await by(county, '全市讲一课');

  const view = (no: number) =>
    world.ctx().then((ctx) => lessonPage(ctx, { slug: 'beipo', no: `${no}`, commentsAfter: null }));
  expect([(await view(ofTown))?.maker, (await view(ofCounty))?.maker]).toEqual([
    '柳河镇',
    '测试市',
  ]);
  const list = await lessonList(await world.ctx(), { slug: 'qiaotou', before: null, after: null });
  expect(list?.above.map(({ title }) => title).sort()).toEqual(['全市讲一课', '镇上讲一课']);
  const { placed } = await lessonShelf(await world.ctx());
  expect(placed.map(({ title }) => title)).toEqual(['全市讲一课', '镇上讲一课']);
  const asTown = await newLesson(await world.ctx(world.people.town), 'beipo');
  expect(asTown?.maker).toBe('柳河镇');
  expect(await townsToTeach(await world.ctx(world.people.town))).toMatchObject([
    { name: '柳河镇', villages: { length: 3 } },
  ]);
  expect(await townsToTeach(await world.ctx(world.people.secretary))).toEqual([]);
});

test('the parts of a series lead to each other, the latest first', async () => {
  const series = '三期一套';
  const [first] = [
    await make({ series, number: '1', title: '第一期' }),
    await make({ series, number: '3', title: '第三期' }),
    await make({ series, number: '2', title: '第二期' }),
  ];

  const view = await page(first ?? 0);

  expect(view?.series).toMatchObject([
    { number: 3, row: { title: '第三期' } },
    { number: 2, row: { title: '第二期' } },
  ]);
});

test('a lesson of a village can be kept too, with its sound, by whoever may read it', async () => {
  const spoken = { recording: sound(), photo1: await slide(), newWords: '看这里' };
  const { no: shown } = await send(spoken);
  const lookedAt = { releasedAt: world.clock.now() };
  await world.app.db.write(async (tx) => {
    await tx.update(photo).set(lookedAt).where(eq(photo.caption, '看这里'));
  });
  const kept = await make({ audience: 'village' });
  const file = (no: number) => world.http.request(`/v/nanba/lessons/${no}/keep`);

  const answer = await file(shown);

  const html = await answer.text();
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect(Buffer.byteLength(html)).toBe((await page(shown))?.keep?.bytes);
  expect(html.includes('今年七十一')).toBe(true);
  expect(html.includes('<audio controls src="data:audio/wav;base64,')).toBe(true);
  expect(html.includes('<figcaption>看这里</figcaption>')).toBe(true);
  expect((await file(kept)).status).toBe(404);
});
