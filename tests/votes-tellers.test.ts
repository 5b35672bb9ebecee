import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { voteBallot, votePaperCount, voteTable } from '#db/schema/votes.ts';
import { newToken } from '#server/kernel/ids.ts';
import { formatTellerSecret } from '#server/rules/teller-secret.ts';
import { openBallotBox } from '#server/votes/box-opening.ts';
import { selectAllHashes } from '#server/votes/box-records.ts';
import { makeTellerSecret } from '#server/votes/envelopes.ts';
import { freezeRoster } from '#server/votes/freezing.ts';
import { countPaper } from '#server/votes/paper-count.ts';
import { recountFile, recountPage } from '#server/votes/recount-views.ts';
import { mergeTable } from '#server/votes/roll-sheet.ts';
import { draftRoster } from '#server/votes/roster.ts';
import { rollToPrint, tableDesk, tablesDesk } from '#server/votes/table-views.ts';
import { closeTable, openTable, tickPaper, untickPaper } from '#server/votes/tables.ts';
import { boxDesk, countDesk, keyDesk } from '#server/votes/teller-views.ts';
import { makeTellerKey, proveTellerKey } from '#server/votes/tellers.ts';
import { votePage } from '#server/votes/views.ts';
import { endVote, lineNamed, newVoters, openBoxOf, resultOf, tableOf } from '#tests/support/box.ts';
import { type AVote, castAs, openVote, preparedVote } from '#tests/support/deciding.ts';
import { must } from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

const cadre = () => world.ctx(world.people.cadre);
const cadreTwo = () => world.ctx(world.people.cadreTwo);
const clerk = () => world.ctx(world.people.clerk);

describe('the key of a teller', () => {
  test('is shown once, and typed back from paper it is proven', async () => {
    const { id } = await preparedVote(world);

    const { secret } = must(await makeTellerKey(await cadre(), id));
    expect(await keyDesk(await cadre(), id)).toMatchObject({ own: 'made', seat: 1, mayMake: true });
    const typed = formatTellerSecret(secret).toLowerCase().replaceAll('0', 'o');
    const proven = await proveTellerKey(await cadre(), id, typed);

    expect(proven.ok).toBe(true);
    expect(await keyDesk(await cadre(), id)).toMatchObject({ own: 'proven' });
  });

  test('made anew, the one before is nobody’s', async () => {
    const { id, secrets } = await preparedVote(world);

    must(await makeTellerKey(await cadre(), id));
    const old = await proveTellerKey(await cadre(), id, secrets[0] ?? '');

    expect(old).toMatchObject({ ok: false, code: 'secretOther', field: 'secret' });
  });

  test('tells a slip of the pen from the key of somebody else', async () => {
    const { id, secrets } = await preparedVote(world);
    const { secret } = must(await makeTellerKey(await cadre(), id));
    const slip = `${secret.startsWith('7') ? '8' : '7'}${secret.slice(1)}`;
    const prove = async (typed: string) => proveTellerKey(await cadre(), id, typed);

    expect(await prove(slip)).toMatchObject({ code: 'secretCheck' });
    expect(await prove(secret.slice(1))).toMatchObject({ code: 'secretLength' });
    expect(await prove(`${secret.slice(1)}U`)).toMatchObject({ code: 'secretSign' });
    expect(await prove(secrets[1] ?? '')).toMatchObject({ code: 'secretOther' });
  });

  test('must be proven by both before the roster is frozen', async () => {
    const { id } = await preparedVote(world);
    must(await draftRoster(await clerk(), id));

    must(await makeTellerKey(await cadre(), id));

    expect((await freezeRoster(await world.ctx(world.people.secretary), id)).ok).toBe(false);
  });

  test('is nobody else’s to make, and no more once the roster is frozen', async () => {
    const vote = await openVote(world);

    expect(await makeTellerKey(await clerk(), vote.id)).toMatchObject({ code: 'notFound' });
    expect(await keyDesk(await clerk(), vote.id)).toBeNull();
    expect(await makeTellerKey(await cadre(), vote.id)).toMatchObject({ code: 'keysAreFixed' });
  });
});

test('both tellers are asked for their keys, and called when the vote is over', async () => {
  const told = async () =>
    (await world.app.db.read.select().from(outboxMessage))
      .filter(({ template }) => /^vote\.(teller|box)$/.test(template))
      .map(({ personId, template }) => `${template} ${personId}`)
      .toSorted();

  const vote = await openVote(world);
  const asked = await told();
  await endVote(world, vote);

  const { cadre: first, cadreTwo: second } = world.people;
  const both = [first, second].toSorted();
  expect(asked).toEqual(both.map((id) => `vote.teller ${id}`));
  expect(await told()).toEqual([...both.map((id) => `vote.box ${id}`), ...asked]);
});

describe('the box', () => {
  let vote: AVote;

  beforeEach(async () => {
    const folk = await newVoters(world, 6);
    vote = await openVote(world, { options: ['三面光', '只清淤', '先修到岔口'] });
    const choices = [1, 1, 1, 2, 2, 3];
    for (const [at, person] of folk.entries())
      must(await castAs(world, vote, person, [choices[at] ?? 1]));
  });

  test('opens for both secrets, and what lay in it is counted once', async () => {
    await endVote(world, vote);

    const opened = await openBoxOf(world, vote);

    expect(opened).toMatchObject({ ok: true, value: { state: 'opened' } });
    expect(await resultOf(world, vote)).toMatchObject({
      ...{ online: 6, paper: 0, spoiled: 0 },
      counts: { 1: 3, 2: 2, 3: 1 },
    });
    expect(await selectAllHashes(world.app.db.read, vote.id)).toEqual([]);
    expect(await openBoxOf(world, vote).catch(() => 'shut')).toBe('shut');
  });

  test('opens for both secrets typed at one screen', async () => {
    await endVote(world, vote);
    const [secret = '', otherSecret = ''] = vote.secrets;

    const opened = await openBallotBox(await cadre(), vote.id, { secret, otherSecret });

    expect(opened).toMatchObject({ ok: true, value: { state: 'opened' } });
  });

  test('stays shut while the vote runs, and for anybody who is no teller', async () => {
    const [secret = ''] = vote.secrets;
    const early = await openBallotBox(await cadre(), vote.id, { secret, otherSecret: '' });
    await endVote(world, vote);
    const stranger = await openBallotBox(await clerk(), vote.id, { secret, otherSecret: '' });

    expect(early).toMatchObject({ code: 'boxStillOpen' });
    expect(stranger).toMatchObject({ code: 'notFound' });
  });

  test('stays shut for one key twice, and forgets the first after ten minutes', async () => {
    await endVote(world, vote);
    const [secret = '', other = ''] = vote.secrets;
    const twice = await openBallotBox(await cadre(), vote.id, { secret, otherSecret: secret });
    const first = await openBallotBox(await cadre(), vote.id, { secret, otherSecret: '' });

    expect(twice).toMatchObject({ code: 'secretOther', field: 'other-secret' });
    expect(first).toMatchObject({ ok: true, value: { state: 'waiting' } });
    expect(await boxDesk(await cadreTwo(), vote.id)).toMatchObject({ otherWaits: true });
    world.clock.set(world.clock.now() + 11 * 60_000);
    const late = await openBallotBox(await cadreTwo(), vote.id, { secret: other, otherSecret: '' });
    expect(late).toMatchObject({ ok: true, value: { state: 'waiting' } });
  });

  test('says before it is opened what so few ballots would tell', async () => {
    await endVote(world, vote);

    const { warnings } = (await boxDesk(await cadre(), vote.id)) ?? { warnings: [] };

    expect(warnings).toContainEqual({ code: 'few-voted', count: 6 });
  });

  test('opens nothing when an envelope was exchanged or taken away', async () => {
    await endVote(world, vote);
    const [secret = '', otherSecret = ''] = vote.secrets;
    const { voteEnvelope } = await import('#db/schema/votes.ts');
    const { eq } = await import('drizzle-orm');
    const [hash = ''] = await selectAllHashes(world.app.db.read, vote.id);
    await world.app.db.write((tx) => tx.delete(voteEnvelope).where(eq(voteEnvelope.hash, hash)));

    const opened = await openBallotBox(await cadre(), vote.id, { secret, otherSecret });

    expect(opened).toMatchObject({ ok: true, value: { state: 'faulty' } });
    expect(await resultOf(world, vote)).toBeNull();
    expect(await selectAllHashes(world.app.db.read, vote.id)).toHaveLength(5);
  });

  test('is recounted with sort, uniq and sha256sum to the same result', async () => {
    const guest = await world.ctx();
    const before = await recountFile(guest, vote.ref, 'envelopes.txt');
    expect(await recountFile(guest, vote.ref, 'ballots.jsonl')).toBeNull();
    await endVote(world, vote);
    must(await openBoxOf(world, vote));

    const envelopes = await recountFile(guest, vote.ref, 'envelopes.txt');
    const ballots = await recountFile(guest, vote.ref, 'ballots.jsonl');
    const result = JSON.parse((await recountFile(guest, vote.ref, 'result.json'))?.text ?? '');

    expect(envelopes?.text).toBe(before?.text);
    const sorted = execFileSync('sort', { input: ballots?.text ?? '', env: { LC_ALL: 'C' } });
    const counted = execFileSync('uniq', ['-c'], { input: sorted }).toString();
    expect(sorted.toString()).toBe(ballots?.text);
    expect(
      counted
        .trim()
        .split(/\n/)
        .map((line) => line.trim()),
    ).toEqual(['3 {"options":[1]}', '2 {"options":[2]}', '1 {"options":[3]}']);
    expect(result.options.map(({ ballots: n }: { ballots: number }) => n)).toEqual([3, 2, 1]);
    const sum = execFileSync('sha256sum', { input: ballots?.text ?? '' }).toString();
    expect(sum.slice(0, 64)).toBe(result.ballotsSha256);
    const own = createHash('sha256')
      .update(envelopes?.text ?? '')
      .digest('hex');
    expect(result.envelopesSha256).toBe(own);
    expect(envelopes?.text.trim().split('\n')).toHaveLength(6);
  });

  test('has the envelope of every receipt in its list, before and after', async () => {
    const person = world.people.villager;
    const { hash } = must(await castAs(world, vote, person, [2]));
    const find = async (search: string) => recountPage(await world.ctx(), vote.ref, search);

    expect(await find(hash.slice(0, 8))).toMatchObject({ isFound: true, phase: 'open' });
    expect(await find('00000000')).toMatchObject({ isFound: false });
    await endVote(world, vote);
    must(await openBoxOf(world, vote));
    expect(await find(hash)).toMatchObject({ isFound: true, phase: 'counted' });
  });
});

/** Nobody is looked for. */
const NOBODY = '';

describe('paper ballots', () => {
  let vote: AVote;
  let table: string;

  beforeEach(async () => {
    vote = await openVote(world, { options: ['三面光', '只清淤'] });
    table = await tableOf(world, vote);
  });

  const tick = async (name: string, tableId = table) =>
    tickPaper(await clerk(), {
      ...{ voteId: vote.id, tableId, electorId: await lineNamed(world, vote, name) },
      key: `tick-of-${name}-${Math.random()}`,
    });
  const count = async (
    who: () => ReturnType<typeof cadre>,
    counts: Record<string, number>,
    more = {},
  ) =>
    countPaper(await who(), vote.id, {
      numbers: { counts, spoiled: 0 },
      missingReason: '',
      ...more,
    });

  const paperRows = async () => {
    const { read } = world.app.db;
    const ballots = await read.select().from(voteBallot).orderBy(voteBallot.no);
    return {
      paper: await read.select().from(votePaperCount),
      ballots: ballots.map(({ choices }) => choices),
    };
  };

  test('are refused to whoever voted online, and the other way round', async () => {
    must(await castAs(world, vote, world.people.villager, [1]));
    expect(await tick('罗白露')).toMatchObject({ code: 'votedOnline' });

    must(await tick('周寒露'));
    expect(await tick('周寒露')).toMatchObject({ code: 'votedOnPaper' });
    expect(await castAs(world, vote, world.people.neighbour, [1])).toMatchObject({
      code: 'castOnPaper',
    });
  });

  test('and a vote online at the same instant: one of the two stands, never both', async () => {
    const folk = await newVoters(world, 12);
    const second = await openVote(world, {
      options: ['三面光', '只清淤'],
      title: '桥栏杆修不修？',
    });
    const tableId = await tableOf(world, second);
    const ids = await Promise.all(folk.map((_, n) => lineNamed(world, second, `村民${n}`)));
    const keeper = await clerk();

    const both = await Promise.all(
      folk.map((person, n) => {
        const which = { voteId: second.id, tableId, electorId: ids[n] ?? '' };
        const doings = [
          () => castAs(world, second, person, [1]),
          () => tickPaper(keeper, { ...which, key: `at-once-of-all-${n}` }),
        ];
        // By turns the one or the other is asked first.
        const order = n % 2 === 0 ? doings : doings.toReversed();
        return Promise.all(order.map((does) => does()));
      }),
    );

    expect(both.map((done) => done.filter(({ ok }) => ok).length)).toEqual(folk.map(() => 1));
    const online = (await selectAllHashes(world.app.db.read, second.id)).length;
    expect(await tableDesk(keeper, { voteId: second.id, tableId }, NOBODY)).toMatchObject({
      table: { ticks: 12 - online },
    });
  });

  test('a tick at the wrong line is taken back, and may then be set or voted online', async () => {
    must(await tick('周寒露'));
    const electorId = await lineNamed(world, vote, '周寒露');
    const which = { voteId: vote.id, tableId: table, electorId, reason: '勾错了行' };

    must(await untickPaper(await clerk(), which));

    expect(await untickPaper(await clerk(), which)).toMatchObject({ code: 'notTickedHere' });
    expect((await castAs(world, vote, world.people.neighbour, [1])).ok).toBe(true);
  });

  test('are counted blind by both, and stand when both counted the same', async () => {
    must(await castAs(world, vote, world.people.villager, [1]));
    must(await tick('周寒露'));
    must(await tick('吴夏至'));
    await endVote(world, vote);
    expect(await count(cadre, { 1: 2 })).toMatchObject({ code: 'countingOnly' });
    must(await closeTable(await clerk(), { voteId: vote.id, tableId: table }));

    expect(await count(cadre, { 1: 3 })).toMatchObject({ code: 'ballotsTooMany' });
    expect(await count(cadre, { 1: 1 })).toMatchObject({ code: 'ballotsFewer', field: 'missing' });
    expect(await count(cadre, { 2: 2 })).toMatchObject({ value: 'waiting' });
    expect(await countDesk(await cadreTwo(), vote.id)).toMatchObject({ state: 'count', ticks: 2 });
    expect(await count(cadreTwo, { 1: 1, 2: 1 })).toMatchObject({ value: 'differ' });
    expect(await openBoxOf(world, vote).catch(({ message }) => message)).toContain(
      'paperNotAgreed',
    );
    must(await count(cadre, { 1: 1, 2: 1 }));
    expect(await count(cadreTwo, { 1: 1, 2: 1 })).toMatchObject({ value: 'agreed' });

    must(await openBoxOf(world, vote));
    expect(await resultOf(world, vote)).toMatchObject({
      ...{ online: 1, paper: 2, spoiled: 0, together: 0 },
      counts: { 1: 2, 2: 1 },
    });
  });

  test('of a single voter stay sealed until they are poured in, and no count of them is left', async () => {
    must(await castAs(world, vote, world.people.villager, [1]));
    must(await castAs(world, vote, world.people.second, [1]));
    must(await tick('周寒露'));
    await endVote(world, vote);
    must(await closeTable(await clerk(), { voteId: vote.id, tableId: table }));
    must(await count(cadre, { 2: 1 }));
    must(await count(cadreTwo, { 2: 1 }));
    const { paper: sealed } = await paperRows();

    must(await openBoxOf(world, vote));

    expect(sealed).toHaveLength(2);
    expect(JSON.stringify(sealed)).not.toContain('counts');
    expect(await paperRows()).toMatchObject({ paper: [], ballots: [[1], [1], [2]] });
  });

  test('fewer than ticks need a reason, and spoiled ones count as taking part', async () => {
    must(await tick('周寒露'));
    must(await tick('吴夏至'));
    await endVote(world, vote);
    must(await closeTable(await clerk(), { voteId: vote.id, tableId: table }));
    const counted = { numbers: { counts: {}, spoiled: 1 }, missingReason: '有一位领了没投' };

    must(await count(cadre, {}, counted));
    must(await count(cadreTwo, {}, counted));
    must(await openBoxOf(world, vote));

    expect(await resultOf(world, vote)).toMatchObject({ online: 0, paper: 2, together: 2 });
    const [row] = await world.app.db.read.select().from(voteTable);
    expect(row?.missingReason).toBe('');
  });

  test('of many stand with their spoiled ones, and beside those who voted by phone', async () => {
    const folk = await newVoters(world, 22);
    const large = await openVote(world, { options: ['三面光', '只清淤'], title: '要不要路灯？' });
    for (const person of folk.slice(0, 11)) must(await castAs(world, large, person, [1]));
    const tableId = await tableOf(world, large);
    for (let n = 11; n < 22; n++) {
      const electorId = await lineNamed(world, large, `村民${n}`);
      const which = { voteId: large.id, tableId, electorId, key: `tick-of-${n}-${n}-${n}` };
      must(await tickPaper(await clerk(), which));
    }
    await endVote(world, large);
    must(await closeTable(await clerk(), { voteId: large.id, tableId }));
    const counted = { numbers: { counts: { 2: 9 }, spoiled: 2 }, missingReason: '' };
    for (const who of [cadre, cadreTwo]) must(await countPaper(await who(), large.id, counted));
    must(await openBoxOf(world, large));

    expect(await resultOf(world, large)).toMatchObject({
      ...{ online: 11, paper: 11, spoiled: 2, together: null, counts: { 1: 11, 2: 9 } },
    });
    const page = await votePage(await world.ctx(), large.ref);
    expect(page?.result).toMatchObject({ spoiled: 2, channels: { online: 11, paper: 11 } });
  });

  describe('of one person beside many who voted by phone', () => {
    /** What everybody may read once the box is open, wherever it stands, and what the ledger keeps. */
    async function toldOf(voted: { online: number[]; counts: Record<string, number> }) {
      const folk = await newVoters(world, 12);
      const yesNo = await openVote(world, { title: '要不要修桥栏杆？' });
      for (const [n, person] of folk.entries())
        must(await castAs(world, yesNo, person, [voted.online[n] ?? 1]));
      const tableId = await tableOf(world, yesNo);
      const electorId = await lineNamed(world, yesNo, '周寒露');
      const which = { voteId: yesNo.id, tableId, electorId, key: 'tick-of-one-of-thirteen' };
      must(await tickPaper(await clerk(), which));
      await endVote(world, yesNo);
      must(await closeTable(await clerk(), { voteId: yesNo.id, tableId }));
      const { spoiled = 0, ...counts } = voted.counts;
      const missingReason = Object.keys(voted.counts).length === 0 ? '有一位领了没投' : '';
      const counted = { numbers: { counts, spoiled }, missingReason };
      for (const who of [cadre, cadreTwo]) must(await countPaper(await who(), yesNo.id, counted));
      must(await openBoxOf(world, yesNo));
      const guest = await world.ctx();
      const result = (await votePage(guest, yesNo.ref))?.result;
      if (!result) throw new Error('there is no result');
      const json = (await recountFile(guest, yesNo.ref, 'result.json'))?.text ?? '';
      const ballots = (await recountFile(guest, yesNo.ref, 'ballots.jsonl'))?.text ?? '';
      const { envelopesSha256, rosterHash, ...told } = JSON.parse(json);
      const acts = await world.app.db.read.select().from(ledgerEntry);
      const act = acts.find(
        ({ what, subjectId }) => /counted/.test(what) && subjectId === yesNo.id,
      );
      const { envelopesHash, ...facts } = act?.facts ?? {};
      const { at, ...page } = result;
      const { read } = world.app.db;
      const isOwn = ({ voteId }: { voteId: string }) => voteId === yesNo.id;
      const kept = {
        ballots: (await read.select().from(voteBallot)).filter(isOwn).map(({ choices }) => choices),
        tables: (await read.select().from(voteTable)).filter(isOwn).map((one) => one.missingReason),
        counts: (await resultOf(world, yesNo))?.counts,
      };
      return { page, json: told, ballots, facts, kept };
    }

    const spoiled = { online: [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3], counts: { spoiled: 1 } };

    test('nothing tells that he spoiled his ballot: abstentions and it are one number', async () => {
      const { page, json, ballots, facts } = await toldOf(spoiled);

      expect(page).toMatchObject({ ballots: 13, spoiled: 0, channels: null, isTogether: true });
      expect(page.lines.map(({ meaning, count: n }) => [meaning, n])).toEqual([
        ['yes', 8],
        ['no', 3],
        ['together', 2],
      ]);
      expect(json).toMatchObject({ voted: 13, together: 2, entitled: expect.any(Number) });
      expect(Object.keys(json)).not.toEqual(expect.arrayContaining(['spoiled']));
      expect(facts).toMatchObject({ voted: 13, together: 2 });
      expect(ballots.trim().split('\n')).toHaveLength(13);
      expect(createHash('sha256').update(ballots).digest('hex')).toBe(json.ballotsSha256);
    });

    test.each([
      ['abstained', { online: spoiled.online, counts: { 3: 1 } }],
      ['did not return it', { online: spoiled.online, counts: {} }],
      [
        'voted for it, while one more abstained by phone',
        {
          ...{ online: [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3], counts: { 1: 1 } },
        },
      ],
    ])('the same stands everywhere as when he %s', async (_, voted) => {
      const first = await toldOf(spoiled);
      await world.close();
      world = await openWorld();

      expect(await toldOf(voted)).toEqual({
        ...first,
        json: { ...first.json, vote: expect.any(Number) },
      });
    });
  });

  test('of a table without a network merge line by line; who voted meanwhile stays unopened', async () => {
    const away = await tableOf(world, vote, true);
    expect(await tick('周寒露', away)).toMatchObject({ code: 'tableIsOffline' });
    must(await castAs(world, vote, world.people.villager, [1]));
    const no = async (name: string) => {
      const desk = await tableDesk(await clerk(), { voteId: vote.id, tableId: away }, name);
      return desk?.people?.[0]?.no;
    };
    const lines = [
      '编号,姓名,领票',
      `${await no('罗白露')},罗白露,√`,
      `${await no('周寒露')},周寒露,√`,
      `${await no('吴夏至')},吴夏至,`,
    ].join('\n');
    const which = { voteId: vote.id, tableId: away };

    const wrong = await mergeTable(await clerk(), which, {
      text: lines.replace('周寒露', '罗白露'),
    });
    const merged = await mergeTable(await clerk(), which, { text: lines });
    const again = await mergeTable(await clerk(), which, { text: lines });

    expect(wrong).toMatchObject({ code: 'rollSheetUnknown' });
    expect(merged).toMatchObject({ ok: true, value: { taken: 1, setAside: 1 } });
    expect(again).toMatchObject({ code: 'tableNotOpen' });
    const asideNow = async () => (await tableDesk(await clerk(), which, NOBODY))?.aside;
    expect(await asideNow()).toEqual([]);
    expect(await castAs(world, vote, world.people.neighbour, [1])).toMatchObject({
      code: 'castOnPaper',
    });
    expect((await castAs(world, vote, world.people.second, [1])).ok).toBe(true);
    await endVote(world, vote);
    expect(await asideNow()).toMatchObject([{ name: '罗白露', why: 'online' }]);
  });
});

describe('who has voted, while voting runs,', () => {
  let vote: AVote;
  let which: { voteId: string; tableId: string };

  beforeEach(async () => {
    vote = await openVote(world, { options: ['三面光', '只清淤'] });
    which = { voteId: vote.id, tableId: await tableOf(world, vote) };
    must(await castAs(world, vote, world.people.villager, [1]));
  });

  test.each(['', '罗', '1', '村', '%', '罗_', '罗白%'])(
    'is told nobody who looks for “%s”',
    async (typed) => {
      const desk = await tableDesk(await clerk(), which, typed);

      expect(desk?.people ?? []).toEqual([]);
    },
  );

  test('is told of the one whose whole name is typed, at the table where he stands', async () => {
    const stateOf = async (name: string) =>
      (await tableDesk(await clerk(), which, name))?.people?.map(({ state }) => state);

    expect(await stateOf('罗白露')).toEqual(['voted']);
    expect(await stateOf('周寒露')).toEqual(['free']);
  });

  test('is on no printed roll before the end, and on it afterwards', async () => {
    const marked = async () =>
      (await rollToPrint(await clerk(), which))?.lines.flatMap((one) =>
        one.isOnline ? [one.name] : [],
      );

    expect(await marked()).toEqual([]);
    await endVote(world, vote);
    expect(await marked()).toEqual(['罗白露']);
  });

  test('is nobody’s to look up by his post: the table is its keepers’ alone', async () => {
    const { secretary, cadre, cadreTwo } = world.people;
    const seen = async (person: string, at = which) =>
      (await tableDesk(await world.ctx(person), at, '罗白露')) !== null;
    const named = await tableOf(world, vote, false, [cadre]);
    const electorId = await lineNamed(world, vote, '周寒露');
    const tick = { ...which, electorId, key: 'a-tick-by-the-secretary' };

    expect([await seen(secretary), await seen(cadre)]).toEqual([false, false]);
    expect(await rollToPrint(await world.ctx(secretary), which)).toBeNull();
    expect(await tickPaper(await world.ctx(secretary), tick)).toMatchObject({ code: 'notFound' });
    expect(await seen(cadre, { ...which, tableId: named })).toBe(true);
    expect(await seen(cadreTwo, { ...which, tableId: named })).toBe(false);
    const list = await tablesDesk(await world.ctx(cadre), vote.id);
    expect(list?.tables.map(({ isMine }) => isMine)).toEqual([false, true]);
    expect(list?.tables[1]?.keepers).toHaveLength(2);
    await endVote(world, vote);
    expect(await seen(secretary)).toBe(true);
  });

  test('a table takes four named people at most, and nobody who may hand out no paper', async () => {
    const { villager, cadre } = world.people;
    const open = async (keeperIds: string[]) =>
      openTable(await clerk(), vote.id, {
        ...{ place: '3组晒坝', isOffline: false, keeperIds, key: newToken() },
      });

    expect(await open([villager])).toMatchObject({ code: 'keeperNotHere', field: 'keepers' });
    expect(await open(Array.from({ length: 5 }, () => cadre))).toMatchObject({
      code: 'keepersTooMany',
    });
  });
});

describe('where a ballot may name several', () => {
  const options = ['水渠', '路灯', '健身场', '公厕'];

  test('no file and no row holds which marks came from one ballot, and each still counts', async () => {
    const folk = await newVoters(world, 3);
    const vote = await openVote(world, { options, most: 3 });
    const combinations = [[1, 2, 4], [1, 2], []];
    for (const [n, person] of folk.entries()) {
      const choice = combinations[n] ?? [];
      must(await castAs(world, vote, person, choice.length === 0 ? [0] : choice));
    }
    await endVote(world, vote);
    must(await openBoxOf(world, vote));

    const file = await recountFile(await world.ctx(), vote.ref, 'ballots.jsonl');
    const result = JSON.parse(
      (await recountFile(await world.ctx(), vote.ref, 'result.json'))?.text ?? '',
    );
    const rows = await world.app.db.read.select().from(voteBallot).orderBy(voteBallot.no);

    expect(rows.map(({ choices }) => choices)).toEqual([[1], [1], [2], [2], [4], []]);
    const counted = execFileSync('sh', ['-c', 'sort | uniq -c'], {
      ...{ input: file?.text, env: { ...process.env, LC_ALL: 'C' } },
    });
    expect(
      counted
        .toString()
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual([
      ...['2 {"options":[1]}', '2 {"options":[2]}', '1 {"options":[4]}', '1 {"options":[]}', ''],
    ]);
    const sum = execFileSync('sha256sum', { input: file?.text ?? '' }).toString();
    expect(sum.slice(0, 64)).toBe(result.ballotsSha256);
    expect(result).toMatchObject({ lines: 'marks', online: 3, blank: 1 });
    expect(result.options.map(({ ballots: n }: { ballots: number }) => n)).toEqual([2, 2, 0, 1]);
    expect(await recountPage(await world.ctx(), vote.ref, '')).toMatchObject({
      ...{ isTakenApart: true, ballots: { lines: 6 }, result: { online: 3, spoiled: 0 } },
    });
  });

  test('whoever abstains names nothing else; where an option abstains, there is no empty ballot', async () => {
    const { villager } = world.people;

    const yesNo = await openVote(world, { title: '要不要修桥栏杆？' });
    expect(await castAs(world, yesNo, villager, [0])).toMatchObject({ code: 'pickOne' });

    const vote = await openVote(world, { options, most: 3 });
    expect(await castAs(world, vote, villager, [0, 2])).toMatchObject({ code: 'abstainAlone' });
    expect((await castAs(world, vote, villager, [0])).ok).toBe(true);
  });
});

test('a secret that was never anybody’s opens no box', async () => {
  const vote = await openVote(world);
  await endVote(world, vote);

  const opened = await openBallotBox(await cadre(), vote.id, {
    ...{ secret: makeTellerSecret(), otherSecret: '' },
  });

  expect(opened).toMatchObject({ code: 'secretOther', field: 'secret' });
});
