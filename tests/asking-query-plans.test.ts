import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { preparedTexts } from '#db/prepared.ts';
import { ownData } from '#server/accounts/export.ts';
import { agreeToNomination } from '#server/contests/consent.ts';
import { contestDesk, contestWork } from '#server/contests/desk.ts';
import { joinJury } from '#server/contests/jury.ts';
import { likeNominee } from '#server/contests/liking.ts';
import { moveContests } from '#server/contests/moving.ts';
import { nominate } from '#server/contests/nominating.ts';
import { objectToNominee } from '#server/contests/objecting.ts';
import { openContest } from '#server/contests/opening.ts';
import { contestList, contestPage, runningNow as contestsNow } from '#server/contests/views.ts';
import { drawDesk } from '#server/draws/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { instantOf } from '#server/rules/dates.ts';
import { answerSurvey } from '#server/surveys/answering.ts';
import { closeSurveys } from '#server/surveys/closing.ts';
import { surveyDesk, surveyWork } from '#server/surveys/desk.ts';
import { makeSurvey, openSurvey } from '#server/surveys/making.ts';
import { writeQuestion } from '#server/surveys/questions.ts';
import { surveyTable } from '#server/surveys/results.ts';
import { surveyList, surveyPage, runningNow as surveysNow } from '#server/surveys/views.ts';
import { must } from '#tests/support/disclosures.ts';
import { alsoGrowing, collectStatements, costsOf } from '#tests/support/query-plans.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let collected: ReturnType<typeof collectStatements>;
let world: World;

beforeAll(async () => {
  // First: a connection keeps what it prepared, and prepares it only once.
  collected = collectStatements();
  world = await openWorld();
});

afterAll(async () => {
  collected.stop();
  await world.close();
});

/** What a county gathers by asking and thanking, year after year. */
const ASKED = [
  ...['survey', 'survey_question', 'survey_answerer', 'survey_answer', 'survey_text'],
  ...['contest', 'contest_nominee', 'contest_like', 'contest_juror'],
];
const FIRST = { before: null, after: null };

/** A survey is made, answered, closed, read and covered. */
async function surveyLife() {
  const clerk = await world.ctx(world.people.clerk);
  const frame = { title: '垃圾桶', body: '放哪里好', groups: [], closesOn: '2026-11-29', least: 5 };
  const made = await makeSurvey(clerk, world.county.north, { ...frame, key: newToken() });
  const { id } = must(made);
  const asked = { no: 0, kind: 'text' as const, label: '放哪里', hint: '', isRequired: true };
  must(await writeQuestion(clerk, id, { ...asked, options: [], rows: [], most: 0 }));
  const { path } = must(await openSurvey(clerk, id));
  const ref = { slug: 'beipo', no: Number(path.split('/').at(-1)) };
  const place = { gridCode: `${world.county.north}001`, villageCode: world.county.north };
  for (let at = 0; at < 5; at += 1) {
    const household = `${world.county.north}00105${at}`;
    const personId = await world.county.addPerson(`柳${'一二三四五'[at]}`, { ...place, household });
    must(await answerSurvey(await world.ctx(personId), ref, { q1: '村口' }));
  }
  for (const day of ['2026-11-28', '2026-11-30']) {
    world.clock.set(instantOf(day, '09:00'));
    await closeSurveys.run(systemContext(world.app));
  }
  for (const viewer of [await world.ctx(), clerk, await world.ctx(world.people.villager)]) {
    const page = await surveyPage(viewer, ref);
    if (page) await surveysNow(viewer, page.village);
    await surveyList(viewer, 'beipo', FIRST);
  }
  await surveyDesk(clerk, null);
  await surveyWork(clerk, id);
  await surveyTable(clerk, id, 'answers');
  await surveyTable(clerk, id, 'texts');
  must(await correctPrivacy(clerk, id, { datum: '村口', key: newToken() }));
}

/** Families are nominated, agree, are liked and objected to. */
async function contestLife() {
  const { clerk, neighbour, villager, second, town } = world.people;
  const days = { nominateThrough: '2026-12-10', objectThrough: '2026-12-20' };
  const words = { about: 'yards' as const, title: '最美庭院', body: '谢谢' };
  const form = { ...words, ...days, judgeThrough: '2026-12-31', places: 1, jurors: 3 };
  const office = await world.ctx(clerk);
  const opened = await openContest(office, world.county.north, { ...form, key: newToken() });
  const ref = { slug: 'beipo', no: Number(must(opened).path.split('/').at(-1)) };
  const proposal = { name: '罗白露', household: '', why: '干净', key: newToken() };
  must(await nominate(await world.ctx(neighbour), ref, proposal));
  const yes = { choice: 'agree' as const, name: '罗家', kin: '周寒露' };
  must(await agreeToNomination(await world.ctx(villager), ref, yes));
  must(await likeNominee(await world.ctx(neighbour), ref, 1));
  must(await joinJury(await world.ctx(second), ref));
  world.clock.set(instantOf('2026-12-11', '09:00'));
  await moveContests.run(systemContext(world.app));
  const said = { nominee: 1, body: '不同意', key: newToken() };
  must(await objectToNominee(await world.ctx(second), ref, said));
  for (const viewer of [await world.ctx(), office, await world.ctx(town)]) {
    const page = await contestPage(viewer, ref);
    if (page) await contestsNow(viewer, page.village);
    await contestList(viewer, 'beipo', FIRST);
    await contestDesk(viewer, null);
    await contestWork(viewer, page?.id ?? '');
  }
  await drawDesk(await world.ctx(world.people.discipline));
  await ownData(await world.ctx(neighbour));
}

test('no survey and no choice of families reads a whole table that grows, or sorts it by hand', async () => {
  alsoGrowing(ASKED);
  await surveyLife();
  await contestLife();
  for (const text of preparedTexts(world.app.db.read)) collected.statements.add(text);

  const connection = new BetterSqlite3(world.app.env.databaseUrl, { readonly: true });
  const costly = [...collected.statements].flatMap((statement) => {
    const costs = costsOf(connection, statement);
    return costs.length > 0 ? [{ statement, costs }] : [];
  });
  connection.close();

  expect(costly).toEqual([]);
  expect(collected.statements.size).toBeGreaterThan(100);
});
