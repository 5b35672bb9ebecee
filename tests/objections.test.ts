import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '#server/kinds.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { promise } from '#db/schema/promises.ts';
import { villageBySlug } from '#server/grids/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { tellVerdict } from '#server/promises/hearing.ts';
import { instantOf } from '#server/rules/dates.ts';
import { badgesOf, villageBadges } from '#server/selections/badges.ts';
import { finishRounds } from '#server/selections/finality.ts';
import { objectionDesk, objectionPage } from '#server/selections/objection-views.ts';
import { objectTo, proposeVerdict, secondVerdict } from '#server/selections/objections.ts';
import { resultOf } from '#server/selections/result-views.ts';
import { selectionPage } from '#server/selections/views.ts';
import { LETTERS, organisers, publishedLetters } from '#tests/support/rounds.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let opener: string;
let decider: string;
let ids: { beipo: string; nanba: string };

beforeEach(async () => {
  world = await openWorld();
  ({ opener, decider } = await organisers(world));
  ids = await publishedLetters(world, opener, { beipo: 0, nanba: 4 });
});

afterEach(() => world.close());

const object = async (
  postId: string,
  line = 'checkable',
  by = world.people.villager,
  key = newToken(),
) => {
  const form = { line, body: '信里说的组道，去年就修好了。', key };
  return objectTo(await world.ctx(by), { roundId: LETTERS, postId }, form);
};

async function openId(by = decider): Promise<string> {
  return (await objectionDesk(await world.ctx(by)))?.[0]?.id ?? '';
}

const struck = { verdict: 'struck' as const, reason: '去年就完工了', done: null, due: null };
const propose = async (form: Parameters<typeof proposeVerdict>[2] = struck, by = decider) =>
  proposeVerdict(await world.ctx(by), await openId(), form);
const agree = async (by = world.people.discipline) =>
  secondVerdict(await world.ctx(by), await openId(by), { agrees: 'yes', words: '' });

const result = async (version: number | null = null) =>
  resultOf(await world.ctx(), { id: LETTERS, kind: 'letters' }, version);
const placesIn = async (version: number | null = null) =>
  (await result(version))?.entries.map(({ postId, place, score }) => [
    postId === ids.beipo ? 'beipo' : 'nanba',
    place,
    score,
  ]);

describe('an objection', () => {
  test('is sent by anybody who is signed in, gets a number and a day, and shows no name', async () => {
    const sent = await object(ids.beipo);
    const own = await objectionPage(await world.ctx(world.people.villager), LETTERS, ids.beipo);
    const round = await selectionPage(await world.ctx(), LETTERS);

    expect(sent).toEqual({ ok: true, value: { no: 1 } });
    expect(own?.mine).toMatchObject([
      { no: 1, body: '信里说的组道，去年就修好了。', decided: null },
    ]);
    expect(own?.mine[0]?.dueAt).toBeGreaterThan(world.clock.now());
    expect(round?.objections).toMatchObject([{ no: 1, line: { code: 'checkable' } }]);
    expect(JSON.stringify(round?.objections)).not.toContain('去年就修好了');
    const entries = await world.app.db.read
      .select()
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'selection.objected'));
    expect(JSON.stringify(entries.map(({ facts }) => facts))).not.toContain('去年');
  });

  test('pressed twice it is one, and a second one has the next number', async () => {
    const key = newToken();

    const first = await object(ids.beipo, '', world.people.villager, key);
    const again = await object(ids.beipo, '', world.people.villager, key);
    const other = await object(ids.nanba, 'fulfilment', world.people.neighbour);

    expect([first, again, other]).toMatchObject([
      { value: { no: 1 } },
      { value: { no: 1 } },
      { value: { no: 2 } },
    ]);
  });

  test('needs somebody who signed in, a line that exists, and the days of objections', async () => {
    const form = { line: '', body: '不对', key: newToken() };
    const guest = await objectTo(await world.ctx(), { roundId: LETTERS, postId: ids.beipo }, form);
    const noLine = await object(ids.beipo, 'likes');
    world.clock.set(instantOf('2027-01-20', '09:00'));
    const late = await object(ids.beipo);

    expect([guest, noLine, late]).toMatchObject([
      { code: 'signInFirst' },
      { code: 'pickOne', field: 'line' },
      { code: 'roundMovedOn' },
    ]);
  });

  test('is decided by nobody who had a part in what it is about', async () => {
    await object(ids.beipo, 'checkable', decider);

    const own = await propose();
    const byOpener = await propose(struck, opener);
    const byTown = await proposeVerdict(await world.ctx(world.people.town), await openId(), struck);

    expect([own, byOpener, byTown].map((one) => one.ok)).toEqual([false, false, false]);
    const desk = await objectionDesk(await world.ctx(opener));
    expect(desk).toMatchObject([{ mayDo: 'concerned' }]);
    expect(await objectionDesk(await world.ctx(world.people.clerk))).toBeNull();
  });

  test('that is refused changes nothing, and whoever sent it reads why', async () => {
    await object(ids.beipo);

    const refused = await propose({ ...struck, verdict: 'refused', reason: '今年修的是另一段' });

    expect(refused.ok).toBe(true);
    expect((await result())?.version).toBe(1);
    const page = await selectionPage(await world.ctx(), LETTERS);
    expect(page?.objections).toMatchObject([
      { decided: { verdict: 'refused', reason: '今年修的是另一段', version: null } },
    ]);
    const told = await world.app.db.read
      .select()
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'selection.objection'));
    expect(told).toMatchObject([{ personId: world.people.villager }]);
  });
});

describe('what changes a result', () => {
  test('waits for a second person of another office', async () => {
    await object(ids.beipo);

    await propose();
    const before = (await result())?.version;
    const alone = await agree(decider);
    const both = await agree();

    expect([before, alone.ok, both.ok]).toEqual([1, false, true]);
    expect((await result())?.version).toBe(2);
  });

  test('a struck line gives nothing, and the places are counted again', async () => {
    const before = await placesIn();

    await object(ids.beipo);
    await propose();
    await agree();

    expect(before).toEqual([
      ['beipo', 1, 9000],
      ['nanba', 2, 8600],
    ]);
    expect(await placesIn()).toEqual([
      ['nanba', 1, 8600],
      ['beipo', 2, 7000],
    ]);
    const now = await result();
    expect(now?.entries.at(-1)).toMatchObject({ struck: ['checkable'], review: 6000 });
    expect(now?.reason).toBe('第 1 号不同意见成立：去年就完工了');
  });

  test('the old table stays in view with its hash', async () => {
    const first = await result();

    await object(ids.beipo);
    await propose();
    await agree();

    expect(await placesIn(1)).toEqual([
      ['beipo', 1, 9000],
      ['nanba', 2, 8600],
    ]);
    expect((await result(1))?.hash).toBe(first?.hash);
    expect((await result())?.hash).not.toBe(first?.hash);
    expect((await result())?.versions.map(({ version }) => version)).toEqual([2, 1]);
  });

  test('an entry that should not have been there falls out', async () => {
    await object(ids.beipo, '');
    await propose({ ...struck, verdict: 'out', reason: '信不是书记写的' });
    await agree();

    expect(await placesIn()).toEqual([['nanba', 1, 8600]]);
  });

  test('what was kept is counted anew', async () => {
    await object(ids.beipo, 'fulfilment');
    await propose({ verdict: 'fulfilment', reason: '两件到期，只办成一件', done: 1, due: 2 });
    await agree();

    expect((await result())?.entries).toMatchObject([
      { postId: ids.nanba, place: 1 },
      { postId: ids.beipo, place: 2, done: 1, due: 2, fulfilment: 500, score: 8500 },
    ]);
  });

  test('two upheld objections add up', async () => {
    await object(ids.beipo);
    await propose();
    await agree();
    await object(ids.beipo, 'wording', world.people.neighbour);
    await propose({ ...struck, reason: '错字太多' });
    await agree();

    const now = await result();
    expect(now?.version).toBe(3);
    expect(now?.entries.at(-1)).toMatchObject({ struck: ['checkable', 'wording'], score: 6500 });
  });

  test('a proposal that is sent back is open again, with the words of whoever sent it', async () => {
    await object(ids.beipo);
    await propose();
    const discipline = await world.ctx(world.people.discipline);

    await secondVerdict(discipline, await openId(), { agrees: 'no', words: '没有看验收单' });

    expect(await objectionDesk(await world.ctx(decider))).toMatchObject([
      { mayDo: 'decide', sentBack: '没有看验收单', proposal: null },
    ]);
    expect((await result())?.version).toBe(1);
    expect((await propose()).ok).toBe(true);
  });
});

describe('the end of a round', () => {
  const finish = async (on = '2027-01-20') => {
    world.clock.set(instantOf(on, '09:00'));
    await finishRounds.run(await world.ctx());
  };
  const beipo = async () => {
    const village = await villageBySlug(await world.ctx(), 'beipo');
    if (!village) throw new Error('no village');
    return village;
  };
  const badge = async () => {
    const letter = { id: ids.beipo, path: '/v/beipo/letters/1001' };
    return (await badgesOf(await world.ctx(), [letter])).get(ids.beipo);
  };

  test('comes when the days of objections are over, once, and its chosen ones wear a badge', async () => {
    await finish('2026-12-26');
    const early = await badge();
    await finish();
    await finish();

    expect(early).toBeUndefined();
    expect(await selectionPage(await world.ctx(), LETTERS)).toMatchObject({
      round: { phase: 'final' },
    });
    expect(await badge()).toMatchObject({ month: '2026-11', place: 1, lost: null });
    expect(await villageBadges(await world.ctx(), await beipo(), 3)).toMatchObject([
      { title: 'beipo 的三件事', path: '/v/beipo/letters/1001' },
    ]);
    const told = await world.app.db.read
      .select()
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'selection.final'));
    expect(told).toHaveLength(2);
  });

  test('waits for every objection', async () => {
    await object(ids.beipo);
    await finish();
    const waiting = await badge();

    await propose({ ...struck, verdict: 'refused' });
    await finish();

    expect(waiting).toBeUndefined();
    expect(await badge()).toMatchObject({ place: 1 });
  });

  test('a promise that is not kept later strikes the badge out, in sight of all', async () => {
    await finish();
    const line = await firstPromise();
    world.clock.set(instantOf('2027-02-10', '09:00'));

    await decided(line.id, 'broken');

    expect(await badge()).toMatchObject({
      place: 1,
      lost: {
        at: instantOf('2027-02-10', '09:00'),
        promised: '修好组道',
        path: '/v/beipo/letters/1001/promises/1',
      },
    });
    expect((await result())?.version).toBe(1);
    const noted = await world.app.db.read
      .select()
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'selection.badge-lost'));
    expect(noted).toMatchObject([{ subjectId: LETTERS, facts: { postId: ids.beipo } }]);
  });

  test.each(['kept', 'part', 'undecided'])(
    'a verdict of %s takes nothing away',
    async (verdict) => {
      await finish();

      await decided((await firstPromise()).id, verdict);

      expect(await badge()).toMatchObject({ lost: null });
    },
  );

  test('what was not kept before the end keeps its place and wears no badge', async () => {
    const { id } = await firstPromise();
    await world.app.db.write(async (tx) => {
      await tx.update(promise).set({ state: 'broken' }).where(eq(promise.id, id));
    });

    await finish();

    expect(await badge()).toMatchObject({ place: 1, lost: { promised: '修好组道' } });
  });

  async function firstPromise() {
    const rows = await world.app.db.read
      .select()
      .from(promise)
      .where(eq(promise.postId, ids.beipo));
    return { id: rows[0]?.id ?? '' };
  }

  async function decided(promiseId: string, verdict: string) {
    const ctx = await world.ctx();
    const at = world.clock.now();
    await world.app.db.write((tx) =>
      tellVerdict(tx, ctx, { promiseId, postId: ids.beipo, verdict, at }),
    );
  }
});
