import { afterAll, beforeAll, expect, test } from 'vitest';
import { lessonShelf } from '#server/lessons/shelf.ts';
import { lessonList, lessonPage } from '#server/lessons/views.ts';
import { meetingList, meetingPage } from '#server/meetings/views.ts';
import { type Demo, openDemo } from '#tests/support/demo.ts';

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo(['huming', 'guofang', 'gaogongqiao']);
}, 120_000);
afterAll(() => demo.close());

const TITLE = '验证码自己填，谁要都不念';

async function scene() {
  const ctx = await demo.ctx();
  const list = await lessonList(ctx, { slug: 'huming', before: null, after: null });
  const no = String(list?.rows.find((row) => row.title === TITLE)?.no);
  const page = await lessonPage(ctx, { slug: 'huming', no, commentsAfter: null });
  if (!page?.lesson) throw new Error('scene 6 is not told');
  return { ...page, lesson: page.lesson };
}

test('scene 6: 冯立夏 speaks in the 51st part, in words and with a stand-in that says what it is', async () => {
  const { lesson, voice, series } = await scene();

  expect(lesson).toMatchObject({ number: 51, featured: '冯立夏', consentOn: '2026-10-19' });
  expect(lesson.transcript).toContain('就是我上门帮你办事，也不要你把验证码念给我听');
  expect(voice?.type).toBe('audio/wav');
  expect(voice?.caption).toMatch(/^示意录音.*冯立夏讲了 2 分 40 秒/);
  expect(voice?.bytes).toBeLessThan(60_000);
  expect(series).toMatchObject([{ number: 50 }]);
});

test('two minutes and forty seconds are as many words as one says in them', async () => {
  const { lesson } = await scene();

  const spoken = [...lesson.transcript].filter((sign) => /\p{Script=Han}/u.test(sign)).length;
  expect(spoken).toBeGreaterThan(480);
  expect(spoken).toBeLessThan(720);
});

test('the county made a lesson too, and the shelf says so', async () => {
  const { placed } = await lessonShelf(await demo.ctx());

  expect(placed).toMatchObject([{ title: '开会先念一遍上回定下的事', villageName: '高拱桥村' }]);
});

test('of meetings a guest reads the day, the topic and the number; of one opened to all, all', async () => {
  const ctx = await demo.ctx();
  const read = async (slug: string) => {
    const [meeting] = (await meetingList(ctx, slug, null))?.meetings ?? [];
    return meetingPage(ctx, slug, String(meeting?.no));
  };

  const closed = await read('guofang');
  const open = await read('huming');

  expect(closed).toMatchObject({ open: { present: 4, remote: 1 }, whole: null, lessons: [] });
  expect(open?.whole?.body).toContain('27 名党员到场');
  expect(open?.lessons).toMatchObject([{ title: TITLE }, { id: 'five-scams' }]);
});
