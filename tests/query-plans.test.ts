import BetterSqlite3 from 'better-sqlite3';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { preparedTexts } from '#db/prepared.ts';
import { villager } from '#db/schema/accounts.ts';
import { assignment } from '#db/schema/grids.ts';
import { comment, post, review } from '#db/schema/posts.ts';
import { ownData } from '#server/accounts/export.ts';
import { devicesPage, messagesPage, villageChoicePage } from '#server/accounts/my-page.ts';
import { rosterLinePage, rosterPage } from '#server/accounts/roster-views.ts';
import { freshAt } from '#server/accounts/sending.ts';
import { selectDue } from '#server/accounts/sending-records.ts';
import { loadViewer } from '#server/accounts/viewers.ts';
import { signInPage } from '#server/accounts/views.ts';
import { waitingForMe } from '#server/agenda/mine.ts';
import { daysPage, villageCalendar } from '#server/agenda/views.ts';
import { clockSheets } from '#server/appeals/clock-sheets.ts';
import { deskPage } from '#server/appeals/desk.ts';
import { appealList } from '#server/appeals/lists.ts';
import { paperPage } from '#server/appeals/paper.ts';
import { checkPage, raisePage } from '#server/appeals/raising.ts';
import { receiptPage, trackPage } from '#server/appeals/tracking.ts';
import { appealPage } from '#server/appeals/views.ts';
import {
  casesThatTell,
  selectCaseOf,
  selectCases,
  selectToldAmong,
} from '#server/cases/records.ts';
import { caseLinkOf, caseList, newCase } from '#server/cases/views.ts';
import { outboxPage } from '#server/demo/outbox.ts';
import { deskRail } from '#server/desk/rail.ts';
import { deskWork } from '#server/desk/work.ts';
import {
  drawDesk,
  drawList,
  poolPage,
  publishedDraw,
  roundDesk,
  roundPage,
} from '#server/draws/views.ts';
import { calendarDesk } from '#server/grids/calendar-desk.ts';
import { dutyDesk } from '#server/grids/duty-desk.ts';
import { gridDesk } from '#server/grids/grid-desk.ts';
import { keepFile } from '#server/grids/household-import-file.ts';
import { importCheck, importPage, importPlaces } from '#server/grids/household-import-views.ts';
import { pairingDesk } from '#server/grids/pairing-desk.ts';
import { heldPost, postsDesk } from '#server/grids/posts-desk.ts';
import { postsSheet } from '#server/grids/posts-import-file.ts';
import { postsCheck, postsImportPage } from '#server/grids/posts-import-views.ts';
import { keepSheet } from '#server/grids/waiting-sheet.ts';
import { helperNear, helpPage } from '#server/help/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { visitor } from '#server/kernel/viewer.ts';
import { townsToTeach } from '#server/lessons/office.ts';
import { lessonShelf, madeLessons } from '#server/lessons/shelf.ts';
import { lessonList } from '#server/lessons/views.ts';
import { lessonSearchWords } from '#server/lessons/words.ts';
import { publishLetter } from '#server/letters/commands.ts';
import { letterDesk } from '#server/letters/desk.ts';
import { letterList, letterPage, letterPreview, newLetter } from '#server/letters/views.ts';
import { selectAttendance, selectVersions, selectWholeMeeting } from '#server/meetings/records.ts';
import { meetingHistory, meetingList, membersPage, newMeeting } from '#server/meetings/views.ts';
import { privacyPage, removalPage, reviewDesk, reviewPage } from '#server/moderation/views.ts';
import { plainKinds } from '#server/plain/kinds.ts';
import { newPlain, plainList } from '#server/plain/views.ts';
import { like, unlike } from '#server/posts/commands.ts';
import { postPage } from '#server/posts/page.ts';
import { questionDesk } from '#server/posts/questions-desk.ts';
import { sharePage } from '#server/posts/share.ts';
import { evidenceOf } from '#server/posts/step-photos.ts';
import { commentEditPage, editPage, historyPage, reportPage } from '#server/posts/word-pages.ts';
import { kinDesk } from '#server/promises/kin.ts';
import { paperDesk } from '#server/promises/paper.ts';
import { askPage, ownAsks } from '#server/promises/verdict-views.ts';
import { transcriptsIn } from '#server/recordings/views.ts';
import { searchPage } from '#server/search/views.ts';
import { awardPage } from '#server/selections/awards.ts';
import { selectBroken } from '#server/selections/badge-records.ts';
import { badgesOf } from '#server/selections/badges.ts';
import {
  selectCase,
  selectClocks,
  selectPlans,
  selectCases as selectVillageCases,
} from '#server/selections/case-records.ts';
import { enterPost, openRound } from '#server/selections/commands.ts';
import { selectionDesk, selectionRoundDesk } from '#server/selections/desk.ts';
import { drawNeeds } from '#server/selections/drawing.ts';
import { selectEnded } from '#server/selections/final-records.ts';
import { letterRounds } from '#server/selections/letter-entries.ts';
import {
  countOpenObjections,
  lastObjectionNo,
  selectObjections,
} from '#server/selections/objection-records.ts';
import { objectionDesk, objectionPage } from '#server/selections/objection-views.ts';
import { ownReadings, readingList } from '#server/selections/reading-views.ts';
import { selectResult, selectResults } from '#server/selections/result-records.ts';
import { entryResultPage } from '#server/selections/result-views.ts';
import {
  selectReaderOf,
  selectReaders,
  selectReviewer,
  selectReviewerKin,
  selectReviewers,
} from '#server/selections/reviewer-records.ts';
import { reviewerDesk, reviewerKinDesk } from '#server/selections/reviewer-views.ts';
import {
  countReaders,
  selectSheet,
  selectSheets,
  selectSheetsOf,
} from '#server/selections/sheet-records.ts';
import { selectionList, selectionPage } from '#server/selections/views.ts';
import { countyFront, countyPage, townPage } from '#server/squares/county-views.ts';
import { mySquare } from '#server/squares/my-square.ts';
import { cadrePage, organisationPage, peoplePage, villageHome } from '#server/squares/views.ts';
import { jobs, runJobs } from '#server/worker.ts';
import { bodyReadings } from '#tests/support/body-readings.ts';
import { copyReadings } from '#tests/support/copy-readings.ts';
import { type Demo, openDemo } from '#tests/support/demo.ts';
import { draftReadings } from '#tests/support/draft-readings.ts';
import { dutyReadings } from '#tests/support/duty-readings.ts';
import { objectionReadings } from '#tests/support/objection-readings.ts';
import { collectStatements, costsOf, planOf } from '#tests/support/query-plans.ts';
import { tableReadings } from '#tests/support/table-readings.ts';
import { uploadReadings } from '#tests/support/upload-readings.ts';

const slug = 'shiti';
let collected: ReturnType<typeof collectStatements>;
let demo: Demo;
let things: Awaited<ReturnType<typeof thingsOf>>;

beforeAll(async () => {
  // First: a connection keeps what it prepared, and prepares it only once.
  collected = collectStatements();
  // 双福村 has a promise about which villagers are being asked.
  demo = await openDemo([slug, 'shuangfu']);
  things = await thingsOf(demo);
}, 120_000);
afterAll(async () => {
  collected.stop();
  await demo.close();
});

const cursor = '1763000000000_00000000-0000-0000-0000-000000000000';
const places = [
  { before: null, after: null },
  { before: cursor, after: null },
  { before: null, after: cursor },
];

/** Every view of a page, as the pages call it. */
function readings(ctx: Context): (() => Promise<unknown>)[] {
  const { talk, appeal, letter, said, look, line } = things;
  const ref = { slug, no: appeal.no };
  return [
    () => countyFront(ctx, 'shiti'),
    () => countyPage(ctx),
    () => townPage(ctx, 'lianshan'),
    () => villageHome(ctx, slug, null),
    () => daysPage(ctx, slug),
    () => villageCalendar(ctx, slug),
    () => waitingForMe(ctx),
    () => organisationPage(ctx, slug),
    () => peoplePage(ctx, slug),
    () => cadrePage(ctx, slug, '00012'),
    ...places.flatMap((place) => [
      () => letterList(ctx, { slug, ...place }),
      ...plainKinds().map(
        ({ list }) =>
          () =>
            plainList(ctx, { slug, list, ...place }),
      ),
      ...[null, 'answered'].flatMap((state) =>
        [null, `${appeal.villageCode}003`].map(
          (group) => () => appealList(ctx, slug, { state, group, ...place }),
        ),
      ),
    ]),
    () => lessonShelf(ctx),
    () => meetingList(ctx, slug, null),
    () => meetingList(ctx, slug, '2026-11-10_1001'),
    () => membersPage(ctx, slug),
    () => newMeeting(ctx, slug),
    () => meetingHistory(ctx, slug, '1001'),
    () => selectVersions(ctx.db.read, talk.id),
    () => selectAttendance(ctx.db.read, ctx.viewer, talk.id),
    () =>
      selectWholeMeeting(ctx.db.read, ctx.viewer, { villageCode: appeal.villageCode, no: 1001 }),
    ...places.map((place) => () => caseList(ctx, { slug, ...place })),
    () => newCase(ctx, slug, { matterNo: null, before: null }),
    () => newCase(ctx, slug, { matterNo: appeal.no, before: null }),
    () => caseLinkOf(ctx, slug, appeal.no),
    () => selectCases(ctx.db.read, [talk.id]),
    () => selectCaseOf(ctx.db.read, appeal.id),
    () => casesThatTell(ctx.db.read, appeal.id),
    () => selectToldAmong(ctx.db.read, [appeal.id]),
    () => evidenceOf(ctx, appeal.id),
    ...places.map((place) => () => lessonList(ctx, { slug, ...place })),
    ...places.map((place) => () => madeLessons(ctx, place)),
    () => townsToTeach(ctx),
    () => transcriptsIn(ctx.db.read, [talk.id]),
    () => lessonSearchWords(ctx.db.read, [talk.id]),
    () => appealPage(ctx, ref, { photoIds: ['00000000-0000-0000-0000-000000000000'] }),
    () => clockSheets(ctx, ref),
    () => receiptPage(ctx, slug, appeal.no),
    () => postPage(ctx, { slug, kind: 'talk', no: String(talk.no), commentsAfter: null }),
    () => postPage(ctx, { slug, kind: 'talk', no: String(talk.no), commentsAfter: cursor }),
    () => sharePage(ctx, { slug, list: 'a', no: appeal.no }),
    () => paperPage(ctx, ref),
    () => trackPage(ctx, { place: '石梯村', no: String(appeal.no), code: null }),
    () => trackPage(ctx, { place: '', no: '', code: appeal.slipCode }),
    ...['路灯', '#1001', appeal.slipCode].flatMap((q) => [
      () => searchPage(ctx, { slug: null, q, order: null, before: null }),
      () => searchPage(ctx, { slug, q, order: 'best', before: null }),
      () => searchPage(ctx, { slug, q, order: null, before: '90' }),
    ]),
    () => raisePage(ctx, slug),
    () => checkPage(ctx, slug),
    ...plainKinds().map(
      ({ list }) =>
        () =>
          newPlain(ctx, { slug, list }),
    ),
    () => editPage(ctx, talk.id),
    () => reportPage(ctx, talk.id),
    () => historyPage(ctx, { kind: 'post', id: talk.id }),
    () => historyPage(ctx, { kind: 'comment', id: said.id }),
    () => commentEditPage(ctx, said.id),
    () => removalPage(ctx, talk.id),
    () => privacyPage(ctx, talk.id),
    () => helpPage(ctx),
    () => helperNear(ctx),
    () => signInPage(ctx),
    () => mySquare(ctx),
    () => messagesPage(ctx, null),
    () => messagesPage(ctx, cursor),
    () => devicesPage(ctx),
    () => villageChoicePage(ctx),
    () => ownData(ctx),
    () => outboxPage(ctx, null),
    ...[true, false].map(
      (areCodes) => () => selectDue(ctx.db.read, { fresh: freshAt(ctx), areCodes, limit: 40 }),
    ),
    () => outboxPage(ctx, cursor),
    ...['mine', 'letters', 'below'].flatMap((list) => [
      () => deskPage(ctx, list, null),
      () => deskPage(ctx, list, cursor),
    ]),
    () => letterDesk(ctx),
    () => newLetter(ctx, slug),
    () => letterPreview(ctx, slug),
    () => letterPage(ctx, { slug, no: String(letter.no), commentsAfter: null }),
    () => deskRail(ctx, '/desk'),
    () => deskWork(ctx),
    () => questionDesk(ctx, null),
    () => questionDesk(ctx, cursor),
    () => reviewDesk(ctx),
    () => reviewPage(ctx, look.id),
    () => rosterPage(ctx, { name: '', after: null }),
    () => rosterPage(ctx, { name: '廖', group: `${appeal.villageCode}003`, after: '1~a' }),
    () => rosterLinePage(ctx, line.id),
    () => importPlaces(ctx),
    () => importPage(ctx, appeal.villageCode),
    () => importCheck(ctx, appeal.villageCode),
    ...wholes(appeal.villageCode).flatMap((place) => [
      () => gridDesk(ctx, place),
      () => postsDesk(ctx, place),
      () => postsImportPage(ctx, place),
    ]),
    () => gridDesk(ctx, `${appeal.villageCode}003`, `${appeal.villageCode}003001`),
    () => pairingDesk(ctx, appeal.villageCode, []),
    () => postsCheck(ctx, appeal.villageCode),
    () => calendarDesk(ctx),
    () => drawList(ctx, null),
    () => drawList(ctx, '1763000000000'),
    () => drawDesk(ctx),
    () => roundPage(ctx, 'P-202611'),
    () => roundDesk(ctx, 'P-202611'),
    () => poolPage(ctx, 'P-202611-01'),
    () => publishedDraw(ctx, 'P-202611-01'),
    () => paperDesk(ctx, 'P-202611-01'),
    () => askPage(ctx, 'none'),
    () => ownAsks(ctx),
    () => kinDesk(ctx),
    ...bodyReadings(ctx, { slug, villageCode: appeal.villageCode }),
    ...objectionReadings(ctx, slug),
    ...dutyReadings(ctx, { slug, villageCode: appeal.villageCode }),
    ...copyReadings(ctx, appeal.villageCode),
    ...draftReadings(ctx, { villageCode: appeal.villageCode }),
    ...uploadReadings(ctx, { villageCode: appeal.villageCode }),
    ...tableReadings(ctx, { slug, villageCode: appeal.villageCode }),
    () => dutyDesk(ctx),
    () => dutyDesk(ctx, '510681'),
    () => dutyDesk(ctx, '510681102', { leaves: cursor, shifts: cursor }),
    () => dutyDesk(ctx, '510681102204'),
    () => postsDesk(ctx),
    () => heldPost(ctx, appeal.villageCode, 'none'),
    () => selectionList(ctx, null),
    () => selectionPage(ctx, things.round),
    () => objectionPage(ctx, things.round, talk.id),
    () => objectionDesk(ctx),
    () => awardPage(ctx, things.round, talk.id),
    () => badgesOf(ctx, [{ id: talk.id, path: '' }]),
    () => selectBroken(ctx.db.read, [talk.id]),
    () => selectObjections(ctx.db.read, things.round),
    () => lastObjectionNo(ctx.db.read, things.round),
    () => countOpenObjections(ctx.db.read, things.round),
    () => selectEnded(ctx.db.read, ctx.clock.now()),
    () => selectCase(ctx.db.read, talk.id),
    () => selectClocks(ctx.db.read, [talk.id]),
    () => selectPlans(ctx.db.read, [appeal.id]),
    () => selectVillageCases(ctx.db.read, { villageCode: appeal.villageCode, from: 0, until: 1 }),
    () => selectionDesk(ctx, '2026-12'),
    ...reviewReadings(ctx, things.round),
    () => selectionRoundDesk(ctx, things.round),
  ];
}

/** Reading and results of a round; who has no seat in it would meet none of these. */
function reviewReadings(ctx: Context, round: string): (() => Promise<unknown>)[] {
  const { read } = ctx.db;
  const personId = ctx.viewer.personId ?? '';
  const key = { roundId: round, postId: 'none', no: 1 };
  return [
    () => reviewerDesk(ctx),
    () => reviewerKinDesk(ctx),
    () => ownReadings(ctx),
    () => drawNeeds(ctx),
    () => readingList(ctx, round),
    () => entryResultPage(ctx, round, 'none'),
    () => selectReaders(read, round),
    () => selectReaderOf(read, round, personId),
    () => selectReviewer(read, personId),
    () => selectReviewers(read),
    () => selectReviewerKin(read, [personId]),
    () => selectSheets(read, round),
    () => selectSheetsOf(read, round, 1),
    () => selectSheet(read, key),
    () => countReaders(read, round),
    () => selectResults(read, round),
    () => selectResult(read, round, 1),
    () => letterRounds.readings(ctx, ['none']),
    () => letterRounds.fulfilments(read, ctx, [{ postId: '', villageCode: '', byId: '' }], 1),
  ];
}

/** A village, its town and its county. */
function wholes(villageCode: string): string[] {
  return [villageCode, villageCode.slice(0, 9), villageCode.slice(0, 6)];
}

/** Lists that wait for somebody's press, so that their checks compare them with what stands. */
async function leaveLists(ctx: Context, villageCode: string) {
  const at = { sheet: '', row: 2 };
  const none = { faults: [], ignored: [], skipped: [] };
  const who = { name: '汪芒种', phone: '19900009999' };
  const home = { groupKey: '3', groupName: '3组', household: '1', isHead: false };
  const person = { ...at, ...who, ...home, idTail: null, adultFrom: null, microGrid: null };
  await keepFile(ctx, villageCode, { people: [person], ...none });
  const where = { gridCode: `${villageCode}003`, place: '3组', path: `/${villageCode}/` };
  const post = {
    post: 'grid_cadre',
    isDeputy: true,
    title: '',
    workPhone: null,
    duty: '',
  } as const;
  const posts = [{ ...at, ...who, ...where, ...post, since: null }];
  await keepSheet(ctx, postsSheet(villageCode), { posts, ...none });
}

/** What one of each kind of thing the readings look at. */
async function thingsOf({ app }: Demo) {
  const { read } = app.db;
  const [appeal] = await read.select().from(post).where(eq(post.kind, 'appeal')).limit(1);
  const [talk] = await read.select().from(post).where(eq(post.kind, 'talk')).limit(1);
  const [look] = await read.select().from(review).where(isNull(review.decidedAt)).limit(1);
  const isLetter = and(eq(post.kind, 'letter'), eq(post.villageCode, appeal?.villageCode ?? ''));
  const [letter] = await read.select().from(post).where(isLetter).limit(1);
  if (!appeal || !talk || !letter || !look) throw new Error('the stories lack a post');
  const posts = await read.select().from(post).where(eq(post.villageCode, appeal.villageCode));
  const ids = posts.map(({ id }) => id);
  const [said] = await read.select().from(comment).where(inArray(comment.postId, ids)).limit(1);
  const livesThere = eq(villager.villageCode, appeal.villageCode);
  const [line] = await read.select().from(villager).where(livesThere).limit(1);
  if (!said || !line) throw new Error('the stories lack something');
  return { appeal, talk, letter, said, look, line, round: await aRound() };
}

/** The organization department, which is not in the bar. */
async function organiserCtx(): Promise<Context> {
  const ctx = await demo.ctx('county');
  const [found] = await ctx.db.read
    .select({ personId: assignment.personId })
    .from(assignment)
    .where(and(eq(assignment.gridCode, ctx.env.countyCode), eq(assignment.post, 'org_dept')));
  return { ...ctx, viewer: await loadViewer(ctx, found?.personId ?? '') };
}

/** A month's round with a letter in it. */
async function aRound(): Promise<string> {
  const secretary = await demo.ctx('secretary');
  const lines = [{ what: '修路', measure: '2 公里', helpers: '', dueOn: '2026-12-30' }];
  const words = { title: '写给大家', body: '先把三件事说清楚。', lines, photoIds: [] };
  const sent = await publishLetter(secretary, slug, { ...words, key: newToken() });
  if (!sent.ok) throw new Error(sent.code);
  const { village, no } = sent.value;
  const isLetter = and(eq(post.villageCode, village.code), eq(post.no, no));
  const [letter] = await demo.app.db.read.select().from(post).where(isLetter);
  const [held] = await demo.app.db.read
    .select()
    .from(assignment)
    .where(eq(assignment.post, 'org_dept'));
  const { app } = demo;
  const base = { ...systemContext(app), viewer: visitor };
  const organiser = { ...base, viewer: await loadViewer(base, held?.personId ?? '') };
  const opened = await openRound(organiser, 'letters');
  if (!opened.ok) throw new Error(opened.code);
  const entry = { roundId: opened.value, postId: letter?.id ?? '' };
  const entered = await enterPost(secretary, entry);
  if (!entered.ok) throw new Error(entered.code);
  return opened.value;
}

test('no page and no act reads a whole table that grows, or sorts its rows by hand', async () => {
  for (const key of [undefined, 'villager', 'cadre', 'secretary', 'town', 'county']) {
    const ctx = await demo.ctx(key);
    if (key !== undefined) await leaveLists(ctx, things.appeal.villageCode);
    for (const read of readings(ctx)) await read();
  }
  for (const read of readings(await organiserCtx())) await read();
  const villagerCtx = await demo.ctx('villager');
  await like(villagerCtx, things.talk.id);
  await unlike(villagerCtx, things.talk.id);
  await runJobs(demo.app, jobs);
  for (const text of preparedTexts(demo.app.db.read)) collected.statements.add(text);

  const connection = new BetterSqlite3(demo.app.env.databaseUrl, { readonly: true });
  const costly = [...collected.statements].flatMap((statement) => {
    const costs = costsOf(connection, statement);
    return costs.length > 0 ? [{ statement, costs }] : [];
  });
  connection.close();

  expect(costly).toEqual([]);
  expect(collected.statements.size).toBeGreaterThan(300);
}, 60_000);

test("a town's desk walks the open cases of its own town, not those of the county", async () => {
  const ctx = await demo.ctx('town');
  for (const list of ['mine', 'below']) {
    for (const after of [null, cursor]) await deskPage(ctx, list, after);
  }

  const runs = [...collected.statements].filter((text) =>
    /^select .*substr\(village_code/.test(text),
  );
  const connection = new BetterSqlite3(demo.app.env.databaseUrl, { readonly: true });
  const walked = runs.map((run) => planOf(connection, run)[0]);
  connection.close();

  // Each list, and what waits for the town, both from the beginning and further on.
  expect(walked.length).toBeGreaterThanOrEqual(4);
  const townsOwn =
    'SEARCH post USING INDEX post_due_by_town (<expr>=? AND kind=? AND next_due_at>?)';
  expect(new Set(walked)).toEqual(new Set([townsOwn]));
});
