import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { preparedTexts } from '#db/prepared.ts';
import { lateBelow, ownTasks } from '#server/desk/tasks.ts';
import { villageBySlug } from '#server/grids/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { checkReport } from '#server/resolutions/checking.ts';
import { publishPage, resolutionDesk } from '#server/resolutions/desk.ts';
import { resolutionList } from '#server/resolutions/list-views.ts';
import { publishDecision } from '#server/resolutions/publishing.ts';
import { remindReports } from '#server/resolutions/reminding.ts';
import { reportProgress, reportResult } from '#server/resolutions/reporting.ts';
import { resolutionPage } from '#server/resolutions/views.ts';
import { addDays, localDate } from '#server/rules/dates.ts';
import { checkStep, sendBackStep } from '#server/steps/checking.ts';
import { motionDesk, stepDesk } from '#server/steps/desk.ts';
import { recordPage } from '#server/steps/record-page.ts';
import { recordStep } from '#server/steps/recording.ts';
import { registerSheet } from '#server/steps/register.ts';
import { runningNow as meetingsNow } from '#server/steps/running.ts';
import { stepPage } from '#server/steps/views.ts';
import { must } from '#tests/support/disclosures.ts';
import {
  aMotion,
  aSignedPhoto,
  deciders,
  heldStep,
  RESOLVED,
  recordOf,
  studied,
  usualRolls,
} from '#tests/support/held-steps.ts';
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

/** What a county gathers by deciding: tries, a line for everybody on each roll, what came of them. */
const DECIDED = ['motion', 'motion_step', 'step_attendance', 'resolution', 'resolution_report'];

/** A matter goes its whole way, is sent back once, and is read by everybody on the way. */
async function wholeLife() {
  const people = await deciders(world);
  await usualRolls(world);
  const { id, no } = await aMotion(world);
  const [clerk, supervisor, guest] = await Promise.all([
    world.ctx(people.clerk),
    world.ctx(people.supervisor),
    world.ctx(),
  ]);
  await studied(world, id);
  const { ref } = await heldStep(world, id, RESOLVED);
  must(await sendBackStep(supervisor, ref, { reason: '差一票，再数', key: newToken() }));
  const again = { ...ref, attempt: 2 };
  const photoIds = [await aSignedPhoto(world, people.clerk)];
  must(await recordStep(clerk, again, { ...recordOf(RESOLVED), photoIds }));
  const after = `${localDate(0)}_${id}`;
  for (const place of [null, after]) await stepDesk(clerk, place);
  await Promise.all([motionDesk(clerk, id), motionDesk(supervisor, id)]);
  await recordPage(clerk, { motionId: id, name: 's4_resolve-2', after: 0 }, null);
  must(await checkStep(supervisor, again, newToken()));
  await publishPage(clerk, id);
  const address = { slug: 'beipo', no: String(no), name: 's4_resolve-2' };
  await Promise.all([stepPage(guest, address), registerSheet(guest, address, 0)]);
  return { people, id, after };
}

/** The decision is published, reported on and ended. */
async function carriedOut({ people, id, after }: Awaited<ReturnType<typeof wholeLife>>) {
  const [clerk, supervisor, town, guest] = await Promise.all([
    world.ctx(people.clerk),
    world.ctx(people.supervisor),
    world.ctx(world.people.town),
    world.ctx(),
  ]);
  const today = localDate(world.clock.now());
  const said = { title: '先修排水沟', body: '修 900 米。', ownerId: people.director };
  const plan = { ...said, budget: null, dueOn: addDays(today, 30), key: newToken() };
  const { path } = must(await publishDecision(clerk, id, plan));
  const ref = { slug: 'beipo', no: Number(path.split('/').at(-1)) };
  const told = { body: '修好了。', spent: null, isSame: true, difference: '', photoIds: [] };
  must(await reportProgress(clerk, ref, { ...told, kind: 'progress', key: newToken() }));
  await resolutionPage(clerk, ref);
  await remindReports.run(systemContext(world.app));
  must(await reportResult(clerk, ref, { ...told, doneOn: today, key: newToken() }));
  for (const place of [null, after]) {
    await Promise.all([resolutionDesk(clerk, place), ownTasks(clerk), ownTasks(supervisor)]);
    await lateBelow(town);
    await resolutionList(guest, 'beipo', { year: null, before: place });
  }
  const village = await villageBySlug(guest, 'beipo');
  if (village) await meetingsNow(guest, village);
  must(await checkReport(supervisor, ref, newToken()));
  await resolutionPage(guest, ref);
}

test('no step of the procedure reads a whole table that grows, or sorts its rows by hand', async () => {
  alsoGrowing(DECIDED);
  await carriedOut(await wholeLife());
  for (const text of preparedTexts(world.app.db.read)) collected.statements.add(text);

  const connection = new BetterSqlite3(world.app.env.databaseUrl, { readonly: true });
  const costly = [...collected.statements].flatMap((statement) => {
    const costs = costsOf(connection, statement);
    return costs.length > 0 ? [{ statement, costs }] : [];
  });
  connection.close();

  expect(costly).toEqual([]);
  expect(collected.statements.size).toBeGreaterThan(80);
});
