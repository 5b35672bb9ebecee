import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { preparedTexts } from '#db/prepared.ts';
import { ownData } from '#server/accounts/export.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { voteDesk, votePreparation } from '#server/votes/desk-views.ts';
import { newVotePage } from '#server/votes/form-views.ts';
import { runningNow, voteList, votesOfMotion } from '#server/votes/list-views.ts';
import { remindVoters } from '#server/votes/opening.ts';
import { countPaper } from '#server/votes/paper-count.ts';
import { ownVotes, receiptPage } from '#server/votes/receipts.ts';
import { recountFile, recountPage } from '#server/votes/recount-views.ts';
import { mergeTable } from '#server/votes/roll-sheet.ts';
import { rosterDesk } from '#server/votes/roster-desk.ts';
import { voteRoster } from '#server/votes/roster-views.ts';
import { rollToPrint, tableDesk, tablesDesk } from '#server/votes/table-views.ts';
import { closeTable, tickPaper } from '#server/votes/tables.ts';
import { boxDesk, countDesk, keyDesk, ownTellings } from '#server/votes/teller-views.ts';
import { votePage } from '#server/votes/views.ts';
import { lateVotes, voteTasks } from '#server/votes/waiting.ts';
import { endVote, lineNamed, newVoters, openBoxOf, tableOf } from '#tests/support/box.ts';
import { type AVote, castAs, openVote } from '#tests/support/deciding.ts';
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

/** What a county gathers by voting: a roll for each vote, and a ballot for almost every line of it. */
const VOTED = ['vote', 'vote_elector', 'vote_envelope', 'vote_ballot', 'vote_named_ballot'];
/** And by meeting and thanking: whoever asks for his own data reads his own lines of it. */
const MET = ['step_attendance', 'motion_invitee', 'contest_nominee', 'contest_like'];

/** A vote goes its whole way online and on paper, and is read on the way. */
async function wholeLife() {
  const folk = await newVoters(world, 3);
  const vote = await openVote(world, { options: ['三面光', '只清淤'] });
  const which = { voteId: vote.id, tableId: await tableOf(world, vote) };
  const away = { voteId: vote.id, tableId: await tableOf(world, vote, true) };
  const clerk = await world.ctx(world.people.clerk);
  const tellers = [await world.ctx(world.people.cadre), await world.ctx(world.people.cadreTwo)];
  for (const person of folk) must(await castAs(world, vote, person, [1]));
  await readByVoter(vote, folk[0] ?? '');
  const electorId = await lineNamed(world, vote, '周寒露');
  must(await tickPaper(clerk, { ...which, electorId, key: newToken() }));
  must(await mergeTable(clerk, away, { text: '编号,领票\n1,√' }));
  for (const search of ['周寒露', '1']) await tableDesk(clerk, which, search);
  await tablesDesk(clerk, vote.id);
  await rollToPrint(clerk, which);
  await endVote(world, vote);
  await rollToPrint(clerk, away);
  must(await closeTable(clerk, which));
  must(await closeTable(clerk, away));
  const numbers = { counts: { 1: 1 }, spoiled: 1 };
  await lateVotes(clerk, ['/']);
  for (const teller of tellers) {
    await Promise.all([keyDesk(teller, vote.id), boxDesk(teller, vote.id), ownTellings(teller)]);
    await voteTasks(teller);
    await countDesk(teller, vote.id);
    must(await countPaper(teller, vote.id, { numbers, missingReason: '' }));
  }
  must(await openBoxOf(world, vote));
  const guest = await world.ctx();
  await recountPage(guest, vote.ref, '');
  await recountFile(guest, vote.ref, 'result.json');
  await votePage(guest, vote.ref);
}

/** What whoever votes, and whoever prepares, reads of it while it runs. */
async function readByVoter({ id, ref }: AVote, personId: string) {
  const voter = await world.ctx(personId);
  const clerk = await world.ctx(world.people.clerk);
  const { north: code } = world.county;
  await Promise.all([votePage(voter, ref), receiptPage(voter, ref), ownVotes(voter)]);
  await ownData(voter);
  await Promise.all([
    voteRoster(voter, ref, null),
    voteRoster(voter, ref, '1~aaaaaaaaaaaaaaaaaaaaaa'),
  ]);
  await voteList(voter, 'beipo', { before: null, after: null });
  await Promise.all([runningNow(voter, { code }), votesOfMotion(voter, id)]);
  await Promise.all([voteDesk(clerk), votePreparation(clerk, id)]);
  await rosterDesk(clerk, id, { name: '周寒露', after: null });
  await newVotePage(clerk, { code: '', from: '' });
  await remindVoters.run(systemContext(world.app));
}

test('no step of a vote reads a whole table that grows, or sorts its rows by hand', async () => {
  alsoGrowing([...VOTED, ...MET]);
  await wholeLife();
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
