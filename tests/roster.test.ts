import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { paperCode, person, villager } from '#db/schema/accounts.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { householdFits, idTailMark } from '#server/accounts/roster-marks.ts';
import { rosterLinePage, rosterPage } from '#server/accounts/roster-views.ts';
import { newId } from '#server/kernel/ids.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import { browser } from '#tests/support/sign-in.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
let lineId: string;

beforeEach(async () => {
  world = await openWorld();
  lineId = await addLine('金谷雨', '05123X');
});

afterEach(() => world.close());

const right = () => ({
  village: world.county.north,
  name: '金谷雨',
  household: '1组',
  'id-tail': '05123x',
});

/** Adds somebody without an account to group 1 of the northern village. */
async function addLine(name: string, tail: string): Promise<string> {
  const id = newId();
  const householdId = await householdOf(world.people.villager);
  await world.app.db.write((tx) =>
    tx.insert(villager).values({
      ...{ id, villageCode: world.county.north, householdId, name },
      idTailHmac: idTailMark(world.app.secrets, id, tail),
    }),
  );
  return id;
}

async function householdOf(personId: string): Promise<string> {
  return (await world.ctx(personId)).viewer.memberships[0]?.householdId ?? '';
}

async function phoneUser() {
  const phone = browser(world);
  await phone.signUp('13900000001', '随便一个名字');
  return phone;
}

async function personIdOf(name: string): Promise<string> {
  const [row] = await world.app.db.read.select().from(person).where(eq(person.name, name));
  return row?.id ?? '';
}

async function slipFor(id: string): Promise<string> {
  const cookie = await world.cookieOf(world.people.cadre);
  const answer = await world.post(`/desk/roster/${id}/slip`, {}, cookie);
  return (await answer.json()).form.values.code;
}

test('a villager is found by name, group and the end of the ID number, and takes the name of the roster', async () => {
  const phone = await phoneUser();

  const answer = await phone.post('/me/village', right());

  expect(answer.headers.get('location')).toBe('/me');
  const ctx = await world.ctx(await personIdOf('金谷雨'));
  expect(ctx.viewer.memberships).toMatchObject([{ villageCode: world.county.north }]);
});

test('nothing of the ID number is kept', async () => {
  const phone = await phoneUser();

  await phone.post('/me/village', right());

  const rows = [
    ...(await world.app.db.read.select().from(villager)),
    ...(await world.app.db.read.select().from(ledgerEntry)),
    ...(await world.app.db.read.select().from(outboxMessage)),
  ];
  expect(JSON.stringify(rows)).not.toContain('05123X');
});

test.each([
  ['another name', { name: '金谷' }],
  ['another group', { household: '2组' }],
  ['another ID number', { 'id-tail': '051231' }],
  ['another village', { village: '999999101202' }],
])('%s fits nobody, and the page does not say which it was', async (_, change) => {
  const phone = await phoneUser();

  const answer = await phone.post('/me/village', { ...right(), ...change });

  expect(answer.status).toBe(422);
  expect((await answer.json()).form.errors).toEqual({ name: 'rosterNoMatch' });
});

test('the roster is not for guessing: five tries a day', async () => {
  const phone = await phoneUser();
  for (let n = 0; n < 5; n += 1) {
    await phone.post('/me/village', { ...right(), 'id-tail': `05123${n}` });
  }

  const sixth = await phone.post('/me/village', right());

  expect(sixth.status).toBe(429);
});

test("somebody else's line is not given away by the roster alone", async () => {
  const phone = await phoneUser();

  const answer = await phone.post('/me/village', {
    ...right(),
    name: '罗白露',
    'id-tail': '12123X',
  });

  expect((await answer.json()).form.errors).toEqual({ name: 'lineTaken' });
});

test.each([
  ['1组', true],
  ['一组', true],
  ['第1村民小组', true],
  ['１', true],
  ['001', true],
  ['2组', false],
  ['二', false],
  ['002', false],
  ['十一组', false],
])('as the household one may write %s', (typed, fits) => {
  const line = { gridName: '1组', householdCode: '999999101201001001' };

  expect(householdFits(line, typed)).toBe(fits);
});

test('a grid cadre vouches face to face, and the person is told who did', async () => {
  const cookie = await world.cookieOf(world.people.cadre);

  const answer = await world.post(
    `/desk/roster/${lineId}/attest`,
    { phone: '139 1234 5678' },
    cookie,
  );

  expect(answer.status).toBe(303);
  const personId = await personIdOf('金谷雨');
  expect((await world.ctx(personId)).viewer.memberships).toHaveLength(1);
  const [message] = await world.app.db.read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.personId, personId));
  expect(message?.body).toContain('廖小满');
  const [entry] = await world.app.db.read
    .select()
    .from(ledgerEntry)
    .where(eq(ledgerEntry.subjectId, lineId));
  expect(entry).toMatchObject({
    what: 'villager.bound',
    actorId: world.people.cadre,
    actorRole: 'grid_cadre',
  });
});

test('whoever was vouched for signs in with his phone', async () => {
  const cookie = await world.cookieOf(world.people.cadre);
  await world.post(`/desk/roster/${lineId}/attest`, { phone: '13912345678' }, cookie);

  const entered = await browser(world).signUp('13912345678', '');

  expect(entered.headers.get('location')).toBe('/me');
});

test('a new phone takes the line over, and the old account hears of it', async () => {
  const cookie = await world.cookieOf(world.people.cadre);
  await world.post(`/desk/roster/${lineId}/attest`, { phone: '13912345678' }, cookie);
  const before = await personIdOf('金谷雨');

  await world.post(`/desk/roster/${lineId}/attest`, { phone: '13912340000' }, cookie);

  expect((await world.ctx(before)).viewer.memberships).toEqual([]);
  const messages = await world.app.db.read
    .select()
    .from(outboxMessage)
    .where(eq(outboxMessage.personId, before));
  expect(messages.at(-1)?.body).toContain('换了手机号');
});

test('nobody vouches for himself', async () => {
  const cookie = await world.cookieOf(world.people.cadre);
  const [cadre] = await world.app.db.read
    .select()
    .from(person)
    .where(eq(person.id, world.people.cadre));
  const phone = world.app.secrets.open('phone', cadre?.phoneSealed ?? '');

  const answer = await world.post(`/desk/roster/${lineId}/attest`, { phone }, cookie);

  expect((await answer.json()).form.errors).toEqual({ phone: 'notYourself' });
});

test.each(['cadreTwo', 'southSecretary', 'sysadmin', 'neighbour'] as const)(
  'for %s this line does not exist',
  async (who) => {
    const personId = world.people[who];
    const cookie = await world.cookieOf(personId);

    const attested = await world.post(
      `/desk/roster/${lineId}/attest`,
      { phone: '13912345678' },
      cookie,
    );
    const slip = await world.post(`/desk/roster/${lineId}/slip`, {}, cookie);

    expect([attested.status, slip.status]).toEqual([404, 404]);
    expect(await rosterLinePage(await world.ctx(personId), lineId)).toBeNull();
  },
);

test('a cadre sees his own groups, a secretary the village, others nothing', async () => {
  const namesFor = async (personId: string, name = '') => {
    const page = await rosterPage(await world.ctx(personId), { name, after: null });
    return page?.lines.map((line) => line.name).toSorted();
  };

  expect(await namesFor(world.people.cadre)).toEqual(['周寒露', '罗白露', '金谷雨'].toSorted());
  expect(await namesFor(world.people.cadreTwo)).toEqual(['吴夏至']);
  expect(await namesFor(world.people.secretary)).toHaveLength(4);
  expect(await namesFor(world.people.secretary, '金')).toEqual(['金谷雨']);
  expect(await namesFor(world.people.secretary, '%')).toHaveLength(4);
  expect(await namesFor(world.people.villager)).toBeUndefined();
});

test('a slip of paper lets somebody in without any message', async () => {
  const code = await slipFor(lineId);
  const phone = browser(world);

  const entered = await phone.post('/login/paper', {
    ...{ code: code.toLowerCase(), name: '金谷雨', phone: '13912345678' },
    'new-password': '屋后有三棵桃子树',
  });

  expect(entered.headers.get('location')).toBe('/me');
  expect((await world.ctx(await personIdOf('金谷雨'))).viewer.memberships).toHaveLength(1);
  const again = await browser(world).post('/login/password', {
    ...{ phone: '13912345678', password: '屋后有三棵桃子树' },
  });
  expect(again.status).toBe(303);
});

test('a slip that was found opens nothing without the name, and dies after five tries', async () => {
  const code = await slipFor(lineId);
  const finder = await phoneUser();

  for (let n = 0; n < 5; n += 1) {
    const answer = await finder.post('/me/village/paper', { code, name: '别的人' });
    expect((await answer.json()).form.errors).toEqual({ code: 'paperCodeWrong' });
  }

  const owner = browser(world);
  await owner.signUp('13900000002', '金谷雨');
  expect((await owner.post('/me/village/paper', { code, name: '金谷雨' })).status).toBe(422);
});

test('a slip is good once, for fourteen days, and the newest one counts', async () => {
  const first = await slipFor(lineId);
  const second = await slipFor(lineId);
  const phone = await phoneUser();

  const early = await phone.post('/me/village/paper', { code: first, name: '金谷雨' });
  world.clock.set(world.clock.now() + 14 * DAY_MS);
  const late = await phone.post('/me/village/paper', { code: second, name: '金谷雨' });
  const third = await slipFor(lineId);
  const used = await phone.post('/me/village/paper', { code: third, name: '金谷雨' });

  expect([early.status, late.status, used.status]).toEqual([422, 422, 303]);
  const other = browser(world);
  await other.signUp('13900000002', '金谷雨');
  expect((await other.post('/me/village/paper', { code: third, name: '金谷雨' })).status).toBe(422);
});

test('no slip is written for somebody who has an account', async () => {
  const cookie = await world.cookieOf(world.people.cadre);
  const { villagerId } = (await world.ctx(world.people.villager)).viewer.memberships[0] ?? {};

  const answer = await world.post(`/desk/roster/${villagerId}/slip`, {}, cookie);

  expect((await answer.json()).form.errors).toEqual({ '': 'hasAccount' });
});

test('the code of a slip is kept nowhere in clear', async () => {
  const code = await slipFor(lineId);

  const rows = await world.app.db.read.select().from(paperCode);

  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(code);
});

test('a slip opens no account of a phone that has one', async () => {
  await phoneUser();
  const code = await slipFor(lineId);

  const answer = await browser(world).post('/login/paper', {
    ...{ code, name: '金谷雨', phone: '13900000001', 'new-password': '屋后有三棵桃子树' },
  });

  expect((await answer.json()).form.errors).toEqual({ phone: 'phoneTaken' });
});

describe('a phone that was only typed beside a slip', () => {
  const PHONE = '13900000007';
  const PASSWORD = '屋后有三棵桃子树';

  /** Somebody with a slip of his own writes down a number. */
  async function typed(): Promise<string> {
    const code = await slipFor(lineId);
    const fields = { code, name: '金谷雨', phone: PHONE, 'new-password': PASSWORD };
    await browser(world).post('/login/paper', fields);
    return personIdOf('金谷雨');
  }

  async function phoneOf(personId: string) {
    const [row] = await world.app.db.read.select().from(person).where(eq(person.id, personId));
    return { tail: row?.phoneTail, isProven: row?.phoneUnprovenSince === null };
  }

  test('opens no account to whoever owns that phone, who gets one of his own', async () => {
    const writer = await typed();
    const owner = browser(world);

    const entered = await owner.signUp(PHONE, '唐小满');

    expect(entered.headers.get('location')).toBe('/me');
    const owners = await personIdOf('唐小满');
    expect(await phoneOf(owners)).toEqual({ tail: '0007', isProven: true });
    expect(await phoneOf(writer)).toMatchObject({ tail: null });
    const told = await world.app.db.read
      .select()
      .from(outboxMessage)
      .where(eq(outboxMessage.personId, writer));
    expect(told.map(({ template }) => template)).toContain('phone');
  });

  test('is confirmed by its code and the password together', async () => {
    const writer = await typed();
    const phone = browser(world);
    await phone.post('/login', { phone: PHONE });
    await phone.post('/login/code', { code: await phone.codeFor(PHONE) });
    const asked = await (await phone.get('/login/name')).json();

    const entered = await phone.post('/login/password', { phone: PHONE, password: PASSWORD });

    expect(asked.form.values.claimed).toBe('yes');
    expect(entered.headers.get('location')).toBe('/me');
    expect(await phoneOf(writer)).toEqual({ tail: '0007', isProven: true });
    const later = browser(world);
    await later.post('/login', { phone: PHONE });
    const byCode = await later.post('/login/code', { code: await later.codeFor(PHONE) });
    expect(byCode.headers.get('location')).toBe('/me');
  });

  test('is not confirmed by the password alone', async () => {
    const writer = await typed();

    await browser(world).post('/login/password', { phone: PHONE, password: PASSWORD });

    expect(await phoneOf(writer)).toMatchObject({ isProven: false });
  });

  test('is confirmed by the cadre who sees him face to face', async () => {
    const writer = await typed();
    const cookie = await world.cookieOf(world.people.cadre);

    await world.post(`/desk/roster/${lineId}/attest`, { phone: PHONE }, cookie);

    expect(await phoneOf(writer)).toEqual({ tail: '0007', isProven: true });
  });

  test('goes to the villager whom the cadre sees with it', async () => {
    const writer = await typed();
    const other = await addLine('唐小满', '12124X');
    const cookie = await world.cookieOf(world.people.cadre);

    await world.post(`/desk/roster/${other}/attest`, { phone: PHONE }, cookie);

    expect(await phoneOf(writer)).toMatchObject({ tail: null });
    expect(await phoneOf(await personIdOf('唐小满'))).toEqual({ tail: '0007', isProven: true });
  });

  test('gets no post', async () => {
    await typed();
    const post = { post: 'grid_cadre', gridCode: `${world.county.north}002`, isDeputy: 'yes' };
    const fields = { ...post, name: '金谷雨', phone: PHONE, since: '2026-11-16' };
    const cookie = await world.cookieOf(world.people.town);

    const answer = await world.post(`/desk/posts/${world.county.north}/grant`, fields, cookie);

    expect((await answer.json()).form.errors).toEqual({ phone: 'phoneUnproven' });
  });
});
