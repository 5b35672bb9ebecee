import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { villager } from '#db/schema/accounts.ts';
import { bodyMember } from '#db/schema/bodies.ts';
import { disclosureDuty, villageItem } from '#db/schema/disclosure-duties.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { post } from '#db/schema/posts.ts';
import { ownData } from '#server/accounts/export.ts';
import type { Asker } from '#server/disclosure-requests/basis.ts';
import { openRequest, signRequest } from '#server/disclosure-requests/commands.ts';
import { newRequestPage, requestList, requestPage } from '#server/disclosure-requests/views.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { editPost, withdrawPost } from '#server/posts/commands.ts';
import { instantOf } from '#server/rules/dates.ts';
import { must, startDisclosure } from '#tests/support/disclosures.ts';
import { known } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
  await startDisclosure(world);
  // Three have accounts; with these there are 21 on the roster, so that three have to sign.
  await enrol(18);
});

afterEach(async () => {
  await world.close();
});

const POND = '村口鱼塘这三年的承包合同';
const WHY = '想看看租金是多少、什么时候到期';

const form = (asker: Asker = 'villagers') => ({
  ...{ title: POND, body: WHY, shownAs: 'resident' as const },
  ...{ asker, key: newToken() },
});

async function opened(by = world.people.villager, asker: Asker = 'villagers') {
  const ctx = await world.ctx(await known(world, by));
  const { path } = must(await openRequest(ctx, 'beipo', form(asker)));
  return { slug: 'beipo', no: Number(path.split('/').at(-1)) };
}

type Ref = Awaited<ReturnType<typeof opened>>;

const pageFor = async (ref: Ref, personId?: string) => requestPage(await world.ctx(personId), ref);
const sign = async (ref: Ref, personId: string, wants = true) =>
  signRequest(await world.ctx(personId), ref, wants);

async function reached() {
  const ref = await opened();
  must(await sign(ref, world.people.neighbour));
  must(await sign(ref, world.people.second));
  return ref;
}

const dutiesOf = () =>
  world.app.db.read.select().from(disclosureDuty).where(eq(disclosureDuty.why, 'requested'));

describe('a joint request', () => {
  test('says before it is begun how many must sign, of how many, and until when', async () => {
    const page = await newRequestPage(await world.ctx(world.people.villager), 'beipo');
    const guest = await newRequestPage(await world.ctx(), 'beipo');

    expect(page).toMatchObject({ outOf: 21, needed: 3, openThrough: '2026-12-16', dueDays: 10 });
    expect([page?.isVillager, guest?.isVillager]).toEqual([true, false]);
  });

  test('counts each villager once, and shows the number and no names', async () => {
    const ref = await opened();

    must(await sign(ref, world.people.neighbour));
    must(await sign(ref, world.people.neighbour));
    const page = await pageFor(ref);

    expect(page).toMatchObject({ state: 'open', signed: 2, needed: 3, outOf: 21 });
    expect(page?.parts.byline.name).toBe('本村村民');
    expect(JSON.stringify(page)).not.toContain('周寒露');
    expect((await pageFor(ref, world.people.neighbour))?.hasSigned).toBe(true);
  });

  test('counts nobody twice who was taken off the roster and came back', async () => {
    const ref = await opened();
    must(await sign(ref, world.people.neighbour));
    const ctx = await world.ctx(world.people.neighbour);
    const [home] = ctx.viewer.memberships;
    if (!home) throw new Error('is on no roster');
    ctx.viewer = { ...ctx.viewer, memberships: [{ ...home, villagerId: newId() }] };

    must(await signRequest(ctx, ref, true));

    expect(await pageFor(ref)).toMatchObject({ state: 'open', signed: 2 });
    expect((await requestPage(ctx, ref))?.hasSigned).toBe(true);
  });

  test('counts nobody who has left the roster by the time that enough would have signed', async () => {
    const ref = await opened();
    must(await sign(ref, world.people.neighbour));
    const leftAt = world.clock.now();
    await world.app.db.write((tx) =>
      tx.update(villager).set({ leftAt }).where(eq(villager.personId, world.people.neighbour)),
    );

    must(await sign(ref, world.people.second));

    expect(await pageFor(ref)).toMatchObject({ state: 'open', signed: 2, needed: 3 });
    expect(await dutiesOf()).toEqual([]);
  });

  test('is signed by people of the roster alone', async () => {
    const ref = await opened();

    const phoneOnly = await sign(ref, world.people.phoneOnly);
    const southerner = await sign(ref, world.people.southerner);
    const guest = await signRequest(await world.ctx(), ref, true);
    const ownWay = await openRequest(await world.ctx(world.people.phoneOnly), 'beipo', form());

    expect(phoneOnly).toMatchObject({ ok: false, code: 'notOfThisVillage' });
    expect(southerner).toMatchObject({ ok: false, code: 'notOfThisVillage' });
    expect(guest).toMatchObject({ ok: false, code: 'signInFirst' });
    expect(ownWay).toMatchObject({ ok: false, code: 'notOfThisVillage' });
    expect((await pageFor(ref))?.signed).toBe(1);
  });

  test('a signature is taken back while it is open, and no longer once enough have signed', async () => {
    const ref = await opened();
    must(await sign(ref, world.people.neighbour));

    must(await sign(ref, world.people.neighbour, false));
    const before = await pageFor(ref);
    must(await sign(ref, world.people.neighbour));
    must(await sign(ref, world.people.second));
    const late = await sign(ref, world.people.neighbour, false);

    expect(before?.signed).toBe(1);
    expect(late).toMatchObject({ ok: false, code: 'requestReached' });
    expect((await pageFor(ref))?.signed).toBe(3);
  });

  test('ends with its last day when too few have signed', async () => {
    const ref = await opened();
    world.clock.set(instantOf('2026-12-17'));

    const late = await sign(ref, world.people.neighbour);

    expect(late).toMatchObject({ ok: false, code: 'requestOver' });
    expect(await pageFor(ref, world.people.neighbour)).toMatchObject({
      ...{ state: 'over', maySign: false, dueOn: null },
    });
    expect(await dutiesOf()).toEqual([]);
  });
});

describe('when enough have signed', () => {
  test('the village owes it once, as an item of its own, and is told by when', async () => {
    const ref = await reached();

    must(await sign(ref, await another('安立冬')));
    const [duty, ...more] = await dutiesOf();
    const items = await world.app.db.read.select().from(villageItem);
    const told = await world.app.db.read
      .select()
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'request.reached'));

    expect(more).toEqual([]);
    expect(duty).toMatchObject({ itemCode: `asked-${ref.no}`, dueOn: '2026-11-26', words: POND });
    expect(items.map(({ code }) => code)).toEqual([`asked-${ref.no}`]);
    const people = [world.people.villager, world.people.secretary, world.people.clerk];
    expect(told.map(({ personId }) => personId).toSorted()).toEqual(people.toSorted());
    expect(await pageFor(ref)).toMatchObject({ state: 'reached', signed: 4, dueOn: '2026-11-26' });
  });

  test('a privacy correction covers the words that the duty repeats', async () => {
    const ref = await reached();
    const id = await idOf(ref);

    const datum = { datum: '鱼塘', key: newToken() };
    must(await correctPrivacy(await world.ctx(world.people.clerk), id, datum));

    const [duty] = await dutiesOf();
    expect(duty?.words).not.toContain('鱼塘');
    expect((await pageFor(ref))?.title).not.toContain('鱼塘');
  });
});

test('what others have signed is changed and taken back by nobody', async () => {
  const ref = await opened();
  const id = await idOf(ref);
  const ctx = await world.ctx(world.people.villager);

  const edited = await editPost(ctx, id, { title: '别的', body: '别的', key: newToken() });
  const withdrawn = await withdrawPost(ctx, id);

  expect([edited.ok, withdrawn.ok]).toEqual([false, false]);
  expect((await pageFor(ref))?.title).toBe(POND);
});

test('the first words of a new account are looked at before others read and sign them', async () => {
  const ctx = await world.ctx(world.people.second);
  const { path } = must(await openRequest(ctx, 'beipo', form()));
  const ref = { slug: 'beipo', no: Number(path.split('/').at(-1)) };

  const other = await sign(ref, world.people.neighbour);

  expect(other).toMatchObject({ ok: false, code: 'notFound' });
  expect((await pageFor(ref, world.people.second))?.parts.isHeld).toBe(true);
});

test('stands in the list of its village, and its signature in the signer’s own data', async () => {
  const ref = await opened();
  must(await sign(ref, world.people.neighbour));

  const list = await requestList(await world.ctx(), 'beipo', { before: null, after: null });
  const data = await ownData(await world.ctx(world.people.neighbour));
  const elsewhere = await requestList(await world.ctx(), 'nanba', { before: null, after: null });

  expect(list?.rows.map(({ post: { title }, request: { signed } }) => [title, signed])).toEqual([
    [POND, 2],
  ]);
  expect(data?.signed).toMatchObject([{ village: world.county.north, no: ref.no }]);
  expect(elsewhere).toBeNull();
});

async function idOf({ no }: Ref): Promise<string> {
  const [row] = await world.app.db.read.select({ id: post.id }).from(post).where(eq(post.no, no));
  if (!row) throw new Error(`there is no post ${no}`);
  return row.id;
}

function another(name: string): Promise<string> {
  const { north } = world.county;
  const place = { gridCode: `${north}001`, villageCode: north };
  return world.county.addPerson(name, { household: `${north}001009`, ...place });
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

/** Puts people on the roll of representatives, with so many more beside them. */
async function represent(people: string[], others = 0) {
  const lines = await world.app.db.read.select().from(villager);
  const own = people.map((personId) => lines.find((one) => one.personId === personId));
  const rows = [...own, ...Array.from({ length: others }, () => undefined)].map((line, at) => ({
    ...{ id: newId(), villageCode: world.county.north, body: 'representatives' },
    ...{ villagerId: line?.id ?? null, name: line?.name ?? `代表${at}`, isWoman: false },
    ...{ groupCode: null, sort: at + 1, since: 1, until: null, addedById: 'x' },
    ...{ endedById: null, endReason: null },
  }));
  await world.app.db.write((tx) => tx.insert(bodyMember).values(rows));
}

describe('a joint request of the representatives', () => {
  const first = () => world.people.villager;
  const neighbour = () => world.people.neighbour;
  const second = () => world.people.second;

  test('needs a fifth of their roll, in whole people', async () => {
    await represent([first(), neighbour()], 9);

    const page = await newRequestPage(await world.ctx(first()), 'beipo');
    const ref = await opened(first(), 'representatives');

    // A fifth of eleven is 2.2 people: three have to sign.
    expect(page?.asRepresentative).toEqual({ basis: 'representatives', outOf: 11, needed: 3 });
    expect(await pageFor(ref)).toMatchObject({
      ...{ basis: 'representatives', outOf: 11, needed: 3, signed: 1, state: 'open' },
    });
  });

  test('is begun and signed by those alone who stand on it', async () => {
    await represent([first(), neighbour()], 8);
    const ref = await opened(first(), 'representatives');

    const asVillager = await sign(ref, second());
    const begun = await openRequest(await world.ctx(second()), 'beipo', form('representatives'));
    must(await sign(ref, neighbour()));

    expect(asVillager).toMatchObject({ ok: false, code: 'onlyRepresentatives' });
    expect(begun).toMatchObject({ ok: false, code: 'onlyRepresentatives', field: 'asker' });
    expect(await pageFor(ref, second())).toMatchObject({ isForOthers: true, maySign: false });
    expect(await newRequestPage(await world.ctx(second()), 'beipo')).toMatchObject({
      asRepresentative: null,
    });
    expect(await pageFor(ref)).toMatchObject({ state: 'reached', signed: 2, needed: 2 });
    expect(await dutiesOf()).toHaveLength(1);
  });

  test('counts nobody among them who is known to be under eighteen', async () => {
    await represent([first(), neighbour(), second()], 8);
    await world.app.db.write((tx) =>
      tx.update(villager).set({ adultFrom: '2030-01-01' }).where(eq(villager.personId, second())),
    );

    const ref = await opened(first(), 'representatives');
    const begun = await openRequest(await world.ctx(second()), 'beipo', form('representatives'));

    expect(await pageFor(ref)).toMatchObject({ outOf: 10, needed: 2, signed: 1 });
    expect(begun).toMatchObject({ ok: false, code: 'underAge', field: 'asker' });
    expect(await sign(ref, second())).toMatchObject({ ok: false, code: 'underAge' });
  });

  test('counts nobody who was taken off the roll before enough had signed', async () => {
    await represent([first(), neighbour(), second()], 11);
    const ref = await opened(first(), 'representatives');
    must(await sign(ref, neighbour()));
    await world.app.db.write((tx) =>
      tx
        .update(bodyMember)
        .set({ until: world.clock.now(), endReason: '换届' })
        .where(eq(bodyMember.name, '周寒露')),
    );

    must(await sign(ref, second()));

    expect(await pageFor(ref)).toMatchObject({ state: 'open', signed: 2, needed: 3 });
    // Who is off the roll still takes his own signature back.
    must(await sign(ref, neighbour(), false));
    expect(await dutiesOf()).toEqual([]);
  });
});

describe('of how many villagers a tenth is counted', () => {
  const ages = (adultFrom: string | null, who?: string) =>
    world.app.db.write((tx) =>
      tx
        .update(villager)
        .set({ adultFrom })
        .where(who === undefined ? undefined : eq(villager.personId, who)),
    );

  test('of the grown-ups where all ages are known, and the page says so', async () => {
    await ages('2026-01-01');
    await ages('2030-01-01', world.people.second);

    const ref = await opened();

    expect(await pageFor(ref)).toMatchObject({ basis: 'adults', outOf: 20, needed: 2 });
  });

  test('of everybody not known to be younger where some ages are not known', async () => {
    await ages('2030-01-01', world.people.second);

    const ref = await opened();

    expect(await pageFor(ref)).toMatchObject({ basis: 'villagers', outOf: 20, needed: 2 });
  });

  test('who is not eighteen yet neither begins one nor signs, and does from his birthday on', async () => {
    const ref = await opened();
    await ages('2026-11-17', world.people.second);

    const early = await sign(ref, world.people.second);
    const begun = await openRequest(await world.ctx(world.people.second), 'beipo', form());
    world.clock.set(instantOf('2026-11-17', '00:00'));
    must(await sign(ref, world.people.second));

    expect(early).toMatchObject({ ok: false, code: 'underAge' });
    expect(begun).toMatchObject({ ok: false, code: 'underAge' });
    expect(await pageFor(ref)).toMatchObject({ signed: 2 });
  });
});
