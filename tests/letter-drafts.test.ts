import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newToken } from '#server/kernel/ids.ts';
import { letterPage, letterPreview, newLetter } from '#server/letters/views.ts';
import { DAY_MS, instantOf } from '#server/rules/dates.ts';
import { jobs, runJobs } from '#server/worker.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
  world.clock.set(instantOf('2026-05-08', '10:00'));
});

afterEach(async () => {
  await world.close();
});

const FORM = '/v/nanba/letters/new';
const letter = {
  title: '成了一家人',
  body: '我是温惊蛰。改厕办成了 **61** 户。',
  what: ['86 户改厕', '办一个老年食堂'],
  measure: ['86 张验收表', ''],
  dueOn: ['2026-12-31', ''],
  helpers: ['', ''],
};

type Fields = Record<string, string | string[] | Blob>;

async function send(path: string, fields: Fields, personId = world.people.southSecretary) {
  const form = new FormData();
  const all = { key: newToken(), ...fields };
  for (const [name, value] of Object.entries(all)) {
    for (const one of [value].flat()) form.append(name, one);
  }
  return world.post(path, form, await world.cookieOf(personId));
}

const author = () => world.ctx(world.people.southSecretary);
const draft = async () => newLetter(await author(), 'nanba');
const preview = async () => {
  const shown = await letterPreview(await author(), 'nanba');
  return shown?.ok ? shown.value : null;
};

async function picture(red: number): Promise<Blob> {
  const background = { r: red, g: 120, b: 80 };
  const create = { width: 400, height: 300, channels: 3 as const, background };
  const jpeg = await sharp({ create }).jpeg().toBuffer();
  return new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' });
}

test('a letter put aside half written is there again, on any phone', async () => {
  const answer = await send(FORM, { ...letter, title: '' });

  expect([answer.status, answer.headers.get('location')]).toEqual([303, FORM]);
  expect(await draft()).toMatchObject({
    draft: { title: '', body: letter.body, what: letter.what },
    savedAt: world.clock.now(),
  });
});

test('the page saves by itself and stays where it is', async () => {
  const answer = await send(FORM, { ...letter, go: 'auto' });

  expect(answer.status).toBe(204);
  expect((await draft())?.draft.body).toBe(letter.body);
});

test('nobody else reads a draft or keeps one here', async () => {
  await send(FORM, letter);

  const other = await send(FORM, letter, world.people.secretary);
  const seen = await letterPreview(await world.ctx(world.people.secretary), 'nanba');
  const visitor = await letterPreview(await world.ctx(), 'nanba');

  expect(other.status).toBe(404);
  expect([seen, visitor]).toEqual([null, null]);
});

test('the preview shows the letter as the village will see it, numbers covered, and writes nothing', async () => {
  await send(FORM, { ...letter, body: '我的电话 13800138000' });

  const shown = await preview();

  expect(shown?.paper.html).not.toContain('13800138000');
  expect(shown?.paper).toMatchObject({ name: '温惊蛰', official: { post: '党支部书记' } });
  expect(shown?.promises).toMatchObject([{ what: '86 户改厕', face: { days: 237 } }]);
  expect(shown?.intentions).toMatchObject([{ what: '办一个老年食堂' }]);
  expect(
    await letterPage(await world.ctx(), { slug: 'nanba', no: '1001', commentsAfter: null }),
  ).toBe(null);
});

test('the button to the preview leads there once the words can be read', async () => {
  const shown = await send(FORM, { ...letter, go: 'preview' });
  const tooLong = await send(FORM, { ...letter, body: '村'.repeat(20_001), go: 'preview' });

  expect(shown.headers.get('location')).toBe(`${FORM}/preview`);
  expect(tooLong.status).toBe(422);
  expect(await tooLong.json()).toMatchObject({ path: FORM, form: { errors: { body: 'tooLong' } } });
});

test('a day may be typed as people write it; what is none is said at its own line, at the preview too', async () => {
  const lines = {
    what: ['', '86 户改厕', '办一个食堂'],
    measure: ['', '86 张验收表', '开张'],
    helpers: ['', '', ''],
  };
  const wrong = { ...letter, ...lines, dueOn: ['', '2027年3月1日', '明年春天'] };
  const asked = await send(FORM, { ...wrong, go: 'preview' });
  const sent = await send('/v/nanba/letters', wrong);
  await send(FORM, { ...wrong, dueOn: ['', '2027年3月1日', '2027.5.1'] });

  const errors = { dueOn3: 'dateWrong' };
  expect(await asked.json()).toMatchObject({ path: FORM, form: { errors } });
  expect(await sent.json()).toMatchObject({ path: FORM, form: { errors } });
  expect((await preview())?.promises).toMatchObject([
    { dueOn: '2027-03-01' },
    { dueOn: '2027-05-01' },
  ]);
});

test('a letter that was sent is no draft any more, and a late autosave brings none back', async () => {
  const key = newToken();
  await send(FORM, { ...letter, key });

  const sent = await send('/v/nanba/letters', { ...letter, key });
  const late = await send(FORM, { ...letter, key, go: 'auto' });

  expect(sent.status).toBe(303);
  expect(late.status).toBe(204);
  expect(await draft()).toMatchObject({ draft: {}, savedAt: null });
});

test('a number in a line is covered, and the form asks whether it may go like this', async () => {
  const what = ['给 13800138000 回电话', ''];
  const asked = await send('/v/nanba/letters', { ...letter, what });

  const { form } = (await asked.json()) as { form: { values: { what: string[] }; errors: object } };
  expect(asked.status).toBe(422);
  expect(form.errors).toEqual({ what1: 'personalMasked' });
  expect(form.values.what[0]).not.toContain('13800138000');
});

test('portrait and photos wait with the draft and stand apart under the letter', async () => {
  await send(FORM, { ...letter, portrait: await picture(10), photo1: await picture(90) });
  const kept = await draft();
  const ids = {
    portraitId: kept?.portrait?.id ?? '',
    photoIds: kept?.kept.map(({ id }) => id) ?? [],
  };

  const sent = await send('/v/nanba/letters', { ...letter, ...ids });

  const no = sent.headers.get('location')?.split('/').at(-1) ?? '';
  const view = await letterPage(await author(), { slug: 'nanba', no, commentsAfter: null });
  expect(kept?.kept).toHaveLength(1);
  expect(view?.paper?.portrait).toMatchObject({ hash: kept?.portrait?.hash });
  expect(view?.parts.photos.map(({ purpose }) => purpose)).toEqual(['portrait', 'post']);
});

test('photos of a draft are kept as long as it is worked on', async () => {
  await send(FORM, { ...letter, photo1: await picture(90) });
  const before = (await draft())?.kept.map(({ id }) => id) ?? [];
  world.clock.set(world.clock.now() + 50 * DAY_MS);
  await send(FORM, { ...letter, photoIds: before });

  world.clock.set(world.clock.now() + 50 * DAY_MS);
  await runJobs(world.app, jobs);

  expect((await draft())?.kept.map(({ id }) => id)).toEqual(before);
});

test('whose session ended while he wrote signs in and finds his letter on its form', async () => {
  const answer = await world.post('/v/nanba/letters', { title: '一', body: '写了半天' });

  expect(answer.headers.get('location')).toBe(`/login?back=${encodeURIComponent(FORM)}`);
});

test('a draft is thrown away when its author wants it so', async () => {
  await send(FORM, letter);

  await send(`${FORM}/drop`, {});

  expect((await draft())?.savedAt).toBe(null);
});
