import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { villager } from '#db/schema/accounts.ts';
import { bodyMember } from '#db/schema/bodies.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { motion, type motionStep } from '#db/schema/motions.ts';
import { comment, photo } from '#db/schema/posts.ts';
import { ownData } from '#server/accounts/export.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { correctConsensus, recordConsensus } from '#server/motions/consensus.ts';
import { hallDesk } from '#server/motions/desk.ts';
import type { ConsensusForm, RaiseForm } from '#server/motions/forms.ts';
import { closeMotion, logMotion } from '#server/motions/handling.ts';
import { inviteToMotion } from '#server/motions/inviting.ts';
import { endGatherings } from '#server/motions/job.ts';
import { motionList, runningNow } from '#server/motions/list.ts';
import { newMotionPage } from '#server/motions/new-page.ts';
import { raiseMotion } from '#server/motions/raising.ts';
import { signMotion } from '#server/motions/signing.ts';
import { hallLinkOf, motionsFrom } from '#server/motions/source-views.ts';
import { stepLines } from '#server/motions/step-lines.ts';
import { motionPage } from '#server/motions/views.ts';
import { decideAmendment, proposeAmendment, speakFor } from '#server/motions/voices.ts';
import { editPost, withdrawPost } from '#server/posts/commands.ts';
import { DAY_MS, instantOf } from '#server/rules/dates.ts';
import { must } from '#tests/support/disclosures.ts';
import { aMatter } from '#tests/support/matters.ts';
import { known } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
  for (const who of ['villager', 'neighbour', 'second'] as const) {
    await known(world, world.people[who]);
  }
});

afterEach(async () => {
  await world.close();
});

const TITLE = '今年的钱，先修排水沟还是先扩机耕道';
const BODY = '村集体有八万元，只够办一样。打算先修三组到五组的排水沟。';

const form = (changes: Partial<RaiseForm> = {}): RaiseForm => ({
  ...{ title: TITLE, body: BODY, as: 'branch', shownAs: 'resident', key: newToken() },
  ...changes,
});

type Ref = { slug: string; no: number };

async function raised(personId: string, changes: Partial<RaiseForm> = {}): Promise<Ref> {
  const { path } = must(await raiseMotion(await world.ctx(personId), 'beipo', form(changes)));
  return { slug: 'beipo', no: Number(path.split('/').at(-1)) };
}

const byBranch = (changes: Partial<RaiseForm> = {}) => raised(world.people.secretary, changes);
const byVillagers = (changes: Partial<RaiseForm> = {}) =>
  raised(world.people.villager, { as: 'villagers', ...changes });

const pageFor = async (ref: Ref, personId?: string) => {
  const page = await motionPage(await world.ctx(personId), ref);
  if (!page) throw new Error('there is no such page');
  return page;
};
const sign = async (ref: Ref, personId: string, wants = true) =>
  signMotion(await world.ctx(personId), ref, wants);
const logForm = () => ({ matter: 'public_works', talkThrough: '2026-11-30', key: newToken() });

describe('who raises a matter', () => {
  test('the branch does, and it is talked over at once', async () => {
    const ref = await byBranch();

    expect(await pageFor(ref)).toMatchObject({
      ...{ state: 'talking', raisedBy: 'branch', needed: 0, talkThrough: '2026-11-26' },
    });
  });

  test('one in ten villagers do, in whole people: 3 of 21, and then the branch owes its day', async () => {
    await enrol(18);
    const ref = await byVillagers();

    must(await sign(ref, world.people.neighbour));
    const before = await pageFor(ref);
    must(await sign(ref, world.people.second));
    const after = await pageFor(ref);

    expect(before).toMatchObject({ state: 'gathering', signed: 2, needed: 3, outOf: 21 });
    expect(before.logDueAt).toBeNull();
    expect(after).toMatchObject({ state: 'waiting', signed: 3 });
    // Five days on is a Saturday.
    expect(after.logDueAt).toBe(instantOf('2026-11-23', '18:00'));
  });

  test('one in five representatives do, and nobody signs for them who is none', async () => {
    await seat(['villager', 'neighbour'], 4);
    const ref = await raised(world.people.villager, { as: 'representatives' });

    const other = await sign(ref, world.people.second);
    const before = await pageFor(ref);
    must(await sign(ref, world.people.neighbour));

    expect(other).toMatchObject({ ok: false, code: 'onlyRepresentatives' });
    expect(before).toMatchObject({ state: 'gathering', needed: 2, outOf: 6, signed: 1 });
    expect(await pageFor(ref)).toMatchObject({ state: 'waiting', signed: 2 });
  });

  test('the supervision committee does without names, and the branch has to take it up', async () => {
    const { north } = world.county;
    const overseer = await world.county.addPerson('冉大暑', {
      ...{ post: 'supervision', gridCode: north, title: '监督委员会主任' },
    });

    const ref = await raised(overseer, { as: 'supervision' });

    expect(await pageFor(ref)).toMatchObject({ state: 'waiting', needed: 0 });
  });

  test('nobody raises it as what he is not', async () => {
    const ctx = await world.ctx(world.people.villager);

    const asBranch = await raiseMotion(ctx, 'beipo', form());
    const asRep = await raiseMotion(ctx, 'beipo', form({ as: 'representatives' }));
    const southerner = await raiseMotion(
      await world.ctx(world.people.southerner),
      'beipo',
      form({ as: 'villagers' }),
    );
    const guest = await raiseMotion(await world.ctx(), 'beipo', form({ as: 'villagers' }));

    expect(asBranch).toMatchObject({ ok: false, code: 'notAllowed', field: 'as' });
    expect(asRep).toMatchObject({ ok: false, code: 'notAllowed', field: 'as' });
    expect(southerner).toMatchObject({ ok: false, code: 'notAllowed', field: 'as' });
    expect(guest).toMatchObject({ ok: false, code: 'signInFirst' });
  });

  test('pressed twice it is one matter', async () => {
    const ctx = await world.ctx(world.people.secretary);
    const same = form();

    const first = must(await raiseMotion(ctx, 'beipo', same));
    const second = must(await raiseMotion(ctx, 'beipo', { ...same, notSame: 'yes' }));

    expect(second.path).toBe(first.path);
  });

  test('what says nearly the same is offered before it is sent, and may be sent all the same', async () => {
    await byBranch();
    const ctx = await world.ctx(world.people.villager);
    const again = form({ as: 'villagers', title: '排水沟和机耕道，今年的钱先修哪个' });

    const refused = await raiseMotion(ctx, 'beipo', again);
    const shown = await newMotionPage(ctx, 'beipo', {
      from: null,
      form: {
        values: { title: again.title, body: again.body },
        errors: { notSame: 'motionThere' },
      },
    });
    const sent = await raiseMotion(ctx, 'beipo', { ...again, notSame: 'yes' });

    expect(refused).toMatchObject({ ok: false, code: 'motionThere', field: 'notSame' });
    expect(shown?.same).toMatchObject([{ title: TITLE }]);
    expect(sent.ok).toBe(true);
  });
});

describe('names under a matter', () => {
  test('count each villager once, are taken back while they are gathered, and name nobody', async () => {
    await enrol(18);
    const ref = await byVillagers();

    must(await sign(ref, world.people.neighbour));
    must(await sign(ref, world.people.neighbour));
    const twice = await pageFor(ref);
    must(await sign(ref, world.people.neighbour, false));

    expect(twice.signed).toBe(2);
    expect((await pageFor(ref)).signed).toBe(1);
    expect(JSON.stringify(await pageFor(ref))).not.toContain('周寒露');
  });

  test('stand in the own data of whoever signed', async () => {
    const ref = await byVillagers({ title: '村口修不修灯', body: '想修三盏灯' });

    const data = await ownData(await world.ctx(world.people.villager));

    expect(data?.raised).toMatchObject([{ village: world.county.north, no: ref.no }]);
  });

  test('count nobody who has left the roster meanwhile', async () => {
    await enrol(18);
    const ref = await byVillagers();
    must(await sign(ref, world.people.neighbour));
    await world.app.db.write((tx) =>
      tx
        .update(villager)
        .set({ leftAt: world.clock.now() })
        .where(eq(villager.personId, world.people.neighbour)),
    );

    must(await sign(ref, world.people.second));

    expect(await pageFor(ref)).toMatchObject({ state: 'gathering', signed: 2 });
  });

  test('end with their last day, and its page says that they were too few', async () => {
    await enrol(18);
    const ref = await byVillagers();
    world.clock.set(world.clock.now() + 31 * DAY_MS);

    const late = await sign(ref, world.people.neighbour);

    expect(late).toMatchObject({ ok: false, code: 'requestOver' });
    expect(await pageFor(ref, world.people.neighbour)).toMatchObject({
      ...{ state: 'over', may: { sign: false } },
    });
  });

  test('bind the words: nobody edits them and nobody takes them back', async () => {
    const ref = await byVillagers();
    const ctx = await world.ctx(world.people.villager);
    const { parts } = await pageFor(ref);

    const edited = await editPost(ctx, parts.id, { title: '别的', body: '别的', key: newToken() });
    const withdrawn = await withdrawPost(ctx, parts.id);

    expect([edited.ok, withdrawn.ok]).toEqual([false, false]);
  });
});

describe('the branch takes a matter up', () => {
  test('only its secretary does, with a day, and whoever raised it is told', async () => {
    const ref = await byVillagers();

    const clerk = await logMotion(await world.ctx(world.people.clerk), ref, logForm());
    must(await logMotion(await world.ctx(world.people.secretary), ref, logForm()));
    const again = await logMotion(await world.ctx(world.people.secretary), ref, logForm());

    expect(clerk).toMatchObject({ ok: false, code: 'notFound' });
    expect(again).toMatchObject({ ok: false, code: 'alreadyDone' });
    expect(await pageFor(ref)).toMatchObject({ state: 'talking', talkThrough: '2026-11-30' });
    expect(await toldTo(world.people.villager)).toContain('motion.logged');
  });

  test('its lateness stays on the page after it has taken it up', async () => {
    const ref = await byVillagers();
    world.clock.set(world.clock.now() + 9 * DAY_MS);
    const before = await pageFor(ref);

    must(await logMotion(await world.ctx(world.people.secretary), ref, logForm()));
    const after = await pageFor(ref);

    expect(before.duty?.first.state).toBe('late');
    expect(after.loggedAt).toBeGreaterThan(after.logDueAt ?? 0);
  });

  test('a sort of matter that no list has is refused', async () => {
    const ref = await byVillagers();
    const secretary = await world.ctx(world.people.secretary);

    const wrong = await logMotion(secretary, ref, { ...logForm(), matter: 'anything' });
    const past = await logMotion(secretary, ref, { ...logForm(), talkThrough: '2026-11-01' });

    expect(wrong).toMatchObject({ ok: false, field: 'matter' });
    expect(past).toMatchObject({ ok: false, field: 'talkThrough' });
  });
});

describe('the talk', () => {
  const speak = async (ref: Ref, who: string, side: 'for' | 'against', body: string) =>
    speakFor(await world.ctx(who), ref, { side, body, shownAs: 'resident', key: newToken() });

  test('has two sides, and the talk below has neither of them', async () => {
    const ref = await byBranch();

    must(await speak(ref, world.people.villager, 'for', '沟堵了三年，一下雨就进堂屋'));
    must(await speak(ref, world.people.neighbour, 'against', '机耕道不扩，收割机进不来'));
    const page = await pageFor(ref);

    expect(page.sides).toMatchObject([
      { side: 'for', n: 1, comments: [{ html: '<p>沟堵了三年，一下雨就进堂屋</p>' }] },
      { side: 'against', n: 1 },
    ]);
    expect(page.parts.comments).toEqual([]);
  });

  test('is open until its last day and not before the branch has taken the matter up', async () => {
    const waiting = await byVillagers();
    const open = await byBranch({ title: '村口大树要不要修枝', body: '树枝压着电线了。' });

    const early = await speak(waiting, world.people.neighbour, 'for', '应该议');
    world.clock.set(world.clock.now() + 11 * DAY_MS);
    const late = await speak(open, world.people.neighbour, 'for', '应该修');

    expect(early).toMatchObject({ ok: false, code: 'talkOver' });
    expect(late).toMatchObject({ ok: false, code: 'talkOver' });
    expect((await pageFor(open)).state).toBe('ended');
  });

  test('pressed twice a reason stands once', async () => {
    const ref = await byBranch();
    const ctx = await world.ctx(world.people.villager);
    const said = {
      side: 'for' as const,
      body: '先修沟',
      shownAs: 'resident' as const,
      key: newToken(),
    };

    must(await speakFor(ctx, ref, said));
    must(await speakFor(ctx, ref, said));

    expect((await pageFor(ref)).sides[0]).toMatchObject({ n: 1 });
  });

  test('words that wait for a look are read by whoever wrote them, and counted for nobody', async () => {
    const ref = await byBranch();
    const { id } = must(await speak(ref, world.people.second, 'for', '我也觉得先修沟'));
    await world.app.db.write((tx) =>
      tx.update(comment).set({ releasedAt: null }).where(eq(comment.id, id)),
    );

    const others = await pageFor(ref);
    const own = await pageFor(ref, world.people.second);

    expect(others.sides[0]).toMatchObject({ n: 0, comments: [] });
    expect(own.sides[0]?.comments).toMatchObject([{ isHeld: true }]);
  });

  test('is the village’s own: whoever is not of it asks, and speaks for neither side', async () => {
    const ref = await byBranch();

    const southerner = await speak(ref, world.people.southerner, 'for', '我看行');
    const cadre = await speak(ref, world.people.cadre, 'against', '路也要修');

    expect(southerner).toMatchObject({ ok: false, code: 'notOfThisVillage' });
    expect((await pageFor(ref, world.people.southerner)).may.speak).toBe(false);
    expect(cadre.ok).toBe(true);
  });
});

describe('an amendment', () => {
  const NEW = '村集体有八万元，只够办一样。打算先修三组到六组的排水沟。';
  const propose = async (ref: Ref, who: string, body = NEW) =>
    proposeAmendment(await world.ctx(who), ref, { body, shownAs: 'resident', key: newToken() });
  const decide = async (ref: Ref, who: string, id: string, verdict: 'taken' | 'declined') =>
    decideAmendment(await world.ctx(who), ref, id, {
      ...{ verdict, reason: '六组的水也从这里过', key: newToken() },
    });

  test('stands beside the text, and once taken it is the text, with the one before it kept', async () => {
    const ref = await byBranch();
    const { id } = must(await propose(ref, world.people.villager));
    const open = await pageFor(ref);

    must(await decide(ref, world.people.clerk, id, 'taken'));
    const after = await pageFor(ref);

    const changed = [
      { text: '五', change: 'gone' },
      { text: '六', change: 'added' },
    ];
    expect(open.amendments[0]).toMatchObject({ state: 'open', decided: null });
    expect(open.amendments[0]?.pieces?.filter(({ change }) => change !== 'same')).toEqual(changed);
    expect(after.html).toContain('三组到六组');
    expect(after.amendments[0]).toMatchObject({
      state: 'taken',
      decided: { name: '钟芒种', reason: '六组的水也从这里过' },
    });
    expect(after.amendments[0]?.pieces?.filter(({ change }) => change !== 'same')).toEqual(changed);
    expect(await toldTo(world.people.villager)).toContain('motion.amended');
  });

  test('changes nothing any more once those who decide were called for the text', async () => {
    const ref = await byBranch();
    const { id } = must(await propose(ref, world.people.villager));
    const { parts } = await pageFor(ref);
    await world.app.db.write((tx) =>
      tx.update(motion).set({ state: 'decided' }).where(eq(motion.id, parts.id)),
    );

    const taken = await decide(ref, world.people.clerk, id, 'taken');
    const declined = await decide(ref, world.people.clerk, id, 'declined');

    expect(taken).toMatchObject({ ok: false, code: 'talkOver' });
    expect(declined.ok).toBe(true);
    expect((await pageFor(ref)).html).not.toContain('三组到六组');
  });

  test('is decided once, by those who keep the hall, never by whoever proposed it', async () => {
    const ref = await byBranch();
    const { id } = must(await propose(ref, world.people.villager));
    const { id: own } = must(await propose(ref, world.people.clerk, `${BODY}今年办。`));

    const outsider = await decide(ref, world.people.neighbour, id, 'taken');
    const ownWork = await decide(ref, world.people.clerk, own, 'taken');
    must(await decide(ref, world.people.clerk, id, 'declined'));
    const again = await decide(ref, world.people.secretary, id, 'taken');

    expect(outsider).toMatchObject({ ok: false, code: 'notFound' });
    expect(ownWork).toMatchObject({ ok: false, code: 'notOwnWork' });
    expect(again).toMatchObject({ ok: false, code: 'alreadyDone' });
    expect((await pageFor(ref)).html).toContain('三组到五组');
  });

  test('that changes nothing is none', async () => {
    const ref = await byBranch();

    const same = await propose(ref, world.people.villager, BODY);

    expect(same).toMatchObject({ ok: false, code: 'nothingChanged' });
  });
});

describe('people whom it concerns', () => {
  const invite = async (ref: Ref, changes: object) =>
    inviteToMotion(await world.ctx(world.people.clerk), ref, {
      ...{ who: 'villager', name: '周寒露', household: '', why: '地就在沟边上', key: newToken() },
      ...changes,
    });

  test('get a message, and others read why they were invited and no name', async () => {
    const ref = await byBranch();

    must(await invite(ref, {}));
    must(await invite(ref, { who: 'office', name: '柳河镇水利站', why: '管这条沟' }));
    const page = await pageFor(ref);

    expect(page.invitees).toEqual([
      { office: null, why: '地就在沟边上' },
      { office: '柳河镇水利站', why: '管这条沟' },
    ]);
    expect(JSON.stringify(page)).not.toContain('周寒露');
    expect(await toldTo(world.people.neighbour)).toContain('motion.invited');
  });

  test('are on the roster under that name, or the form says so', async () => {
    const ref = await byBranch();

    const nobody = await invite(ref, { name: '不在册的人' });

    expect(nobody).toMatchObject({ ok: false, code: 'nobodyOfThatName', field: 'name' });
  });

  test('whoever said it first is invited when a matter is made of what he said', async () => {
    const matter = await aMatter(world);

    const ref = await byBranch({ from: matter.id });
    const page = await pageFor(ref);
    const back = await motionsFrom(await world.ctx(), matter.id);

    expect(page.source).toMatchObject({ path: `/v/beipo/a/${matter.no}` });
    expect(back).toEqual([{ title: TITLE, path: `/v/beipo/hall/${ref.no}` }]);
    expect(page.invitees).toEqual([{ office: null, why: '最早说这件事的人' }]);
    expect(await toldTo(world.people.villager)).toContain('motion.invited');
  });

  test('a post leads those who may to the hall, until it was taken there', async () => {
    const matter = await aMatter(world);
    const link = async (personId?: string) =>
      hallLinkOf(await world.ctx(personId), { slug: 'beipo', postId: matter.id });

    const before = [await link(world.people.secretary), await link(world.people.neighbour)];
    await byBranch({ from: matter.id });

    expect(before).toEqual([{ made: [], raisePath: `/v/beipo/hall/new?from=${matter.id}` }, null]);
    expect(await link(world.people.secretary)).toMatchObject({
      ...{ made: [{ title: TITLE }], raisePath: null },
    });
  });

  test('what only its author and the village read is no source', async () => {
    const matter = await aMatter(world, '我家的低保为什么停了', { audience: 'handlers' });

    const ref = await byBranch({ from: matter.id });

    expect((await pageFor(ref)).source).toBeNull();
  });
});

describe('the record of a talk in person', () => {
  const record = async (ref: Ref, changes: Partial<ConsensusForm> = {}, photos = true) =>
    recordConsensus(
      await world.ctx(world.people.clerk),
      ref,
      {
        ...{ form: 'council', heldOn: '2026-11-16', place: '村委会', present: 23 },
        ...{ outcome: 'partly', body: '先修三组到五组的沟。', next: 'assembly' },
        ...{
          dissent: '六组说：水从我们这里过，沟只修到五组不行。',
          talkThrough: '',
          key: newToken(),
        },
        ...changes,
      },
      photos ? [await draftPhoto(world.people.clerk)] : [],
    );

  test('keeps what was not agreed in its own words, and says what follows', async () => {
    const ref = await byBranch();

    must(await record(ref));
    const page = await pageFor(ref);

    expect(page.state).toBe('deciding');
    expect(page.consensus).toMatchObject([
      {
        ...{
          no: 1,
          form: 'council',
          present: 23,
          outcome: 'partly',
          next: 'assembly',
          by: '钟芒种',
        },
        dissent: '六组说：水从我们这里过，沟只修到五组不行。',
      },
    ]);
  });

  test('needs the dissent where not all was agreed, and a photo of what was signed', async () => {
    const ref = await byBranch();

    const silent = await record(ref, { dissent: '' });
    const unsigned = await record(ref, {}, false);
    const empty = await record(ref, { outcome: 'none', next: 'carry-out' });

    expect(silent).toMatchObject({ ok: false, code: 'dissentMissing', field: 'dissent' });
    expect(unsigned).toMatchObject({ ok: false, code: 'signedPhoto', field: 'photo' });
    expect(empty).toMatchObject({ ok: false, code: 'nothingAgreed', field: 'next' });
    expect((await pageFor(ref)).consensus).toEqual([]);
  });

  test('keeps the signed sheet for the office alone', async () => {
    const ref = await byBranch();
    must(await record(ref));
    const [sheet = ''] = (await pageFor(ref, world.people.clerk)).consensus[0]?.sheets ?? [];

    const guest = await pageFor(ref);
    const path = `/v/beipo/hall/${ref.no}/sheet/${sheet}-320.webp`;
    const asked = await world.get(path);
    const neighbour = await world.get(path, await world.cookieOf(world.people.neighbour));

    expect(sheet).not.toBe('');
    expect(guest.consensus[0]?.sheets).toEqual([]);
    expect([asked.status, neighbour.status]).toEqual([404, 404]);
  });

  test('is put right in sight of all, with the reason', async () => {
    const ref = await byBranch();
    must(await record(ref));
    const {
      talkThrough: _,
      next: __,
      ...said
    } = {
      ...{ form: 'hearing' as const, heldOn: '2026-11-15', place: '祠堂', present: 21 },
      ...{ outcome: 'agreed' as const, body: '修到六组。', dissent: '', key: newToken() },
      ...{ talkThrough: '', next: '' },
    };

    must(
      await correctConsensus(await world.ctx(world.people.secretary), ref, 1, {
        ...said,
        reason: '人数数错了',
      }),
    );
    const [now] = (await pageFor(ref)).consensus;

    expect(now).toMatchObject({ present: 21, place: '祠堂', outcome: 'agreed', next: 'assembly' });
    expect(now?.before).toMatchObject([{ present: 23, place: '村委会', reason: '人数数错了' }]);
  });

  test('settles nothing that the law gives to the collective’s members or to the assembly', async () => {
    const ref = await byBranch();
    const { parts } = await pageFor(ref);
    const ofMatter = async (matter: string) => {
      await world.app.db.write((tx) =>
        tx.update(motion).set({ matter }).where(eq(motion.id, parts.id)),
      );
      return record(ref, { outcome: 'agreed', dissent: '', next: 'carry-out' });
    };

    const land = await ofMatter('land_contract');
    const charter = await ofMatter('charter');
    const works = await ofMatter('public_works');

    expect([land, charter]).toMatchObject([
      { ok: false, code: 'bodyAdvice', field: 'next' },
      { ok: false, code: 'bodyAdvice', field: 'next' },
    ]);
    expect(works.ok).toBe(true);
  });

  test('leads on: talked on until a new day, carried out, and at last closed with a reason', async () => {
    const ref = await byBranch();
    const later = { next: 'talk-on' as const, talkThrough: '2026-12-05' };

    must(await record(ref, later));
    const on = await pageFor(ref);
    must(await record(ref, { outcome: 'agreed', dissent: '', next: 'carry-out' }));
    const agreed = await pageFor(ref);
    const closing = { reason: '沟修好了，七万二千元', key: newToken() };
    must(await closeMotion(await world.ctx(world.people.secretary), ref, closing));
    const closed = await pageFor(ref);

    expect(on).toMatchObject({ state: 'talking', talkThrough: '2026-12-05' });
    expect(agreed).toMatchObject({ state: 'agreed' });
    expect(agreed.consensus.map(({ no }) => no)).toEqual([1, 2]);
    expect(closed).toMatchObject({ state: 'closed', closed: { reason: '沟修好了，七万二千元' } });
  });

  test('a privacy correction reaches it, what it said before, and why people were invited', async () => {
    const ref = await byBranch();
    must(await record(ref, { dissent: '周寒露说不行' }));
    must(
      await inviteToMotion(await world.ctx(world.people.clerk), ref, {
        ...{ who: 'office', name: '水利站', household: '', why: '周寒露在那里', key: newToken() },
      }),
    );
    const { parts } = await pageFor(ref);

    const datum = { datum: '周寒露', key: newToken() };
    must(await correctPrivacy(await world.ctx(world.people.clerk), parts.id, datum));

    expect(JSON.stringify(await pageFor(ref))).not.toContain('周寒露');
  });
});

describe('the hall of a village', () => {
  test('shows what runs first, then what is closed, over one cursor', async () => {
    const done = await byBranch({ title: '第一件', body: '先办完的一件' });
    await byBranch({ title: '晒坝收费多少', body: '晒坝怎么收费' });
    await closeMotion(await world.ctx(world.people.secretary), done, {
      ...{ reason: '办好了', key: newToken() },
    });

    const list = await motionList(await world.ctx(), 'beipo', { before: null, after: null });
    const elsewhere = await motionList(await world.ctx(), 'nanba', { before: null, after: null });

    expect(list?.running.map(({ post }) => post.title)).toEqual(['晒坝收费多少']);
    expect(list?.done?.map(({ post }) => post.title)).toEqual(['第一件']);
    expect(elsewhere).toMatchObject({ running: [], done: [] });
  });

  test('runs no matter any longer for which too few signed in time', async () => {
    await enrol(18);
    const ref = await byVillagers();
    const running = async () => {
      const list = await motionList(await world.ctx(), 'beipo', { before: null, after: null });
      return [list?.running.length, list?.done?.map(({ state }) => state)];
    };
    world.clock.set(instantOf('2026-12-16', '23:00'));
    await endGatherings.run(systemContext(world.app));
    const lastDay = await running();

    world.clock.set(instantOf('2026-12-17'));
    await endGatherings.run(systemContext(world.app));

    expect(lastDay).toEqual([1, []]);
    expect(await running()).toEqual([0, ['over']]);
    expect((await pageFor(ref)).state).toBe('over');
  });

  test('tells its front page what is talked over now, and until when', async () => {
    const ref = await byBranch();
    const village = { code: world.county.north, slug: 'beipo' };

    expect(await runningNow(await world.ctx(), village)).toEqual([
      { path: `/v/beipo/hall/${ref.no}`, title: TITLE, lastDay: '2026-11-26', what: 'talking' },
    ]);
  });

  test('has a desk in the order of its deadlines, for those who keep it alone', async () => {
    const waits = await byVillagers({ title: '村规民约要改', body: '红白喜事的桌数' });
    const talked = await byBranch();

    const desk = await hallDesk(await world.ctx(world.people.clerk));
    const cadre = await hallDesk(await world.ctx(world.people.cadre));

    expect(desk?.rows.map(({ no, want }) => [no, want])).toEqual([
      [waits.no, 'log'],
      [talked.no, 'talk'],
    ]);
    expect(cadre).toBeNull();
  });

  test('every act of it stands in the ledger', async () => {
    await byVillagers();

    const acts = await world.app.db.read
      .select({ what: ledgerEntry.what })
      .from(ledgerEntry)
      .where(eq(ledgerEntry.subjectKind, 'motion'));

    expect(acts.map(({ what }) => what).toSorted()).toEqual(['motion.opened', 'motion.raised']);
  });
});

describe('the bar of steps', () => {
  const row = (step: string, changes: object = {}): typeof motionStep.$inferSelect => ({
    ...{ id: newId(), motionId: 'm', villageCode: 'v', step, attempt: 1, body: '', voteType: '' },
    ...{ isMerged: false, state: 'passed', noticeAt: null, meetOn: '2026-11-16', meetTime: null },
    ...{ place: '', chair: '', rollHash: '', entitled: 7, womenEntitled: 1 },
    ...{ present: 7, womenPresent: 1 },
    ...{ yes: 7, no: 0, abstain: 0, spoiled: 0, minutes: '', html: '', dissent: '', verdict: [] },
    ...{ ruleVersion: 1, voteId: null, disclosedPostId: null, calledById: 'p', recordedById: null },
    ...{ checkedById: null, checkedAt: null, calledAt: 0, recordedAt: null, reason: '' },
    decidedOption: null,
    ...changes,
  });
  const states = (rows: (typeof motionStep.$inferSelect)[]) =>
    stepLines(rows).map(({ state }) => state);

  test('has six lines, and nobody stands on one before the first meeting is called', () => {
    expect(states([])).toEqual(['ahead', 'ahead', 'ahead', 'ahead', 'ahead', 'ahead']);
  });

  test('marks the first step that has not passed; a failed try stays beside the next', () => {
    const rows = [
      row('s1_propose'),
      row('s2_consult', { state: 'failed' }),
      row('s2_consult', { attempt: 2, state: 'called' }),
    ];

    expect(states(rows)).toEqual(['done', 'now', 'ahead', 'ahead', 'ahead', 'ahead']);
    expect(stepLines(rows)[1]?.tries.map(({ state }) => state)).toEqual(['failed', 'called']);
  });

  test('counts two steps held in one meeting as both', () => {
    expect(states([row('s1_propose', { isMerged: true })]).slice(0, 3)).toEqual([
      ...['done', 'done', 'now'],
    ]);
  });
});

test('nobody sees a matter whose words were taken down but who wrote them', async () => {
  const elsewhere = await motionPage(await world.ctx(), { slug: 'nanba', no: 1 });
  const nowhere = await motionPage(await world.ctx(), { slug: 'beipo', no: 999 });

  expect([elsewhere, nowhere]).toEqual([null, null]);
});

async function toldTo(personId: string): Promise<string[]> {
  const told = await world.app.db.read
    .select({ template: outboxMessage.template })
    .from(outboxMessage)
    .where(eq(outboxMessage.personId, personId));
  return told.map(({ template }) => template);
}

/** People of the roster who have no account. */
async function enrol(n: number): Promise<void> {
  const { north: villageCode } = world.county;
  const rows = Array.from({ length: n }, (_, at) => ({
    ...{ id: newId(), villageCode, householdId: newId(), name: `村民${at}` },
  }));
  await world.app.db.write(async (tx) => {
    await tx.insert(villager).values(rows);
  });
}

/** Seats these and so many more as representatives. */
async function seat(who: ('villager' | 'neighbour')[], more: number): Promise<void> {
  const { north: villageCode } = world.county;
  const lines = await Promise.all(
    who.map(async (one) => {
      const { viewer } = await world.ctx(world.people[one]);
      return viewer.memberships[0]?.villagerId ?? null;
    }),
  );
  const others = Array.from({ length: more }, () => null);
  const at = world.clock.now();
  await world.app.db.write(async (tx) => {
    await tx.insert(bodyMember).values(
      [...lines, ...others].map((villagerId, sort) => ({
        ...{ id: newId(), villageCode, body: 'representatives', villagerId, name: `代表${sort}` },
        ...{ isWoman: false, groupCode: null, sort, since: at - DAY_MS, until: null },
        ...{ addedById: world.people.clerk, endedById: null, endReason: null },
      })),
    );
  });
}

/** A photo that its owner has just sent. */
async function draftPhoto(ownerId: string): Promise<string> {
  const id = newId();
  await world.app.db.write(async (tx) => {
    await tx.insert(photo).values({
      ...{ id, postId: null, purpose: 'photo', subjectKind: 'draft', subjectId: ownerId, sort: 0 },
      ...{ ownerId, hash: id.replaceAll('-', ''), width: 900, height: 600, state: 'ready' },
      ...{ bytes: { 320: 1, 720: 2, 1600: 3 }, caption: '', createdAt: world.clock.now() },
    });
  });
  return id;
}
