import { and, eq, isNull } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appeal, appealStep } from '#db/schema/appeals.ts';
import { assignment, household } from '#db/schema/grids.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { comment, post } from '#db/schema/posts.ts';
import { confirmAppeal, proposeClose, sayNotYet } from '#server/appeals/closing.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { deskPage } from '#server/appeals/desk.ts';
import { answerAppeal } from '#server/appeals/handling.ts';
import { handedAppeals } from '#server/appeals/handover.ts';
import { appealPage } from '#server/appeals/views.ts';
import { endPost, grantPost } from '#server/grids/granting.ts';
import { pairHousehold, recordLeave } from '#server/grids/rosters.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { noticeKind } from '#server/notices/kind.ts';
import { postPlain } from '#server/plain/commands.ts';
import { answerQuestion, speakUnder } from '#server/posts/comments.ts';
import { handedQuestions } from '#server/posts/handover.ts';
import { openPost } from '#server/posts/load.ts';
import { holderOfQuestion } from '#server/posts/question-holder.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import { aTalk, known } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let group: string;

beforeEach(async () => {
  world = await openWorld();
  group = `${world.county.north}001`;
});

afterEach(async () => {
  await world.close();
});

const worker = async () => {
  await handedAppeals.run(systemContext(world.app));
  await handedQuestions.run(systemContext(world.app));
};

/** A later minute, in which the worker is at work. */
async function later(ms = 60_000) {
  world.clock.set(world.clock.now() + ms);
  await worker();
}

async function leaves(personId: string) {
  const isTheirs = and(eq(assignment.personId, personId), isNull(assignment.until));
  const [held] = await world.app.db.read.select().from(assignment).where(isTheirs);
  const ended = await endPost(await world.ctx(world.people.town), held?.id ?? '');
  if (!ended.ok) throw new Error(ended.code);
}

async function takesOver(name: string, postName: 'grid_cadre' | 'secretary', gridCode = group) {
  const personId = await world.county.addPerson(name, {});
  const fields = { personId, post: postName, gridCode, since: world.clock.now() };
  const granted = await grantPost(await world.ctx(world.people.town), fields);
  if (!granted.ok) throw new Error(granted.code);
  return personId;
}

interface Wish {
  addressee?: 'cadre' | 'secretary';
  audience?: 'public' | 'handlers';
}

async function raised({ addressee = 'cadre', audience = 'public' }: Wish = {}) {
  const ctx = await world.ctx(await known(world, world.people.villager));
  const result = await raiseAppeal(ctx, 'beipo', {
    ...{ key: newToken(), picture: null, words: '门口的水沟堵了', photoIds: [] },
    ...{ groupCode: group, landmark: '', latitude: null, longitude: null },
    ...{ addressee, audience, shownAs: 'resident', notAccusation: false, forPersonId: null },
  });
  if (!result.ok) throw new Error(result.code);
  return { slug: 'beipo', no: result.value.no };
}

type Ref = Awaited<ReturnType<typeof raised>>;

async function rowOf({ no }: Ref) {
  const [row] = await world.app.db.read
    .select()
    .from(post)
    .innerJoin(appeal, eq(appeal.postId, post.id))
    .where(eq(post.no, no));
  if (!row) throw new Error(`there is no appeal ${no}`);
  return { ...row.post, ...row.appeal };
}

const seen = async (ref: Ref, personId?: string) => appealPage(await world.ctx(personId), ref);
const handedSteps = () =>
  world.app.db.read.select().from(appealStep).where(eq(appealStep.kind, 'handed'));
const entries = (what: string) =>
  world.app.db.read.select().from(ledgerEntry).where(eq(ledgerEntry.what, what));

async function told(personId: string, template: string): Promise<string[]> {
  const isFor = and(eq(outboxMessage.personId, personId), eq(outboxMessage.template, template));
  const rows = await world.app.db.read.select().from(outboxMessage).where(isFor);
  return rows.map(({ body }) => body);
}

async function answered(ref: Ref, by: string) {
  const words = '今天下午三点，我带铲子来清沟。';
  return answerAppeal(await world.ctx(by), ref, { key: newToken(), words, photoIds: [] });
}

describe('an appeal of a cadre who leaves', () => {
  test('passes to the next one with its clocks as they were, and the plate says who was asked', async () => {
    const { cadre, villager } = world.people;
    const ref = await raised();
    const before = await rowOf(ref);
    await leaves(cadre);
    const next = await takesOver('林立夏', 'grid_cadre');

    await later();

    const page = await seen(ref);
    expect(page?.duty).toMatchObject({
      holder: { name: '林立夏', groupName: '1组' },
      firstHolder: { name: '廖小满' },
    });
    const { firstDueAt, finishDueAt, nextDueAt } = before;
    expect(await rowOf(ref)).toMatchObject({ firstDueAt, finishDueAt, nextDueAt });
    expect(page?.steps.at(-1)).toMatchObject({
      kind: 'handed',
      by: { name: '林立夏' },
      insteadOf: { name: '廖小满' },
    });
    expect(await told(villager, 'appeal.handed')).toEqual([
      `北坡村 #${ref.no}：现在到了1组，林立夏在办。总时间接着算，不会从头来。`,
    ]);
    expect(await told(next, 'appeal.handed')).toHaveLength(1);
    expect(await entries('appeal.handed')).toMatchObject([{ actorRole: 'system' }]);
    expect((await answered(ref, next)).ok).toBe(true);
    expect((await answered(ref, cadre)).ok).toBe(false);
  });

  test('goes one level up while nobody answers there, and comes back to the next cadre', async () => {
    const ref = await raised();
    await leaves(world.people.cadre);

    await later();
    const above = await rowOf(ref);
    await later();
    const next = await takesOver('林立夏', 'grid_cadre');
    await later(DAY_MS);

    expect(above).toMatchObject({ holderId: world.people.secretary, holderGridCode: group });
    expect(await rowOf(ref)).toMatchObject({
      holderId: next,
      holderGridCode: group,
      firstHolderId: world.people.cadre,
    });
    expect(await handedSteps()).toHaveLength(2);
    const desk = await deskPage(await world.ctx(next), 'mine', null);
    expect(desk?.rows.map(({ no }) => no)).toEqual([ref.no]);
  });

  test('is handed on once, however many workers see it', async () => {
    await raised();
    await leaves(world.people.cadre);
    await takesOver('林立夏', 'grid_cadre');
    world.clock.set(world.clock.now() + 60_000);

    await Promise.all([worker(), worker(), worker()]);
    await worker();

    expect(await handedSteps()).toHaveLength(1);
    expect(await entries('appeal.handed')).toHaveLength(1);
    expect(await told(world.people.villager, 'appeal.handed')).toHaveLength(1);
  });

  test('stays where it is during leave: the deputy answers', async () => {
    const ref = await raised();
    const span = { fromAt: world.clock.now(), untilAt: world.clock.now() + 7 * DAY_MS };
    const { cadre } = world.people;
    await recordLeave(await world.ctx(world.people.clerk), {
      ...{ key: newToken(), personId: cadre },
      ...span,
    });

    await later(DAY_MS);

    expect((await rowOf(ref)).holderId).toBe(cadre);
    expect(await handedSteps()).toEqual([]);
  });

  test('keeps his name once it is closed', async () => {
    const { cadre, villager } = world.people;
    const ref = await raised();
    const done = { photoIds: [], count: '1 处', words: '沟里的泥都清出来了，水走得通。' };
    await proposeClose(await world.ctx(cadre), ref, { ...done, key: newToken() });
    await confirmAppeal(await world.ctx(villager), ref, { key: newToken(), grade: 1, words: '' });
    await leaves(cadre);
    await takesOver('林立夏', 'grid_cadre');

    await later();

    expect((await seen(ref))?.duty?.holder.name).toBe('廖小满');
    expect(await handedSteps()).toEqual([]);
  });

  test('passes while its person looks, and what he sends back is the new cadre’s', async () => {
    const { cadre, villager } = world.people;
    const ref = await raised();
    const done = { photoIds: [], count: '1 处', words: '沟里的泥都清出来了，水走得通。' };
    await proposeClose(await world.ctx(cadre), ref, { ...done, key: newToken() });
    await leaves(cadre);
    const next = await takesOver('林立夏', 'grid_cadre');

    await later();
    const form = { key: newToken(), words: '还堵着', photoIds: [] };
    await sayNotYet(await world.ctx(villager), ref, form);

    expect((await rowOf(ref)).holderId).toBe(next);
    expect(await told(next, 'appeal.reopened')).toHaveLength(1);
  });

  test('that only he and its author could read is closed to him', async () => {
    const { cadre, secretary } = world.people;
    const ref = await raised({ audience: 'handlers' });
    await leaves(cadre);

    await later();

    expect(await seen(ref, cadre)).toBeNull();
    expect(await seen(ref, secretary)).toMatchObject({ no: ref.no });
    expect(await told(world.people.villager, 'appeal.handed')).toEqual([
      '您的一件事：现在到了北坡村，曾谷雨在办。总时间接着算，不会从头来。',
    ]);
  });
});

describe('an appeal written to the secretary by name', () => {
  test('is owed by the next secretary, by the town meanwhile, and says to whom it was written', async () => {
    const { secretary, town } = world.people;
    const ref = await raised({ addressee: 'secretary' });
    await leaves(secretary);

    await later();
    const meanwhile = await rowOf(ref);
    const next = await takesOver('温立冬', 'secretary', world.county.north);
    await later();

    expect(meanwhile).toMatchObject({ secretaryId: town, holderId: world.people.cadre });
    expect(await rowOf(ref)).toMatchObject({ secretaryId: next, holderId: world.people.cadre });
    expect(await seen(ref)).toMatchObject({
      secretary: { name: '温立冬' },
      writtenTo: { name: '曾谷雨' },
    });
  });

  test('stays with the cadre once it was answered', async () => {
    const { secretary, cadre } = world.people;
    const ref = await raised({ addressee: 'secretary' });
    await answered(ref, cadre);
    await leaves(secretary);
    await takesOver('温立冬', 'secretary', world.county.north);

    await later();

    expect((await rowOf(ref)).secretaryId).toBe(secretary);
  });
});

describe('a household paired with a cadre', () => {
  /** The villager's household, paired with the cadre of the other group. */
  async function paired(cadreId: string) {
    const code = `${group}001`;
    const [home] = await world.app.db.read.select().from(household).where(eq(household.code, code));
    const householdId = home?.id ?? '';
    const by = await world.ctx(world.people.secretary);
    await pairHousehold(by, { householdId, personId: cadreId });
    return householdId;
  }

  test('keeps him in another post, and passes on when he leaves every office', async () => {
    const { cadre, cadreTwo } = world.people;
    await paired(cadreTwo);
    world.clock.set(world.clock.now() + 1);
    const ref = await raised();
    const other = { personId: cadreTwo, post: 'group_leader' as const, since: world.clock.now() };
    const granted = await grantPost(await world.ctx(world.people.town), {
      ...other,
      gridCode: `${world.county.north}002`,
    });
    await leaves(cadreTwo);

    await later();
    const kept = (await rowOf(ref)).holderId;
    await endPost(await world.ctx(world.people.town), granted.ok ? granted.value.id : '');
    await later();

    expect(kept).toBe(cadreTwo);
    expect((await rowOf(ref)).holderId).toBe(cadre);
  });

  test('that is paired with somebody else hands its open matter to him', async () => {
    const { cadreTwo, secretary } = world.people;
    await paired(cadreTwo);
    world.clock.set(world.clock.now() + 1);
    const ref = await raised();
    await paired(secretary);

    await later();

    expect((await rowOf(ref)).holderId).toBe(secretary);
  });

  test('and a household that moves leave a matter with the cadre of its place', async () => {
    const { cadre, cadreTwo } = world.people;
    const ref = await raised();
    const householdId = await paired(cadreTwo);
    const elsewhere = { gridCode: `${world.county.north}002` };
    await world.app.db.write(async (tx) => {
      await tx.update(household).set(elsewhere).where(eq(household.id, householdId));
    });

    await later();

    expect((await rowOf(ref)).holderId).toBe(cadre);
  });
});

describe('a question under a post', () => {
  const asked = async (by: string, postId: string) => {
    const words = { kind: 'ask' as const, body: '几点来水？', shownAs: 'resident' as const };
    const said = await speakUnder(await world.ctx(by), postId, { ...words, key: newToken() });
    if (!said.ok) throw new Error(said.code);
    return said.value.id;
  };
  const question = async (id: string) => {
    const [row] = await world.app.db.read.select().from(comment).where(eq(comment.id, id));
    return row;
  };

  async function aNotice(by: string) {
    const posted = await postPlain(await world.ctx(by), noticeKind, 'beipo', {
      ...{ title: '停水', body: '明天停水', audience: 'public', shownAs: 'name' },
      ...{ key: newToken(), photoIds: [] },
    });
    if (!posted.ok) throw new Error(posted.code);
    const no = Number(posted.value.path.split('/').at(-1));
    const [row] = await world.app.db.read.select().from(post).where(eq(post.no, no));
    return row?.id ?? '';
  }

  test('passes to the next cadre with its day, once, and the asker is told', async () => {
    const { id } = await aTalk(world);
    const { cadre, neighbour } = world.people;
    const asking = await asked(neighbour, id);
    const before = await question(asking);
    await leaves(cadre);
    const next = await takesOver('林立夏', 'grid_cadre');
    world.clock.set(world.clock.now() + 60_000);

    await Promise.all([worker(), worker()]);

    expect(await question(asking)).toMatchObject({
      ...{ holderId: next, firstHolderId: cadre, firstDueAt: before?.firstDueAt },
    });
    expect(await entries('question.handed')).toHaveLength(1);
    expect(await told(neighbour, 'question.handed')).toEqual([
      '您问的那一句，现在由林立夏来回。时间接着算，不会从头来。',
    ]);
    expect(await told(next, 'question.handed')).toHaveLength(1);
  });

  test('under a notice stays with whoever put it up, until he leaves the village', async () => {
    const { clerk, secretary, neighbour } = world.people;
    const notice = await aNotice(clerk);
    const asking = await asked(neighbour, notice);

    await later();
    const kept = (await question(asking))?.holderId;
    await leaves(clerk);
    await later();
    const loaded = await openPost(await world.ctx(neighbour), notice);
    const nextOne =
      loaded && (await holderOfQuestion(await world.ctx(neighbour), loaded, world.clock.now()));

    expect(kept).toBe(clerk);
    expect(await question(asking)).toMatchObject({ holderId: secretary, firstHolderId: clerk });
    expect(nextOne).toMatchObject({ personId: secretary });
  });

  test('under an appeal goes with the appeal', async () => {
    const { cadre, neighbour } = world.people;
    const ref = await raised();
    const asking = await asked(neighbour, (await rowOf(ref)).id);
    await leaves(cadre);
    const next = await takesOver('林立夏', 'grid_cadre');

    await later();

    expect((await rowOf(ref)).holderId).toBe(next);
    expect(await question(asking)).toMatchObject({ holderId: next, firstHolderId: cadre });
  });

  test('keeps the name of whoever answered it', async () => {
    const { id } = await aTalk(world);
    const { cadre, neighbour } = world.people;
    const asking = await asked(neighbour, id);
    const form = { body: '明天早上八点来水，先接两桶。', key: newToken() };
    await answerQuestion(await world.ctx(cadre), asking, form);
    await leaves(cadre);
    await takesOver('林立夏', 'grid_cadre');

    await later();

    expect(await question(asking)).toMatchObject({ holderId: cadre, firstHolderId: null });
  });
});
