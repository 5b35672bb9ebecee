import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deskRail } from '#server/desk/rail.ts';
import { deskWork } from '#server/desk/work.ts';
import {
  returnDisclosure,
  sendForReview,
  signDisclosure,
} from '#server/disclosure-review/steps.ts';
import { newToken } from '#server/kernel/ids.ts';
import { checkReport } from '#server/resolutions/checking.ts';
import { publishDecision } from '#server/resolutions/publishing.ts';
import { reportResult } from '#server/resolutions/reporting.ts';
import { addDays, DAY_MS, instantOf, localDate } from '#server/rules/dates.ts';
import { checkStep } from '#server/steps/checking.ts';
import { openBallotBox } from '#server/votes/box-opening.ts';
import { countPaper } from '#server/votes/paper-count.ts';
import { closeTable, tickPaper } from '#server/votes/tables.ts';
import { makeTellerKey, proveTellerKey } from '#server/votes/tellers.ts';
import { jobs, runJobs } from '#server/worker.ts';
import { endVote, lineNamed, newVoters, openBoxOf, tableOf } from '#tests/support/box.ts';
import { castAs, openVote, preparedVote } from '#tests/support/deciding.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  draftTable,
  must,
  OCTOBER,
  publishedAccounts,
  startDisclosure,
} from '#tests/support/disclosures.ts';
import {
  aMotion,
  calledStep,
  DITCH,
  deciders,
  heldStep,
  RESOLVED,
  stepRow,
  studied,
  usualRolls,
} from '#tests/support/held-steps.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

const workOf = async (personId: string) => deskWork(await world.ctx(personId));
const tasksOf = async (personId: string) => (await workOf(personId)).own?.tasks ?? [];
const actsOf = async (personId: string) => (await tasksOf(personId)).map(({ act }) => act);
const railOf = async (personId: string, path: string) => {
  const rail = await deskRail(await world.ctx(personId), path);
  return rail.find(({ href }) => href === path)?.count;
};
const today = () => localDate(world.clock.now());

describe('a table that somebody has to look at', () => {
  let people: DisclosurePeople;

  beforeEach(async () => {
    people = await disclosurePeople(world);
    await startDisclosure(world, { since: '2026-10-01' });
  });

  const sentAccounts = async () => {
    const draft = { itemCode: 'finance-lines', period: '2026-10', lines: OCTOBER };
    const id = await draftTable(world, draft);
    must(await sendForReview(await world.ctx(people.clerk), id));
    return id;
  };

  test('waits on the desk of whoever may sign it, until he did', async () => {
    const [first, second] = people.supervision;
    const id = await sentAccounts();

    const waiting = await tasksOf(first);
    const before = await railOf(first, '/desk/open');
    must(await signDisclosure(await world.ctx(first), id));

    expect(waiting).toMatchObject([
      {
        act: 'sign-table',
        title: '10月的账',
        village: '北坡村',
        path: `/desk/open/draft/${id}/review`,
      },
    ]);
    expect([before, await railOf(first, '/desk/open')]).toEqual([1, undefined]);
    expect(await actsOf(first)).toEqual([]);
    expect(await actsOf(second)).toEqual(['sign-table']);
    expect(await actsOf(people.clerk)).toEqual([]);
  });

  test('goes on to the meeting when it is signed, and back to the clerk when it is returned', async () => {
    const id = await sentAccounts();
    const [first, second, third] = people.supervision;

    for (const member of [first, second]) must(await signDisclosure(await world.ctx(member), id));
    const signed = [await actsOf(people.secretary), await actsOf(first)];
    must(await returnDisclosure(await world.ctx(third), id, '少了一张单子'));

    expect(signed).toEqual([['publish-table'], []]);
    expect(await actsOf(people.secretary)).toEqual(['mend-table']);
    expect(await actsOf(people.clerk)).toEqual(['mend-table']);
    expect(await actsOf(third)).toEqual([]);
  });

  test('is counted where it is late: for the clerk his own, for the town all villages', async () => {
    await publishedAccounts(world, people);
    world.clock.set(instantOf('2027-02-20', '10:00'));
    await runJobs(world.app, jobs);

    const own = await workOf(people.clerk);
    const below = await workOf(world.people.town);

    expect(own.own?.lateItems).toBeGreaterThan(0);
    expect(own.late).toBeNull();
    expect(below.late?.items).toEqual({ villages: 1, items: own.own?.lateItems, isTown: true });
    expect(below.own).toBeNull();
    expect(await railOf(people.clerk, '/desk/open')).toBe(own.own?.lateItems);
    expect(await workOf(world.people.villager)).toEqual({ own: null, late: null });
  });
});

describe('a vote that waits for its tellers', () => {
  test('asks each for his key, and no more once it is on his paper', async () => {
    const { cadre, cadreTwo } = world.people;
    const { id } = await preparedVote(world);

    const { secret } = must(await makeTellerKey(await world.ctx(cadre), id));
    const waiting = await tasksOf(cadre);
    must(await proveTellerKey(await world.ctx(cadre), id, secret));

    const opensOn = addDays(today(), 12);
    expect(waiting).toMatchObject([
      { act: 'make-key', path: `/desk/votes/${id}/key`, dueOn: opensOn },
    ]);
    expect([await actsOf(cadre), await actsOf(cadreTwo)]).toEqual([[], []]);
    expect(await actsOf(world.people.clerk)).toEqual([]);
  });

  test('asks for the count of the paper, then for the box, each of the one who has not done it', async () => {
    const { cadre, cadreTwo, clerk } = world.people;
    const [, away = ''] = await newVoters(world, 2);
    const vote = await openVote(world, { options: ['三面光', '只清淤'] });
    const which = { voteId: vote.id, tableId: await tableOf(world, vote) };
    must(
      await tickPaper(await world.ctx(clerk), {
        ...which,
        electorId: await lineNamed(world, vote, '村民0'),
        key: newToken(),
      }),
    );
    must(await castAs(world, vote, away, [1]));
    const open = await actsOf(cadre);
    await endVote(world, vote);
    const atTables = await actsOf(cadre);
    must(await closeTable(await world.ctx(clerk), which));

    const counting = await actsOf(cadre);
    const count = { numbers: { counts: { 1: 1 }, spoiled: 0 }, missingReason: '' };
    must(await countPaper(await world.ctx(cadre), vote.id, count));
    const counted = [await actsOf(cadre), await actsOf(cadreTwo)];
    must(await countPaper(await world.ctx(cadreTwo), vote.id, count));
    const boxes = [await actsOf(cadre), await actsOf(cadreTwo)];
    const [secret = ''] = vote.secrets;
    must(await openBallotBox(await world.ctx(cadre), vote.id, { secret, otherSecret: '' }));

    expect([open, atTables, counting]).toEqual([[], [], ['count-paper']]);
    expect(counted).toEqual([[], ['count-paper']]);
    expect(boxes).toEqual([['open-box'], ['open-box']]);
    expect([await actsOf(cadre), await actsOf(cadreTwo)]).toEqual([[], ['open-box']]);
  });

  test('is late from the day after it ended, and the town sees it then', async () => {
    const vote = await openVote(world, {});
    await endVote(world, vote);
    const onTheDay = await workOf(world.people.town);
    world.clock.set(world.clock.now() + DAY_MS);

    const late = await workOf(world.people.town);

    expect(onTheDay.late).toBeNull();
    expect(late.late?.tasks).toMatchObject([
      { act: 'open-box', path: `/desk/votes/${vote.id}`, dueOn: addDays(today(), -1) },
    ]);
    must(await openBoxOf(world, vote));
    expect((await workOf(world.people.town)).late).toBeNull();
  });
});

describe('a matter in its procedure', () => {
  let people: Awaited<ReturnType<typeof deciders>>;

  beforeEach(async () => {
    people = await deciders(world);
    await usualRolls(world);
  });

  test('waits for a record from its day on; not recorded, the town sees it on the next', async () => {
    const { id } = await aMotion(world);
    const ref = await calledStep(world, id, { step: 's1_propose' });
    const { meetOn } = await stepRow(world, ref);
    const before = await actsOf(people.clerk);
    world.clock.set(instantOf(meetOn, '16:00'));

    const onTheDay = [await actsOf(people.clerk), (await workOf(world.people.town)).late];
    world.clock.set(world.clock.now() + 3 * DAY_MS);
    const late = (await workOf(world.people.town)).late?.tasks;

    expect([before, ...onTheDay]).toEqual([[], ['record-meeting'], null]);
    expect(late).toMatchObject([{ act: 'record-meeting', title: DITCH, dueOn: meetOn }]);
    expect(await railOf(world.people.town, '/desk/steps')).toBe(1);
    expect(await actsOf(people.supervisor)).toEqual([]);
  });

  test('waits for a look by somebody who did not record it, then for its publication', async () => {
    const { id } = await aMotion(world);
    await studied(world, id);
    const { ref, row } = await heldStep(world, id, RESOLVED);

    const looked = [await tasksOf(people.supervisor), await tasksOf(people.clerk)];
    must(await checkStep(await world.ctx(people.supervisor), ref, newToken()));

    expect(looked).toMatchObject([[{ act: 'check-record', dueOn: addDays(row.meetOn, 5) }], []]);
    expect([await actsOf(people.supervisor), await actsOf(people.clerk)]).toEqual([
      [],
      ['publish-decision'],
    ]);
  });

  test('waits for the signature under its result, and of no one who wrote it', async () => {
    const { id } = await aMotion(world);
    await studied(world, id);
    const { ref } = await heldStep(world, id, RESOLVED);
    must(await checkStep(await world.ctx(people.supervisor), ref, newToken()));
    const said = { title: '先修排水沟', body: '修 900 米。', ownerId: people.director };
    const plan = { ...said, budget: null, dueOn: addDays(today(), 40), key: newToken() };
    const { path } = must(await publishDecision(await world.ctx(people.clerk), id, plan));
    const of = { slug: 'beipo', no: Number(path.split('/').at(-1)) };
    const far = await actsOf(people.clerk);
    world.clock.set(world.clock.now() + 35 * DAY_MS);
    const near = await actsOf(people.clerk);
    const told = { body: '修好了。', spent: null, isSame: true, difference: '', photoIds: [] };
    const result = { ...told, doneOn: today(), key: newToken() };
    must(await reportResult(await world.ctx(people.clerk), of, result));

    const waiting = [await tasksOf(people.supervisor), await tasksOf(people.clerk)];
    must(await checkReport(await world.ctx(people.supervisor), of, newToken()));

    expect([far, near]).toEqual([[], ['finish']]);
    expect(waiting).toMatchObject([
      [{ act: 'sign-result', path, dueOn: addDays(today(), 10) }],
      [],
    ]);
    expect(await actsOf(people.supervisor)).toEqual([]);
  });
});
