import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { motionStep } from '#db/schema/motions.ts';
import { post } from '#db/schema/posts.ts';
import { voteElector, voteEnvelope, voteTeller } from '#db/schema/votes.ts';
import { rollOf } from '#server/bodies/roll.ts';
import { contestPage } from '#server/contests/views.ts';
import { drivePage } from '#server/drives/views.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import { motionPage } from '#server/motions/views.ts';
import { resolutionPage } from '#server/resolutions/views.ts';
import { instantOf } from '#server/rules/dates.ts';
import { bothResults, bothResultsOfVote } from '#server/steps/both-results.ts';
import { surveyPage } from '#server/surveys/views.ts';
import { castVote } from '#server/votes/casting.ts';
import { recountFile } from '#server/votes/recount-views.ts';
import { votePage } from '#server/votes/views.ts';
import { type Demo, openDemo } from '#tests/support/demo.ts';

/** Those of the nine lively villages that decide together. */
const everywhere = [
  ...['dongchansi', 'gaogongqiao', 'shiti', 'shuangfu'],
  ...['huming', 'songlin', 'fenghuang'],
];

let demo: Demo;

beforeAll(async () => {
  demo = await openDemo(everywhere);
}, 240_000);
afterAll(() => demo.close());

async function village(slug: string): Promise<Village> {
  const found = await villageBySlug(await demo.ctx(), slug);
  if (!found) throw new Error(`there is no ${slug}`);
  return found;
}

/** The only post of a kind that a village has. */
async function only(slug: string, kind: string) {
  const { code } = await village(slug);
  const rows = await demo.app.db.read.select().from(post);
  const [found, second] = rows.filter((row) => row.villageCode === code && row.kind === kind);
  if (!found || second) throw new Error(`${slug} has not one ${kind}`);
  return { id: found.id, ref: { slug, no: found.no } };
}

async function motionOf(slug: string) {
  const { ref } = await only(slug, 'motion');
  const page = await motionPage(await demo.ctx(), ref);
  if (!page) throw new Error('nobody reads it');
  return page;
}

async function triesOf(slug: string) {
  const { id } = await only(slug, 'motion');
  const rows = await demo.app.db.read.select().from(motionStep);
  return rows.filter(({ motionId }) => motionId === id);
}

describe('scene 7: the ditch or the road, in 东禅寺村', () => {
  const title = '今年的钱，先修排水沟还是先扩机耕道？';

  test('it was talked over for and against, a question was answered, other words were taken', async () => {
    const page = await motionOf('dongchansi');

    expect(page).toMatchObject({ title, state: 'decided', isReworded: true });
    expect(page.sides.map(({ side, n }) => [side, n])).toEqual([
      ['for', 3],
      ['against', 3],
    ]);
    expect(page.amendments).toMatchObject([{ state: 'taken', decided: { name: '应立春' } }]);
    expect(page.steps.map(({ state }) => state)).toEqual([...Array(5).fill('done'), 'now']);
  });

  test('128 said what they think, 88 by phone and 40 on paper: 71, 39 and 18', async () => {
    const { ref } = await only('dongchansi', 'vote');
    const page = await votePage(await demo.ctx(), ref);

    expect(page).toMatchObject({ title, phase: 'counted', secrecy: 'secret', voted: 128 });
    expect(page?.result).toMatchObject({ ballots: 128, channels: { online: 88, paper: 40 } });
    expect(page?.result?.lines.map(({ label, count }) => [label, count])).toEqual([
      ['排水沟', 71],
      ['机耕道', 39],
      ['都行', 18],
    ]);
    expect(page?.electors).toBeGreaterThanOrEqual(150);
  });

  test('its ballots are counted again with sort and uniq, and no envelope or key is left', async () => {
    const { id, ref } = await only('dongchansi', 'vote');
    const ballots = await recountFile(await demo.ctx(), ref, 'ballots.jsonl');
    const envelopes = await recountFile(await demo.ctx(), ref, 'envelopes.txt');

    const counted = execFileSync('sh', ['-c', 'sort | uniq -c'], { input: ballots?.text });
    const numbers = counted
      .toString()
      .trim()
      .split('\n')
      .map((line) => Number.parseInt(line, 10));
    expect(numbers).toEqual([71, 39, 18]);
    expect(envelopes?.text.trim().split('\n')).toHaveLength(88);
    const { read } = demo.app.db;
    const isOwn = ({ voteId }: { voteId: string }) => voteId === id;
    expect((await read.select().from(voteEnvelope)).filter(isOwn)).toEqual([]);
    const keys = (await read.select().from(voteTeller)).filter(isOwn);
    expect(keys.map(({ publicKey }) => publicKey)).toEqual([null, null]);
    const voted = (await read.select().from(voteElector)).filter(isOwn);
    expect(voted.filter((one) => one.voted !== null)).toHaveLength(128);
  });

  test('45 representatives, a third of them women at least; 38 came, 29 were for the ditch', async () => {
    const { code } = await village('dongchansi');
    const roll = await rollOf(demo.app.db.read, code, 'representatives', demo.clock.now());
    const step = (await triesOf('dongchansi')).find((one) => one.step === 's4_resolve');

    expect(roll.filter(({ isWoman }) => isWoman).length * 3).toBeGreaterThanOrEqual(roll.length);
    expect(step).toMatchObject({ meetOn: '2026-09-20', state: 'passed' });
    expect(step).toMatchObject({ entitled: 45, present: 38, yes: 29, no: 6, abstain: 3 });
    if (!step) return;
    const both = await bothResults(await demo.ctx(), step);
    expect(both).toEqual({
      opinions: expect.objectContaining({ label: '排水沟', had: 71, of: 128 }),
      decision: { label: '排水沟', entitled: 45, present: 38, yes: 29 },
      agrees: true,
    });
  });

  test('the web listens; what is decided, the representatives decide', async () => {
    const { ref } = await only('dongchansi', 'vote');
    const page = await votePage(await demo.ctx(), ref);

    expect(page?.html).toContain('网上是听意见，定下来的是代表会。');
    expect(page?.about.effect).toBe('advisory');
    const here = { id: page?.parts.id ?? '', motionId: page?.motionId ?? null };
    const both = await bothResultsOfVote(await demo.ctx(), here);
    expect(both?.decision).toEqual({ label: '排水沟', entitled: 45, present: 38, yes: 29 });
  });

  test('what they decided has an owner, money and a day, and is under way', async () => {
    const { ref } = await only('dongchansi', 'resolution');
    const page = await resolutionPage(await demo.ctx(), ref);

    expect(page).toMatchObject({ owner: { name: '席秋分' }, end: null });
    const { budgetFen, dueOn, state } = page?.row ?? {};
    expect([budgetFen, dueOn, state]).toEqual([16_800_000, '2027-03-31', 'carrying-out']);
    expect(page?.reports.map(({ spentFen }) => spentFen)).toEqual([5_034_000]);
  });
});

describe('the road of 高拱桥村, from the proposal to the result', () => {
  test('20 of 31 Party members were too few, 21 of 31 on another day were enough', async () => {
    const tries = (await triesOf('gaogongqiao')).filter(({ step }) => step === 's3_review');

    const told = tries.toSorted((a, b) => a.attempt - b.attempt);
    expect(told.map(({ entitled, present, state }) => [entitled, present, state])).toEqual([
      [31, 20, 'failed'],
      [31, 21, 'passed'],
    ]);
    expect(told[0]?.verdict).toContainEqual(expect.objectContaining({ needed: 21, had: 20 }));
  });

  test('all six steps are behind it, and nobody skipped one', async () => {
    const page = await motionOf('gaogongqiao');

    expect(page.steps.map(({ state }) => state)).toEqual(Array(6).fill('done'));
  });

  test('the report at ninety days and the result say why it took longer and cost more', async () => {
    const { ref } = await only('gaogongqiao', 'resolution');
    const page = await resolutionPage(await demo.ctx(), ref);

    expect(page?.row).toMatchObject({
      ...{ state: 'done', passedOn: '2026-06-24', reportDueOn: '2026-09-22' },
      ...{ budgetFen: 5_100_000, spentFen: 5_240_000, dueOn: '2026-08-31', doneOn: '2026-09-27' },
    });
    expect(page?.ninety?.difference).toContain('十一天雨');
    expect(page?.end?.difference).toContain('1,400 元');
    expect(page?.end?.checkedAt).toBe(instantOf('2026-09-30', '16:10'));
  });
});

describe('the branch channel of 石梯村', () => {
  test('is being voted on until 25 November, and 罗白露 has not voted yet', async () => {
    const { ref } = await only('shiti', 'vote');
    const page = await votePage(await demo.ctx('villager'), ref);

    expect(page).toMatchObject({ title: '5组支渠怎么修？', phase: 'open', result: null });
    expect(page?.closesAt).toBe(instantOf('2026-11-25', '18:00'));
    expect(page).toMatchObject({ voted: 33, mine: { can: 'cast' } });
    const cast = await castVote(await demo.ctx('villager'), ref, [2]);
    expect(cast).toMatchObject({ ok: true });
  });
});

describe('what villages ask, sort and thank for', () => {
  test('a survey that is open shows nothing of its three answers', async () => {
    const { ref } = await only('shuangfu', 'survey');
    const page = await surveyPage(await demo.ctx(), ref);

    expect(page).toMatchObject({ state: 'open', answers: 3, least: 5, results: null });
  });

  test('one that is over shows its results, and what came of it', async () => {
    const { ref } = await only('huming', 'survey');
    const page = await surveyPage(await demo.ctx(), ref);

    expect(page).toMatchObject({ state: 'closed', answers: 12 });
    expect(page?.results).not.toBeNull();
    expect(page?.outcome).toMatchObject({ by: { name: '闵小满' } });
  });

  test('nine ideas became three projects or were answered', async () => {
    const { ref } = await only('songlin', 'drive');
    const places = { talk: null, show: null, after: null };
    const page = await drivePage(await demo.ctx(), ref, places);

    expect(page?.projects.map(({ state, isKey }) => [state, isKey])).toEqual([
      ['doing', true],
      ['done', true],
      ['planned', false],
    ]);
  });

  test('the family that agreed is there; of the one that refused nobody reads', async () => {
    const { ref } = await only('fenghuang', 'contest');
    const page = await contestPage(await demo.ctx(), ref);

    expect(page?.nominees.map(({ name }) => name)).toEqual(['2组钟立夏家']);
    expect(JSON.stringify(page)).not.toContain('柴码得比书还整齐');
  });

  test('a matter gathers names; a record keeps who did not agree', async () => {
    const gathering = await motionOf('shuangfu');
    const talked = await motionOf('huming');

    expect(gathering).toMatchObject({ state: 'gathering', signed: 6 });
    expect(gathering.needed).toBeGreaterThan(gathering.signed);
    expect(talked.consensus).toMatchObject([{ outcome: 'partly', present: 14 }]);
    expect(talked.consensus[0]?.dissent).toContain('9 点半收不了');
  });
});
