import { afterEach, beforeEach, expect, test } from 'vitest';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { post } from '#db/schema/posts.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { publishLetter } from '#server/letters/commands.ts';
import { instantOf, type LocalDate } from '#server/rules/dates.ts';
import {
  enterPost,
  openRound,
  recommend,
  takeEntryBack,
  takeRecommendationBack,
} from '#server/selections/commands.ts';
import { selectionDesk, selectionRoundDesk } from '#server/selections/desk.ts';
import { selectionList, selectionPage } from '#server/selections/views.ts';
import { openWorld, type World } from '#tests/support/world.ts';

const ROUND = 'letters-202611';
let world: World;
let organizer: string;

beforeEach(async () => {
  world = await openWorld();
  world.clock.set(instantOf('2026-11-16', '09:00'));
  const { countyCode: gridCode, addPerson } = world.county;
  organizer = await addPerson('冷小满', { post: 'org_dept', gridCode, title: '组织部', no: 90 });
});

afterEach(() => world.close());

const promised = {
  what: '修好组道',
  measure: '2.6 公里铺完',
  helpers: '',
  dueOn: '2026-12-30' as LocalDate | null,
};

/** A letter of a village's secretary; gives its id. */
async function letterOf(slug: string, writer: string, lines = [promised]): Promise<string> {
  const title = `${slug} 的三件事`;
  const body = '没办成的两件也写清楚了，卡在哪里、哪天再说，都有。';
  const letter = { title, body, lines, photoIds: [], key: newToken() };
  const sent = await publishLetter(await world.ctx(writer), slug, letter);
  if (!sent.ok) throw new Error(sent.code);
  const rows = await world.app.db.read.select({ id: post.id, title: post.title }).from(post);
  return rows.find((row) => row.title === title)?.id ?? '';
}

/** The round is open, and these villages have entered a letter. */
async function entered(...slugs: ('beipo' | 'nanba' | 'qiaotou')[]): Promise<string[]> {
  const { secretary, southSecretary, communitySecretary } = world.people;
  const writers = { beipo: secretary, nanba: southSecretary, qiaotou: communitySecretary };
  await openRound(await world.ctx(organizer), 'letters');
  const ids: string[] = [];
  for (const slug of slugs) {
    const postId = await letterOf(slug, writers[slug]);
    const result = await enterPost(await world.ctx(writers[slug]), { roundId: ROUND, postId });
    if (!result.ok) throw new Error(result.code);
    ids.push(postId);
  }
  return ids;
}

const say = async (postId: string, reason = '没办成的也写清楚了') =>
  recommend(await world.ctx(world.people.town), { roundId: ROUND, postId }, reason);
const publicPage = async () => selectionPage(await world.ctx(), ROUND);
const titles = (entries: { title: string }[] = []) => entries.map(({ title }) => title);

test('the organization department opens a month once, nobody else opens one', async () => {
  const refused = await openRound(await world.ctx(world.people.dispatcher), 'letters');
  const first = await openRound(await world.ctx(organizer), 'letters');
  const again = await openRound(await world.ctx(organizer), 'letters');

  expect(refused).toMatchObject({ ok: false, code: 'notFound' });
  expect([first, again]).toEqual(Array(2).fill({ ok: true, value: ROUND }));
  const { rounds } = await selectionList(await world.ctx(), null);
  expect(rounds).toMatchObject([{ month: '2026-11', phase: 'entering' }]);
  expect(await selectionDesk(await world.ctx(organizer), null)).toMatchObject({
    toOpen: expect.not.arrayContaining([expect.objectContaining({ kind: 'letters' })]),
  });
  expect(await selectionDesk(await world.ctx(world.people.clerk), null)).toBeNull();
});

test('a secretary sees each rule’s verdict beside his letter', async () => {
  await openRound(await world.ctx(organizer), 'letters');
  const { southSecretary } = world.people;
  const postId = await letterOf('nanba', southSecretary, [{ ...promised, dueOn: null }]);

  const desk = await selectionRoundDesk(await world.ctx(southSecretary), ROUND);
  const refused = await enterPost(await world.ctx(southSecretary), { roundId: ROUND, postId });

  expect(desk?.places).toMatchObject([
    {
      place: { name: '南坝村' },
      posts: [
        {
          postId,
          isEntered: false,
          verdicts: [
            { rule: 'own', isMet: true },
            { rule: 'in-month', isMet: true },
            { rule: 'promises', isMet: false },
          ],
        },
      ],
    },
  ]);
  expect(desk).toMatchObject({ towns: [], all: null });
  expect(refused).toMatchObject({ ok: false, code: 'entryRulesUnmet' });
});

test('a letter of October is not entered in November', async () => {
  world.clock.set(instantOf('2026-10-31', '23:50'));
  const { southSecretary } = world.people;
  const postId = await letterOf('nanba', southSecretary);
  world.clock.set(instantOf('2026-11-01', '00:10'));
  await openRound(await world.ctx(organizer), 'letters');

  const refused = await enterPost(await world.ctx(southSecretary), { roundId: ROUND, postId });

  expect(refused).toMatchObject({ ok: false, code: 'entryRulesUnmet' });
});

test('nobody enters the letter of another village', async () => {
  await openRound(await world.ctx(organizer), 'letters');
  const postId = await letterOf('nanba', world.people.southSecretary);

  const refused = await enterPost(await world.ctx(world.people.secretary), {
    roundId: ROUND,
    postId,
  });

  expect(refused).toMatchObject({ ok: false, code: 'notFound' });
});

test('to enter is of one’s own will: taken back, nothing of it is shown', async () => {
  const [postId = ''] = await entered('nanba');
  const key = { roundId: ROUND, postId };
  const { southSecretary } = world.people;
  const before = await publicPage();

  const byOther = await takeEntryBack(await world.ctx(world.people.secretary), key);
  const back = await takeEntryBack(await world.ctx(southSecretary), key);

  expect(titles(before?.others)).toEqual(['nanba 的三件事']);
  expect(byOther).toMatchObject({ ok: false, code: 'notFound' });
  expect(back.ok).toBe(true);
  expect(await publicPage()).toMatchObject({ recommended: [], others: [] });
});

test('a village enters one letter', async () => {
  const [first] = await entered('nanba');
  const second = await letterOf('nanba', world.people.southSecretary, [promised, promised]);
  const another = (await world.app.db.read.select({ id: post.id }).from(post)).find(
    ({ id }) => id !== first,
  );

  const refused = await enterPost(await world.ctx(world.people.southSecretary), {
    roundId: ROUND,
    postId: another?.id ?? second,
  });

  expect(refused).toMatchObject({ ok: false, code: 'oneEntryAVillage' });
});

test('a town chooses when entries are closed, two at most, and all is told at once', async () => {
  const [north = '', south = '', bridge = ''] = await entered('beipo', 'nanba', 'qiaotou');

  const tooEarly = await say(north);
  world.clock.set(instantOf('2026-12-01', '00:00'));
  const chosen = [await say(north), await say(south), await say(bridge)];
  const unread = await publicPage();
  world.clock.set(instantOf('2026-12-06', '00:00'));
  const tooLate = await say(bridge);

  expect(tooEarly).toMatchObject({ ok: false, code: 'roundMovedOn' });
  expect(chosen).toMatchObject([{ ok: true }, { ok: true }, { ok: false, code: 'townIsFull' }]);
  expect(unread?.recommended).toEqual([]);
  expect(unread?.others.map(({ reason }) => reason)).toEqual([null, null, null]);
  expect(tooLate).toMatchObject({ ok: false, code: 'roundMovedOn' });
  const page = await publicPage();
  expect(page?.recommended).toMatchObject([
    { place: { name: '北坡村' }, writer: '曾谷雨', reason: '没办成的也写清楚了' },
    { place: { name: '南坝村' }, writer: '温惊蛰' },
  ]);
  expect(titles(page?.others)).toEqual(['qiaotou 的三件事']);
});

test('a town may think again while it chooses; two clerks at once stay within its number', async () => {
  const [north = '', south = '', bridge = ''] = await entered('beipo', 'nanba', 'qiaotou');
  world.clock.set(instantOf('2026-12-02', '09:00'));
  const town = await world.ctx(world.people.town);
  await say(north);

  const both = await Promise.all([say(south), say(bridge)]);
  const twice = await say(north);
  const back = await takeRecommendationBack(town, { roundId: ROUND, postId: north });

  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(twice).toMatchObject({ ok: false, code: 'alreadyDone' });
  expect(back.ok).toBe(true);
  const desk = await selectionRoundDesk(town, ROUND);
  expect(desk?.towns).toMatchObject([{ town: { name: '柳河镇' }, recommended: 1 }]);
});

test('nobody but the town recommends, and a reason is owed', async () => {
  const [north = ''] = await entered('beipo');
  world.clock.set(instantOf('2026-12-02', '09:00'));
  const { secretary, town } = world.people;
  const key = { roundId: ROUND, postId: north };
  const path = `/desk/selections/${ROUND}`;

  const bySecretary = await recommend(await world.ctx(secretary), key, '我自己觉得好');
  const cookie = await world.cookieOf(town);
  const field = `reason-${north}`;
  const empty = await world.post(`${path}/recommend`, { postId: north, [field]: ' ' }, cookie);
  const number = { postId: north, [field]: '打他电话 13812345678 问问' };
  const personal = await world.post(`${path}/recommend`, number, cookie);

  expect(bySecretary).toMatchObject({ ok: false, code: 'notFound' });
  expect(empty.status).toBe(422);
  expect(await empty.json()).toMatchObject({ path, form: { errors: { [field]: 'required' } } });
  expect(await personal.json()).toMatchObject({ form: { errors: { [field]: 'personalMasked' } } });
});

test('a letter that is taken down leaves the round', async () => {
  const [north = ''] = await entered('beipo');
  await world.app.db.write(async (tx) => {
    await tx.update(post).set({ removedAt: world.clock.now() });
  });

  expect(await publicPage()).toMatchObject({ others: [] });
  world.clock.set(instantOf('2026-12-02', '09:00'));
  expect(await say(north)).toMatchObject({ ok: false, code: 'notFound' });
});

test('the order of coming in shows nowhere', async () => {
  await entered('qiaotou', 'nanba', 'beipo');

  const page = await publicPage();

  expect(page?.others.map(({ place }) => place.name)).toEqual(['桥头社区', '北坡村', '南坝村']);
});

test('changing every like, comment and co-signature changes nothing', async () => {
  const [north = ''] = await entered('beipo', 'nanba');
  world.clock.set(instantOf('2026-12-02', '09:00'));
  await say(north);
  world.clock.set(instantOf('2026-12-06', '09:00'));
  const before = await publicPage();

  await world.app.db.write(async (tx) => {
    await tx.update(post).set({ likes: 238, comments: 91, cosigns: 40 });
  });

  expect(await publicPage()).toEqual(before);
});

test('every act stands in the ledger, its reason only as a commitment', async () => {
  const [north = ''] = await entered('beipo');
  world.clock.set(instantOf('2026-12-02', '09:00'));
  await say(north, '卡在哪里、哪天再说，都有');

  const acts = await world.app.db.read.select().from(ledgerEntry);

  const own = acts.filter(({ subjectKind }) => subjectKind === 'selection');
  expect(own.map(({ what }) => what).toSorted()).toEqual([
    'selection.entered',
    'selection.opened',
    'selection.recommended',
  ]);
  expect(JSON.stringify(own)).not.toContain('哪天再说');
});

test('a round that is none is not found', async () => {
  expect(await selectionPage(await world.ctx(), 'letters-202610')).toBeNull();
  expect(await selectionRoundDesk(await world.ctx(world.people.town), newId())).toBeNull();
});
