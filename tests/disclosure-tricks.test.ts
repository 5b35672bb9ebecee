import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { person, villager } from '#db/schema/accounts.ts';
import { accountBalance } from '#db/schema/disclosure-accounts.ts';
import { disclosureDuty } from '#db/schema/disclosure-duties.ts';
import { disclosure, disclosureFinding, disclosureVersion } from '#db/schema/disclosures.ts';
import { openDraft } from '#server/disclosure-drafts/drafts.ts';
import { decideClaim } from '#server/disclosure-drafts/gate.ts';
import { dropRow } from '#server/disclosure-drafts/rows.ts';
import { saveWords } from '#server/disclosure-drafts/words.ts';
import { declareEvent } from '#server/disclosure-duties/declaring.ts';
import { orderDisclosure } from '#server/disclosure-duties/ordering.ts';
import { beginCorrection, keepLine } from '#server/disclosure-review/correcting.ts';
import { publishDisclosure } from '#server/disclosure-review/publishing.ts';
import {
  returnDisclosure,
  sendForReview,
  signDisclosure,
} from '#server/disclosure-review/steps.ts';
import { disclosurePage } from '#server/disclosures/views.ts';
import { newId } from '#server/kernel/ids.ts';
import { instantOf } from '#server/rules/dates.ts';
import {
  type DisclosurePeople,
  type DraftLine,
  disclosurePeople,
  draftTable,
  must,
  OCTOBER,
  publishedDraft,
  publishedTable,
  startDisclosure,
  subsistenceLine,
} from '#tests/support/disclosures.ts';
import { openWorld, type World } from '#tests/support/world.ts';

/** What somebody in office, or somebody curious, tries with what is disclosed. */

let world: World;
let people: DisclosurePeople;

beforeEach(async () => {
  world = await openWorld();
  people = await disclosurePeople(world);
  await startDisclosure(world);
});

afterEach(() => world.close());

const as = (personId: string) => world.ctx(personId);
const meeting = {
  ...{ metOn: '2026-11-16', present: 6, decision: '同意公开', lateReason: '报账员住院' },
};
const month = (period: string, opening: number) =>
  draftTable(world, { itemCode: 'finance-lines', period, lines: OCTOBER, opening });

async function signed(id: string) {
  must(await sendForReview(await as(people.clerk), id));
  for (const member of people.supervision.slice(0, 2)) {
    must(await signDisclosure(await as(member), id));
  }
  return id;
}

const publish = async (id: string) => publishDisclosure(await as(people.secretary), id, meeting);

describe('accounts of two months under way at once', () => {
  test('a month goes out no more when the one before it ended with another sum', async () => {
    const october = await signed(await month('2026-10', 11_007_722));
    const september = await signed(await month('2026-09', 500_000));
    must(await publish(september));

    const off = await publish(october);

    expect(off).toMatchObject({ ok: false, code: 'ledgerOff' });
    const standing = await world.app.db.read
      .select({ period: accountBalance.period })
      .from(accountBalance)
      .where(eq(accountBalance.isStanding, true));
    expect(standing).toEqual([{ period: '2026-09' }]);
  });

  test('a month that was signed first goes out no more under one that went on from less', async () => {
    const september = await signed(await month('2026-09', 500_000));
    must(await publish(await signed(await month('2026-10', 11_007_722))));

    const off = await publish(september);

    expect(off).toMatchObject({ ok: false, code: 'laterOpening' });
  });
});

describe('accounts of the month under way', () => {
  test('do not go out before its last day, and meet nothing', async () => {
    const november = await month('2026-11', 11_007_722);
    const early = await sendForReview(await as(people.clerk), november);
    world.clock.set(instantOf('2026-11-30', '18:00'));

    expect(early).toMatchObject({ ok: false, code: 'periodNotOver' });
    expect(await sendForReview(await as(people.clerk), november)).toMatchObject({ ok: true });
  });
});

describe('somebody who holds two posts', () => {
  test('does not sign a table into which he wrote something himself', async () => {
    const id = await month('2026-10', 11_007_722);
    const ctx = await inBothPosts();
    must(await saveWords(ctx, id, { note: '石子款含运费', rule: '', resolution: '' }));
    must(await sendForReview(await as(people.clerk), id));

    const own = await signDisclosure(ctx, id);

    expect(own).toMatchObject({ ok: false, code: 'notOwnWork' });
  });

  test('does not sign a correction of which he let a struck line stand', async () => {
    const id = await signed(await month('2026-10', 11_007_722));
    must(await publish(id));
    must(await beginCorrection(await as(people.clerk), id, '石子款多写了'));
    must(await dropRow(await as(people.clerk), id, { no: 2 }));
    const ctx = await inBothPosts();
    must(await keepLine(ctx, id, 2));
    must(await sendForReview(await as(people.clerk), id));

    const own = await signDisclosure(ctx, id);

    expect(own).toMatchObject({ ok: false, code: 'notOwnWork' });
  });

  test('signs what he has only agreed to let stand', async () => {
    const id = await month('2026-10', 11_007_722);
    const findingId = newId();
    const found = { columnCode: 'item', kind: 'phone', start: 0, end: 2, reason: '村里的电话' };
    await world.app.db.write(async (tx) => {
      await tx.insert(disclosureFinding).values({
        ...{ ...found, id: findingId, disclosureId: id, version: 1, place: 'cell' },
        ...{ state: 'claimed', firstById: people.clerk },
      });
    });
    const ctx = await as(people.supervision[0]);
    must(await decideClaim(ctx, id, { findingId, agrees: false }));
    must(await sendForReview(await as(people.clerk), id));

    expect(await signDisclosure(ctx, id)).toMatchObject({ ok: true });
  });
});

describe('a table laid ready under the number of an event to come', () => {
  const which = () => ({ villageCode: world.county.north, itemCode: 'works' });
  const worksOwed = () =>
    world.app.db.read
      .select({ period: disclosureDuty.period, why: disclosureDuty.why })
      .from(disclosureDuty)
      .where(eq(disclosureDuty.itemCode, 'works'))
      .orderBy(disclosureDuty.period);

  test('is not what the next event of that day is met by', async () => {
    must(await openDraft(await as(people.clerk), { ...which(), period: '2026-11-16-2' }));
    const event = { ...which(), day: '2026-11-16', words: '修3组机耕道招标' };

    must(await declareEvent(await as(people.clerk), event));
    must(await declareEvent(await as(people.clerk), { ...event, words: '修5组水渠招标' }));

    expect((await worksOwed()).map(({ period }) => period)).toEqual([
      ...['2026-11-16', '2026-11-16-2', '2026-11-16-3'],
    ]);
  });

  test('is not what the town orders', async () => {
    must(await openDraft(await as(people.clerk), { ...which(), period: '2026-11-16-2' }));

    must(await orderDisclosure(await as(world.people.town), { ...which(), words: '群众问了三次' }));

    expect(await worksOwed()).toContainEqual({ period: '2026-11-16', why: 'ordered' });
  });
});

describe('a copy for programs', () => {
  test('tells no signature that was void, and nothing of a change under way', async () => {
    const id = await month('2026-10', 11_007_722);
    must(await sendForReview(await as(people.clerk), id));
    must(await signDisclosure(await as(people.supervision[2]), id));
    must(await returnDisclosure(await as(people.supervision[1]), id, '少一张过磅单'));
    const { path } = must(await publish(await signed(id)));
    must(await beginCorrection(await as(people.clerk), id, '石子款多写了'));

    const { steps } = JSON.parse(await (await world.http.request(`${path}.json`)).text());

    const told = steps.map(({ what }: { what: string }) => what);
    expect(told.toSorted()).toEqual(['met', 'published', 'signed', 'signed']);
    expect(JSON.stringify(steps)).not.toContain('龙白露');
  });
});

describe('the reason of a change', () => {
  const subsidy = (name: string, area: number): DraftLine => ({
    shown: { household: `${[...name][0]}*`, group: '1组', subsidy: '耕地地力保护', area },
    village: { household: name },
  });
  const lines = [subsidy('周寒露', 2_000), subsidy('罗白露', 1_500)];

  test('beside a list of persons names nobody whom the list itself masks', async () => {
    const draft = { itemCode: 'subsidies', period: '2026-11-10', lines };
    const { id, path } = await publishedTable(world, people, draft);
    must(await beginCorrection(await as(people.clerk), id, '周寒露的面积多算了半亩'));
    must(await dropRow(await as(people.clerk), id, { no: 1 }));
    await publishedDraft(world, people, id, { lateReason: '' });

    const pages = [path, `${path}/versions`].map((one) => world.get(one));
    const read = (await Promise.all((await Promise.all(pages)).map((one) => one.text()))).join();
    const [version] = await world.app.db.read
      .select({ reason: disclosureVersion.reason })
      .from(disclosureVersion)
      .where(eq(disclosureVersion.no, 2));

    expect(version?.reason).toBe('周*露的面积多算了半亩');
    expect(read).not.toContain('周寒露');
  });

  test('and what is said of an event whose list only the village reads names nobody either', async () => {
    const villageCode = world.county.north;
    const event = { villageCode, itemCode: 'disaster-relief', day: '2026-11-10' };
    must(await declareEvent(await as(people.clerk), { ...event, words: '周寒露家房子漏雨' }));
    const order = { villageCode, itemCode: 'disaster-relief', words: '周寒露家的尽快公开' };
    must(await orderDisclosure(await as(world.people.town), order));

    const said = await world.app.db.read
      .select({ words: disclosureDuty.words })
      .from(disclosureDuty);

    expect(said.map(({ words }) => words).join()).toContain('周*露家房子漏雨');
    expect(JSON.stringify(said)).not.toContain('周寒露');
  });

  test('beside accounts it stays as it was written', async () => {
    const id = await signed(await month('2026-10', 11_007_722));
    must(await publish(id));
    must(await beginCorrection(await as(people.clerk), id, '周寒露的误工费写重了'));

    const [row] = await world.app.db.read.select().from(disclosure).where(eq(disclosure.id, id));

    expect(row?.changeReason).toBe('周寒露的误工费写重了');
  });
});

describe('whoever is of the village no more', () => {
  test.each([
    ['moved away', (at: number) => ({ leftAt: at }), {}],
    ['was locked out', () => ({}), { disabledAt: 1 }],
  ])('%s reads no list of the village in the session that he had', async (_, line, account) => {
    const list = [subsistenceLine('周寒露', 2, 86_000)];
    const draft = { itemCode: 'subsistence', period: '2026-Q3', lines: list };
    const { no, path } = await publishedTable(world, people, draft);
    const address = { slug: 'beipo', no: String(no), query: new URLSearchParams() };
    const { villager: reader } = world.people;
    const before = await disclosurePage(await as(reader), address);

    await world.app.db.write(async (tx) => {
      const changes = line(world.clock.now());
      if (Object.keys(changes).length > 0)
        await tx.update(villager).set(changes).where(eq(villager.personId, reader));
      if (Object.keys(account).length > 0)
        await tx.update(person).set(account).where(eq(person.id, reader));
    });

    expect(JSON.stringify(before?.table)).toContain('周寒露');
    expect(await disclosurePage(await as(reader), address)).toBeNull();
    expect((await world.get(`${path}.csv`, await world.cookieOf(reader))).status).toBe(404);
  });
});

/** A supervisor who got a seat on the village committee as well. */
async function inBothPosts() {
  const ctx = await as(people.supervision[0]);
  const [held] = ctx.viewer.posts;
  if (!held) throw new Error('no post');
  const seat = { ...held, post: 'committee_member' as const, title: '委员' };
  ctx.viewer = { ...ctx.viewer, posts: [...ctx.viewer.posts, seat] };
  return ctx;
}
