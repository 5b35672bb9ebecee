import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newToken } from '#server/kernel/ids.ts';
import { letterPage, newLetter } from '#server/letters/views.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { recordingFolder } from '#server/recordings/files.ts';
import { forgottenRecordings } from '#server/recordings/job.ts';
import { DAY_MS, instantOf } from '#server/rules/dates.ts';
import { indexEverything } from '#server/search/job.ts';
import { searchPage } from '#server/search/views.ts';
import { aWav } from '#tests/support/sounds.ts';
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
const words = { title: '成了一家人', body: '我是温惊蛰。' };

async function send(path: string, fields: Record<string, string | Blob>) {
  const form = new FormData();
  const all = { key: newToken(), ...words, ...fields };
  for (const [name, value] of Object.entries(all)) form.append(name, value);
  return world.post(path, form, await world.cookieOf(world.people.southSecretary));
}

const sound = () => new Blob([new Uint8Array(aWav())]);
const draft = async () => newLetter(await world.ctx(world.people.southSecretary), 'nanba');

async function publish(fields: Record<string, string> = {}) {
  await send(FORM, { recording: sound() });
  const recordingId = (await draft())?.recording?.id ?? '';
  const sent = await send('/v/nanba/letters', { recordingId, reads: 'yes', ...fields });
  const no = sent.headers.get('location')?.split('/').at(-1) ?? '';
  const view = await letterPage(await world.ctx(), { slug: 'nanba', no, commentsAfter: null });
  return { sent, view };
}

const hear = (path: string, headers: Record<string, string> = {}) =>
  world.http.request(path, { headers });

test('a letter is heard by everybody once it is sent, by its author before', async () => {
  await send(FORM, { recording: sound() });
  const path = (await draft())?.recording?.path ?? '';
  const cookie = await world.cookieOf(world.people.southSecretary);

  const before = [(await hear(path)).status, (await hear(path, { cookie })).status];
  const { view } = await publish();
  const after = await hear(path);

  expect(before).toEqual([404, 200]);
  expect(view?.paper?.recording).toMatchObject({ path, type: 'audio/wav', transcript: '' });
  expect(after.status).toBe(200);
  expect(after.headers.get('content-type')).toBe('audio/wav');
});

test('a player gets the piece it asks for', async () => {
  const { view } = await publish();
  const path = view?.paper?.recording?.path ?? '';

  const piece = await hear(path, { range: 'bytes=0-3' });
  const nowhere = await hear(path, { range: 'bytes=999999999-' });

  expect([piece.status, await piece.text()]).toEqual([206, 'RIFF']);
  expect(piece.headers.get('content-range')).toMatch(/^bytes 0-3\/\d+$/);
  expect(nowhere.status).toBe(416);
});

test('a recording needs its words: the letter itself, or a transcript', async () => {
  const { sent } = await publish({ reads: '' });
  const { view } = await publish({ reads: '', transcript: '乡亲们，我说三件事。' });

  expect(sent.status).toBe(422);
  expect(await sent.json()).toMatchObject({ form: { errors: { transcript: 'transcriptNeeded' } } });
  expect(view?.paper?.recording?.transcript).toBe('乡亲们，我说三件事。');
});

test('a letter is found by what is said in its recording', async () => {
  const { view } = await publish({ reads: '', transcript: '乡亲们，晒坝边那盏灯我记着的。' });
  await indexEverything(world.app);

  const found = await searchPage(await world.ctx(), {
    ...{ slug: null, q: '晒坝边' },
    ...{ order: null, before: null },
  });

  expect(found?.rows.map(({ no }) => no)).toEqual([view?.no]);
});

test('what is no sound by its content is refused at its field, whatever its name', async () => {
  const answer = await send(FORM, { recording: new File(['<script>'], 'a.mp3') });

  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ form: { errors: { recording: 'recordingType' } } });
});

test('a datum covered in a letter is covered in the transcript of its recording', async () => {
  const { view } = await publish({ reads: '', transcript: '唐立夏家的路' });
  const ctx = await world.ctx(world.people.southSecretary);

  await correctPrivacy(ctx, view?.parts.id ?? '', { datum: '唐立夏', key: newToken() });

  const no = String(view?.no);
  const after = await letterPage(await world.ctx(), { slug: 'nanba', no, commentsAfter: null });
  expect(after?.paper?.recording?.transcript).toBe('■■■家的路');
});

test('a recording that nobody sent off is thrown away with its file', async () => {
  await send(FORM, { recording: sound() });
  const name = (await draft())?.recording?.path.split('/').at(-1) ?? '';
  const file = join(recordingFolder(world.app), name);
  const isThere = () => readFile(file).then(Boolean, () => false);
  const before = await isThere();

  world.clock.set(world.clock.now() + 61 * DAY_MS);
  await forgottenRecordings.run(world.app);

  expect([before, await isThere()]).toEqual([true, false]);
});
