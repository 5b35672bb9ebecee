import { and, eq, like } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountBalance, disclosureSum } from '#db/schema/disclosure-accounts.ts';
import {
  disclosureDuty,
  disclosureRequest,
  disclosureSignature,
  villageItem,
} from '#db/schema/disclosure-duties.ts';
import {
  disclosure,
  disclosureFinding,
  disclosureRow,
  disclosureVersion,
} from '#db/schema/disclosures.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { post } from '#db/schema/posts.ts';
import { ensureDuty } from '#server/disclosure-duties/duties.ts';
import { publishDisclosure } from '#server/disclosure-review/publishing.ts';
import {
  returnDisclosure,
  sendForReview,
  signDisclosure,
} from '#server/disclosure-review/steps.ts';
import { reviewPage } from '#server/disclosure-review/views.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { instantOf } from '#server/rules/dates.ts';
import {
  type DisclosurePeople,
  disclosurePeople,
  draftTable,
  ledgerLine,
  must,
  OCTOBER,
  publishedAccounts,
  publishedDraft,
  publishedTable,
  startDisclosure,
  subsistenceLine,
} from '#tests/support/disclosures.ts';
import { fillRoll } from '#tests/support/held-steps.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let people: DisclosurePeople;

beforeEach(async () => {
  world = await openWorld();
  people = await disclosurePeople(world);
  await startDisclosure(world);
});

afterEach(() => world.close());

const as = (personId: string) => world.ctx(personId);
const october = (more = {}) =>
  draftTable(world, {
    ...{ itemCode: 'finance-lines', period: '2026-10', lines: OCTOBER, opening: 11_007_722 },
    ...more,
  });
const meeting = (more = {}) => ({
  ...{ metOn: '2026-11-16', present: 6, decision: '同意公开', lateReason: '报账员住院' },
  ...more,
});
async function stands(id: string) {
  const [row] = await world.app.db.read.select().from(disclosure).where(eq(disclosure.id, id));
  if (!row) throw new Error('gone');
  return row;
}
const told = (personId: string, template: string) =>
  world.app.db.read
    .select({ body: outboxMessage.body, path: outboxMessage.path })
    .from(outboxMessage)
    .where(and(eq(outboxMessage.personId, personId), like(outboxMessage.template, template)));
async function signedDraft(id: string) {
  must(await sendForReview(await as(people.clerk), id));
  must(await signDisclosure(await as(people.supervision[0]), id));
  must(await signDisclosure(await as(people.supervision[1]), id));
  return id;
}

/** A request that was reached: the village owes an item of its own, which these people asked for. */
async function askedTogether(period: string, personIds: string[]) {
  const villageCode = world.county.north;
  const item = {
    ...world.app.book.catalogue.items.find(({ code }) => code === 'seal-use'),
    ...{ no: null, code: 'asked-1', frequency: 'event' },
  };
  const [at, requestId] = [world.clock.now(), newId()];
  await world.app.db.write(async (tx) => {
    const own = { villageCode, code: 'asked-1', body: item, addedById: '', addedAt: at };
    await tx.insert(villageItem).values(own);
    const duty = await ensureDuty(tx, await as(people.secretary), {
      ...{ villageCode, period, why: 'requested', item: { code: 'asked-1', dueDays: 10 } },
    });
    await tx.insert(disclosureRequest).values({
      ...{ id: requestId, villageCode, no: 1, basis: 'villagers', outOf: 20, needed: 2 },
      ...{ signed: 2, raisedById: personIds[0] ?? '', openedAt: at, openThrough: period },
      ...{ reachedAt: at, dutyId: duty.id },
    });
    for (const personId of personIds) {
      await tx
        .insert(disclosureSignature)
        .values({ requestId, villagerId: personId, personId, at });
    }
  });
}

describe('the way to the board', () => {
  test('no more can have met than sit in the two committees, where their rolls are kept', async () => {
    const id = await signedDraft(await october());
    await fillRoll(world, 'party_committee', 5);
    await fillRoll(world, 'village_committee', 5);
    const secretary = await as(people.secretary);

    const refused = await publishDisclosure(secretary, id, meeting({ present: 11 }));
    const published = await publishDisclosure(secretary, id, meeting({ present: 10 }));

    expect(refused).toMatchObject({ ok: false, code: 'moreThanDue', field: 'present' });
    expect(published).toMatchObject({ ok: true });
  });

  test('goes over supervision and the joint meeting, and everybody reads it then', async () => {
    const { id, postId, path } = await publishedAccounts(world, people);

    const [row] = await world.app.db.read.select().from(post).where(eq(post.id, postId));
    expect(path).toBe('/v/beipo/open/item/1001');
    expect(row).toMatchObject({
      kind: 'disclosure',
      title: '10月的账',
      audience: 'public',
      holderId: people.clerk,
      authorId: people.clerk,
    });
    expect(row?.body).toContain('48,260.00 元');
    expect(await stands(id)).toMatchObject({ state: 'published', version: 1, lateDays: 6 });
  });

  test('supervision is told to look, the meeting that it may publish', async () => {
    await signedDraft(await october());

    const [toSign] = await told(people.supervision[2], 'disclosure.to-sign');
    const [signed] = await told(people.director, 'disclosure.signed');
    expect(toSign?.body).toBe('北坡村的“10月的账”请您看一看，看过签字');
    expect(signed?.path).toMatch(/^\/desk\/open\/draft\/.+\/review$/);
  });

  test('an empty table does not go to supervision', async () => {
    const id = await draftTable(world, {
      ...{ itemCode: 'meeting-resolutions', period: '2026-10-15', lines: [] },
    });

    const sent = await sendForReview(await as(people.clerk), id);

    expect(sent).toMatchObject({ ok: false, code: 'rowsMissing' });
  });

  test('a table with personal data that nobody decided stays with the clerk', async () => {
    const id = await october();
    const place = { disclosureId: id, version: 1, place: 'cell', columnCode: 'item' };
    await world.app.db.write(async (tx) => {
      await tx.insert(disclosureFinding).values({
        ...{ id: newId(), ...place, kind: 'phone', start: 0, end: 11, state: 'claimed' },
        reason: '村里的电话',
      });
    });

    const sent = await sendForReview(await as(people.clerk), id);

    expect(sent).toMatchObject({ ok: false, code: 'findingsOpen' });
  });

  test('accounts that are one 分 off stay with the clerk', async () => {
    const id = await october();
    await world.app.db.write(async (tx) => {
      const isIt = eq(accountBalance.disclosureId, id);
      await tx.update(accountBalance).set({ closing: 14_853_721 }).where(isIt);
    });

    const sent = await sendForReview(await as(people.clerk), id);

    expect(sent).toMatchObject({ ok: false, code: 'ledgerOff' });
    const page = await reviewPage(await as(people.clerk), id, null);
    expect(page?.accountFaults).toMatchObject([{ fault: 'closing', off: -1 }]);
  });

  test('nobody publishes what supervision has not signed', async () => {
    const id = await october();
    must(await sendForReview(await as(people.clerk), id));
    must(await signDisclosure(await as(people.supervision[0]), id));

    const early = await publishDisclosure(await as(people.secretary), id, meeting());

    expect(early).toMatchObject({ ok: false, code: 'alreadyDone' });
    expect(await world.app.db.read.select().from(post)).toEqual([]);
  });

  test('whoever drafted it never signs it, though he sits on the supervision committee', async () => {
    const id = await october({ draftedById: people.supervision[0] });
    must(await sendForReview(await as(people.clerk), id));

    const own = await signDisclosure(await as(people.supervision[0]), id);

    expect(own).toMatchObject({ ok: false, code: 'notOwnWork' });
  });

  test('one signature counts once, however often somebody presses', async () => {
    const id = await october();
    must(await sendForReview(await as(people.clerk), id));
    const ctx = await as(people.supervision[0]);
    const key = newToken();

    const pressed = await Promise.all([
      signDisclosure(ctx, id, key),
      signDisclosure(ctx, id, key),
      signDisclosure(ctx, id),
    ]);

    expect(pressed.filter(({ ok }) => ok)).toHaveLength(2);
    expect((await stands(id)).state).toBe('review');
  });

  test('supervision sends it back with a word, and earlier signatures are void', async () => {
    const id = await october();
    must(await sendForReview(await as(people.clerk), id));
    must(await signDisclosure(await as(people.supervision[0]), id));

    must(await returnDisclosure(await as(people.supervision[1]), id, '石子那笔少一张过磅单'));
    const isReturned = await stands(id);
    must(await sendForReview(await as(people.clerk), id));
    must(await signDisclosure(await as(people.supervision[1]), id));

    expect(isReturned.state).toBe('returned');
    expect((await stands(id)).state).toBe('review');
    const [note] = await told(people.clerk, 'disclosure.returned');
    expect(note?.body).toBe('“10月的账”退回来了：石子那笔少一张过磅单');
  });

  test('a return without a reason is refused', async () => {
    const id = await october();
    must(await sendForReview(await as(people.clerk), id));

    const back = await returnDisclosure(await as(people.supervision[1]), id, '  ');

    expect(back).toMatchObject({ ok: false, code: 'required', field: 'reason' });
  });

  test('supervisors of another village, villagers and the town take no step', async () => {
    const id = await october();
    must(await sendForReview(await as(people.clerk), id));
    const south = {
      post: 'supervision' as const,
      gridCode: world.county.south,
      title: '委员',
      no: 70,
    };
    const stranger = await world.county.addPerson('丁寒露', south);
    const { villager, town } = world.people;

    const tried = [
      await signDisclosure(await as(stranger), id),
      await signDisclosure(await as(villager), id),
      await signDisclosure(await as(town), id),
    ];

    expect(tried.map((one) => one.ok)).toEqual([false, false, false]);
  });
});

describe('the joint meeting', () => {
  test('whoever signed does not publish as well, whatever posts he holds', async () => {
    const both = people.supervision[0];
    const id = await signedDraft(await october());
    await world.county.addPerson('龚立冬', {});
    const ctx = await as(both);
    const held = { post: 'secretary' as const, gridCode: world.county.north, title: '书记' };
    const path = ctx.viewer.posts[0]?.path ?? '';
    ctx.viewer = {
      ...ctx.viewer,
      posts: [...ctx.viewer.posts, { ...held, path, isDeputy: false }],
    };

    const own = await publishDisclosure(ctx, id, meeting());

    expect(own).toMatchObject({ ok: false, code: 'notOwnWork' });
  });

  test('lies after the sending and not in the future', async () => {
    const id = await signedDraft(await october());
    const ctx = await as(people.secretary);

    const before = await publishDisclosure(ctx, id, meeting({ metOn: '2026-11-15' }));
    const toCome = await publishDisclosure(ctx, id, meeting({ metOn: '2026-11-17' }));

    const wrong = { ok: false, code: 'meetingDayWrong', field: 'metOn' };
    expect([before, toCome]).toMatchObject([wrong, wrong]);
  });

  test('says why, when it comes late, and how late is counted from the clock', async () => {
    const id = await signedDraft(await october());

    const silent = await publishDisclosure(
      await as(people.secretary),
      id,
      meeting({ lateReason: '' }),
    );
    must(await publishDisclosure(await as(people.secretary), id, meeting()));

    const isIt = and(
      eq(disclosureDuty.itemCode, 'finance-lines'),
      eq(disclosureDuty.period, '2026-10'),
    );
    const [duty] = await world.app.db.read.select().from(disclosureDuty).where(isIt);
    expect(silent).toMatchObject({ ok: false, code: 'required', field: 'lateReason' });
    expect(duty).toMatchObject({
      dueOn: '2026-11-10',
      lateDays: 6,
      lateReason: '报账员住院',
      disclosureId: id,
    });
  });

  test('asks for no reason when it is in time', async () => {
    world.clock.set(instantOf('2026-11-06', '10:00'));
    const id = await signedDraft(await october());

    must(
      await publishDisclosure(
        await as(people.secretary),
        id,
        meeting({ metOn: '2026-11-06', lateReason: '' }),
      ),
    );

    expect(await stands(id)).toMatchObject({ lateDays: 0, shownThrough: '2026-11-21' });
  });

  test('two who press together publish it once', async () => {
    const id = await signedDraft(await october());

    const pressed = await Promise.all([
      publishDisclosure(await as(people.secretary), id, meeting()),
      publishDisclosure(await as(people.director), id, meeting()),
    ]);

    expect(pressed.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await world.app.db.read.select().from(post)).toHaveLength(1);
  });
});

describe('what goes out', () => {
  test('is summed by kind, and its balance counts for the next month', async () => {
    const { id } = await publishedAccounts(world, people);

    const sums = await world.app.db.read
      .select()
      .from(disclosureSum)
      .where(eq(disclosureSum.disclosureId, id));
    const [balance] = await world.app.db.read.select().from(accountBalance);
    expect(sums.map(({ side, kind, amount }) => [side, kind, amount]).sort()).toEqual([
      ['in', 'lease', 4_826_000],
      ['out', 'cleaning', 300_000],
      ['out', 'works', 680_000],
    ]);
    expect(balance).toMatchObject({ isStanding: true, closing: 14_853_722 });
  });

  test('has a version with a hash, and no draft is kept', async () => {
    const { id } = await publishedAccounts(world, people);

    const [version] = await world.app.db.read.select().from(disclosureVersion);
    const rows = await world.app.db.read.select().from(disclosureRow);
    expect(version).toMatchObject({ disclosureId: id, no: 1, rows: 3, reason: '' });
    expect(version?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(rows.map(({ draftSealed }) => draftSealed)).toEqual([null, null, null]);
  });

  test('every step stands in the ledger, with who took it', async () => {
    const { id } = await publishedAccounts(world, people);

    const acts = await world.app.db.read
      .select({ what: ledgerEntry.what, role: ledgerEntry.actorRole })
      .from(ledgerEntry)
      .where(eq(ledgerEntry.subjectId, id));
    expect(acts.map(({ what, role }) => `${what} ${role}`).sort()).toEqual([
      'disclosure.met secretary',
      'disclosure.published secretary',
      'disclosure.sent clerk',
      'disclosure.signed supervision',
      'disclosure.signed supervision',
    ]);
  });

  test('a list of people in need is a page for the village alone', async () => {
    const lines = [subsistenceLine('方谷雨', 2, 132_000)];
    const draft = { itemCode: 'subsistence', period: '2026-Q3', lines };

    const { postId, id } = await publishedTable(world, people, draft);

    const [row] = await world.app.db.read.select().from(post).where(eq(post.id, postId));
    expect(row?.audience).toBe('village');
    expect(await stands(id)).toMatchObject({
      state: 'publicity',
      publicityThrough: '2026-11-23',
      namesThrough: '2026-12-01',
    });
  });

  test('is told to those who asked for it together', async () => {
    const { villager, neighbour, second, phoneOnly } = world.people;
    const period = '2026-11-10';
    await askedTogether(period, [villager, neighbour]);
    const lines = [{ shown: { matter: '鱼塘承包', detail: '租到 2028 年' } }];

    await publishedTable(world, people, { itemCode: 'asked-1', period, lines });

    const heard = [villager, neighbour, second, phoneOnly];
    const news = await Promise.all(heard.map((one) => told(one, 'disclosure.published')));
    expect(news.map((one) => one.length)).toEqual([1, 1, 0, 0]);
    expect(news[0]?.[0]).toMatchObject({ path: '/v/beipo/open/item/1001' });
  });

  test('posted shortly before midnight it still stays its full days', async () => {
    world.clock.set(instantOf('2026-11-01', '23:50'));
    const id = await draftTable(world, {
      ...{ itemCode: 'finance-lines', period: '2026-10' },
      lines: [ledgerLine('in', '2026-10-09', '发包款', 'lease', 100)],
    });

    await publishedDraft(world, people, id);

    expect((await stands(id)).shownThrough).toBe('2026-11-16');
  });
});
