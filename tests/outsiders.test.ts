import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post } from '#db/schema/posts.ts';
import { openContest } from '#server/contests/opening.ts';
import { decidingRules } from '#server/deciding-rules.ts';
import { openDrive } from '#server/drives/commands.ts';
import { newToken } from '#server/kernel/ids.ts';
import { permissions, type Role } from '#server/kernel/permissions.ts';
import { publishDecision } from '#server/resolutions/publishing.ts';
import { addDays, localDate } from '#server/rules/dates.ts';
import { checkStep } from '#server/steps/checking.ts';
import { makeSurvey } from '#server/surveys/making.ts';
import { voteRules } from '#server/vote-rules.ts';
import { preparedVote } from '#tests/support/deciding.ts';
import { must } from '#tests/support/disclosures.ts';
import {
  aMotion,
  deciders,
  heldStep,
  RESOLVED,
  studied,
  usualRolls,
} from '#tests/support/held-steps.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
/** The number and the id of one thing of each kind in 北坡村. */
let things: Map<string, { no: number; id: string }>;
let outsiders: [who: string, cookie: string][];

beforeAll(async () => {
  world = await openWorld();
  await somethingOfEachKind();
  const rows = await world.app.db.read.select().from(post);
  things = new Map(rows.map(({ kind, no, id }) => [kind, { no, id }]));
  outsiders = [
    ['a villager of another village', await world.cookieOf(world.people.southerner)],
    ['the secretary of another village', await world.cookieOf(world.people.southSecretary)],
    ['somebody of no village', await world.cookieOf(await world.county.addPerson('游小寒', {}))],
  ];
});

afterAll(() => world.close());

/** A matter that was decided and published, a vote, a survey, a discussion and a choice of families. */
async function somethingOfEachKind(): Promise<void> {
  const people = await deciders(world);
  await usualRolls(world);
  const vote = await preparedVote(world, {});
  expect(vote.id).not.toBe('');
  const matter = await aMotion(world);
  await studied(world, matter.id);
  const { ref, result } = await heldStep(world, matter.id, RESOLVED);
  must(result);
  must(await checkStep(await world.ctx(people.supervisor), ref, newToken()));
  const clerk = await world.ctx(people.clerk);
  const { north } = world.county;
  const day = (days: number) => addDays(localDate(world.clock.now()), days);
  const words = () => ({ title: '先修排水沟', body: '集体出八万元。', key: newToken() });
  const plan = { ownerId: people.director, budget: null, dueOn: day(90) };
  must(await publishDecision(clerk, matter.id, { ...words(), ...plan }));
  must(await openDrive(clerk, 'beipo', { ...words(), tellThrough: day(20) }));
  must(await makeSurvey(clerk, north, { ...words(), groups: [], closesOn: day(13), least: 5 }));
  const days = { nominateThrough: day(4), objectThrough: day(11), judgeThrough: day(24) };
  const choice = { about: 'yards' as const, places: 1, jurors: 3 };
  must(await openContest(clerk, north, { ...words(), ...days, ...choice }));
}

const KINDS: Record<string, string> = {
  ...{ hall: 'motion', steps: 'motion', votes: 'vote', resolutions: 'resolution' },
  ...{ drives: 'drive', surveys: 'survey', contests: 'contest' },
};

/** The address of a route in 北坡村, at what is there. */
function addressOf(route: string): string {
  const [, root = '', second = '', third = ''] = route.split('/');
  const thing = things.get(KINDS[root === 'desk' ? second : third] ?? '');
  const code = root === 'desk' ? world.county.north : 'beipo';
  return route
    .replace(':village', code)
    .replace(':no', String(thing?.no))
    .replace(/:(id|motion)\b/, thing?.id ?? '')
    .replace(':body', 'representatives')
    .replace(':try', 's4_resolve-1')
    .replace(/:\w+/g, '1');
}

/** What everybody with an account may do, wherever he lives. */
const isForAll = (roles: Role[]) => roles.includes('phone_user') || roles.includes('visitor');

const forms = Object.entries({ ...decidingRules, ...voteRules }).flatMap(([route, actions]) => {
  const roles = actions.flatMap((action): Role[] => permissions[action]);
  const isClosed = route.startsWith('POST ') && !isForAll(roles);
  return isClosed ? [route.slice('POST '.length)] : [];
});

describe('who has no part in what a village decides', () => {
  test.each(forms)('finds nothing at %s, whatever he sends there', async (route) => {
    const found: string[] = [];
    for (const [who, cookie] of outsiders) {
      const fields: Record<string, string>[] = [
        {},
        { key: newToken(), body: '有四个字', reason: '不想' },
      ];
      for (const sent of fields) {
        const { status } = await world.post(addressOf(route), sent, cookie);
        if (status !== 404) found.push(`${who}: ${status}`);
      }
    }
    // The form of a new vote names its village itself: who prepares votes elsewhere gets it back.
    const isOwnForm = route === '/desk/votes/new';
    expect(found.filter((one) => !(isOwnForm && one.includes('secretary')))).toEqual([]);
  });

  test('is somebody else than who has: his form comes back with what is wrong', async () => {
    const villager = await world.cookieOf(world.people.villager);
    const clerk = await world.cookieOf(world.people.clerk);
    const cadre = await world.cookieOf(world.people.cadre);
    const send = async (route: string, cookie: string) =>
      (await world.post(addressOf(route), {}, cookie)).status;

    expect([
      await send('/v/:village/drives/:no/idea', villager),
      await send('/v/:village/contests/:no/nominate', cadre),
      await send('/v/:village/resolutions/:no/report', clerk),
      await send('/desk/steps/:motion/publish', clerk),
    ]).toEqual([422, 422, 422, 404]);
  });
});
