import { existsSync } from 'node:fs';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { outboxMessage } from '#db/schema/kernel.ts';
import { photo } from '#db/schema/posts.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { appealPage } from '#server/appeals/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { MalformedUpload, readMultipart } from '#server/kernel/multipart.ts';
import { decideReview } from '#server/moderation/commands.ts';
import { removalPage, reviewDesk } from '#server/moderation/views.ts';
import { coverPhoto } from '#server/photos/cover.ts';
import { photoFolder } from '#server/photos/upload.ts';
import { withdrawPost } from '#server/posts/commands.ts';
import { postPage } from '#server/posts/page.ts';
import { photoFile } from '#server/workshop/photo-files.ts';
import { known } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

async function picture(red: number): Promise<Blob> {
  const background = { r: red, g: 120, b: 80 };
  const jpeg = await sharp({ create: { width: 900, height: 600, channels: 3, background } })
    .jpeg()
    .toBuffer();
  return new Blob([new Uint8Array(jpeg)], { type: 'image/jpeg' });
}

async function postWith(
  files: Blob[],
  { audience = 'public', as = world.people.villager }: { audience?: string; as?: string } = {},
) {
  const form = new FormData();
  form.set('body', '豆瓣酱晒好了');
  form.set('audience', audience);
  form.set('key', newToken());
  for (const [at, file] of files.entries()) form.append(`photo${at + 1}`, file, `${at}.jpg`);
  form.append('photo6', new Blob([]), '');
  return world.post('/v/beipo/talks', form, await world.cookieOf(as));
}

/** Sends a talk's form as the page sent it last time, with what is changed. */
async function sendForm(fields: Record<string, string | string[] | Blob>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) form.append(name, one);
  }
  return world.post('/v/beipo/talks', form, await world.cookieOf(world.people.villager));
}

async function thePhoto() {
  const [row] = await world.app.db.read.select().from(photo);
  if (!row?.hash) throw new Error('no photo');
  return { ...row, hash: row.hash };
}

async function see(hash: string, personId?: string) {
  const cookie = personId ? await world.cookieOf(personId) : '';
  const response = await world.get(`/photos/${hash}-320.webp`, cookie);
  return response.status;
}

async function releasePhotos() {
  const clerk = await world.ctx(world.people.clerk);
  const desk = await reviewDesk(clerk);
  for (const line of desk?.waiting ?? []) {
    await decideReview(clerk, line.id, { verdict: 'keep', reason: '', key: newToken() });
  }
}

test('a photo is shown to others once somebody has looked', async () => {
  await known(world, world.people.villager);

  const sent = await postWith([await picture(200), await picture(90)]);

  expect(sent.status).toBe(303);
  expect(sent.headers.get('location')).toBe('/v/beipo/talks/1001');
  const { hash } = await thePhoto();
  expect(await see(hash)).toBe(404);
  expect(await see(hash, world.people.neighbour)).toBe(404);
  expect(await see(hash, world.people.villager)).toBe(200);
  expect(await see(hash, world.people.clerk)).toBe(200);
  await releasePhotos();
  expect(await see(hash)).toBe(200);
  const page = await postPage(await world.ctx(), {
    slug: 'beipo',
    kind: 'talk',
    no: '1001',
    commentsAfter: null,
  });
  expect(page?.parts.photos).toMatchObject([
    { width: 900, height: 600, isHeld: false, mayCover: false },
    { isHeld: false },
  ]);
});

test('a photo taken down leaves its rule and reason, and its author knows which it was', async () => {
  await known(world, world.people.villager);
  await postWith([await picture(200)]);
  const { hash } = await thePhoto();
  const clerk = await world.ctx(world.people.clerk);
  const [line] = (await reviewDesk(clerk))?.waiting ?? [];
  const reason = '是面馆的广告。';

  const verdict = { verdict: 'remove' as const, rule: 'advert' as const, reason, key: newToken() };
  await decideReview(clerk, line?.id ?? '', verdict);

  const author = await world.ctx(world.people.villager);
  const page = await postPage(await world.ctx(), {
    slug: 'beipo',
    kind: 'talk',
    no: '1001',
    commentsAfter: null,
  });
  expect(page?.parts).toMatchObject({
    photos: [],
    gone: null,
    gonePhotos: [{ rule: 'advert', reason, byPost: 'clerk' }],
  });
  expect(await removalPage(author, line?.id ?? '')).toMatchObject({
    post: { path: '/v/beipo/talks/1001' },
    photo: { hash },
  });
  expect(await see(hash)).toBe(404);
  expect(await see(hash, world.people.villager)).toBe(200);
  const told = await world.app.db.read.select().from(outboxMessage);
  expect(told.map(({ body }) => body)).toContainEqual(
    expect.stringContaining('您发的照片按“广告、拉人”撤下了。原因：是面馆的广告。您觉得不对'),
  );
});

test('photos of words for the village are not for passers-by, nor are withdrawn ones', async () => {
  await known(world, world.people.villager);
  await postWith([await picture(10)], { audience: 'village' });
  await releasePhotos();
  const { hash, postId } = await thePhoto();

  expect(await see(hash)).toBe(404);
  expect(await see(hash, world.people.southerner)).toBe(404);
  expect(await see(hash, world.people.neighbour)).toBe(200);
  await withdrawPost(await world.ctx(world.people.villager), postId ?? '');
  expect(await see(hash, world.people.neighbour)).toBe(404);
});

test('what is no picture is refused at its field, with the words kept', async () => {
  await known(world, world.people.villager);

  const sent = await postWith([await picture(30), new Blob(['<svg onload=alert(1)>'])]);

  expect(sent.status).toBe(422);
  expect(await sent.json()).toMatchObject({
    path: '/v/beipo/talks/new',
    form: { values: { body: '豆瓣酱晒好了' }, errors: { photo2: 'photoType' } },
  });
  expect(await world.app.db.read.select().from(photo)).toEqual([]);
});

test('a photo of no bytes is said to be empty; an input left alone is no photo', async () => {
  await known(world, world.people.villager);

  const sent = await postWith([await picture(30), new Blob([])]);
  const alone = await postWith([await picture(30)]);

  expect(sent.status).toBe(422);
  expect(await sent.json()).toMatchObject({
    form: { values: { body: '豆瓣酱晒好了' }, errors: { photo2: 'photoEmpty' } },
  });
  expect(alone.status).toBe(303);
});

test('somebody of another village uploads nothing here', async () => {
  const sent = await postWith([await picture(30)], { as: world.people.southerner });

  expect(sent.status).toBe(422);
  expect(await sent.json()).toMatchObject({ form: { errors: { '': 'notOfThisVillage' } } });
  expect(await world.app.db.read.select().from(photo)).toEqual([]);
});

test('blackened squares are gone for good, files too', async () => {
  await known(world, world.people.villager);
  await postWith([await picture(60)]);
  const before = await thePhoto();

  const byOther = await coverPhoto(await world.ctx(world.people.neighbour), before.id, [0]);
  const covered = await coverPhoto(await world.ctx(world.people.villager), before.id, [0, 1]);

  expect(byOther).toMatchObject({ ok: false, code: 'notFound' });
  expect(covered.ok).toBe(true);
  const after = await thePhoto();
  expect(after.hash).not.toBe(before.hash);
  expect(after.covered).toEqual([0, 1]);
  const folder = photoFolder(world.app);
  expect(existsSync(photoFile(folder, before.hash, 1600))).toBe(false);
  const corner = await sharp(photoFile(folder, after.hash, 1600))
    .extract({ left: 5, top: 5, width: 1, height: 1 })
    .raw()
    .toBuffer();
  expect(Math.max(...corner)).toBeLessThan(40);
});

test('a form that breaks off is refused', async () => {
  const request = new Request('http://localhost/', {
    method: 'POST',
    body: '--x\r\nContent-Disposition: form-data; name="body"\r\n\r\nhalf',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  });

  const reading = readMultipart(request, { fileBytes: 100, files: 6 });

  await expect(reading).rejects.toThrow(MalformedUpload);
});

test('photos stay chosen when the form comes back with something covered', async () => {
  const base = { audience: 'public', key: newToken() };
  const first = { ...base, body: '捡到钱包，打 13800138000', photo1: await picture(10) };

  const asked = (await (await sendForm({ ...first, photo2: await picture(90) })).json()).form;
  const { photoIds } = asked.values;
  const sent = await sendForm({ ...base, body: asked.values.body, photoIds, drop: photoIds[0] });

  expect(asked.errors).toEqual({ body: 'personalMasked' });
  expect(photoIds).toHaveLength(2);
  expect(sent.headers.get('location')).toBe('/v/beipo/talks/1001');
  const rows = await world.app.db.read.select().from(photo);
  expect(rows.map(({ id, subjectKind }) => [id, subjectKind]).sort()).toEqual(
    [
      [photoIds[0], 'draft'],
      [photoIds[1], 'post'],
    ].sort(),
  );
});

test('what is no photo loses neither the words nor the photos beside it', async () => {
  const base = { audience: 'public', key: newToken(), body: '豆瓣酱晒好了' };
  const kept = (await (await sendForm({ ...base, body: '', photo1: await picture(10) })).json())
    .form;
  const { photoIds } = kept.values;

  const wrong = await sendForm({ ...base, photoIds, photo2: new Blob(['no picture']) });
  const { form } = await wrong.json();

  expect(wrong.status).toBe(422);
  expect(form).toMatchObject({ errors: { photo2: 'photoType' }, values: { ...base, photoIds } });
});

test('nobody sends photos that another has waiting', async () => {
  await sendForm({ audience: 'public', key: newToken(), body: '', photo1: await picture(10) });
  const { id } = await thePhoto();
  const form = new FormData();
  for (const [name, value] of Object.entries({ body: '看看', key: newToken(), photoIds: id })) {
    form.set(name, value);
  }

  await world.post('/v/beipo/talks', form, await world.cookieOf(world.people.neighbour));

  expect(await thePhoto()).toMatchObject({ subjectKind: 'draft' });
});

test('photos of an act on a matter stay chosen, each for what it shows, when its words are missing', async () => {
  const { villager, cadre, secretary } = world.people;
  const raised = await raiseAppeal(await world.ctx(villager), 'beipo', {
    ...{ key: newToken(), picture: '02', words: '小学门口的路灯坏了三盏', photoIds: [] },
    ...{ groupCode: `${world.county.north}001`, landmark: '', latitude: null, longitude: null },
    ...{ addressee: 'cadre', audience: 'public', shownAs: 'resident' },
    ...{ notAccusation: false, forPersonId: null },
  });
  if (!raised.ok) throw new Error(raised.code);
  const ref = { slug: 'beipo', no: raised.value.no };
  const act = async (name: string, fields: Record<string, string | Blob>, as = cadre) => {
    const form = new FormData();
    for (const [field, value] of Object.entries({ key: newToken(), ...fields })) {
      form.append(field, value);
    }
    return world.post(`/v/beipo/a/${ref.no}/${name}`, form, await world.cookieOf(as));
  };
  const words = '三盏灯头都换了新的，天黑以后又走了一遍';
  await act('answer', { words });

  const wordless = await act('close', { words: '', before: await picture(10) });
  const { form } = await wordless.json();
  const [id] = form.values.photoIds;
  const page = await appealPage(await world.ctx(cadre), ref, { photoIds: [id] });
  const others = await appealPage(await world.ctx(secretary), ref, { photoIds: [id] });
  const done = await act('close', { words, photoIds: id, after: await picture(20) });

  expect(wordless.status).toBe(422);
  expect(form.errors).toEqual({ words: 'required' });
  expect(page?.keptPhotos).toMatchObject([{ id, purpose: 'before' }]);
  expect(others?.keptPhotos).toEqual([]);
  expect(done.status).toBe(303);
  const rows = await world.app.db.read.select().from(photo);
  expect(rows.map((row) => [row.subjectKind, row.purpose]).sort()).toEqual([
    ['step', 'after'],
    ['step', 'before'],
  ]);
});

test('whoever may not act on a matter sends no photos to it', async () => {
  const form = new FormData();
  form.set('key', newToken());
  form.set('photo', await picture(30), 'x.jpg');

  const answer = await world.post(
    '/v/beipo/a/4711/progress',
    form,
    await world.cookieOf(world.people.southCadre),
  );

  expect(answer.status).toBe(404);
  expect(await world.app.db.read.select().from(photo)).toEqual([]);
});
