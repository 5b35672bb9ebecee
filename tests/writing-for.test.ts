import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { person, villager } from '#db/schema/accounts.ts';
import { household } from '#db/schema/grids.ts';
import { post } from '#db/schema/posts.ts';
import { rosterPage } from '#server/accounts/roster-views.ts';
import { proposeClose } from '#server/appeals/closing.ts';
import { receiptPage } from '#server/appeals/tracking.ts';
import { appealPage } from '#server/appeals/views.ts';
import { townDuty, writeForPage } from '#server/appeals/writing-for.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { nextOnPaper, nextWords } from '#site/appeals/receipt-words.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;
/** 叶霜降 of group 2, 82 years old, without a phone. */
let elder: string;
beforeAll(async () => {
  world = await openWorld();
  elder = await onRoster('叶霜降', 2);
});
afterAll(() => world.close());

async function onRoster(name: string, group: number): Promise<string> {
  const [id, householdId] = [newId(), newId()];
  const gridCode = `${world.county.north}00${group}`;
  await world.app.db.write(async (tx) => {
    const code = `${gridCode}${String(100 + name.length)}${name.codePointAt(0)}`;
    await tx.insert(household).values({ id: householdId, code, gridCode, createdAt: 0 });
    await tx.insert(villager).values({ id, villageCode: world.county.north, householdId, name });
  });
  return id;
}

function said(changes: Record<string, string> = {}): Record<string, string> {
  return {
    key: newToken(),
    picture: '',
    words: '门前水沟堵了，下雨水进堂屋',
    groupCode: `${world.county.north}002`,
    landmark: '桥头第二家',
    audience: 'public',
    addressee: 'cadre',
    consent: 'yes',
    ...changes,
  };
}

async function write(
  fields: Record<string, string>,
  { who = world.people.clerk, of = elder } = {},
) {
  return world.post(`/desk/for/${of}`, fields, await world.cookieOf(who));
}

async function written(no: number) {
  const [row] = await world.app.db.read.select().from(post).where(eq(post.no, no));
  return row;
}

const numberIn = (answer: Response) =>
  Number(/\/a\/(\d+)\/receipt$/.exec(answer.headers.get('location') ?? '')?.[1]);

test('what goes to the town is shown before it is handed in, with who answers and by when', async () => {
  const fields = said({
    picture: 'accounts',
    words: '去年修桥的账没有看到',
    addressee: 'secretary',
  });

  const shown = await write(fields);
  const none = await written(1001);
  const sent = await write({ ...fields, key: newToken(), toTown: 'yes' });

  expect(shown.status).toBe(200);
  expect(await shown.json()).toMatchObject({
    form: { errors: {}, values: { picture: 'accounts' } },
  });
  expect(none).toBeUndefined();
  const page = await writeForPage(await world.ctx(world.people.clerk), elder);
  const duty = page && (await townDuty(await world.ctx(world.people.clerk), page, fields));
  const plain = page && (await townDuty(await world.ctx(world.people.clerk), page, said()));
  const post = await written(numberIn(sent));
  expect(post).toMatchObject({ audience: 'town', holderId: world.people.town });
  expect(duty?.holder.name).toBe('邱立冬');
  expect(duty?.first.dueAt).toBe(post?.firstDueAt);
  expect(plain).toBeNull();
});

test('the clerk writes for an elder without a phone: it is her matter, and he gets the receipt', async () => {
  const page = await writeForPage(await world.ctx(world.people.clerk), elder);

  const answer = await write(said());

  expect(answer.status).toBe(303);
  const no = numberIn(answer);
  const row = await written(no);
  const [line] = await world.app.db.read.select().from(villager).where(eq(villager.id, elder));
  expect(row).toMatchObject({ authorId: line?.personId, enteredById: world.people.clerk });
  expect(row?.holderId).toBe(world.people.cadreTwo);
  expect(page?.duty?.holder.name).toBe('何立秋');
  const clerk = await world.ctx(world.people.clerk);
  expect(await receiptPage(clerk, 'beipo', no)).toMatchObject({ no, slipCode: row?.slipCode });
  expect(await appealPage(clerk, { slug: 'beipo', no })).toMatchObject({ isEntered: true });
});

test('the receipt of who has no account promises neither messages nor a button to press', async () => {
  const no = numberIn(await write(said()));
  const receipt = await receiptPage(await world.ctx(world.people.clerk), 'beipo', no);
  if (!receipt) throw new Error('no receipt');

  const hers = [...nextWords('zh', receipt, '何立秋'), nextOnPaper('zh', receipt)].join('；');
  const own = nextWords('zh', { ...receipt, isForOther: false }, '何立秋').join('；');

  expect(receipt.isForOther).toBe(true);
  expect(hers).not.toMatch(/消息|您点/);
  expect(hers).toMatch(/何立秋.*电话.*上门.*镇上没经手的同志.*本人说好了才算数/);
  expect(own).toMatch(/消息.*您点了才算数/);
});

test('written for twice, she has one account', async () => {
  const [first, second] = [await write(said()), await write(said())];

  const rows = [await written(numberIn(first)), await written(numberIn(second))];
  expect(rows[0]?.authorId).toBe(rows[1]?.authorId);
  const named = await world.app.db.read.select().from(person).where(eq(person.name, '叶霜降'));
  expect(named).toMatchObject([{ phoneHmac: null }]);
});

test('the same form sent twice is one appeal', async () => {
  const form = said();

  const [first, second] = [await write(form), await write(form)];

  expect(numberIn(second)).toBe(numberIn(first));
});

test.each([
  ['without her word nothing is sent', { consent: '' }, 'consent', 'consentFirst'],
  ['words are needed', { words: '' }, 'words', 'required'],
  ['who may read it is chosen', { audience: '' }, 'audience', 'pickOne'],
  ['numbers are covered first', { words: '打 13812345678 找我' }, 'words', 'personalMasked'],
  ['an accusation goes elsewhere', { words: '村干部贪污了低保款' }, 'words', 'accusation'],
])('what was typed comes back: %s', async (_why, wrong, field, code) => {
  const answer = await write(said(wrong));

  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({
    path: `/desk/for/${elder}`,
    form: { values: { landmark: '桥头第二家' }, errors: { [field]: code } },
  });
});

test('a cadre writes for his own groups, nobody else for anybody, and nobody for himself', async () => {
  const { cadreTwo, cadre, southSecretary, villager: neighbour, clerk } = world.people;

  expect((await write(said(), { who: cadreTwo })).status).toBe(303);
  for (const who of [cadre, southSecretary, neighbour]) {
    expect((await write(said(), { who })).status).toBe(404);
  }
  const own = await onRoster('钟芒种', 1);
  await world.app.db.write(async (tx) => {
    await tx.update(villager).set({ personId: clerk }).where(eq(villager.id, own));
  });
  expect((await write(said(), { of: own })).status).toBe(404);
});

test('the roster is looked through by name and by group', async () => {
  const ctx = await world.ctx(world.people.clerk);
  const group = `${world.county.north}002`;

  const byName = await rosterPage(ctx, { name: '叶', after: null });
  const byGroup = await rosterPage(ctx, { name: '', group, after: null });

  expect(byName?.lines.map((line) => line.name)).toEqual(['叶霜降']);
  expect(byGroup?.lines.map((line) => line.name).sort()).toEqual(['叶霜降', '吴夏至'].sort());
  expect(byName?.groups.map((one) => one.name)).toEqual(['1组', '2组']);
});

test('another person takes her word that it is done; the writer and the handler may not', async () => {
  const no = numberIn(await write(said()));
  const close = {
    key: newToken(),
    words: '门前的水沟今天掏通了 12 米，下午放水看过，水下去了',
    photoIds: [],
    count: '1 处',
  };
  await proposeClose(await world.ctx(world.people.cadreTwo), { slug: 'beipo', no }, close);
  const confirm = async (who: string) =>
    world.post(
      `/v/beipo/a/${no}/confirm`,
      { key: newToken(), grade: '1' },
      await world.cookieOf(who),
    );

  expect((await confirm(world.people.clerk)).status).toBe(422);
  expect((await confirm(world.people.cadreTwo)).status).toBe(422);
  expect((await confirm(world.people.town)).status).toBe(303);
  expect(await written(no)).toMatchObject({ state: 'solved' });
});

test('when she gets a phone and the cadre vouches for her, what was written is hers', async () => {
  const other = await onRoster('汪大暑', 1);
  const no = numberIn(await write(said(), { of: other }));
  const cookie = await world.cookieOf(world.people.cadre);

  const answer = await world.post(`/desk/roster/${other}/attest`, { phone: '13900001212' }, cookie);

  expect(answer.status).toBe(303);
  const phoneHmac = world.app.secrets.hmac('phone', '13900001212');
  const [account] = await world.app.db.read
    .select()
    .from(person)
    .where(eq(person.phoneHmac, phoneHmac));
  expect((await written(no))?.authorId).toBe(account?.id);
  const [line] = await world.app.db.read.select().from(villager).where(eq(villager.id, other));
  expect(line).toMatchObject({ personId: account?.id, verifiedHow: 'attested' });
});

test('an elder who shares her son’s phone is written for in her own name, and he keeps his account', async () => {
  const mother = await onRoster('叶大寒', 1);
  const { villager: son, clerk, cadre } = world.people;
  const { phoneSealed } = await accountOf(son);
  const phone = world.app.secrets.open('phone', phoneSealed ?? '');
  const attest = `/desk/roster/${mother}/attest`;

  const refused = await world.post(attest, { phone }, await world.cookieOf(cadre));
  const sent = await write(said({ groupCode: `${world.county.north}001` }), { of: mother });

  expect((await refused.json()).form.errors).toEqual({ phone: 'alreadyInVillage' });
  expect(sent.status).toBe(303);
  const [line] = await world.app.db.read.select().from(villager).where(eq(villager.id, mother));
  expect(await accountOf(line?.personId ?? '')).toMatchObject({ name: '叶大寒', phoneHmac: null });
  const [written] = await world.app.db.read
    .select()
    .from(post)
    .where(eq(post.authorId, line?.personId ?? ''));
  expect(written?.enteredById).toBe(clerk);
  expect((await world.ctx(son)).viewer.memberships).toHaveLength(1);
});

async function accountOf(personId: string) {
  const [row] = await world.app.db.read.select().from(person).where(eq(person.id, personId));
  if (!row) throw new Error('no such account');
  return row;
}
