import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { disclosureDuty } from '#db/schema/disclosure-duties.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { resolutionReport } from '#db/schema/resolutions.ts';
import { vote, voteOption, voteResult } from '#db/schema/votes.ts';
import { declareEvent } from '#server/disclosure-duties/declaring.ts';
import { housekeeping } from '#server/housekeeping.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { stepsOf } from '#server/motions/step-lines.ts';
import { editPost, withdrawPost } from '#server/posts/commands.ts';
import { checkReport } from '#server/resolutions/checking.ts';
import { publishPage, resolutionDesk } from '#server/resolutions/desk.ts';
import type { ProgressForm, PublishForm, ResultForm } from '#server/resolutions/forms.ts';
import { resolutionList } from '#server/resolutions/list-views.ts';
import { publishDecision } from '#server/resolutions/publishing.ts';
import { remindReports } from '#server/resolutions/reminding.ts';
import { reportProgress, reportResult } from '#server/resolutions/reporting.ts';
import { resolutionPage } from '#server/resolutions/views.ts';
import { addDays, instantOf, localDate } from '#server/rules/dates.ts';
import { bothResults } from '#server/steps/both-results.ts';
import { checkStep } from '#server/steps/checking.ts';
import { must, startDisclosure } from '#tests/support/disclosures.ts';
import {
  aMotion,
  deciders,
  type HeldStory,
  heldStep,
  RESOLVED,
  studied,
  usualRolls,
} from '#tests/support/held-steps.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let people: Awaited<ReturnType<typeof deciders>>;
let matter: { id: string; no: number };

beforeEach(async () => {
  world = await openWorld();
  people = await deciders(world);
  await usualRolls(world);
  matter = await aMotion(world);
  await studied(world, matter.id);
});

afterEach(async () => {
  await world.close();
});

const today = () => localDate(world.clock.now());

/** The representatives decide, somebody looks; the clock stands on the day of the meeting. */
async function decided(story: Partial<HeldStory> = {}) {
  const { ref, row, result } = await heldStep(world, matter.id, { ...RESOLVED, ...story });
  must(result);
  must(await checkStep(await world.ctx(people.supervisor), ref, newToken()));
  return row;
}

const publishForm = (changes: Partial<PublishForm> = {}): PublishForm => ({
  ...{ title: '先修三组到五组的排水沟', body: '集体出八万元，修三组到五组的排水沟 900 米。' },
  ...{ ownerId: people.director, budget: 8_000_000, dueOn: addDays(today(), 120) },
  ...{ key: newToken(), ...changes },
});

const publish = async (changes: Partial<PublishForm> = {}, who = people.clerk) =>
  publishDecision(await world.ctx(who), matter.id, publishForm(changes));

async function published(changes: Partial<PublishForm> = {}) {
  const { path } = must(await publish(changes));
  return { slug: 'beipo', no: Number(path.split('/').at(-1)) };
}

type Ref = Awaited<ReturnType<typeof published>>;

async function pageFor(ref: Ref, who?: string) {
  const page = await resolutionPage(await world.ctx(who), ref);
  if (!page) throw new Error('there is no such page');
  return page;
}

const report = async (ref: Ref, changes: Partial<ProgressForm> = {}) =>
  reportProgress(await world.ctx(people.director), ref, {
    ...{ kind: 'progress', body: '挖好了 400 米。', spent: 2_000_000, isSame: true },
    ...{ difference: '', key: newToken(), photoIds: [], ...changes },
  });

const finish = async (ref: Ref, changes: Partial<ResultForm> = {}) =>
  reportResult(await world.ctx(people.clerk), ref, {
    ...{ body: '900 米全部修好，验收过了。', spent: 8_000_000, doneOn: today(), isSame: true },
    ...{ difference: '', key: newToken(), photoIds: [], ...changes },
  });

const sign = async (ref: Ref, who = people.supervisor) =>
  checkReport(await world.ctx(who), ref, newToken());

const shownOf = ({ isSame, spent }: Partial<ResultForm>) => ({
  ...(isSame === undefined ? {} : { isSame }),
  ...(spent === undefined ? {} : { spentFen: spent }),
});

const stageStates = async () =>
  (await stepsOf(world.app.db.read, matter.id)).map(({ state }) => state);

describe('a decision is published', () => {
  test('only after the supervision committee has looked at its record', async () => {
    const { result } = await heldStep(world, matter.id, RESOLVED);
    must(result);

    const early = await publish();

    expect(early).toMatchObject({ ok: false, code: 'notChecked' });
    expect(await publishPage(await world.ctx(people.clerk), matter.id)).toBeNull();
  });

  test('and never what no meeting has carried', async () => {
    await heldStep(world, matter.id, { ...RESOLVED, yes: 19, no: 19, abstain: 0 });

    expect(await publish()).toMatchObject({ ok: false, code: 'notDecided' });
  });

  test('with who carries it out, money, day and the days of the law, once', async () => {
    const row = await decided();

    const ref = await published();
    const twice = await publish();
    const page = await pageFor(ref);

    expect(page.row).toMatchObject({
      ...{ state: 'carrying-out', passedOn: row.meetOn, budgetFen: 8_000_000 },
      ...{ shownThrough: addDays(row.meetOn, 15), reportDueOn: addDays(row.meetOn, 90) },
    });
    expect(page.owner?.name).toBe('邱小雪');
    expect(page.decision).toMatchObject({ meeting: '村民代表会议', present: 38, yes: 29 });
    expect(page.late).toEqual({ published: 0, finish: 0, report: 0, result: 0 });
    expect(twice).toMatchObject({ ok: false, code: 'alreadyDone' });
    expect(await stageStates()).toEqual(['done', 'done', 'done', 'done', 'done', 'now']);
  });

  test('a published one is late after the fifth day, and says so for ever', async () => {
    const { meetOn } = await decided();
    world.clock.set(instantOf(addDays(meetOn, 7), '10:00'));

    const page = await pageFor(await published());

    expect(page.late.published).toBe(2);
  });

  test('by those who serve in the village, for somebody who serves there', async () => {
    await decided();

    const stranger = await publish({}, world.people.southSecretary);
    const nobody = await publish({ ownerId: world.people.villager });
    const past = await publish({ dueOn: addDays(today(), -1) });

    expect(stranger).toMatchObject({ ok: false, code: 'notFound' });
    expect(nobody).toMatchObject({ ok: false, code: 'pickOne', field: 'ownerId' });
    expect(past).toMatchObject({ ok: false, code: 'planInPast' });
  });

  test('and nobody changes or takes back its words; a personal datum is covered everywhere', async () => {
    await decided();
    const ref = await published();
    must(await report(ref, { body: '请周寒露家让了半米地。' }));
    const { row } = await pageFor(ref);
    const ctx = await world.ctx(people.clerk);

    const edited = await editPost(ctx, row.id, { title: '别的', body: '别的', key: newToken() });
    const withdrawn = await withdrawPost(ctx, row.id);
    must(await correctPrivacy(ctx, row.id, { datum: '周寒露', key: newToken() }));
    const [said] = (await pageFor(ref)).reports;

    expect([edited.ok, withdrawn.ok]).toEqual([false, false]);
    expect(said?.html).not.toContain('周寒露');
  });

  test('and falls due as an item of disclosure, from the day of the meeting', async () => {
    await startDisclosure(world);
    const { meetOn } = await decided();
    await published();

    const duties = await world.app.db.read
      .select()
      .from(disclosureDuty)
      .where(eq(disclosureDuty.itemCode, 'meeting-resolutions'));

    expect(duties).toMatchObject([
      { why: 'event', period: meetOn, words: '先修三组到五组的排水沟', metAt: null },
    ]);
  });

  test('and is asked for once, where the meeting of that day is owed already', async () => {
    await startDisclosure(world);
    const { meetOn } = await decided();
    const event = { villageCode: world.county.north, day: meetOn, itemCode: 'meeting-resolutions' };
    must(
      await declareEvent(await world.ctx(people.clerk), {
        ...event,
        words: '代表会',
        key: newToken(),
      }),
    );
    await published();

    const duties = await world.app.db.read
      .select()
      .from(disclosureDuty)
      .where(eq(disclosureDuty.itemCode, 'meeting-resolutions'));

    expect(duties.map(({ period, words }) => [period, words])).toEqual([[meetOn, '代表会']]);
  });

  test('and who raised the matter hears of it', async () => {
    await decided();
    await published();

    const told = await world.app.db.read
      .select()
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'resolution.published'));

    expect(told.map(({ personId }) => personId)).toEqual([people.secretary]);
  });
});

describe('what becomes of it', () => {
  let ref: Ref;

  beforeEach(async () => {
    await decided();
    ref = await published();
  });

  test('is told on the way and at ninety days; without the report the page says how late it is', async () => {
    const { row } = await pageFor(ref);
    must(await report(ref));
    world.clock.set(instantOf(addDays(row.reportDueOn, 3), '10:00'));

    const before = await pageFor(ref);
    must(await report(ref, { kind: 'ninety', body: '还差 100 米。', spent: 6_000_000 }));
    const after = await pageFor(ref);
    const again = await report(ref, { kind: 'ninety' });

    expect(before.late.report).toBe(3);
    expect(after.ninety).toMatchObject({ kind: 'ninety', spentFen: 6_000_000 });
    expect(after.late.report).toBe(3);
    expect(again).toMatchObject({ ok: false, code: 'alreadyDone' });
  });

  test('who carries it out is reminded of the report once, in the week before it', async () => {
    const { row } = await pageFor(ref);
    const remind = async (daysBefore: number, time = '10:00') => {
      world.clock.set(instantOf(addDays(row.reportDueOn, -daysBefore), time));
      const system = systemContext(world.app);
      await housekeeping.run(system);
      await remindReports.run(system);
      const sent = eq(outboxMessage.template, 'resolution.report-due');
      return world.app.db.read.select().from(outboxMessage).where(sent);
    };

    const early = await remind(8);
    const told = await remind(7, '00:00');
    const again = [await remind(1, '23:59'), await remind(0, '00:01')];

    expect(early).toEqual([]);
    expect(told.map(({ personId, path }) => [personId, path])).toEqual([
      [people.director, `/v/beipo/resolutions/${ref.no}`],
    ]);
    expect(again.map((list) => list.length)).toEqual([1, 1]);
  });

  test('who carries it out is told once before its last day, and once when that is over', async () => {
    const { row } = await pageFor(ref);
    const told = async (daysAfter: number, time = '10:00') => {
      world.clock.set(instantOf(addDays(row.dueOn, daysAfter), time));
      const system = systemContext(world.app);
      await housekeeping.run(system);
      await remindReports.run(system);
      const messages = await world.app.db.read.select().from(outboxMessage);
      const of = (template: string) =>
        messages.filter((one) => one.template === template).map(({ personId }) => personId);
      return [of('resolution.finish-due'), of('resolution.finish-over')];
    };
    const { director } = people;

    expect(await told(-8)).toEqual([[], []]);
    expect(await told(-7, '00:01')).toEqual([[director], []]);
    expect(await told(-1, '23:59')).toEqual([[director], []]);
    expect(await told(0)).toEqual([[director], []]);
    expect(await told(1, '00:01')).toEqual([[director], [director]]);
    expect(await told(7, '23:59')).toEqual([[director], [director]]);
    expect(await told(8)).toEqual([[director], [director]]);
  });

  test('nobody is told of a last day once the result is written', async () => {
    const { row } = await pageFor(ref);
    must(await finish(ref));
    world.clock.set(instantOf(addDays(row.dueOn, -3), '10:00'));
    await remindReports.run(systemContext(world.app));
    world.clock.set(instantOf(addDays(row.dueOn, 3), '10:00'));
    await remindReports.run(systemContext(world.app));

    const templates = (await world.app.db.read.select().from(outboxMessage)).map(
      ({ template }) => template,
    );
    expect(templates.filter((one) => one.startsWith('resolution.finish'))).toEqual([]);
  });

  test('the town sees on its desk what its villages have not done in time, another village does not', async () => {
    const { row } = await pageFor(ref);
    must(await report(ref, { kind: 'ninety', body: '还差 100 米。', spent: 6_000_000 }));
    world.clock.set(instantOf(addDays(row.dueOn, 1), '10:00'));

    const town = await resolutionDesk(await world.ctx(world.people.town), null);
    const south = await resolutionDesk(await world.ctx(world.people.southSecretary), null);

    expect(town?.rows).toMatchObject([{ waits: 'finish', lateDays: 1, dueOn: row.dueOn }]);
    expect(south?.rows).toEqual([]);
  });

  test('nobody is reminded of a report that was written', async () => {
    const { row } = await pageFor(ref);
    must(await report(ref, { kind: 'ninety', body: '还差 100 米。', spent: 6_000_000 }));
    world.clock.set(instantOf(addDays(row.reportDueOn, -3), '10:00'));

    await remindReports.run(systemContext(world.app));

    const sent = eq(outboxMessage.template, 'resolution.report-due');
    expect(await world.app.db.read.select().from(outboxMessage).where(sent)).toEqual([]);
  });

  test('at ninety days what is already beyond the plan is explained', async () => {
    const over = await report(ref, { kind: 'ninety', spent: 9_000_000 });
    const said = await report(ref, {
      ...{ kind: 'ninety', spent: 9_000_000, difference: '石头涨价，多花了一万' },
    });

    expect(over).toMatchObject({ ok: false, code: 'differenceUnsaid', field: 'difference' });
    expect(said.ok).toBe(true);
  });

  test('a day that is over is said plainly', async () => {
    const { row } = await pageFor(ref);
    world.clock.set(instantOf(addDays(row.dueOn, 6), '10:00'));

    const page = await pageFor(ref);
    const list = await resolutionList(await world.ctx(), 'beipo', { year: null, before: null });
    const desk = await resolutionDesk(await world.ctx(people.clerk), null);

    expect(page.late.finish).toBe(6);
    expect(list?.rows[0]?.late.finish).toBe(6);
    expect(desk?.rows).toMatchObject([{ waits: 'report', lateDays: 36 }]);
  });

  test.each([
    ['more money', { spent: 8_100_000 }],
    ['less money', { spent: 7_000_000 }],
    ['something else', { isSame: false }],
  ])('a result with %s says why, or is not taken', async (_, changes) => {
    const silent = await finish(ref, changes);
    const said = await finish(ref, { ...changes, difference: '中间有一段改成了暗沟' });
    must(await sign(ref));
    const { end } = await pageFor(ref);

    expect(silent).toMatchObject({ ok: false, code: 'differenceUnsaid' });
    expect(said.ok).toBe(true);
    expect(end).toMatchObject({
      isSame: true,
      difference: '中间有一段改成了暗沟',
      ...shownOf(changes),
    });
  });

  test('a result that is late says why too; one that is early need not', async () => {
    const early = await finish(ref);
    const { row } = await pageFor(ref);
    world.clock.set(instantOf(addDays(row.dueOn, 2), '10:00'));
    const late = await finish(ref, { doneOn: addDays(row.dueOn, 1) });

    expect(early.ok).toBe(true);
    expect(late).toMatchObject({ ok: false, code: 'differenceUnsaid' });
  });

  test('is public only once somebody else of the supervision committee has signed it', async () => {
    must(await finish(ref, { spent: 7_900_000, difference: '省了一千元运费' }));

    const before = await pageFor(ref);
    const serving = await pageFor(ref, people.clerk);
    const own = await sign(ref, people.clerk);
    must(await sign(ref));
    const after = await pageFor(ref);

    expect(before).toMatchObject({ isUnsigned: true, end: null, reports: [] });
    expect(serving.reports).toHaveLength(1);
    expect(own).toMatchObject({ ok: false, code: 'notFound' });
    expect(after).toMatchObject({
      ...{ isUnsigned: false, row: { state: 'done', spentFen: 7_900_000 } },
      end: { difference: '省了一千元运费', spentFen: 7_900_000 },
    });
    expect(await stageStates()).toEqual(['done', 'done', 'done', 'done', 'done', 'done']);
  });

  test('a result signed after the tenth day was late, and the page says so', async () => {
    must(await finish(ref));
    world.clock.set(world.clock.now() + 14 * 24 * 3_600_000);
    const waiting = await pageFor(ref);
    must(await sign(ref));

    expect(waiting.late.result).toBe(4);
    expect((await pageFor(ref)).late.result).toBe(4);
  });

  test('one who wrote the result does not sign it, whatever he is', async () => {
    const { assignment } = await import('#db/schema/grids.ts');
    await world.app.db.write((tx) =>
      tx
        .update(assignment)
        .set({ personId: people.clerk })
        .where(eq(assignment.personId, people.supervisor)),
    );
    must(await finish(ref));

    expect(await sign(ref, people.clerk)).toMatchObject({ ok: false, code: 'notOwnWork' });
  });

  test('a result that is not signed yet may be put right, and what was written before stays', async () => {
    must(await finish(ref, { body: '修好了 800 米。' }));
    must(await finish(ref));
    must(await sign(ref));

    const { row, end } = await pageFor(ref);
    const rows = await world.app.db.read
      .select()
      .from(resolutionReport)
      .where(eq(resolutionReport.resolutionId, row.id));

    expect(rows).toHaveLength(2);
    expect(end?.html).toContain('900 米');
  });

  test('every act of it is in the ledger', async () => {
    must(await report(ref));
    must(await finish(ref));
    must(await sign(ref));

    const { row } = await pageFor(ref);
    const acts = await world.app.db.read
      .select({ what: ledgerEntry.what })
      .from(ledgerEntry)
      .where(and(eq(ledgerEntry.subjectId, row.id), eq(ledgerEntry.subjectKind, 'resolution')));

    expect(acts.map(({ what }) => what).toSorted()).toEqual([
      ...['resolution.checked', 'resolution.published'],
      ...['resolution.reported', 'resolution.reported'],
    ]);
  });
});

describe('opinions and decision', () => {
  const OPINIONS = { 1: 71, 2: 39, 3: 18 };

  /** 128 gave an opinion: 88 on the phone, 40 on paper. */
  async function opinions(): Promise<string> {
    const id = newId();
    const at = world.clock.now();
    await world.app.db.write(async (tx) => {
      await tx.insert(vote).values({
        ...{ id, villageCode: world.county.north, no: 9001, type: 'assembly_person' },
        ...{ motionId: matter.id, state: 'counted', secrecy: 'secret', unit: 'person', most: 1 },
        ...{ opensAt: at, closesAt: at, secondRound: 'none', rosterCount: 300, rosterHash: '' },
        ...{ preparedById: people.clerk, ruleVersion: 1, countedAt: at },
      });
      const labels = ['先修排水沟', '先扩机耕道', '都行'];
      await tx.insert(voteOption).values(
        labels.map((label, no) => ({
          ...{ voteId: id, no: no + 1, label, hint: '', meaning: 'choice' },
        })),
      );
      await tx.insert(voteResult).values({
        ...{ voteId: id, entitled: 300, online: 88, paper: 40, spoiled: 0, counts: OPINIONS },
        ...{ verdict: [], isCarried: null, envelopesHash: '', ballotsHash: '', at },
      });
    });
    return id;
  }

  test('stand beside each other, and a sentence says that they agree', async () => {
    await opinions();
    const row = await decided({ decidedOption: '1' });

    expect(await bothResults(await world.ctx(), row)).toMatchObject({
      opinions: { label: '先修排水沟', had: 71, of: 128, path: '/v/beipo/votes/9001' },
      decision: { label: '先修排水沟', entitled: 45, present: 38, yes: 29 },
      agrees: true,
    });
  });

  test('or that they differ: the meeting decides', async () => {
    await opinions();
    const row = await decided({ decidedOption: '2' });

    expect(await bothResults(await world.ctx(), row)).toMatchObject({
      ...{ agrees: false, decision: { label: '先扩机耕道' } },
    });
  });

  test('whoever records the decision says what it comes to', async () => {
    await opinions();

    const { result } = await heldStep(world, matter.id, RESOLVED);

    expect(result).toMatchObject({ ok: false, code: 'pickOne', field: 'decidedOption' });
  });
});

test('the list is by year, the newest first', async () => {
  await decided();
  const ref = await published();

  const list = await resolutionList(await world.ctx(), 'beipo', { year: null, before: null });
  const other = await resolutionList(await world.ctx(), 'beipo', { year: '1999', before: null });

  expect(list?.rows.map(({ no }) => no)).toEqual([ref.no]);
  expect(list?.years).toEqual([list?.year]);
  expect(other?.year).toBe(list?.year);
});
