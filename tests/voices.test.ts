import { setTimeout as pause } from 'node:timers/promises';
import { and, eq, isNull } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { person, villager } from '#db/schema/accounts.ts';
import { cosign } from '#db/schema/appeals.ts';
import { household as houses } from '#db/schema/grids.ts';
import { post } from '#db/schema/posts.ts';
import { idTailMark } from '#server/accounts/roster-marks.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { cosignAppeal } from '#server/appeals/voices.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { browser } from '#tests/support/sign-in.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
});

afterEach(() => world.close());

const TAIL = '05123X';

/** A household that nobody has an account of, with these people on the roster. */
async function household(...names: string[]): Promise<void> {
  const householdId = newId();
  const [like] = (await world.ctx(world.people.villager)).viewer.memberships;
  await world.app.db.write(async (tx) => {
    const gridCode = `${like?.villageCode}001`;
    const row = { id: householdId, code: `${gridCode}077`, gridCode, createdAt: 1 };
    await tx.insert(houses).values(row);
    for (const name of names) {
      const id = newId();
      const idTailHmac = idTailMark(world.app.secrets, id, TAIL);
      const line = { id, villageCode: world.county.north, householdId, name, idTailHmac };
      await tx.insert(villager).values(line);
    }
  });
}

/** Somebody signed in by his phone, not yet found on the roster. */
async function phoneUser(phone: string, name: string) {
  const who = browser(world);
  await who.signUp(phone, name);
  const page = await who.get('/me/data.json');
  const personId = await idOf((await page.json()).account.phone);
  const join = () =>
    who.post('/me/village', {
      ...{ village: world.county.north, name, household: '1组', 'id-tail': TAIL },
    });
  return { personId, join };
}

async function idOf(phone: string): Promise<string> {
  const phoneHmac = world.app.secrets.hmac('phone', phone);
  const [row] = await world.app.db.read
    .select()
    .from(person)
    .where(eq(person.phoneHmac, phoneHmac));
  return row?.id ?? '';
}

async function raise(
  personId: string,
  { words = '路灯不亮，晚上看不见', slug = 'beipo', village = world.county.north } = {},
): Promise<number> {
  const raised = await raiseAppeal(await world.ctx(personId), slug, {
    ...{ key: newToken(), picture: null, words, photoIds: [] },
    ...{ groupCode: `${village}001`, landmark: '', latitude: null, longitude: null },
    ...{ addressee: 'cadre', audience: 'public', shownAs: 'resident' },
    ...{ notAccusation: false, forPersonId: null },
  });
  if (!raised.ok) throw new Error(raised.code);
  const releasedAt = world.clock.now();
  await world.app.db.write((tx) =>
    tx.update(post).set({ releasedAt }).where(isNull(post.releasedAt)),
  );
  return raised.value.no;
}

/** What the page counts, and how many voices there are. */
async function counted(
  no: number,
  village = world.county.north,
): Promise<[number | undefined, number]> {
  const isIt = and(eq(post.villageCode, village), eq(post.no, no));
  const [row] = await world.app.db.read.select().from(post).where(isIt);
  const voices = await world.app.db.read
    .select()
    .from(cosign)
    .where(eq(cosign.postId, row?.id ?? ''));
  return [row?.cosigns, voices.length];
}

/** 我家也是. */
async function second(personId: string, no: number, slug = 'beipo'): Promise<void> {
  await cosignAppeal(await world.ctx(personId), { slug, no }, true);
}

test('two of one household who said 我家也是 before they joined are one voice afterwards', async () => {
  await household('金谷雨', '金小满');
  const no = await raise(world.people.villager);
  const [wife, husband] = [
    await phoneUser('13900000001', '金谷雨'),
    await phoneUser('13900000002', '金小满'),
  ];
  for (const one of [wife, husband]) await second(one.personId, no);
  const before = await counted(no);

  await wife.join();
  const between = await counted(no);
  await husband.join();

  expect(before).toEqual([2, 2]);
  expect(between).toEqual([2, 2]);
  expect(await counted(no)).toEqual([1, 1]);
  await second(husband.personId, no);
  expect(await counted(no), 'pressed again').toEqual([1, 1]);
});

test('nobody seconds what his own household has raised, in whichever order they join', async () => {
  await household('金谷雨', '金小满');
  const [author, husband] = [
    await phoneUser('13900000001', '金谷雨'),
    await phoneUser('13900000002', '金小满'),
  ];
  const [first, other] = [
    await raise(author.personId),
    await raise(author.personId, { words: '水沟堵了' }),
  ];
  await second(husband.personId, first);
  await husband.join();
  await second(husband.personId, other);

  await author.join();

  expect(await counted(first)).toEqual([0, 0]);
  expect(await counted(other)).toEqual([0, 0]);
});

test('what somebody said in another village stays his own', async () => {
  await household('金谷雨');
  const { southerner } = world.people;
  const far = world.county.south;
  const no = await raise(southerner, { slug: 'nanba', village: far });
  const one = await phoneUser('13900000001', '金谷雨');
  await second(one.personId, no, 'nanba');

  await one.join();
  await second(one.personId, no, 'nanba');

  expect(await counted(no, far)).toEqual([1, 1]);
});

test('whoever presses 我家也是 while the matter is being taken down is told that it is over', async () => {
  const no = await raise(world.people.villager);
  const neighbour = await world.ctx(world.people.neighbour);

  const pressed = await world.app.db.write(async (tx) => {
    await tx.update(post).set({ removedAt: world.clock.now() }).where(eq(post.no, no));
    const answer = cosignAppeal(neighbour, { slug: 'beipo', no }, true);
    // Until it waits for the row.
    await pause(100);
    return { answer };
  });

  expect(await pressed.answer).toMatchObject({ ok: false, code: 'alreadyClosed' });
  expect(await counted(no)).toEqual([0, 0]);
});
