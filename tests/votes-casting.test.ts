import { count, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { villager as villagerTable } from '#db/schema/accounts.ts';
import { draft, formKey, outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { voteElector, voteEnvelope, voteNamedBallot, vote as voteTable } from '#db/schema/votes.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { MINUTE_MS } from '#server/rules/dates.ts';
import { openBox } from '#server/votes/box.ts';
import { giveMandate } from '#server/votes/mandates.ts';
import { remindVoters } from '#server/votes/opening.ts';
import { receiptPage } from '#server/votes/receipts.ts';
import { selectRoster } from '#server/votes/roster-records.ts';
import {
  type AVote,
  allAdults,
  announcedVote,
  castAs,
  lineOf,
  openVote,
  preparedVote,
} from '#tests/support/deciding.ts';
import { must } from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(async () => {
  await world.close();
});

const YES = 1;
const NO = 2;

const electorsOf = ({ id }: AVote) => selectRoster(world.app.db.read, id);
const envelopesOf = ({ id }: AVote) =>
  world.app.db.read.select().from(voteEnvelope).where(eq(voteEnvelope.voteId, id));
const code = (result: { ok: boolean; code?: string }) => (result.ok ? 'ok' : result.code);

/** So many more people of 北坡村 with accounts, each in a household of his own. */
async function enrol(n: number): Promise<string[]> {
  const { north } = world.county;
  const people: string[] = [];
  for (let at = 0; at < n; at += 1) {
    const household = `${north}001${String(100 + at)}`;
    const place = { household, gridCode: `${north}001`, villageCode: north };
    people.push(await world.county.addPerson(`村民${at}`, place));
  }
  return people;
}

/** The numbers of what lies in the box, opened with both secrets. */
async function tally(made: AVote): Promise<Record<string, number>> {
  const envelopes = (await envelopesOf(made)).map(({ sealed }) => sealed);
  const [first = '', second = ''] = made.secrets;
  const opened = await openBox({ voteId: made.id, envelopes, secrets: [first, second] });
  if (!opened.ok) throw new Error(opened.fault);
  const named = opened.choices.map((choice) => choice.join());
  return Object.fromEntries(
    [...Map.groupBy(named, (one) => one)].map(([c, all]) => [c, all.length]),
  );
}

describe('a ballot', () => {
  test('lies sealed beside the roll, which tells that somebody voted and not what', async () => {
    const made = await openVote(world);

    const { hash } = must(await castAs(world, made, world.people.villager, [YES]));

    const [envelope, ...more] = await envelopesOf(made);
    expect(more).toEqual([]);
    expect(envelope?.hash).toBe(hash);
    const own = (await electorsOf(made)).filter(({ voted }) => voted !== null);
    expect(own.map(({ name, voted }) => [name, voted])).toEqual([['罗白露', 'online']]);
    expect(await tally(made)).toEqual({ '1': 1 });
  });

  test('is cast once, however often somebody tries, and stays as it was', async () => {
    const made = await openVote(world);
    const { villager } = world.people;

    const tries = await Promise.all(
      [YES, NO, YES, NO].map((one) => castAs(world, made, villager, [one])),
    );
    const later = await castAs(world, made, villager, [NO]);

    expect(tries.map(code).toSorted()).toEqual([
      'ok',
      'votedAlready',
      'votedAlready',
      'votedAlready',
    ]);
    expect(code(later)).toBe('votedAlready');
    expect(await envelopesOf(made)).toHaveLength(1);
  });

  test('of two hundred people who cast at once is counted once each', async () => {
    const people = await enrol(200);
    const made = await openVote(world);
    const choices = people.map((_, at) => (at % 3) + 1);

    const done = await Promise.all(
      people.map((one, at) => castAs(world, made, one, [choices[at] ?? 1])),
    );

    expect(done.every(({ ok }) => ok)).toBe(true);
    expect(await tally(made)).toEqual({ '1': 67, '2': 67, '3': 66 });
    const voted = (await electorsOf(made)).filter((one) => one.voted === 'online');
    expect(voted).toHaveLength(200);
  }, 60_000);

  test('names options that are on it, and no more than it may', async () => {
    const made = await openVote(world, { options: ['清淤', '打水泥', '不修'], most: 2 });

    const none = await castAs(world, made, world.people.villager, []);
    const foreign = await castAs(world, made, world.people.villager, [4]);
    const many = await castAs(world, made, world.people.villager, [1, 2, 3]);
    const two = await castAs(world, made, world.people.villager, [2, 1]);

    expect([none, foreign, many, two].map(code)).toEqual([
      'pickOne',
      'pickOne',
      'choiceTooMany',
      'ok',
    ]);
    expect(await tally(made)).toEqual({ '1,2': 1 });
  });

  test('leaves nothing of the choice anywhere else, and no row that tells when', async () => {
    const made = await openVote(world);
    const rowsOf = async () => {
      const { read } = world.app.db;
      const [keys] = await read.select({ n: count() }).from(formKey);
      const [acts] = await read.select({ n: count() }).from(ledgerEntry);
      const [news] = await read.select({ n: count() }).from(outboxMessage);
      const [drafts] = await read.select({ n: count() }).from(draft);
      return [keys?.n, acts?.n, news?.n, drafts?.n];
    };
    const before = await rowsOf();

    must(await castAs(world, made, world.people.villager, [NO]));

    expect(await rowsOf()).toEqual(before);
  });

  test('of an open vote carries its name', async () => {
    const made = await openVote(world, { secrecy: 'open' });

    must(await castAs(world, made, world.people.villager, [YES]));

    const named = await world.app.db.read.select().from(voteNamedBallot);
    expect(named).toMatchObject([{ voteId: made.id, choices: [YES] }]);
    expect(await envelopesOf(made)).toEqual([]);
  });
});

describe('is refused', () => {
  test('before it opens, and from the instant at which it closes', async () => {
    await allAdults(world);
    const made = await announcedVote(world);

    const early = await castAs(world, made, world.people.villager, [YES]);
    world.clock.set(world.clock.now() + 20 * 24 * 60 * MINUTE_MS);
    const late = await castAs(world, made, world.people.villager, [YES]);

    expect([early, late].map(code)).toEqual(['castTooEarly', 'voteClosed']);
    expect(await envelopesOf(made)).toEqual([]);
  });

  test('to whoever is not on the roster, and to guests', async () => {
    const made = await openVote(world);

    const southerner = await castAs(world, made, world.people.southerner, [YES]);
    const phoneOnly = await castAs(world, made, world.people.phoneOnly, [YES]);

    expect([southerner, phoneOnly].map(code)).toEqual(['castNotOnRoster', 'castNotOnRoster']);
    expect(await envelopesOf(made)).toEqual([]);
  });

  test('to whoever took a ballot of paper', async () => {
    const made = await openVote(world);
    const line = await lineOf(world, world.people.villager);
    await world.app.db.write((tx) =>
      tx.update(voteElector).set({ voted: 'paper' }).where(eq(voteElector.villagerId, line)),
    );

    const online = await castAs(world, made, world.people.villager, [YES]);

    expect(code(online)).toBe('castOnPaper');
  });

  test('while a vote is being prepared: nobody learns that there is one', async () => {
    await allAdults(world);
    const made = await preparedVote(world);

    const cast = await castAs(world, made, world.people.villager, [YES]);

    expect(code(cast)).toBe('notFound');
  });
});

describe('a household', () => {
  async function households(): Promise<AVote> {
    const { north } = world.county;
    const place = { household: `${north}001001`, gridCode: `${north}001`, villageCode: north };
    await world.county.addPerson('罗谷雨', place);
    return openVote(world, { type: 'assembly_household' });
  }

  async function mandate(made: AVote, personId: string) {
    const villager = await lineOf(world, personId);
    const [membership] = (await world.ctx(personId)).viewer.memberships;
    const line = (await electorsOf(made)).find(
      (one) => one.householdId === membership?.householdId,
    );
    const form = { elector: line?.id ?? '', villager, signed: 'yes' as const };
    return giveMandate(await world.ctx(world.people.clerk), made.id, form);
  }

  test('has one vote, cast by whom its signed paper names', async () => {
    const made = await households();
    const [other] = (await world.ctx(world.people.villager)).viewer.memberships;

    const before = await castAs(world, made, world.people.villager, [YES]);
    must(await mandate(made, world.people.villager));
    const sent = await castAs(world, made, world.people.villager, [YES]);
    const again = await castAs(world, made, world.people.villager, [NO]);

    expect(other).toBeDefined();
    expect([before, sent, again].map(code)).toEqual(['noMandate', 'ok', 'votedAlready']);
    expect(await envelopesOf(made)).toHaveLength(1);
  });

  test('sends nobody who is not eighteen on the day', async () => {
    const made = await households();
    await world.app.db.write((tx) => tx.update(villagerTable).set({ adultFrom: '2040-01-01' }));

    const child = await mandate(made, world.people.villager);

    expect(code(child)).toBe('mandateTooYoung');
  });

  test('is not voted for by anybody else of it, and changes nobody once it has voted', async () => {
    const made = await households();
    must(await mandate(made, world.people.villager));
    const rows = await world.app.db.read.select().from(voteElector);
    const { villager: personTable } = await import('#db/schema/accounts.ts');
    const [other] = await world.app.db.read
      .select({ personId: personTable.personId })
      .from(personTable)
      .where(eq(personTable.name, '罗谷雨'));

    const kin = await castAs(world, made, other?.personId ?? '', [NO]);
    must(await castAs(world, made, world.people.villager, [YES]));
    const later = await mandate(made, other?.personId ?? '');

    expect(rows).toHaveLength(3);
    expect([kin, later].map(code)).toEqual(['householdOther', 'householdVoted']);
  });
});

test('three days before it closes those who have not voted are told, nobody else, and once', async () => {
  const made = await openVote(world);
  must(await castAs(world, made, world.people.villager, [YES]));
  world.clock.set(world.clock.now() + 4 * 24 * 60 * MINUTE_MS);

  await remindVoters.run(systemContext(world.app));
  await remindVoters.run(systemContext(world.app));

  const told = await world.app.db.read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.template, 'vote.waiting'));
  const { neighbour, second } = world.people;
  expect(told.map(({ personId }) => personId).toSorted()).toEqual([neighbour, second].toSorted());
  expect(told.every(({ body }) => [...body].length <= 70)).toBe(true);
});

test('and they are told though fifty votes that close before it are done with', async () => {
  const made = await openVote(world);
  const [row] = await world.app.db.read.select().from(voteTable).where(eq(voteTable.id, made.id));
  if (!row) throw new Error('there is no such vote');
  const before = { ...row, closesAt: row.closesAt - MINUTE_MS };
  const others = Array.from({ length: 60 }, (_, n) => {
    // Reminded already, too short to be reminded of, or held in person.
    const kinds = [{ remindedAt: 1 }, { opensAt: before.closesAt - MINUTE_MS }, { type: 'recall' }];
    return { ...before, ...kinds[n % 3], id: `other-${n}`, no: 1000 + n };
  });
  await world.app.db.write((tx) => tx.insert(voteTable).values(others));
  world.clock.set(world.clock.now() + 4 * 24 * 60 * MINUTE_MS);

  await remindVoters.run(systemContext(world.app));

  const told = await world.app.db.read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.template, 'vote.waiting'));
  expect(told).toHaveLength(3);
});

test('the receipt shows the hash of the own envelope, to its voter alone', async () => {
  const made = await openVote(world);
  const { hash } = must(await castAs(world, made, world.people.villager, [YES]));

  const own = await receiptPage(await world.ctx(world.people.villager), made.ref);
  const other = await receiptPage(await world.ctx(world.people.neighbour), made.ref);

  expect(own?.hash).toBe(hash);
  expect(other).toBeNull();
});

describe('over HTTP', () => {
  const at = ({ ref }: AVote, step = '') => `/v/beipo/votes/${ref.no}${step}`;

  test('a ballot is looked at once more and cast, and no address carries what was chosen', async () => {
    const made = await openVote(world);
    const cookie = await world.cookieOf(world.people.villager);

    const check = await world.post(at(made, '/check'), { ballot: '2' }, cookie);
    const back = await world.post(at(made, '/change'), { ballot: '2' }, cookie);
    const cast = await world.post(at(made, '/cast'), { ballot: '2' }, cookie);
    const again = await world.post(at(made, '/cast'), { ballot: '1' }, cookie);

    expect(check.status).toBe(200);
    expect(await check.json()).toMatchObject({
      ...{ path: at(made, '/check'), form: { values: { ballot: '2' } } },
    });
    expect(await back.json()).toMatchObject({ path: at(made), form: { values: { ballot: '2' } } });
    expect([cast.status, cast.headers.get('location')]).toEqual([303, at(made, '/receipt')]);
    expect([again.status, again.headers.get('location')]).toEqual([303, at(made, '/receipt')]);
    expect(await tally(made)).toEqual({ '2': 1 });
  });

  test('what somebody chose is kept nowhere when his session has ended, or the vote has closed', async () => {
    const made = await openVote(world);
    const cookie = await world.cookieOf(world.people.villager);

    const guest = await world.post(at(made, '/cast'), { ballot: '2' });
    world.clock.set(world.clock.now() + 10 * 24 * 60 * MINUTE_MS);
    const late = await world.post(at(made, '/cast'), { ballot: '2' }, cookie);

    expect(guest.headers.get('location')).toMatch(/^\/login/);
    expect(await world.app.db.read.select().from(draft)).toEqual([]);
    expect(late.status).toBe(422);
    expect(await late.json()).toMatchObject({ form: { values: {}, errors: { '': 'voteClosed' } } });
    expect(await envelopesOf(made)).toEqual([]);
  });

  test('nobody is asked to look at a ballot that he cannot cast', async () => {
    const made = await openVote(world);
    const cookie = await world.cookieOf(world.people.southerner);

    const check = await world.post(at(made, '/check'), { ballot: '2' }, cookie);
    const none = await world.post(
      at(made, '/check'),
      {},
      await world.cookieOf(world.people.second),
    );

    expect([check.status, none.status]).toEqual([404, 422]);
    expect(await none.json()).toMatchObject({ form: { errors: { ballot: 'pickOne' } } });
  });
});

test('a ballot whose envelope cannot be laid down leaves no mark either', async () => {
  const made = await openVote(world);
  const line = (await electorsOf(made)).find(({ name }) => name === '罗白露');
  const blocked = { electorId: line?.id ?? '', voteId: made.id, sealed: 'x', hash: 'x' };
  await world.app.db.write((tx) => tx.insert(voteEnvelope).values(blocked));

  const cast = castAs(world, made, world.people.villager, [YES]);

  await expect(cast).rejects.toThrow();
  expect((await electorsOf(made)).map(({ voted }) => voted)).toEqual([null, null, null]);
});
