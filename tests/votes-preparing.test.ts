import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wordsFor } from '#content/messages/words.ts';
import { villager } from '#db/schema/accounts.ts';
import { bodyMember } from '#db/schema/bodies.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { motion } from '#db/schema/motions.ts';
import { vote, voteEnvelope, voteResult, voteTeller } from '#db/schema/votes.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { logMotion } from '#server/motions/handling.ts';
import { addDays, DAY_MS, localDate } from '#server/rules/dates.ts';
import { closeVotes } from '#server/votes/closing.ts';
import { voteDesk, votePreparation } from '#server/votes/desk-views.ts';
import { enterResult } from '#server/votes/entering.ts';
import { newVotePage } from '#server/votes/form-views.ts';
import { freezeRoster } from '#server/votes/freezing.ts';
import { voteList, votesOfMotion } from '#server/votes/list-views.ts';
import { openVotes } from '#server/votes/opening.ts';
import { changeVote, prepareVote } from '#server/votes/preparing.ts';
import { addElector, decideElector, draftRoster, noteEligibility } from '#server/votes/roster.ts';
import { selectRoster } from '#server/votes/roster-records.ts';
import { voteRoster } from '#server/votes/roster-views.ts';
import { votePage } from '#server/votes/views.ts';
import { voidVote } from '#server/votes/voiding.ts';
import {
  type AVote,
  allAdults,
  announce,
  announcedVote,
  castAs,
  lineOf,
  openVote,
  preparedVote,
  raisedMotion,
  voteWish,
} from '#tests/support/deciding.ts';
import { must } from '#tests/support/disclosures.ts';
import { fillRoll } from '#tests/support/held-steps.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

const code = (result: { ok: boolean; code?: string }) => (result.ok ? 'ok' : result.code);
const pageFor = async ({ ref }: AVote, personId?: string) =>
  votePage(await world.ctx(personId), ref);
const clerk = () => world.ctx(world.people.clerk);
const secretary = () => world.ctx(world.people.secretary);
const standings = async ({ id }: AVote) =>
  (await selectRoster(world.app.db.read, id)).map(({ name, standing }) => [name, standing]);
const rowOf = async ({ id }: AVote) => {
  const [row] = await world.app.db.read.select().from(vote).where(eq(vote.id, id));
  if (!row) throw new Error('there is no such vote');
  return row;
};

/** The first day at eighteen of somebody on the roster. */
async function adultFrom(personId: string, day: string | null): Promise<void> {
  await world.app.db.write((tx) =>
    tx.update(villager).set({ adultFrom: day }).where(eq(villager.personId, personId)),
  );
}

describe('a vote that is prepared', () => {
  test('is read by those who work on it, and by everybody once it is announced', async () => {
    await allAdults(world);
    const made = await preparedVote(world);
    const before = [await pageFor(made), await pageFor(made, world.people.villager)];
    const own = await pageFor(made, world.people.secretary);

    await announce(world, made);

    expect(before).toEqual([null, null]);
    expect(own?.phase).toBe('preparing');
    expect(await pageFor(made)).toMatchObject({ phase: 'announced', electors: 3, voted: 0 });
    const list = await voteList(await world.ctx(), 'beipo', { before: null, after: null });
    expect(list?.running.map(({ post }) => post.title)).toEqual(['5组支渠怎么修？']);
  });

  test('is prepared once, however often its form is sent', async () => {
    const wish = voteWish(world);

    const first = must(await prepareVote(await clerk(), world.county.north, wish));
    const again = must(await prepareVote(await clerk(), world.county.north, wish));

    expect(again.id).toBe(first.id);
  });

  test('is prepared by the village’s office alone', async () => {
    const { villager: folk, cadre, southSecretary } = world.people;
    const tries = [folk, cadre, southSecretary].map(async (one) =>
      prepareVote(await world.ctx(one), world.county.north, voteWish(world)),
    );

    expect((await Promise.all(tries)).map(code)).toEqual(['notFound', 'notFound', 'notFound']);
    expect(await newVotePage(await world.ctx(cadre), { code: '', from: '' })).toBeNull();
  });

  test.each([
    ['one option alone', { options: ['清淤'] }, 'ballotTooFew'],
    ['the same option twice', { options: ['清淤', '清淤'] }, 'ballotTwice'],
    ['as many as there are', { options: ['清淤', '不修'], most: 2 }, 'mostTooMany'],
    ['a group where the village votes', { groups: ['999999101201001'] }, 'noGroups'],
    ['no group at a group meeting', { type: 'group_person' as const }, 'oneGroup'],
    ['an open appraisal', { type: 'appraisal' as const, secrecy: 'open' as const }, 'secrecyFixed'],
    ['a survey', { type: 'survey' as const }, 'voteTypeUnknown'],
    ['the Party’s own meeting', { type: 'party_review' as const }, 'voteTypeUnknown'],
    ['an end before the beginning', { days: -1 }, 'dateOrder'],
    ['a day of notice too few', { opensIn: 10 }, 'noticeTooFewDays'],
    ['an end in a year', { days: 300 }, 'voteTooFar'],
    ['a matter that is not there', { motion: '77' }, 'noSuchMotion'],
  ])('is refused with %s', async (_, story, refusal) => {
    const made = await prepareVote(await clerk(), world.county.north, voteWish(world, story));

    expect(code(made)).toBe(refusal);
  });

  test.each([
    ['the collective’s property', 'collective_property', 'assembly_person', 'bodyCollective'],
    ['contracted land', 'land_contract', 'assembly_person', 'bodyCollective'],
    ['what the assembly alone decides', 'groups', 'reps_meeting', 'bodyAssembly'],
    ['a group’s own affair', 'group_affairs', 'assembly_person', 'bodyGroup'],
  ] as const)('is put to nobody whom the law keeps from %s', async (_, matter, type, refusal) => {
    await fillRoll(world, 'collective_members', 60);
    const { ref } = await raisedMotion(world, { matter });
    const wish = voteWish(world, { type, motion: String(ref.no) });

    const made = await prepareVote(await clerk(), world.county.north, wish);

    expect(made).toMatchObject({ ok: false, code: refusal, field: 'type' });
  });

  test('is not announced once its matter turns out to be another’s, said or registered since', async () => {
    await allAdults(world);
    const { ref, id } = await raisedMotion(world, { matter: '' });
    const made = await preparedVote(world, { motion: String(ref.no) });
    must(await draftRoster(await clerk(), made.id));
    const sortIs = (matter: string) =>
      world.app.db.write((tx) => tx.update(motion).set({ matter }).where(eq(motion.id, id)));

    await sortIs('group_affairs');
    const groups = await freezeRoster(await secretary(), made.id);
    await sortIs('land_contract');
    await fillRoll(world, 'collective_members', 60);
    const members = await freezeRoster(await secretary(), made.id);
    await sortIs('public_works');
    const villages = await freezeRoster(await secretary(), made.id);

    expect([groups, members, villages].map(code)).toEqual(['bodyGroup', 'bodyCollective', 'ok']);
  });

  test('keeps the branch from logging its matter as a sort which it may not decide', async () => {
    await allAdults(world);
    const { ref, id } = await raisedMotion(world, { matter: '' });
    const waits = { state: 'waiting', loggedAt: null };
    await world.app.db.write((tx) => tx.update(motion).set(waits).where(eq(motion.id, id)));
    const made = await announcedVote(world, { motion: String(ref.no) });
    const form = { talkThrough: addDays(localDate(world.clock.now()), 5), key: newToken() };
    const log = async (matter: string) =>
      logMotion(await secretary(), ref, { ...form, key: newToken(), matter });

    const against = await log('group_affairs');
    must(await voidVote(await secretary(), made.id, { reason: '这是小组自己的事' }));
    const free = await log('group_affairs');

    expect(against).toMatchObject({ ok: false, code: 'matterUnderVote', field: 'matter' });
    expect(wordsFor('zh').errors.matterUnderVote).toContain('第28条');
    expect(code(free)).toBe('ok');
  });

  test('may ask anybody about a matter that the village decides, and about one of no sort yet', async () => {
    await fillRoll(world, 'collective_members', 60);
    for (const matter of ['public_works', '']) {
      const { ref } = await raisedMotion(world, { title: `支渠${matter}`, matter });
      const wish = voteWish(world, { type: 'assembly_household', motion: String(ref.no) });

      expect(code(await prepareVote(await clerk(), world.county.north, wish))).toBe('ok');
    }
  });

  test('has two tellers who are two people, and neither of them prepared it', async () => {
    const { cadre, clerk: own } = world.people;
    const named = async (first: string, second: string) => {
      const wish = voteWish(world);
      const form = { ...wish.form, 'teller-1': first, 'teller-2': second };
      return code(await prepareVote(await clerk(), world.county.north, { ...wish, form }));
    };

    expect(await named(cadre, '')).toBe('tellersMissing');
    expect(await named(cadre, cadre)).toBe('tellersSame');
    expect(await named(cadre, own)).toBe('tellerNotHere');
  });

  test('is changed as often as needed, and not once it is announced', async () => {
    await allAdults(world);
    const made = await preparedVote(world);
    const wish = voteWish(world, { title: '6组支渠怎么修？' });

    must(await changeVote(await clerk(), made.id, wish));
    await world.app.db.write((tx) => tx.update(voteTeller).set({ provenAt: 1 }));
    await announce(world, made);
    const late = await changeVote(await clerk(), made.id, voteWish(world));

    expect(code(late)).toBe('voteMovedOn');
    expect((await pageFor(made))?.title).toBe('6组支渠怎么修？');
  });
});

describe('a roster', () => {
  test('stays when a vote is changed, unless other people would stand on it', async () => {
    await allAdults(world);
    const made = await preparedVote(world);
    must(await draftRoster(await clerk(), made.id));
    const change = async (story: Parameters<typeof voteWish>[1], opensTime = '08:00') => {
      const wish = voteWish(world, story);
      const form = { ...wish.form, opensTime };
      return must(await changeVote(await clerk(), made.id, { ...wish, form }));
    };

    const kept = [await change({ title: '6组支渠怎么修？', days: 8 }), await change({}, '10:00')];
    const { rosterCount } = await rowOf(made);
    const before = (await standings(made)).length;
    const gone = await change({ opensIn: 13 });
    const again = await change({ opensIn: 14 });

    expect(kept).toEqual([{ isRosterGone: false }, { isRosterGone: false }]);
    expect([rosterCount, before]).toEqual([3, 3]);
    expect([gone, again]).toEqual([{ isRosterGone: true }, { isRosterGone: false }]);
    expect(await standings(made)).toEqual([]);
    const desk = await votePreparation(await secretary(), made.id);
    expect(desk).toMatchObject({ missing: ['roster'], vote: { rosterCount: 0 } });
  });

  test('has who is eighteen on the day on which it opens, and nobody younger', async () => {
    await allAdults(world);
    const opens = addDays(localDate(world.clock.now()), 12);
    await adultFrom(world.people.neighbour, opens);
    await adultFrom(world.people.second, addDays(opens, 1));
    const made = await preparedVote(world);

    must(await draftRoster(await clerk(), made.id));

    expect(await standings(made)).toEqual([
      ['罗白露', 'in'],
      ['周寒露', 'in'],
    ]);
  });

  test('waits for somebody to say of whom nobody knows whether he is eighteen', async () => {
    const made = await preparedVote(world);
    must(await draftRoster(await clerk(), made.id));
    const lines = await selectRoster(world.app.db.read, made.id);
    const one = lines.find(({ name }) => name === '吴夏至')?.id ?? '';

    const early = await freezeRoster(await secretary(), made.id);
    const out = { elector: one, standing: 'out' as const, reason: '户口已迁走' };
    must(await decideElector(await clerk(), made.id, out));
    const rest = { elector: 'all', standing: 'in' as const, reason: '看过户口簿' };
    must(await decideElector(await clerk(), made.id, rest));
    must(await freezeRoster(await secretary(), made.id));

    expect(code(early)).toBe('electorsUnknown');
    const roster = await voteRoster(await world.ctx(world.people.villager), made.ref, null);
    expect(roster?.shown.lines.map(({ no, name }) => [no, name])).toEqual([
      [1, '罗白露'],
      [2, '周寒露'],
    ]);
    expect(roster?.out).toMatchObject([
      { name: '吴夏至', reason: '户口已迁走', decidedBy: '钟芒种' },
    ]);
  });

  test('is read by those on it and those who serve, and by nobody else', async () => {
    await allAdults(world);
    const made = await announcedVote(world);
    const of = async (personId?: string) => voteRoster(await world.ctx(personId), made.ref, null);

    expect((await of(world.people.villager))?.count).toBe(3);
    expect((await of(world.people.town))?.count).toBe(3);
    expect([await of(), await of(world.people.southerner), await of(world.people.cadre)]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('of a group has its people alone; of households one line each', async () => {
    await allAdults(world);
    const group = await preparedVote(world, {
      type: 'group_person',
      groups: [`${world.county.north}002`],
    });
    must(await draftRoster(await clerk(), group.id));
    const place = { gridCode: `${world.county.north}001`, villageCode: world.county.north };
    await world.county.addPerson('罗谷雨', { household: `${world.county.north}001001`, ...place });
    await allAdults(world);
    const houses = await preparedVote(world, { type: 'assembly_household' });
    must(await draftRoster(await clerk(), houses.id));

    expect(await standings(group)).toEqual([['吴夏至', 'in']]);
    expect(await standings(houses)).toHaveLength(3);
  });

  test('offers its freeze to whom the act takes it from, and to nobody else', async () => {
    await allAdults(world);
    const director = await world.county.addPerson('邱小雪', {
      ...{ post: 'village_director', title: '村委会主任', no: 71, gridCode: world.county.north },
    });
    const made = await preparedVote(world);
    must(await draftRoster(await clerk(), made.id));
    const [line] = await selectRoster(world.app.db.read, made.id);
    const reason = '花名册上的人，年满十八了';
    const form = { elector: line?.id ?? '', standing: 'in' as const, reason, name: '' };
    must(await decideElector(await secretary(), made.id, form));
    const offered = async (person: string) =>
      (await votePreparation(await world.ctx(person), made.id))?.may;
    const people = [world.people.clerk, world.people.secretary, director];

    const may = await Promise.all(people.map(offered));
    const done: (string | undefined)[] = [];
    for (const one of people) done.push(code(await freezeRoster(await world.ctx(one), made.id)));

    expect(may.map((one) => one?.freeze)).toEqual([false, false, true]);
    expect(may.map((one) => one?.freezeOther)).toEqual([true, true, false]);
    expect(done).toEqual(['notAllowed', 'secondPerson', 'ok']);
  });

  test('is frozen by somebody else than whoever prepared it, with its hash in the ledger', async () => {
    await allAdults(world);
    const made = await preparedVote(world);
    must(await draftRoster(await clerk(), made.id));
    const byCadre = await freezeRoster(await world.ctx(world.people.cadre), made.id);
    const bySecretary = await preparedBySecretary();

    const own = await freezeRoster(await secretary(), bySecretary);
    const { hash } = must(await freezeRoster(await secretary(), made.id));

    expect([byCadre, own].map(code)).toEqual(['notFound', 'secondPerson']);
    expect(await rowOf(made)).toMatchObject({ rosterHash: hash, rosterCount: 3 });
    const [act] = await world.app.db.read
      .select()
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'vote.announced'));
    expect(act?.facts).toMatchObject({ electors: 3, rosterHash: hash });
  });

  test('is frozen again after somebody was put on, and takes nobody once it is open', async () => {
    await allAdults(world);
    const made = await announcedVote(world);
    const before = await rowOf(made);
    const place = { gridCode: `${world.county.north}002`, villageCode: world.county.north };
    const late = await world.county.addPerson('郑立冬', {
      household: `${world.county.north}002009`,
      ...place,
    });
    const form = { villager: await lineOf(world, late), reason: '上月迁回来的' };

    must(await addElector(await clerk(), made.id, form));
    const between = await rowOf(made);
    must(await freezeRoster(await secretary(), made.id));
    const after = await rowOf(made);
    world.clock.set(after.opensAt);
    await world.app.db.write((tx) => tx.update(vote).set({ state: 'open' }));
    const again = await addElector(await clerk(), made.id, form);

    expect(between).toMatchObject({ state: 'preparing', rosterHash: '' });
    expect(after).toMatchObject({ state: 'announced', rosterCount: 4, noticeAt: before.noticeAt });
    expect(after.rosterHash).not.toBe(before.rosterHash);
    expect(code(again)).toBe('voteMovedOn');
  });

  test('keeps what happened to somebody’s right after opening, and his ballot stays', async () => {
    const made = await openVote(world);
    must(await castAs(world, made, world.people.villager, [1]));
    const lines = await selectRoster(world.app.db.read, made.id);
    const line = lines.find(({ name }) => name === '罗白露');

    const form = { elector: line?.id ?? '', reason: '十一月底迁走' };
    must(await noteEligibility(await clerk(), made.id, form));

    const kept = (await selectRoster(world.app.db.read, made.id)).find(({ id }) => id === line?.id);
    expect(kept).toMatchObject({ standing: 'in', voted: 'online', reason: '十一月底迁走' });
    expect(await world.app.db.read.select().from(voteEnvelope)).toHaveLength(1);
  });
});

describe('a vote is not announced', () => {
  test('with fewer days between notice and opening than its type asks for', async () => {
    await allAdults(world);
    const soon = await preparedVote(world, { opensIn: 11 });
    const right = await preparedVote(world, { opensIn: 12 });
    for (const { id } of [soon, right]) must(await draftRoster(await clerk(), id));
    world.clock.set(world.clock.now() + DAY_MS);

    const refused = await freezeRoster(await secretary(), soon.id);
    const frozen = await freezeRoster(await secretary(), right.id);

    expect([refused, frozen].map(code)).toEqual(['noticeTooFewDays', 'ok']);
    const desk = await votePreparation(await secretary(), soon.id);
    expect(desk?.missing).toEqual(['notice']);
  });

  test('before both tellers have written their keys down', async () => {
    await allAdults(world);
    const made = must(await prepareVote(await clerk(), world.county.north, voteWish(world)));
    must(await draftRoster(await clerk(), made.id));

    const refused = await freezeRoster(await secretary(), made.id);

    expect(code(refused)).toBe('keysNotReady');
  });
});

describe('a vote that is void', () => {
  test('destroys its ballots unopened, says why, and is begun again with another question', async () => {
    const made = await openVote(world);
    must(await castAs(world, made, world.people.villager, [1]));

    const byClerk = await voidVote(await clerk(), made.id, { reason: '预算写错了' });
    must(await voidVote(await secretary(), made.id, { reason: '预算写错了' }));
    const cast = await castAs(world, made, world.people.neighbour, [1]);
    const again = await preparedVote(world, { previousId: made.id, title: '支渠怎么修（重来）' });
    await announce(world, again);

    expect([byClerk, cast].map(code)).toEqual(['notAllowed', 'voteClosed']);
    expect(await world.app.db.read.select().from(voteEnvelope)).toEqual([]);
    const page = await pageFor(made);
    expect(page).toMatchObject({ phase: 'void', voidReason: '预算写错了', result: null });
    expect(page?.following?.title).toBe('支渠怎么修（重来）');
    expect((await pageFor(again))?.previous?.title).toBe('5组支渠怎么修？');
    const told = await world.app.db.read
      .select()
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'vote.void'));
    expect(told).toHaveLength(3);
    expect(told.every(({ body }) => [...body].length <= 70)).toBe(true);
  });
});

describe('a second round', () => {
  async function counted(secondRound: 'none' | 'two-best'): Promise<AVote> {
    const options = ['清淤', '打水泥', '不修'];
    const made = await openVote(world, { options, secondRound });
    await world.app.db.write(async (tx) => {
      await tx.update(vote).set({ state: 'counted' }).where(eq(vote.id, made.id));
      await tx.insert(voteResult).values({
        ...{ voteId: made.id, entitled: 3, online: 3, paper: 0, spoiled: 0, at: 1 },
        ...{ counts: { '1': 2, '2': 2, '3': 1 }, verdict: [{ code: 'tie' }], isCarried: false },
        ...{ envelopesHash: '', ballotsHash: '' },
      });
    });
    return made;
  }

  test('is offered among the two best where it was announced before', async () => {
    const made = await counted('two-best');

    const form = await newVotePage(await clerk(), { code: '', from: made.id });
    const desk = await votePreparation(await clerk(), made.id);

    expect(desk?.secondRound).toEqual(['清淤', '打水泥']);
    expect(form?.values).toMatchObject({ 'option-1': '清淤', 'option-2': '打水泥' });
    expect(form?.values['option-3']).toBeUndefined();
  });

  test('does not exist where nobody announced it', async () => {
    const made = await counted('none');

    const desk = await votePreparation(await clerk(), made.id);
    const forced = await prepareVote(
      await clerk(),
      world.county.north,
      voteWish(world, { options: ['清淤', '打水泥'] }),
      made.id,
    );

    expect(desk?.may.repeat).toBe(false);
    expect(code(forced)).toBe('noSecondRound');
  });
});

describe('what the law holds in person', () => {
  test.each(['election', 'recall', 'land_contract', 'charter', 'levy'] as const)(
    '%s is announced here and never cast',
    async (type) => {
      await allAdults(world);
      const secrecy = type === 'levy' ? ('open' as const) : ('secret' as const);
      const wish = voteWish(world, { type, opensIn: 22, secrecy });
      const { id } = must(await prepareVote(await clerk(), world.county.north, wish));
      await announce(world, { id });
      const row = await rowOf({ id, ref: { slug: '', no: 0 }, secrets: [] });
      world.clock.set(row.opensAt + 1);
      const made = { id, ref: { slug: 'beipo', no: row.no }, secrets: [] };

      const cast = await castAs(world, made, world.people.villager, [1]);

      expect(code(cast)).toBe('voteNotHere');
      const page = await pageFor(made, world.people.villager);
      expect(page?.mine.can).toBe('none');
      expect(page?.about.reason).toMatch(/^never-/);
    },
  );
});

describe('the page of a vote', () => {
  test('tells how many have voted and nothing of what, before it is counted', async () => {
    const made = await openVote(world);
    must(await castAs(world, made, world.people.villager, [2]));

    const guest = await pageFor(made);
    const own = await pageFor(made, world.people.villager);
    const other = await pageFor(made, world.people.neighbour);

    expect(guest).toMatchObject({ voted: 1, electors: 3, result: null });
    expect([guest?.mine.can, own?.mine.can, other?.mine.can]).toEqual(['guest', 'online', 'cast']);
    expect(guest?.about.effect).toBe('advisory');
    expect(own?.mine.chose).toEqual([]);
  });

  test('stands beside the matter that it is about, from its notice on', async () => {
    await allAdults(world);
    const { id: motionId, ref } = await raisedMotion(world);
    const made = await preparedVote(world, { motion: String(ref.no) });
    const before = await votesOfMotion(await world.ctx(), motionId);
    await announce(world, made);

    const [summary, ...more] = await votesOfMotion(await world.ctx(), motionId);

    expect([before, more]).toEqual([[], []]);
    expect(summary).toMatchObject({ id: made.id, phase: 'announced', electors: 3, result: null });
    expect(summary?.path).toBe(`/v/beipo/votes/${made.ref.no}`);
  });

  test('is led to from the desk of those who work on it', async () => {
    const made = await preparedVote(world);

    const own = await voteDesk(await clerk());
    const teller = await voteDesk(await world.ctx(world.people.cadre));
    const folk = await voteDesk(await world.ctx(world.people.villager));

    expect(own?.running.map(({ id }) => id)).toEqual([made.id]);
    expect(teller?.tellings.map(({ id }) => id)).toEqual([made.id]);
    expect(folk).toBeNull();
  });
});

async function preparedBySecretary(): Promise<string> {
  const made = must(await prepareVote(await secretary(), world.county.north, voteWish(world)));
  must(await draftRoster(await secretary(), made.id));
  return made.id;
}

test('what villagers counted is not entered where the members of the collective decide', async () => {
  await allAdults(world);
  const { ref, id: motionId } = await raisedMotion(world, { matter: 'land_contract' });
  const wish = voteWish(world, { type: 'land_contract', motion: String(ref.no), days: 0 });
  const { id } = must(await prepareVote(await clerk(), world.county.north, wish));
  await announce(world, { id });
  const { opensAt, closesAt } = await rowOf({ id, ref: { slug: '', no: 0 }, secrets: [] });
  const enter = async () =>
    enterResult(await secretary(), id, { counts: new Map([[1, 2]]), spoiled: 0, present: 2 });
  world.clock.set(opensAt - 1);
  await fillRoll(world, 'collective_members', 60);
  world.clock.set(closesAt);
  await openVotes.run(systemContext(world.app));
  await closeVotes.run(systemContext(world.app));

  const refused = await enter();
  // Registered only after they had met, it takes nothing back.
  await world.app.db.write((tx) => tx.update(bodyMember).set({ since: opensAt + 1 }));
  const entered = await enter();

  expect(refused).toMatchObject({ ok: false, code: 'bodyCollective' });
  expect([code(entered), (await votesOfMotion(await world.ctx(), motionId)).length]).toEqual([
    ...['ok', 1],
  ]);
});

test('the result of a meeting in person is entered once, after it, by a second person', async () => {
  await allAdults(world);
  const wish = voteWish(world, { type: 'land_contract', opensIn: 12, days: 0 });
  const { id } = must(await prepareVote(await clerk(), world.county.north, wish));
  await announce(world, { id });
  const { closesAt, no } = await rowOf({ id, ref: { slug: '', no: 0 }, secrets: [] });
  const counted = { counts: new Map([[1, 2]]), spoiled: 0, present: 2 };
  const early = await enterResult(await secretary(), id, counted);
  world.clock.set(closesAt);
  const system = systemContext(world.app);
  await openVotes.run(system);
  await closeVotes.run(system);

  const tooMany = await enterResult(await secretary(), id, { ...counted, present: 4 });
  const byClerk = await enterResult(await clerk(), id, counted);
  must(await enterResult(await secretary(), id, counted));
  const again = await enterResult(await secretary(), id, counted);

  expect([early, tooMany, byClerk, again].map(code)).toEqual([
    ...['voteMovedOn', 'moreThanDue', 'notAllowed', 'voteMovedOn'],
  ]);
  const page = await votePage(await world.ctx(), { slug: 'beipo', no });
  expect(page?.result).toMatchObject({ ballots: 2, lines: [{ count: 2 }, {}, {}] });
  const told = await world.app.db.read.select().from(outboxMessage);
  expect(told.map(({ template }) => template)).not.toContain('vote.opened');
});
