import { afterEach, beforeEach, expect, test } from 'vitest';
import { newToken } from '#server/kernel/ids.ts';
import { makeLesson } from '#server/lessons/commands.ts';
import { lessonForm } from '#server/lessons/forms.ts';
import { lessonPage } from '#server/lessons/views.ts';
import { instantOf } from '#server/rules/dates.ts';
import { enterPost, openRound } from '#server/selections/commands.ts';
import { selectionRoundDesk } from '#server/selections/desk.ts';
import { roundKind } from '#server/selections/kinds.ts';
import { selectionPage } from '#server/selections/views.ts';
import { openWorld, type World } from '#tests/support/world.ts';

const ROUND = 'lessons-202611';
let world: World;

beforeEach(async () => {
  world = await openWorld();
  world.clock.set(instantOf('2026-11-16', '09:00'));
  const { countyCode: gridCode, addPerson } = world.county;
  const organizer = await addPerson('冷小满', {
    ...{ post: 'org_dept', gridCode, title: '组织部', no: 90 },
  });
  await openRound(await world.ctx(organizer), 'lessons');
});

afterEach(() => world.close());

const told = {
  title: '验证码自己填',
  body: '谁要都不念。',
  ...{ series: '防骗小课', number: '51' },
  ...{ featured: '冯立夏', consentOn: '2026-11-02', consentHow: 'paper' },
  videoUrl: 'https://example.org/film',
  transcript: '就是我上门帮你办事，也不要念给我听。',
  question: ['能念吗？'],
  optionA: ['能'],
  optionB: ['不能'],
  right: ['B'],
  why: ['验证码只由自己填'],
};

/** A lesson in 南坝村 by this person; its id. */
async function lessonBy(personId: string, changes: Record<string, unknown> = {}) {
  const form = lessonForm.parse({ ...told, key: newToken(), ...changes });
  const ctx = await world.ctx(personId);
  const made = await makeLesson(ctx, 'nanba', form);
  const no = String(made.ok ? made.value.no : 0);
  const page = await lessonPage(ctx, { slug: 'nanba', no, commentsAfter: null });
  return page?.parts.id ?? '';
}

const enter = async (postId: string, personId = world.people.southSecretary) =>
  enterPost(await world.ctx(personId), { roundId: ROUND, postId });

test('a secretary enters a lesson of the month, and everybody reads that it runs', async () => {
  const postId = await lessonBy(world.people.southSecretary);

  const desk = await selectionRoundDesk(await world.ctx(world.people.southSecretary), ROUND);
  const entered = await enter(postId);

  expect(desk?.places).toMatchObject([{ posts: [{ postId, title: told.title }] }]);
  expect(entered.ok).toBe(true);
  const page = await selectionPage(await world.ctx(), ROUND);
  expect(page?.others).toMatchObject([{ title: told.title, path: expect.stringMatching(/nanba/) }]);
});

test('what a town made, and what is for one village alone, is not entered', async () => {
  const ofTown = await lessonBy(world.people.town);
  const ofVillage = await lessonBy(world.people.southSecretary, { audience: 'village' });

  expect(await enter(ofTown)).toMatchObject({ ok: false, code: 'entryRulesUnmet' });
  expect(await enter(ofVillage)).toMatchObject({ ok: false, code: 'entryRulesUnmet' });
});

test('a lesson of another village is nobody’s to enter', async () => {
  const postId = await lessonBy(world.people.southSecretary);

  const refused = await enter(postId, world.people.secretary);

  expect(refused).toMatchObject({ ok: false, code: 'notFound' });
});

test('the jury reads what is said and asked, and hears no voice', async () => {
  const postId = await lessonBy(world.people.southSecretary);

  const readings = await roundKind('lessons').readings(await world.ctx(), [postId]);

  const { body = '', lines } = readings.get(postId) ?? {};
  expect(body.split('\n')).toEqual(['谁要都不念。', told.transcript]);
  expect(lines).toEqual(['能念吗？ · 不能 · 验证码只由自己填']);
});
