import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { preparedTexts } from '#db/prepared.ts';
import { closeDrive, openDrive } from '#server/drives/commands.ts';
import { projectsCsv } from '#server/drives/copies.ts';
import { sortIdeas, tellIdea } from '#server/drives/ideas.ts';
import { changeProject } from '#server/drives/projects.ts';
import { driveList, drivePage, runningNow, sortPage } from '#server/drives/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { consensusPage } from '#server/motions/consensus-views.ts';
import { hallDesk } from '#server/motions/desk.ts';
import { closeMotion, logMotion } from '#server/motions/handling.ts';
import { inviteToMotion } from '#server/motions/inviting.ts';
import { endGatherings } from '#server/motions/job.ts';
import { motionList, runningNow as talksNow } from '#server/motions/list.ts';
import { newMotionPage } from '#server/motions/new-page.ts';
import { raiseMotion } from '#server/motions/raising.ts';
import { signMotion } from '#server/motions/signing.ts';
import { hallLinkOf } from '#server/motions/source-views.ts';
import { motionPage } from '#server/motions/views.ts';
import { decideAmendment, proposeAmendment, speakFor } from '#server/motions/voices.ts';
import { must } from '#tests/support/disclosures.ts';
import { known } from '#tests/support/posts.ts';
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

/** What a county gathers by talking: names, reasons and ideas of many people. */
const TALKED = ['motion', 'motion_signature', 'motion_voice', 'drive', 'drive_idea'];
const CURSOR = '1763000000000_00000000-0000-0000-0000-000000000000';
const PLACES = [
  { before: null, after: null },
  { before: `open-${CURSOR}`, after: null },
  { before: null, after: `over-${CURSOR}` },
];

const refOf = (path: string) => ({ slug: 'beipo', no: Number(path.split('/').at(-1)) });

/** A matter goes from the first name to its end, and is read on the way. */
async function aMotion() {
  const villager = await world.ctx(await known(world, world.people.villager));
  const [secretary, clerk] = [
    await world.ctx(world.people.secretary),
    await world.ctx(world.people.clerk),
  ];
  const words = { title: '先修沟还是先修路', body: '只够修一样。', shownAs: 'resident' as const };
  const form = { ...words, as: 'villagers' as const, key: newToken() };
  const ref = refOf(must(await raiseMotion(villager, 'beipo', form)).path);
  await signMotion(await world.ctx(world.people.neighbour), ref, true);
  const log = { matter: 'public_works', talkThrough: '2026-11-30', key: newToken() };
  must(await logMotion(secretary, ref, log));
  const said = { body: '沟堵了', shownAs: 'resident' as const };
  must(await speakFor(villager, ref, { ...said, side: 'for', key: newToken() }));
  const amended = must(await proposeAmendment(villager, ref, { ...said, key: newToken() }));
  const verdict = { verdict: 'taken' as const, reason: '说得对', key: newToken() };
  must(await decideAmendment(clerk, ref, amended.id, verdict));
  const who = { who: 'villager' as const, name: '周寒露', household: '', why: '就在沟边' };
  must(await inviteToMotion(clerk, ref, { ...who, key: newToken() }));
  for (const viewer of [await world.ctx(), clerk]) {
    const page = await motionPage(viewer, ref, {
      talk: CURSOR,
      for: CURSOR.slice(14),
      against: null,
    });
    await motionPage(viewer, ref);
    await hallLinkOf(viewer, { slug: 'beipo', postId: page?.parts.id ?? '' });
    for (const place of PLACES) await motionList(viewer, 'beipo', place);
  }
  await consensusPage(clerk, ref, { no: null, photoIds: [] });
  await newMotionPage(clerk, 'beipo', { from: null, form: null });
  await hallDesk(clerk);
  await endGatherings.run(systemContext(world.app));
  await talksNow(clerk, { code: world.county.north, slug: 'beipo' });
  must(await closeMotion(secretary, ref, { reason: '修好了', key: newToken() }));
}

/** A discussion from its opening to its end. */
async function aDrive() {
  const villager = await world.ctx(world.people.villager);
  const clerk = await world.ctx(world.people.clerk);
  const form = { title: '明年', body: '收意见', tellThrough: '2026-11-30', key: newToken() };
  const ref = refOf(must(await openDrive(clerk, 'beipo', form)).path);
  const idea = { side: 'problem' as const, shownAs: 'resident' as const, paper: false };
  const told = must(await tellIdea(villager, ref, { ...idea, body: '沟堵了', key: newToken() }));
  const project = { title: '修沟', owner: world.people.clerk, budget: null, dueOn: '2027-05-31' };
  const chosen = { ideas: [told.id], to: 'new', answer: '', isKey: true };
  must(await sortIdeas(clerk, ref, { ...chosen, ...project, key: newToken() }));
  const state = { state: 'doing' as const, now: '在修', isKey: true, key: newToken() };
  must(await changeProject(clerk, ref, 1, { ...project, ...state }));
  for (const show of ['open', 'grouped', 'answered']) {
    const after = `problem_${CURSOR.slice(14)}`;
    await drivePage(clerk, ref, { talk: null, show, after });
    await drivePage(clerk, ref, { talk: null, show, after: null });
  }
  await sortPage(clerk, ref);
  await projectsCsv(clerk, ref);
  await driveList(clerk, 'beipo', { before: null, after: null });
  await runningNow(clerk, { code: world.county.north, slug: 'beipo' });
  must(await closeDrive(clerk, ref, newToken()));
}

test('no step of a matter or a discussion reads a whole table that grows, or sorts it by hand', async () => {
  alsoGrowing(TALKED);
  await aMotion();
  await aDrive();
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
