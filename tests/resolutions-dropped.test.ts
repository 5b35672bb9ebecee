import { and, eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { motionStep } from '#db/schema/motions.ts';
import { post } from '#db/schema/posts.ts';
import { resolution } from '#db/schema/resolutions.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { publishPage, resolutionDesk } from '#server/resolutions/desk.ts';
import { askToDrop, sendDropBack, signDrop } from '#server/resolutions/dropping.ts';
import type { PublishForm } from '#server/resolutions/forms.ts';
import { resolutionList } from '#server/resolutions/list-views.ts';
import { publishDecision } from '#server/resolutions/publishing.ts';
import { remindReports } from '#server/resolutions/reminding.ts';
import { reportProgress } from '#server/resolutions/reporting.ts';
import { resolutionPage } from '#server/resolutions/views.ts';
import { addDays, instantOf, localDate } from '#server/rules/dates.ts';
import { checkStep } from '#server/steps/checking.ts';
import { must } from '#tests/support/disclosures.ts';
import {
  aMotion,
  deciders,
  heldStep,
  RESOLVED,
  studied,
  usualRolls,
} from '#tests/support/held-steps.ts';
import { openWorld, type World } from '#tests/support/world.ts';

const WHY = '上面来的管道把沟也做了，八万元还没有花。';

let world: World;
let people: Awaited<ReturnType<typeof deciders>>;

beforeEach(async () => {
  world = await openWorld();
  people = await deciders(world);
  await usualRolls(world);
});

afterEach(async () => {
  await world.close();
});

const today = () => localDate(world.clock.now());

const formOf = (changes: Partial<PublishForm> = {}): PublishForm => ({
  ...{ title: '先修三组到五组的排水沟', body: '集体出八万元，修排水沟 900 米。' },
  ...{ ownerId: people.director, budget: 8_000_000, dueOn: addDays(today(), 120) },
  ...{ key: newToken(), ...changes },
});

/** A matter that the representatives have decided and the supervision committee has looked at. */
async function decided(): Promise<string> {
  const matter = await aMotion(world);
  await studied(world, matter.id);
  const { ref, result } = await heldStep(world, matter.id, RESOLVED);
  must(result);
  must(await checkStep(await world.ctx(people.supervisor), ref, newToken()));
  return matter.id;
}

/** One such, published. */
async function published(changes: Partial<PublishForm> = {}) {
  const motionId = await decided();
  const made = await publishDecision(await world.ctx(people.clerk), motionId, formOf(changes));
  return { slug: 'beipo', no: Number(must(made).path.split('/').at(-1)) };
}

type Ref = Awaited<ReturnType<typeof published>>;

async function rowOf({ no }: Ref) {
  const rows = await world.app.db.read.select().from(resolution);
  const row = rows.find((one) => one.no === no);
  if (!row) throw new Error('there is no such resolution');
  return row;
}

async function pageFor(ref: Ref, who?: string) {
  const page = await resolutionPage(await world.ctx(who), ref);
  if (!page) throw new Error('there is no such page');
  return page;
}

const ask = async (ref: Ref, later: Ref, reason = WHY, who = people.clerk) =>
  askToDrop(await world.ctx(who), ref, {
    ...{ successor: (await rowOf(later)).id, reason, key: newToken() },
  });

const sign = async (ref: Ref, who = people.supervisor) =>
  signDrop(await world.ctx(who), ref, newToken());

/** Says who decided one: as if another meeting had met. */
async function decidedBy(ref: Ref, voteType: string): Promise<void> {
  const { stepId } = await rowOf(ref);
  await world.app.db.write((tx) =>
    tx.update(motionStep).set({ voteType }).where(eq(motionStep.id, stepId)),
  );
}

const told = async (template: string) => {
  const rows = await world.app.db.read.select().from(outboxMessage);
  return rows.flatMap((row) => (row.template === template ? [row.personId] : [])).toSorted();
};

describe('what a meeting decided', () => {
  let ref: Ref;
  let later: Ref;

  beforeEach(async () => {
    ref = await published();
    later = await published({ title: '排水沟不修了，钱留着修机耕道' });
  });

  test('ends by a later decision once the supervision committee has signed, and says so', async () => {
    must(await ask(ref, later));
    const before = await pageFor(ref);
    must(await sign(ref));
    const after = await pageFor(ref);
    const [row] = await world.app.db.read.select().from(post).where(eq(post.id, after.row.id));

    expect(before).toMatchObject({
      ...{ row: { state: 'carrying-out' }, drop: { isDone: false, reason: null, successor: null } },
    });
    expect(after).toMatchObject({
      row: { state: 'dropped' },
      drop: { isDone: true, reason: WHY, successor: { no: later.no } },
    });
    expect(row).toMatchObject({ state: 'dropped' });
    expect((await pageFor(later)).ended.map(({ no }) => no)).toEqual([ref.no]);
  });

  test('waits on the desk of who signs, and stands in the list as ended', async () => {
    must(await ask(ref, later));
    const desk = await resolutionDesk(await world.ctx(people.supervisor), null);
    must(await sign(ref));
    const list = await resolutionList(await world.ctx(), 'beipo', { year: null, before: null });

    expect(desk?.rows.map(({ waits }) => waits).toSorted()).toEqual(['drop', 'report']);
    expect(list?.rows.find(({ no }) => no === ref.no)).toMatchObject({
      ...{ state: 'dropped', droppedOn: today() },
    });
  });

  test('is signed by nobody who asked for its end, or carries it out', async () => {
    must(await ask(ref, later));
    const { assignment } = await import('#db/schema/grids.ts');
    const serve = (personId: string) =>
      world.app.db.write((tx) =>
        tx.update(assignment).set({ personId }).where(eq(assignment.title, '监督委员会主任')),
      );
    await serve(people.clerk);
    const asker = await sign(ref, people.clerk);
    await serve(people.director);
    const owner = await sign(ref, people.director);

    expect([asker, owner]).toMatchObject([{ code: 'notOwnWork' }, { code: 'notOwnWork' }]);
    expect((await rowOf(ref)).state).toBe('carrying-out');
  });

  test('owes no report afterwards, and nobody is reminded of it', async () => {
    must(await ask(ref, later));
    must(await sign(ref));
    const { reportDueOn } = await rowOf(ref);
    world.clock.set(instantOf(addDays(reportDueOn, -3), '10:00'));
    await remindReports.run(systemContext(world.app));
    const late = await reportProgress(await world.ctx(people.director), ref, {
      ...{ kind: 'progress', body: '还在挖。', spent: null, isSame: true, difference: '' },
      ...{ key: newToken(), photoIds: [] },
    });
    const desk = await resolutionDesk(await world.ctx(people.clerk), null);

    expect(late).toMatchObject({ ok: false, code: 'alreadyDone' });
    expect(desk?.rows.map(({ path }) => path)).toEqual([`/v/beipo/resolutions/${later.no}`]);
  });

  test('tells who carries it out and who raised the matter, and is in the ledger', async () => {
    must(await ask(ref, later));
    must(await sign(ref));
    const { id } = await rowOf(ref);
    const acts = await world.app.db.read
      .select({ what: ledgerEntry.what, facts: ledgerEntry.facts })
      .from(ledgerEntry)
      .where(and(eq(ledgerEntry.subjectId, id), eq(ledgerEntry.subjectKind, 'resolution')));

    expect(await told('resolution.dropped')).toEqual(
      [people.director, people.secretary].toSorted(),
    );
    expect(acts.map(({ what }) => what).toSorted()).toEqual([
      ...['resolution.drop-asked', 'resolution.dropped', 'resolution.published'],
    ]);
    expect(JSON.stringify(acts)).not.toContain(WHY);
  });

  test('goes on when the supervision committee sends it back, and who asked hears why', async () => {
    must(await ask(ref, later));
    const back = { reason: '那次会上没有说要停', key: newToken() };
    must(await sendDropBack(await world.ctx(people.supervisor), ref, back));
    const signed = await sign(ref);
    must(await ask(ref, later));
    must(await sign(ref));

    expect(signed).toMatchObject({ ok: false, code: 'alreadyDone' });
    expect(await told('resolution.drop-sent-back')).toEqual([people.clerk]);
    expect((await rowOf(ref)).state).toBe('dropped');
  });

  test('does not end by a meeting below the one that decided, nor by an earlier decision', async () => {
    await decidedBy(ref, 'assembly_person');

    const below = await ask(ref, later);
    const earlier = await ask(later, ref);
    const offered = await pageFor(ref, people.clerk);

    expect([below, earlier]).toMatchObject([
      { code: 'dropLowerBody', field: 'successor' },
      { code: 'dropNotLater', field: 'successor' },
    ]);
    expect(offered.enders).toEqual([]);
  });

  test('does not end by a decision that has been ended itself before the signature', async () => {
    const last = await published({ title: '机耕道也不修了' });
    must(await ask(ref, later));
    must(await ask(later, last));
    must(await sign(later));

    expect(await sign(ref)).toMatchObject({ ok: false, code: 'dropEnded' });
    expect(await ask(ref, later)).toMatchObject({ ok: false, code: 'dropEnded' });
    expect((await ask(ref, last)).ok).toBe(true);
  });

  test('does not end without a reason, or for nothing', async () => {
    const silent = await ask(ref, later, '停');
    const form = { successor: '', reason: WHY, key: newToken() };
    const nothing = await askToDrop(await world.ctx(people.clerk), ref, form);

    expect(silent).toMatchObject({ code: 'dropUnsaid', field: 'reason' });
    expect(nothing).toMatchObject({ code: 'pickOne', field: 'successor' });
  });

  test('is nobody’s to end who serves elsewhere, or only signs', async () => {
    const stranger = await ask(ref, later, WHY, world.people.southSecretary);
    const signer = await ask(ref, later, WHY, people.supervisor);
    must(await ask(ref, later));

    expect([stranger, signer, await sign(ref, people.clerk)]).toMatchObject([
      ...[{ code: 'notFound' }, { code: 'notFound' }, { code: 'notFound' }],
    ]);
  });

  test('keeps no personal datum in the reason once it is covered', async () => {
    must(await ask(ref, later, '周寒露家那一段占了承包地。'));
    must(await sign(ref));
    const { id } = await rowOf(ref);

    must(
      await correctPrivacy(await world.ctx(people.clerk), id, {
        ...{ datum: '周寒露', key: newToken() },
      }),
    );

    expect((await pageFor(ref)).drop?.reason).not.toContain('周寒露');
  });
});

describe('a decision that takes the place of an earlier one', () => {
  test('names it when it is published, and the signature ends that one', async () => {
    const ref = await published();
    const { id } = await rowOf(ref);
    const motionId = await decided();
    const form = await publishPage(await world.ctx(people.clerk), motionId);
    const replacing = { title: '改修机耕道', replaces: id };

    const silent = await publishDecision(
      await world.ctx(people.clerk),
      motionId,
      formOf(replacing),
    );
    const full = formOf({ ...replacing, replacesWhy: WHY });
    must(await publishDecision(await world.ctx(people.clerk), motionId, full));
    const before = await rowOf(ref);
    must(await sign(ref));

    expect(form?.endable.map((one) => one.id)).toEqual([id]);
    expect(silent).toMatchObject({ ok: false, code: 'dropUnsaid', field: 'replacesWhy' });
    expect(before).toMatchObject({ state: 'carrying-out', dropReason: WHY });
    expect((await pageFor(ref)).drop).toMatchObject({ successor: { title: '改修机耕道' } });
  });

  test('is not published at all where it may not end the one it names', async () => {
    const ref = await published();
    await decidedBy(ref, 'assembly_person');
    const motionId = await decided();
    const { id } = await rowOf(ref);
    const form = formOf({ replaces: id, replacesWhy: WHY });

    const refused = await publishDecision(await world.ctx(people.clerk), motionId, form);

    expect(refused).toMatchObject({ ok: false, code: 'dropLowerBody', field: 'replaces' });
    expect(await world.app.db.read.select().from(resolution)).toHaveLength(1);
  });
});
