import { afterAll, beforeAll, expect, test } from 'vitest';
import { lessonShelf, shippedLessonPage } from '#server/lessons/views.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});

afterAll(async () => {
  await world.close();
});

test('the county’s shelf holds its series, each in the order of its parts', async () => {
  const { series } = lessonShelf(await world.ctx());

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
