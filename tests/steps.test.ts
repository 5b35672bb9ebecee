import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { wordsFor } from '#content/messages/words.ts';
import { bodyMember } from '#db/schema/bodies.ts';
import { assignment } from '#db/schema/grids.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { motion, motionStep, stepAttendance } from '#db/schema/motions.ts';
import { villageBySlug } from '#server/grids/views.ts';
import { loadCountyBook } from '#server/kernel/county-book.ts';
import { newToken } from '#server/kernel/ids.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { recordConsensus } from '#server/motions/consensus.ts';
import { hallDesk } from '#server/motions/desk.ts';
import type { ConsensusForm } from '#server/motions/forms.ts';
import { closeMotion } from '#server/motions/handling.ts';
import { motionPage } from '#server/motions/views.ts';
import { dayTime } from '#server/rules/date-words.ts';
import { addDays, instantOf, localDate } from '#server/rules/dates.ts';
import { markAttendance } from '#server/steps/attendance.ts';
import { callStep } from '#server/steps/calling.ts';
import { callOffStep, checkStep, sendBackStep } from '#server/steps/checking.ts';
import { motionDesk, stepDesk } from '#server/steps/desk.ts';

import { mayReadSigned, recordPage } from '#server/steps/record-page.ts';
import { recordStep } from '#server/steps/recording.ts';
import { registerSheet } from '#server/steps/register.ts';
import { runningNow } from '#server/steps/running.ts';
import { stepPage } from '#server/steps/views.ts';
import { motionClocks } from '#site/motions/motion-clocks.ts';
import { allAdults, lineOf } from '#tests/support/deciding.ts';
import { must } from '#tests/support/disclosures.ts';
import {
  aMotion,
  aSignedPhoto,
  calledStep,
  callOf,
  deciders,
  fillRoll,
  heldStep,
  RESOLVED,
  recordOf,
  stepRow,
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
});

afterEach(async () => {
  await world.close();
});

const call = async (step: string, changes = {}) =>
  callStep(await world.ctx(people.clerk), matter.id, callOf(world, { step, ...changes }));
const held = (story: Parameters<typeof heldStep>[2]) => heldStep(world, matter.id, story);
const aheadAtHall = async () =>
  (await hallDesk(await world.ctx(people.clerk)))?.rows.map(({ step }) => step);
const inDays = (n: number) => addDays(localDate(world.clock.now()), n);
const address = (name: string) => ({ slug: 'beipo', no: String(matter.no), name });

describe('a meeting is called', () => {
  test('with its roll frozen: who comes later is not on it, and its hash is public', async () => {
    const ref = await calledStep(world, matter.id, { step: 's1_propose' });
    await fillRoll(world, 'party_committee', 2);

    const row = await stepRow(world, ref);
    const lines = await world.app.db.read
      .select()
      .from(stepAttendance)
      .where(eq(stepAttendance.stepId, row.id));
    const [entry] = await world.app.db.read
      .select()
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'step.called'));

    expect(row).toMatchObject({ state: 'called', entitled: 5, womenEntitled: 1, attempt: 1 });
    expect(lines).toHaveLength(5);
    expect(entry?.facts).toMatchObject({ rollHash: row.rollHash, entitled: 5 });
    expect(row.rollHash).toMatch(/^[\da-f]{64}$/);
  });

  test('and each is on it once, though he sits in both committees', async () => {
    const both = await lineOf(world, world.people.villager);
    await fillRoll(world, 'party_committee', 1, { villagerIds: [both] });
    await fillRoll(world, 'village_committee', 1, { villagerIds: [both] });
    must((await held({ step: 's1_propose', present: 6, yes: 6 })).result);

    const ref = await calledStep(world, matter.id, { step: 's2_consult' });

    expect(await stepRow(world, ref)).toMatchObject({ entitled: 11 });
  });

  test('and two of one name in one body are two people', async () => {
    await world.app.db.write((tx) =>
      tx.update(bodyMember).set({ name: '张伟' }).where(eq(bodyMember.sort, 1)),
    );
    await world.app.db.write((tx) =>
      tx
        .update(bodyMember)
        .set({ name: '张伟' })
        .where(and(eq(bodyMember.sort, 2), eq(bodyMember.body, 'party_committee'))),
    );

    const ref = await calledStep(world, matter.id, { step: 's1_propose' });

    expect(await stepRow(world, ref)).toMatchObject({ entitled: 5 });
  });

  test('and those on the roll who have an account hear of it', async () => {
    const seat = await lineOf(world, world.people.villager);
    await fillRoll(world, 'party_committee', 1, { villagerIds: [seat] });

    await calledStep(world, matter.id, { step: 's1_propose' });
    const told = await world.app.db.read
      .select()
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'step.called'));

    expect(told.map(({ personId }) => personId)).toEqual([world.people.villager]);
    const which = { motionId: matter.id, name: 's1_propose-1', after: 0 };
    const clerk = await world.ctx(world.people.clerk);
    expect(await recordPage(clerk, which, null)).toMatchObject({ notice: { told: 1, others: 5 } });
    expect([...(told[0]?.body ?? '')].length).toBeLessThanOrEqual(70);
  });

  test('not before its notice is over: three full days for the Party members', async () => {
    must((await held({ step: 's1_propose', present: 5, yes: 5 })).result);
    must((await held({ step: 's2_consult', present: 9, yes: 9 })).result);

    const early = await call('s3_review', { meetOn: inDays(3) });
    const inTime = await call('s3_review', { meetOn: inDays(4) });

    expect(early).toMatchObject({ ok: false, code: 'noticeTooShort', field: 'meetOn' });
    expect(inTime.ok).toBe(true);
  });

  test('not for an hour that is gone, though it may meet today', async () => {
    await fillRoll(world, 'collective_members', 30);
    await fillRoll(world, 'directors', 5);
    matter = await aMotion(world, { matter: 'board_business' });
    world.clock.set(instantOf(localDate(world.clock.now()), '14:00'));
    const today = { meeting: 'council_board', meetOn: inDays(0) };

    const gone = await call('s4_resolve', { ...today, meetTime: '14:00' });
    const later = await call('s4_resolve', { ...today, meetTime: '14:01' });

    expect(gone).toMatchObject({ ok: false, code: 'meetingPast', field: 'meetTime' });
    expect(later.ok).toBe(true);
  });

  test('with its hour, which the message says', async () => {
    const seat = await lineOf(world, world.people.villager);
    await fillRoll(world, 'party_committee', 1, { villagerIds: [seat] });

    const ref = await calledStep(world, matter.id, { step: 's1_propose', meetTime: '09:05' });
    const [told] = await world.app.db.read
      .select()
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'step.called'));

    const { meetOn, meetTime } = await stepRow(world, ref);
    expect(meetTime).toBe('09:05');
    expect(told?.body).toContain(dayTime('zh', instantOf(meetOn, '09:05'), world.clock.now()));
  });

  test('not while another is called for the same step, and by nobody of another village', async () => {
    await calledStep(world, matter.id, { step: 's1_propose' });

    const twice = await call('s1_propose');
    const stranger = await callStep(
      await world.ctx(world.people.southSecretary),
      matter.id,
      callOf(world, { step: 's1_propose' }),
    );

    expect(twice).toMatchObject({ ok: false, code: 'stepUnderWay' });
    expect(stranger).toMatchObject({ ok: false, code: 'notFound' });
  });

  test('and when it is called off it stays with its reason, and another day is called', async () => {
    const ref = await calledStep(world, matter.id, { step: 's1_propose' });

    const form = { reason: '下大雨，路断了', key: newToken() };
    must(await callOffStep(await world.ctx(people.clerk), ref, form));
    const again = await calledStep(world, matter.id, { step: 's1_propose' });

    expect(await stepRow(world, ref)).toMatchObject({ state: 'void', reason: '下大雨，路断了' });
    expect(again.attempt).toBe(2);
  });

  test('and those who were called hear that it does not take place', async () => {
    const seat = await lineOf(world, world.people.villager);
    await fillRoll(world, 'party_committee', 1, { villagerIds: [seat] });
    const ref = await calledStep(world, matter.id, { step: 's1_propose' });

    const form = { reason: '下大雨，路断了', key: newToken() };
    must(await callOffStep(await world.ctx(people.clerk), ref, form));

    const told = await world.app.db.read
      .select()
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'step.off'));
    expect(told.map(({ personId }) => personId)).toEqual([world.people.villager]);
    expect(told[0]?.body).toContain('不开了');
  });

  test('nobody meets while its roll is empty', async () => {
    await world.app.db.write((tx) => tx.delete(bodyMember));

    expect(await call('s1_propose')).toMatchObject({ ok: false, code: 'rollEmpty' });
  });
});

describe('nothing is skipped', () => {
  test('the review waits for the committees, the resolution for the review', async () => {
    const review = await call('s3_review');
    const resolution = await call('s4_resolve', { meeting: 'reps_meeting' });

    expect(review).toMatchObject({ ok: false, code: 'stepSkipped', field: 'step' });
    expect(resolution).toMatchObject({ ok: false, code: 'stepSkipped' });
  });

  test('what gathers names or waits to be logged is not met about', async () => {
    await world.app.db.write((tx) =>
      tx.update(motion).set({ loggedAt: null, state: 'waiting' }).where(eq(motion.id, matter.id)),
    );

    expect(await call('s1_propose')).toMatchObject({ ok: false, code: 'stepNotLogged' });
  });

  test('the first two are one meeting only where secretary and director are one person', async () => {
    const apart = await call('s1_propose', { isMerged: true });
    await world.app.db.write((tx) =>
      tx
        .update(assignment)
        .set({ personId: people.secretary })
        .where(eq(assignment.personId, people.director)),
    );

    const { result, row } = await held({ step: 's1_propose', isMerged: true, present: 8, yes: 8 });
    const desk = await motionDesk(await world.ctx(people.clerk), matter.id);

    expect(apart).toMatchObject({ ok: false, code: 'noDualHead' });
    must(result);
    expect(row).toMatchObject({ isMerged: true, state: 'passed', entitled: 10 });
    expect(desk?.next.map(({ step }) => step)).toEqual(['s3_review']);
    expect(await aheadAtHall()).toEqual(['s3_review']);
  });

  test('a matter that was voted down is not said to be done: its plate says where it stands', async () => {
    await held({ step: 's1_propose', present: 5, yes: 2, no: 3 });

    const view = await motionPage(await world.ctx(), { slug: 'beipo', no: matter.no });
    const clocks = view ? motionClocks('zh', view, world.clock.now()) : [];

    expect(clocks.map(({ state, used, value }) => [state, used, value])).toEqual([
      ['done', 1, '还没有人问'],
      ['run', 0, '在走四议两公开'],
    ]);
  });

  test('the desk of the hall says which step comes next, and a failed one comes again', async () => {
    const ref = await calledStep(world, matter.id, { step: 's1_propose' });
    const called = await aheadAtHall();
    const form = { reason: '下大雨，路断了', key: newToken() };
    must(await callOffStep(await world.ctx(people.clerk), ref, form));
    await held({ step: 's1_propose', present: 5, yes: 2, no: 3 });
    const failed = await aheadAtHall();
    await held({ step: 's1_propose', present: 5, yes: 5 });

    expect([called, failed]).toEqual([['s1_propose'], ['s1_propose']]);
    expect(await aheadAtHall()).toEqual(['s2_consult']);
  });
});

describe('the wrong body', () => {
  test('land is not put to the representatives: the refusal names the article', async () => {
    const land = await aMotion(world, { matter: 'homestead' });
    const ctx = await world.ctx(people.clerk);
    const form = callOf(world, { step: 's4_resolve', meeting: 'reps_meeting' });

    const before = await callStep(ctx, land.id, form);
    await fillRoll(world, 'collective_members', 60);
    const after = await callStep(ctx, land.id, { ...form, key: newToken() });
    const desk = await motionDesk(ctx, land.id);

    expect(before).toMatchObject({ ok: false, code: 'bodyAssembly', field: 'meeting' });
    expect(after).toMatchObject({ ok: false, code: 'bodyCollective' });
    expect(wordsFor('zh').errors.bodyCollective).toContain('第28条第4款');
    expect(desk?.decidedBy).toEqual(['集体经济组织成员大会']);
    expect(desk?.basis.map(({ article }) => article)).toContain('28');
  });

  test('what the assembly decided of land is not entered where a collective was there before it met', async () => {
    matter = await aMotion(world, { matter: 'land_contract' });
    await studied(world, matter.id);
    await allAdults(world);
    const ref = await calledStep(world, matter.id, {
      ...{ step: 's4_resolve', meeting: 'assembly_person', meetTime: '14:30' },
    });
    const { meetOn } = await stepRow(world, ref);
    world.clock.set(instantOf(meetOn, '14:00'));
    await fillRoll(world, 'collective_members', 60);
    world.clock.set(instantOf(meetOn, '18:00'));
    const photoIds = [await aSignedPhoto(world, people.clerk)];
    const ctx = await world.ctx(people.clerk);
    const record = () =>
      recordStep(ctx, ref, { ...recordOf({ step: 's4_resolve', present: 3, yes: 3 }), photoIds });

    const refused = await record();
    // Registered only after they had met, it takes nothing back.
    const after = { since: instantOf(meetOn, '15:00') };
    await world.app.db.write((tx) =>
      tx.update(bodyMember).set(after).where(eq(bodyMember.body, 'collective_members')),
    );
    const entered = await record();

    expect(refused).toMatchObject({ ok: false, code: 'bodyCollective' });
    expect(entered).toEqual({ ok: true, value: { state: 'passed' } });
  });

  test('a sort that is said while the form of a call is written holds for that call', async () => {
    await studied(world, matter.id);
    const sortIs = (code: string) =>
      world.app.db.write((tx) =>
        tx.update(motion).set({ matter: code }).where(eq(motion.id, matter.id)),
      );

    await sortIs('group_affairs');
    const typed = { meeting: 'reps_meeting', matter: 'public_works' };
    const call4 = await call('s4_resolve', typed);

    expect(call4).toMatchObject({ ok: false, code: 'bodyGroup', field: 'meeting' });
  });

  test('representatives decide only what the assembly has left to them', async () => {
    await studied(world, matter.id);

    const result = await call('s4_resolve', { meeting: 'reps_meeting', isDelegated: false });

    expect(result).toMatchObject({ ok: false, code: 'notDelegated' });
  });

  test('elections are never held here', async () => {
    const election = await aMotion(world, { matter: 'committee_members' });
    const ctx = await world.ctx(people.clerk);
    const form = callOf(world, { step: 's4_resolve', meeting: 'assembly_person' });

    expect(await callStep(ctx, election.id, form)).toMatchObject({ ok: false, code: 'bodyVoters' });
  });
});

describe('whole numbers', () => {
  beforeEach(async () => {
    must((await held({ step: 's1_propose', present: 5, yes: 5 })).result);
    must((await held({ step: 's2_consult', present: 9, yes: 8, no: 1 })).result);
  });

  test('20 of 31 Party members are not two thirds; 21 are', async () => {
    const short = await held({ step: 's3_review', present: 20, yes: 0 });
    const enough = await held({ step: 's3_review', present: 21, yes: 15, no: 6 });

    expect(short.result).toEqual({ ok: true, value: { state: 'failed' } });
    expect(short.row.verdict).toContainEqual(
      expect.objectContaining({ code: 'quorum-missed', needed: 21, had: 20 }),
    );
    expect(enough.row).toMatchObject({ state: 'passed', attempt: 2, present: 21 });
    expect(await stepRow(world, short.ref)).toMatchObject({ state: 'failed', present: 20 });
  });

  test('even all of 20 in favour are too few to be counted', async () => {
    const { row } = await held({ step: 's3_review', present: 20, yes: 20 });

    expect(row.state).toBe('failed');
  });

  test('exactly half is no majority, and who abstains is there and not in favour', async () => {
    const half = await held({ step: 's3_review', present: 22, yes: 11, no: 11 });
    const abstained = await held({ step: 's3_review', present: 22, yes: 11, no: 1, abstain: 10 });
    const more = await held({ step: 's3_review', present: 22, yes: 12, abstain: 10 });

    expect([half.row.state, abstained.row.state, more.row.state]).toEqual([
      ...['failed', 'failed', 'passed'],
    ]);
    expect(half.row.verdict).toContainEqual(
      expect.objectContaining({ code: 'majority-missed', needed: 12, had: 11 }),
    );
  });

  test('ballots are as many as people there', async () => {
    const ref = await calledStep(world, matter.id, { step: 's3_review' });
    world.clock.set(instantOf((await stepRow(world, ref)).meetOn, '16:00'));
    const ctx = await world.ctx(people.clerk);
    const photoIds = [await aSignedPhoto(world, people.clerk)];
    const record = (yes: number) =>
      recordStep(ctx, ref, {
        ...recordOf({ step: 's3_review', present: 25, yes }),
        photoIds,
      });

    expect(await record(24)).toMatchObject({ ok: false, code: 'countsDiffer', field: 'yes' });
    expect(await record(26)).toMatchObject({ ok: false, code: 'moreThanPresent' });
    expect((await record(25)).ok).toBe(true);
  });

  test('nothing is entered before its hour; of an old one whose hour nobody said, from its day on', async () => {
    const ref = await calledStep(world, matter.id, { step: 's3_review', meetTime: '14:30' });
    const { meetOn } = await stepRow(world, ref);
    const ctx = await world.ctx(people.clerk);
    const ticks = { from: 1, through: 31, here: [1, 2, 3], away: [] };
    const isHeld = async () =>
      (await recordPage(ctx, { motionId: matter.id, name: 's3_review-1', after: 0 }, null))?.isHeld;
    const waits = async () => (await stepDesk(ctx, null))?.rows.map((row) => row.waits);

    world.clock.set(instantOf(meetOn, '14:29'));
    const early = await recordStep(ctx, ref, {
      ...{ ...recordOf({ step: 's3_review', present: 25, yes: 25 }), photoIds: [] },
    });
    expect(early).toMatchObject({ ok: false, code: 'meetingToCome' });
    expect(await markAttendance(ctx, ref, ticks)).toMatchObject({ code: 'meetingToCome' });
    expect([await isHeld(), await waits()]).toEqual([false, ['to-come']]);

    world.clock.set(instantOf(meetOn, '14:30'));
    expect([await isHeld(), await waits()]).toEqual([true, ['to-record']]);
    expect((await markAttendance(ctx, ref, ticks)).ok).toBe(true);

    await world.app.db.write((tx) => tx.update(motionStep).set({ meetTime: null }));
    world.clock.set(instantOf(meetOn, '00:01'));
    expect([await isHeld(), await waits()]).toEqual([true, ['to-record']]);
  });

  test('the review is not recorded without a photo of the signed minutes, nor before its day', async () => {
    const ref = await calledStep(world, matter.id, { step: 's3_review' });
    const ctx = await world.ctx(people.clerk);
    const form = recordOf({ step: 's3_review', present: 25, yes: 25 });

    const early = await recordStep(ctx, ref, { ...form, photoIds: [] });
    world.clock.set(instantOf((await stepRow(world, ref)).meetOn, '16:00'));
    const bare = await recordStep(ctx, ref, { ...form, key: newToken(), photoIds: [] });
    const theirs = await aSignedPhoto(world, people.secretary);
    const taken = await recordStep(ctx, ref, { ...form, key: newToken(), photoIds: [theirs] });

    expect(early).toMatchObject({ ok: false, code: 'meetingToCome' });
    expect(bare).toMatchObject({ ok: false, code: 'signedPhotoMissing', field: 'signed' });
    expect(taken).toMatchObject({ ok: false, code: 'signedPhotoMissing' });
  });
});

describe('the representatives of scene 7', () => {
  beforeEach(() => studied(world, matter.id));

  test('45 on the roll, 38 there, 29 in favour: it is decided', async () => {
    const { row } = await held(RESOLVED);

    expect(row).toMatchObject({ state: 'passed', entitled: 45, present: 38, yes: 29 });
    expect(row.verdict.map(({ code }) => code)).toEqual(['quorum-met', 'majority-met']);
  });

  test('in Shandong two thirds of the women among them must be there as well', async () => {
    const { env } = world.app;
    world.app.book.votes = loadCountyBook(env.root, '371323').votes;

    // Fourteen women represent, and one sits in the committee: ten of fifteen are needed.
    const few = await held({ ...RESOLVED, from: 8 });
    const enough = await held(RESOLVED);

    expect(few.row).toMatchObject({ state: 'failed', womenEntitled: 15, womenPresent: 8 });
    expect(few.row.verdict).toContainEqual(
      expect.objectContaining({ code: 'women-missed', needed: 10, had: 8 }),
    );
    expect(enough.row).toMatchObject({ state: 'passed' });
  });

  test('somebody who neither called nor recorded it looks before it may be published', async () => {
    const { ref } = await held(RESOLVED);
    const supervisor = await world.ctx(people.supervisor);

    const own = await checkStep(await world.ctx(people.clerk), ref, newToken());
    const before = await motionDesk(await world.ctx(people.clerk), matter.id);
    must(await checkStep(supervisor, ref, newToken()));
    const twice = await checkStep(supervisor, ref, newToken());
    const after = await motionDesk(await world.ctx(people.clerk), matter.id);

    expect(own).toMatchObject({ ok: false, code: 'notFound' });
    expect(before?.isReadyToPublish).toBe(false);
    expect(after?.isReadyToPublish).toBe(true);
    expect(twice).toMatchObject({ ok: false, code: 'alreadyDone' });
  });

  test('a record that does not agree goes back, stays, and the same meeting is entered anew', async () => {
    const { ref } = await held(RESOLVED);
    const form = { reason: '赞成是 28 人，不是 29 人', key: newToken() };

    must(await sendBackStep(await world.ctx(people.supervisor), ref, form));
    const again = { ...ref, attempt: 2 };
    const photoIds = [await aSignedPhoto(world, people.clerk)];
    const right = recordOf({ ...RESOLVED, yes: 28, no: 6 });
    must(await recordStep(await world.ctx(people.clerk), again, { ...right, photoIds }));

    expect(await stepRow(world, ref)).toMatchObject({
      state: 'void',
      reason: form.reason,
      yes: 29,
    });
    expect(await stepRow(world, again)).toMatchObject({ state: 'passed', entitled: 45, yes: 28 });
  });
});

test('what was looked at before it went back is not published without another look', async () => {
  await studied(world, matter.id);
  const { ref } = await heldStep(world, matter.id, RESOLVED);
  const supervisor = await world.ctx(people.supervisor);
  must(await checkStep(supervisor, ref, newToken()));
  must(await sendBackStep(supervisor, ref, { reason: '数错了一票，请再数', key: newToken() }));
  const again = { ...ref, attempt: 2 };
  const photoIds = [await aSignedPhoto(world, people.clerk)];
  must(await recordStep(await world.ctx(people.clerk), again, { ...recordOf(RESOLVED), photoIds }));

  const desk = await motionDesk(await world.ctx(people.clerk), matter.id);

  expect(await stepRow(world, again)).toMatchObject({ checkedById: null, checkedAt: null });
  expect(desk?.isReadyToPublish).toBe(false);
});

test('a record that goes back after it was looked at once already needs a look of its own', async () => {
  await studied(world, matter.id);
  const { ref } = await held(RESOLVED);
  const supervisor = await world.ctx(people.supervisor);
  must(await checkStep(supervisor, ref, newToken()));

  must(await sendBackStep(supervisor, ref, { reason: '票数抄错了一张', key: newToken() }));

  expect(await stepRow(world, { ...ref, attempt: 2 })).toMatchObject({
    ...{ state: 'called', checkedAt: null, checkedById: null },
  });
});

test('what the representatives did not carry is not carried out by a talk instead', async () => {
  await studied(world, matter.id);
  must((await heldStep(world, matter.id, { ...RESOLVED, yes: 10, no: 28, abstain: 0 })).result);
  const talk: ConsensusForm = {
    ...{ form: 'talk' as const, heldOn: localDate(world.clock.now()), place: '村委会', present: 5 },
    ...{ outcome: 'agreed' as const, body: '五个人说就这么办。', dissent: '' },
    ...{ next: 'carry-out' as const, talkThrough: '', key: newToken() },
  };
  const sheet = await aSignedPhoto(world, people.clerk);

  const ref = { slug: 'beipo', no: matter.no };
  const settled = await recordConsensus(await world.ctx(people.clerk), ref, talk, [sheet]);

  expect(settled).toMatchObject({ ok: false, code: 'bodyAdvice', field: 'next' });
});

test('a matter for which a meeting is called is not closed by talking on beside it', async () => {
  await calledStep(world, matter.id, { step: 's1_propose' });
  await world.app.db.write((tx) =>
    tx.update(motion).set({ state: 'talking' }).where(eq(motion.id, matter.id)),
  );
  const ref = { slug: 'beipo', no: matter.no };
  const closing = { reason: '不想办了，不用再开会', key: newToken() };

  const closed = await closeMotion(await world.ctx(people.secretary), ref, closing);

  expect(closed).toMatchObject({ ok: false, code: 'stepUnderWay', field: 'reason' });
});

describe('who reads what', () => {
  test('names of Party members and what they said are not public; the numbers are', async () => {
    must((await held({ step: 's1_propose', present: 5, yes: 5 })).result);
    must((await held({ step: 's2_consult', present: 9, yes: 9 })).result);
    must((await held({ step: 's3_review', present: 25, yes: 25 })).result);

    const guest = await stepPage(await world.ctx(), address('s3_review-1'));
    const serving = await stepPage(await world.ctx(people.clerk), address('s3_review-1'));
    const paper = await registerSheet(await world.ctx(), address('s3_review-1'), 0);

    expect(guest).toMatchObject({ html: null, signedIds: [], roll: { isShown: false, rows: [] } });
    expect(guest?.step).toMatchObject({ present: 25, entitled: 31, yes: 25 });
    expect(JSON.stringify([guest?.roll, paper?.roll])).not.toContain('party_members1号');
    expect(serving?.roll.rows).toHaveLength(31);
    expect(serving?.signedIds).toHaveLength(1);
  });

  test('representatives hold an office: their names are public, before the meeting as after it', async () => {
    await studied(world, matter.id);
    await calledStep(world, matter.id, { step: 's4_resolve', meeting: 'reps_meeting' });

    const paper = await registerSheet(await world.ctx(), address('s4_resolve-1'), 0);

    expect(paper).toMatchObject({ isEmpty: true, rule: { quorum: 30, meeting: '村民代表会议' } });
    expect(paper?.roll.rows).toHaveLength(45);
    expect(paper?.url).toContain(`/v/beipo/hall/${matter.no}/steps/s4_resolve-1`);
  });

  test('the photo of the signed minutes is served to those who serve here, and to nobody else', async () => {
    must((await held({ step: 's1_propose', present: 5, yes: 5 })).result);
    must((await held({ step: 's2_consult', present: 9, yes: 9 })).result);
    must((await held({ step: 's3_review', present: 25, yes: 25 })).result);
    const page = await stepPage(await world.ctx(people.clerk), address('s3_review-1'));
    const path = `/desk/steps/signed/${page?.signedIds[0]}-720.webp`;

    const guest = await world.get(path);
    const villager = await world.get(path, await world.cookieOf(world.people.villager));
    const stranger = await world.get(path, await world.cookieOf(world.people.southSecretary));

    const mayRead = async (who: string) => mayReadSigned(await world.ctx(who), page?.step.id ?? '');

    expect([guest.status, villager.status, stranger.status]).toEqual([404, 404, 404]);
    expect([await mayRead(people.clerk), await mayRead(people.supervisor)]).toEqual([true, true]);
    expect(await mayRead(world.people.villager)).toBe(false);
  });
});

test('a personal datum is covered in the minutes of every meeting, and nothing else is', async () => {
  const ref = await calledStep(world, matter.id, { step: 's1_propose' });
  world.clock.set(instantOf((await stepRow(world, ref)).meetOn, '16:00'));
  const ctx = await world.ctx(people.clerk);
  const form = recordOf({ step: 's1_propose', present: 5, yes: 5 });
  const minutes = '周寒露家的地界先量一遍。';
  must(await recordStep(ctx, ref, { ...form, minutes, photoIds: [] }));

  const other = await correctPrivacy(ctx, matter.id, { datum: '地界', key: newToken() });
  must(await correctPrivacy(ctx, matter.id, { datum: '周寒露', key: newToken() }));
  const after = await stepRow(world, ref);

  expect(other.ok).toBe(false);
  expect([after.html, after.minutes].join()).not.toContain('周寒露');
  expect(after.html).toContain('地界');
});

describe('over HTTP', () => {
  const path = () => `/desk/steps/${matter.id}`;

  test('a wrong form comes back with its words, and a right one is recorded once', async () => {
    const ref = await calledStep(world, matter.id, { step: 's1_propose' });
    world.clock.set(instantOf((await stepRow(world, ref)).meetOn, '16:00'));
    const cookie = await world.cookieOf(people.clerk);
    const fields = {
      from: '1',
      through: '5',
      yes: '5',
      no: '',
      minutes: '一致同意',
      key: newToken(),
    };
    const send = async (changes: Record<string, string>, here: number[]) => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ ...fields, ...changes })) form.set(name, value);
      for (const no of here) form.append('here', String(no));
      return world.post(`${path()}/s1_propose-1/record`, form, cookie);
    };

    const wrong = await send({ yes: 'five' }, [1, 2, 3, 4, 5]);
    // The page that comes back has a key of its own.
    const tooMany = await send({ key: newToken() }, [1, 2, 3]);
    const right = await send({}, [1, 2, 3, 4, 5]);
    const again = await send({}, [1, 2, 3, 4, 5]);

    expect([wrong.status, tooMany.status, right.status, again.status]).toEqual([
      ...[422, 422, 303, 303],
    ]);
    expect(await wrong.json()).toMatchObject({
      form: {
        errors: { yes: 'countWrong' },
        values: { minutes: '一致同意', here: ['1', '2', '3', '4', '5'] },
      },
    });
    expect(await stepRow(world, ref)).toMatchObject({ state: 'passed', present: 5, attempt: 1 });
  });

  test('ticks are saved without losing minutes that are half written', async () => {
    const ref = await calledStep(world, matter.id, { step: 's1_propose' });
    world.clock.set(instantOf((await stepRow(world, ref)).meetOn, '16:00'));
    const cookie = await world.cookieOf(people.clerk);
    const save = (minutes: string) =>
      world.post(
        `${path()}/s1_propose-1/attend`,
        { from: '1', through: '5', here: '2', minutes, key: newToken() },
        cookie,
      );

    const half = await save('先念了');
    const bare = await save('');

    expect([half.status, bare.status]).toEqual([200, 303]);
    expect(await half.json()).toMatchObject({ form: { values: { minutes: '先念了' } } });
    expect(await stepRow(world, ref)).toMatchObject({ present: 1, state: 'called' });
  });

  test('a call without its hour comes back with all that was written', async () => {
    const cookie = await world.cookieOf(people.clerk);
    const { key, meetOn, place, chair } = callOf(world, { step: 's1_propose' });
    const typed = { step: 's1_propose', meetOn, place, chair, key };

    for (const meetTime of ['', '25:00', '下午三点']) {
      const answer = await world.post(path(), { ...typed, meetTime }, cookie);

      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({
        form: { errors: { meetTime: 'timeWrong' }, values: { ...typed, meetTime } },
      });
    }
  });

  test('whoever does not serve here meets nothing', async () => {
    const cookie = await world.cookieOf(world.people.villager);
    const fields = callOf(world, { step: 's1_propose' });
    const form = Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, String(v)]));

    const answer = await world.post(path(), form, cookie);

    expect(answer.status).toBe(404);
  });
});

describe('the desk', () => {
  test('offers the kinds of matters by who decides them, as the village has a collective or not', async () => {
    const unsorted = await aMotion(world, { matter: '' });
    const decider = async (code: string) => {
      const desk = await motionDesk(await world.ctx(people.clerk), unsorted.id);
      return desk?.matters.find(({ matters }) => matters.some((one) => one.code === code))?.label;
    };
    const land = await decider('compensation');
    const charter = await decider('collective_charter');
    await fillRoll(world, 'collective_members', 3);

    expect([land, charter]).toEqual(['由村民会议来定', '要先有集体经济组织']);
    expect(await decider('compensation')).toBe('由成员大会来定');
    expect(await decider('collective_charter')).toBe('由成员大会来定');
    expect(await decider('public_works')).toBe('由村民会议、村民代表会议来定');
    expect(await decider('recall')).toBe('由登记参加选举的村民来定');
  });

  test('shows what is to be held, to be recorded and to be looked at, by day', async () => {
    const waits = async (who: string) =>
      (await stepDesk(await world.ctx(who), null))?.rows.map((row) => row.waits);
    const ref = await calledStep(world, matter.id, { step: 's1_propose' });
    const before = await waits(people.clerk);
    world.clock.set(instantOf((await stepRow(world, ref)).meetOn, '16:00'));

    expect(before).toEqual(['to-come']);
    expect(await waits(people.clerk)).toEqual(['to-record']);
    expect(await waits(people.supervisor)).toEqual(['to-record']);
    expect(await stepDesk(await world.ctx(world.people.villager), null)).toBeNull();
    expect(await waits(world.people.southSecretary)).toEqual([]);
  });

  test('ticks are kept by themselves, line by line', async () => {
    const ref = await calledStep(world, matter.id, { step: 's1_propose' });
    world.clock.set(instantOf((await stepRow(world, ref)).meetOn, '16:00'));
    const ctx = await world.ctx(people.clerk);
    const tick = (from: number, through: number, here: number[]) =>
      markAttendance(ctx, ref, { from, through, here, away: [2] });

    must(await tick(1, 3, [1, 3]));
    must(await tick(4, 5, [5]));
    must(await tick(1, 3, [3]));
    const at = { motionId: matter.id, name: 's1_propose-1', after: 0 };
    const page = await recordPage(ctx, at, null);

    // Nobody takes part online in a meeting of the branch.
    expect(page?.roll.map(({ how }) => how)).toEqual([
      ...['absent', 'absent', 'present', 'absent', 'present'],
    ]);
    expect(page?.step.present).toBe(2);
  });

  test('what is called stands on the village’s own pages', async () => {
    await calledStep(world, matter.id, { step: 's1_propose' });
    const ctx = await world.ctx();
    const village = await villageBySlug(ctx, 'beipo');

    const running = village ? await runningNow(ctx, village) : [];

    expect(running).toMatchObject([{ path: `/v/beipo/hall/${matter.no}/steps/s1_propose-1` }]);
  });
});
