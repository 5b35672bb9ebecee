import { eq, isNull } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post } from '#db/schema/posts.ts';
import {
  confirmAppeal,
  markUnconfirmed,
  proposeClose,
  sayNotYet,
} from '#server/appeals/closing.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { keepDraft } from '#server/appeals/drafts.ts';
import { answerAppeal, planAppeal, reportProgress } from '#server/appeals/handling.ts';
import { classifyAppeal } from '#server/appeals/remedy.ts';
import { appealPage } from '#server/appeals/views.ts';
import { cosignAppeal } from '#server/appeals/voices.ts';
import { newToken } from '#server/kernel/ids.ts';
import { like } from '#server/posts/commands.ts';
import { instantOf } from '#server/rules/dates.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const at = (date: string, time: string) => world.clock.set(instantOf(date, time));

async function raise(words: string, changes = {}) {
  const ctx = await world.ctx(world.people.villager);
  const result = await raiseAppeal(ctx, 'beipo', {
    key: newToken(),
    picture: null,
    words,
    photoIds: [],
    groupCode: `${world.county.north}001`,
    landmark: '老槐树下',
    latitude: null,
    longitude: null,
    addressee: 'cadre',
    audience: 'public',
    shownAs: 'resident',
    notAccusation: false,
    forPersonId: null,
    ...changes,
  });
  if (!result.ok) throw new Error(result.code);
  await lookedAt();
  return { slug: 'beipo', no: result.value.no };
}

/** Somebody has looked at the words of a new account; how is told in moderation's own stories. */
async function lookedAt() {
  const releasedAt = world.clock.now();
  await world.app.db.write(async (tx) => {
    await tx.update(post).set({ releasedAt }).where(isNull(post.releasedAt));
  });
}

const pageFor = async (ref: { slug: string; no: number }, personId?: string) =>
  appealPage(await world.ctx(personId), ref);

describe('the lamps', () => {
  test('from a dark road to the villager saying it is done', async () => {
    at('2026-09-10', '20:41');
    const lamp = await raise('原双堰那条路晚上黑黢黢的,能不能装路灯?', { addressee: 'secretary' });

    const sent = await pageFor(lamp);
    expect(sent).toMatchObject({ state: 'received', secretary: { name: '曾谷雨' } });
    expect(sent?.duty?.holder.name).toBe('廖小满');
    expect(sent?.duty?.first).toMatchObject({
      state: 'wait',
      dueAt: instantOf('2026-09-11', '18:00'),
    });

    at('2026-09-10', '21:05');
    for (const neighbour of [world.people.neighbour, world.people.second]) {
      const result = await cosignAppeal(await world.ctx(neighbour), lamp, true);
      expect(result.ok).toBe(true);
    }
    await cosignAppeal(await world.ctx(world.people.neighbour), lamp, true);
    expect((await pageFor(lamp))?.cosigns).toBe(2);

    at('2026-09-11', '08:35');
    const cadre = await world.ctx(world.people.cadre);
    const receipt = { key: newToken(), words: '已收悉,正在办理,请您耐心等待。', photoIds: [] };
    expect(await answerAppeal(cadre, lamp, receipt)).toMatchObject({ value: { isReceipt: true } });
    expect((await pageFor(lamp))?.duty?.first.state).toBe('run');

    at('2026-09-11', '08:47');
    const words = '我今晚七点带尺子去数,看要装好多盏,数完给您回话。';
    await answerAppeal(cadre, lamp, { key: newToken(), words, photoIds: [] });
    const answered = await pageFor(lamp);
    expect(answered?.duty?.first).toMatchObject({
      state: 'done',
      amount: { n: 17, unit: 'minutes' },
    });
    expect(answered?.state).toBe('answered');

    at('2026-09-14', '10:00');
    await classifyAppeal(cadre, lamp, {
      key: newToken(),
      itemCode: '0202',
      remedy: 'build',
      isUrgent: false,
      words: '要新装 31 盏,属于新建,先定计划。',
    });
    at('2026-09-15', '10:00');
    const steps = [
      { what: '报镇上审', dueOn: '2026-09-25' },
      { what: '装好 31 盏', dueOn: '2026-10-16' },
    ];
    await planAppeal(cadre, lamp, { key: newToken(), words: '分两步办。', steps });
    const planned = await pageFor(lamp);
    expect(planned?.duty?.finish?.dueAt).toBe(instantOf('2026-09-25', '18:00'));

    at('2026-09-24', '16:00');
    await reportProgress(cadre, lamp, {
      key: newToken(),
      words: '镇上批了,灯已经订好。',
      photoIds: [],
      milestoneId: planned?.plan[0]?.id ?? null,
    });
    expect((await pageFor(lamp))?.duty?.finish?.dueAt).toBe(instantOf('2026-10-16', '18:00'));

    at('2026-10-14', '18:30');
    const close = {
      key: newToken(),
      words: '31 盏都装好了,今晚亮灯。',
      photoIds: [],
      count: '31 盏',
    };
    expect(await proposeClose(cadre, lamp, close)).toMatchObject({ ok: true });
    expect((await pageFor(lamp))?.state).toBe('awaiting');

    at('2026-10-14', '20:10');
    const author = await world.ctx(world.people.villager);
    await sayNotYet(author, lamp, { key: newToken(), words: '还有 3 盏不亮。', photoIds: [] });
    expect(await pageFor(lamp)).toMatchObject({ state: 'answered', reopened: 1 });

    at('2026-10-16', '17:00');
    await proposeClose(cadre, lamp, { ...close, key: newToken(), words: '3 盏换了线,都亮了。' });
    at('2026-10-16', '19:40');
    await confirmAppeal(author, lamp, { key: newToken(), grade: 1, words: '确实好了' });
    expect(await pageFor(lamp)).toMatchObject({ state: 'solved', totalDays: 36, reopened: 1 });
  });
});

describe('who may do what', () => {
  test('the cadre of another group cannot answer, and the author cannot handle his own', async () => {
    at('2026-11-16', '09:00');
    const ref = await raise('晒坝边的水管漏水');
    const form = { key: newToken(), words: '我下午三点去看水管,换个接头。', photoIds: [] };

    const other = await answerAppeal(await world.ctx(world.people.cadreTwo), ref, form);
    const author = await answerAppeal(await world.ctx(world.people.villager), ref, form);

    expect(other).toMatchObject({ ok: false, code: 'notAllowed' });
    expect(author).toMatchObject({ ok: false, code: 'notAllowed' });
  });

  test('a private matter is nowhere for a guest, a neighbour or another village', async () => {
    const ref = await raise('家里老人看病,想问临时救助', { audience: 'handlers' });

    expect(await pageFor(ref)).toBeNull();
    expect(await pageFor(ref, world.people.neighbour)).toBeNull();
    expect(await pageFor(ref, world.people.southSecretary)).toBeNull();
    expect(await pageFor(ref, world.people.cadre)).not.toBeNull();
    expect(await pageFor(ref, world.people.villager)).not.toBeNull();
  });

  test('nobody gives a private matter a like, not even who may read it', async () => {
    const ref = await raise('家里老人看病,想问临时救助', { audience: 'handlers' });
    const page = await pageFor(ref, world.people.cadre);

    const liked = await like(await world.ctx(world.people.cadre), page?.parts.id ?? '');

    expect(page?.parts.may.like).toBe(false);
    expect(liked).toMatchObject({ ok: false, code: 'notFound' });
    expect((await pageFor(ref, world.people.cadre))?.parts.likes.n).toBe(0);
  });

  test("a class that is the town's takes the appeal out of the village's sight", async () => {
    at('2026-11-16', '09:00');
    const ref = await raise('上回修路的水泥标号够不够');
    const cadre = await world.ctx(world.people.cadre);

    const result = await classifyAppeal(cadre, ref, {
      key: newToken(),
      itemCode: '0806',
      remedy: 'neither',
      isUrgent: false,
      words: '工程质量由镇上来查。',
    });

    expect(result).toMatchObject({ ok: true, value: { isMoved: true } });
    expect(await pageFor(ref, world.people.cadre)).toBeNull();
    expect(await pageFor(ref, world.people.secretary)).toBeNull();
    const seen = await pageFor(ref, world.people.town);
    expect(seen).toMatchObject({ audience: 'town', duty: { holder: { name: '邱立冬' } } });
    expect(await pageFor(ref, world.people.villager)).not.toBeNull();
  });

  test('an accusation is not stored', async () => {
    const ctx = await world.ctx(world.people.villager);
    await expect(raise('有人克扣补贴款')).rejects.toThrow('accusation');
    expect(await ctx.db.read.select().from((await import('#db/schema/kernel.ts')).draft)).toEqual(
      [],
    );
  });

  test('nobody but the person makes it solved', async () => {
    at('2026-11-16', '09:00');
    const ref = await raise('路口的镜子歪了');
    const cadre = await world.ctx(world.people.cadre);
    await proposeClose(cadre, ref, {
      key: newToken(),
      words: '镜子扶正了,拧紧了。',
      photoIds: [],
      count: '1 面',
    });

    const byCadre = await confirmAppeal(cadre, ref, { key: newToken(), grade: 1, words: '' });

    expect(byCadre).toMatchObject({ ok: false });
    expect((await pageFor(ref))?.state).toBe('awaiting');
  });

  test('silence is not consent: after fifteen days it is unconfirmed, and may still be sent back', async () => {
    at('2026-11-16', '09:00');
    const ref = await raise('公厕的灯不亮');
    const cadre = await world.ctx(world.people.cadre);
    await proposeClose(cadre, ref, {
      key: newToken(),
      words: '换了灯泡,试过亮了。',
      photoIds: [],
      count: '1 个',
    });

    at('2026-12-02', '09:00');
    await markUnconfirmed(await world.ctx());
    await markUnconfirmed(await world.ctx());

    expect((await pageFor(ref))?.state).toBe('unconfirmed');
    const author = await world.ctx(world.people.villager);
    await sayNotYet(author, ref, { key: newToken(), words: '还是不亮', photoIds: [] });
    expect((await pageFor(ref))?.state).toBe('answered');
  });
});

test('whoever confirms at the very moment his time runs out has confirmed', async () => {
  at('2026-11-16', '09:00');
  const ref = await raise('公厕的门关不上');
  const cadre = await world.ctx(world.people.cadre);
  const words = { key: newToken(), words: '门轴换好了,关得上了。', photoIds: [] };
  await proposeClose(cadre, ref, { ...words, count: '1 扇' });
  at('2026-12-02', '09:00');
  const system = await world.ctx();

  const confirming = world.app.db.write(async (tx) => {
    await tx.update(post).set({ state: 'solved' }).where(eq(post.no, ref.no));
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await Promise.all([confirming, markUnconfirmed(system)]);

  expect((await pageFor(ref))?.state).toBe('solved');
});

test('pressing send twice raises one appeal', async () => {
  at('2026-11-16', '09:00');
  const key = newToken();

  const first = await raise('水沟盖板断了', { key });
  const second = await raise('水沟盖板断了', { key });

  expect(second).toEqual(first);
});

test('pressing send again after the answer was lost leads to the same receipt', async () => {
  at('2026-11-16', '09:00');
  const cookie = await world.cookieOf(world.people.villager);
  await keepDraft(await world.ctx(world.people.villager), world.county.north, {
    ...{ words: '水沟盖板又断了', audience: 'public', landmark: '村口' },
    groupCode: `${world.county.north}001`,
  });
  const form = { key: newToken(), addressee: 'cadre', audience: 'public', shownAs: 'resident' };
  const send = () => world.post('/v/beipo/appeals/new/check', form, cookie);

  const first = await send();
  const second = await send();

  expect(first.headers.get('location')).toMatch(/receipt$/);
  expect(second.headers.get('location')).toBe(first.headers.get('location'));
});

test('a telephone number in the words is covered before anybody reads it', async () => {
  at('2026-11-16', '09:00');
  const ref = await raise('门口的灯不亮,打我电话 13800138000 就行');

  expect((await pageFor(ref))?.html).not.toContain('13800138000');
  expect((await pageFor(ref, world.people.cadre))?.sealedWords).toContain('13800138000');
  expect((await pageFor(ref))?.sealedWords).toBeNull();
});

test('only those who handle it read who said it', async () => {
  at('2026-11-16', '09:00');
  const ref = await raise('井台边上的水泥裂了');

  expect((await pageFor(ref, world.people.cadre))?.appellant?.name).toBeTruthy();
  expect((await pageFor(ref, world.people.neighbour))?.appellant).toBeNull();
  expect((await pageFor(ref))?.appellant).toBeNull();
});
