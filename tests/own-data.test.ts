import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { villager } from '#db/schema/accounts.ts';
import { voteElector } from '#db/schema/votes.ts';
import { ownData } from '#server/accounts/export.ts';
import { closeAccount } from '#server/accounts/own-account.ts';
import { agreeToNomination } from '#server/contests/consent.ts';
import { likeNominee } from '#server/contests/liking.ts';
import { nominate } from '#server/contests/nominating.ts';
import { openContest } from '#server/contests/opening.ts';
import { newToken } from '#server/kernel/ids.ts';
import { tickPaper } from '#server/votes/tables.ts';
import { lineNamed, newVoters, tableOf } from '#tests/support/box.ts';
import { castAs, lineOf, openVote } from '#tests/support/deciding.ts';
import { must } from '#tests/support/disclosures.ts';
import { aMotion, deciders, fillRoll, heldStep } from '#tests/support/held-steps.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

const dataOf = async (personId: string) => ownData(await world.ctx(personId));

/** The village notes that somebody has moved away; his line stays. */
const movesAway = (personId: string) =>
  world.app.db.write((tx) =>
    tx.update(villager).set({ leftAt: world.clock.now() }).where(eq(villager.personId, personId)),
  );

describe('what is held of somebody’s votes', () => {
  const options = ['三面光', '只清淤'];

  test('is that he stands on the roster, and voted by phone or on paper; never what', async () => {
    const { villager: online, neighbour: paper, second: away, clerk } = world.people;
    const vote = await openVote(world, { options });
    must(await castAs(world, vote, online, [2]));
    const tableId = await tableOf(world, vote);
    const electorId = await lineNamed(world, vote, '周寒露');
    const which = { voteId: vote.id, tableId, electorId, key: newToken() };
    must(await tickPaper(await world.ctx(clerk), which));

    const [first, second, third] = await Promise.all([online, paper, away].map(dataOf));

    const line = { village: world.county.north, no: vote.ref.no, standing: 'in', as: 'person' };
    expect(first?.votes).toEqual([{ ...line, reason: 'adult', voted: 'online', isSent: false }]);
    expect(second?.votes).toMatchObject([{ ...line, voted: 'paper' }]);
    expect(third?.votes).toMatchObject([{ ...line, voted: null }]);
    expect(JSON.stringify(first)).not.toMatch(/三面光|只清淤|choice/);
  });

  test('is his household’s line, and whether it sent him', async () => {
    const [home = '', other = ''] = await newVoters(world, 2);
    const vote = await openVote(world, { type: 'assembly_household' });
    const [own] = await world.app.db.read
      .select()
      .from(villager)
      .where(eq(villager.personId, home));
    await world.app.db.write((tx) =>
      tx
        .update(voteElector)
        .set({ mandateVillagerId: own?.id ?? '' })
        .where(
          and(eq(voteElector.voteId, vote.id), eq(voteElector.householdId, own?.householdId ?? '')),
        ),
    );

    const [sent, unsent] = await Promise.all([home, other].map(dataOf));

    expect(sent?.votes).toMatchObject([{ as: 'household', isSent: true, voted: null }]);
    expect(unsent?.votes).toMatchObject([{ as: 'household', isSent: false }]);
  });

  test('is the key that he keeps', async () => {
    const vote = await openVote(world);

    expect((await dataOf(world.people.cadre))?.deciding.tellerOf).toEqual([
      { village: world.county.north, no: vote.ref.no, seat: 1 },
    ]);
  });
});

test('on which rolls of meetings somebody stood, and whether he came', async () => {
  const { villager: came, neighbour: stayed } = world.people;
  await deciders(world);
  const villagerIds = await Promise.all([came, stayed].map((one) => lineOf(world, one)));
  await fillRoll(world, 'party_committee', 5, { women: 1, villagerIds });
  const { id, no } = await aMotion(world);
  const { row } = await heldStep(world, id, { step: 's1_propose', present: 1, yes: 1 });

  const [first, second] = await Promise.all([came, stayed].map(dataOf));

  const step = { village: world.county.north, no, step: 's1_propose', day: row.meetOn };
  expect(first?.deciding.steps).toEqual([{ ...step, how: 'present' }]);
  expect(second?.deciding.steps).toEqual([{ ...step, how: 'absent' }]);
});

test('that his family was proposed and agreed, and for whom he voted himself', async () => {
  const { villager: personId, neighbour } = world.people;
  await thanked(personId, neighbour);

  const own = await dataOf(personId);
  const other = await dataOf(neighbour);

  expect(own?.thanks.family).toMatchObject([
    { name: '罗家', state: 'agreed', agreedHow: 'account', agreedByMe: true },
  ]);
  expect(own?.thanks.liked).toEqual([]);
  expect(other?.thanks.family).toEqual([]);
  expect(other?.thanks.liked).toMatchObject([{ family: '罗家' }]);
});

test('whoever moved away takes along what is still held, and the others nothing of it', async () => {
  const { villager: personId, neighbour } = world.people;
  const vote = await openVote(world);
  must(await castAs(world, vote, personId, [1]));

  await movesAway(personId);

  const own = await dataOf(personId);
  expect(own?.roster).toEqual([]);
  expect(own?.leftRosters).toMatchObject([
    { village: world.county.north, leftAt: expect.stringMatching(/^20\d\d-/) },
  ]);
  expect(own?.votes).toMatchObject([{ no: vote.ref.no, voted: 'online' }]);
  const other = await dataOf(neighbour);
  expect(other?.leftRosters).toEqual([]);
  expect(other?.votes).toMatchObject([{ voted: null }]);
});

test('a closed account has no data, and a new one of the same person begins with none', async () => {
  const { villager: personId } = world.people;
  const vote = await openVote(world);
  must(await castAs(world, vote, personId, [1]));
  const before = await world.ctx(personId);

  must(await closeAccount(before, {}));

  const left = await ownData(before);
  const later = await dataOf(await world.county.addPerson('罗白露', {}));
  expect(left?.votes ?? []).toEqual([]);
  expect(left?.roster ?? []).toEqual([]);
  expect(later?.votes).toEqual([]);
});

/** The family of 罗白露 is proposed by a neighbour, agrees, and the neighbour votes for it. */
async function thanked(personId: string, likerId: string): Promise<void> {
  const { north } = world.county;
  const days = { nominateThrough: '2026-12-10', objectThrough: '2026-12-20' };
  const words = { about: 'yards' as const, title: '最美庭院', body: '谢谢' };
  const terms = { ...words, ...days, judgeThrough: '2026-12-31', places: 1, jurors: 3 };
  const form = { ...terms, key: newToken() };
  const { path } = must(await openContest(await world.ctx(world.people.clerk), north, form));
  const ref = { slug: 'beipo', no: Number(path.split('/').at(-1)) };
  const liker = await world.ctx(likerId);
  const proposal = { name: '罗白露', household: '', why: '干净', key: newToken() };
  must(await nominate(liker, ref, proposal));
  const yes = { choice: 'agree' as const, name: '罗家', kin: '' };
  must(await agreeToNomination(await world.ctx(personId), ref, yes));
  must(await likeNominee(liker, ref, 1));
}
