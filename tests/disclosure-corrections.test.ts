import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountBalance } from '#db/schema/disclosure-accounts.ts';
import {
  disclosure,
  disclosureFinding,
  disclosureRow,
  disclosureVersion,
} from '#db/schema/disclosures.ts';
import { outboxMessage } from '#db/schema/kernel.ts';
import { post, postVersion, searchQueue } from '#db/schema/posts.ts';
import { decideClaim } from '#server/disclosure-drafts/gate.ts';
import { changeRow, dropRow } from '#server/disclosure-drafts/rows.ts';
import { saveWords } from '#server/disclosure-drafts/words.ts';
import { beginCorrection, dropCorrection, keepLine } from '#server/disclosure-review/correcting.ts';
import { endPublicity } from '#server/disclosure-review/publicity.ts';
import { namesOver, noticesOver } from '#server/disclosure-review/publicity-job.ts';
import { sendForReview } from '#server/disclosure-review/steps.ts';
import { versionsPage } from '#server/disclosure-review/versions.ts';
import { disclosurePage } from '#server/disclosures/views.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { decideReview } from '#server/moderation/commands.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { editPost, report } from '#server/posts/commands.ts';
import { speakUnder } from '#server/posts/comments.ts';
import { instantOf } from '#server/rules/dates.ts';
import { searchIndexing } from '#server/search/job.ts';
import { searchPage } from '#server/search/views.ts';
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
async function stands(id: string) {
  const [row] = await world.app.db.read.select().from(disclosure).where(eq(disclosure.id, id));
  if (!row) throw new Error('gone');
  return row;
}
const rowsOf = async (id: string) => {
  const rows = await world.app.db.read
    .select()
    .from(disclosureRow)
    .where(eq(disclosureRow.disclosureId, id));
  return rows.sort((a, b) => a.no - b.no);
};
const versionsOf = (id: string) =>
  world.app.db.read.select().from(disclosureVersion).where(eq(disclosureVersion.disclosureId, id));
/** What a guest is given at each door of a published table, and how often search finds a word. */
async function doors(path: string, word: string): Promise<string[]> {
  const guest = await world.ctx();
  const address = { slug: 'beipo', no: path.split('/').at(-1) ?? '' };
  const found = await searchPage(guest, { slug: 'beipo', q: word, order: 'newest', before: null });
  return [
    JSON.stringify(await disclosurePage(guest, { ...address, query: new URLSearchParams() })),
    JSON.stringify(await versionsPage(guest, address.slug, address.no)),
    await (await world.get(`${path}.csv`)).text(),
    await (await world.get(`${path}.json`)).text(),
    `${found?.rows.length} found`,
  ];
}
const LIST = ['方谷雨', '唐小满', '郭大暑'].map((name) => subsistenceLine(name, 2, 132_000));
const list = () =>
  publishedTable(world, people, { itemCode: 'subsistence', period: '2026-Q3', lines: LIST });

describe('a correction', () => {
  test('leaves everybody reading what was published until it is published itself', async () => {
    const { id, postId } = await publishedAccounts(world, people);
    must(await beginCorrection(await as(people.clerk), id, '保洁员工资记了两回'));

    must(await dropRow(await as(people.clerk), id, { no: 3 }));

    const [row] = await world.app.db.read.select().from(post).where(eq(post.id, postId));
    expect(await stands(id)).toMatchObject({
      version: 1,
      state: 'draft',
      publishedAt: expect.any(Number),
    });
    expect(row?.body).toContain('9,800.00 元');
  });

  test('says why, and nobody takes a line out without a word', async () => {
    const { id } = await publishedAccounts(world, people);

    const silent = await beginCorrection(await as(people.clerk), id, ' ');
    const loose = await dropRow(await as(people.clerk), id, { no: 3 });

    expect(silent).toMatchObject({ ok: false, code: 'required', field: 'reason' });
    expect(loose).toMatchObject({ ok: false, code: 'alreadyDone' });
  });

  test('keeps the struck line, counts anew, and restarts its days', async () => {
    const { id } = await publishedAccounts(world, people);
    world.clock.set(instantOf('2026-11-20', '09:00'));
    must(await beginCorrection(await as(people.clerk), id, '保洁员工资记了两回'));
    must(await dropRow(await as(people.clerk), id, { no: 3 }));
    await world.app.db.write(async (tx) => {
      const isNext = eq(accountBalance.version, 2);
      await tx.update(accountBalance).set({ closing: 15_153_722 }).where(isNext);
    });

    await publishedDraft(world, people, id);

    const struck = (await rowsOf(id)).find(({ no }) => no === 3);
    const balances = await world.app.db.read.select().from(accountBalance);
    expect(struck).toMatchObject({ fromVersion: 1, toVersion: 2 });
    expect(struck?.shown).toMatchObject({ item: '保洁员工资' });
    expect(balances.map(({ version, isStanding }) => [version, isStanding]).sort()).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(await versionsOf(id)).toMatchObject([
      { no: 1, reason: '', rows: 3, shownThrough: '2026-12-01' },
      { no: 2, reason: '保洁员工资记了两回', rows: 2, shownThrough: '2026-12-05' },
    ]);
    expect(await stands(id)).toMatchObject({ version: 2, state: 'published', lateDays: 6 });
  });

  test('changes the sentence of its post and keeps the old one to compare', async () => {
    const { id, postId } = await publishedAccounts(world, people);
    must(await beginCorrection(await as(people.clerk), id, '少写了一个凭证号'));

    const again = await publishedDraft(world, people, id);

    const kept = await world.app.db.read
      .select()
      .from(postVersion)
      .where(eq(postVersion.subjectId, postId));
    expect(again.postId).toBe(postId);
    expect(kept).toHaveLength(1);
    expect(await world.app.db.read.select().from(post)).toHaveLength(1);
  });

  test('is signed by supervision again', async () => {
    const { id } = await publishedAccounts(world, people);
    must(await beginCorrection(await as(people.clerk), id, '少写了一个凭证号'));

    const [first] = await versionsOf(id);

    expect(first?.no).toBe(1);
    expect((await stands(id)).state).toBe('draft');
  });

  test('a line that somebody asked about cannot be taken away', async () => {
    const { id } = await publishedAccounts(world, people);
    const asked = eq(disclosureRow.no, 2);
    await world.app.db.write(async (tx) => {
      await tx.update(disclosureRow).set({ objections: 1 }).where(asked);
    });
    must(await beginCorrection(await as(people.clerk), id, '石子换了一家'));

    must(await dropRow(await as(people.clerk), id, { no: 2 }));

    const row = (await rowsOf(id)).find(({ no }) => no === 2);
    expect(row).toMatchObject({ toVersion: 2, objections: 1, shown: { item: '机耕道石子' } });
  });

  test('does not change what the next month began with', async () => {
    const { id } = await publishedAccounts(world, people);
    world.clock.set(instantOf('2026-12-01', '09:00'));
    const november = { period: '2026-11', opening: 14_853_722 };
    await publishedAccounts(world, people, november);
    must(await beginCorrection(await as(people.clerk), id, '保洁员工资记了两回'));
    must(await dropRow(await as(people.clerk), id, { no: 3 }));
    await world.app.db.write(async (tx) => {
      const isNext = eq(accountBalance.version, 2);
      await tx.update(accountBalance).set({ closing: 15_153_722 }).where(isNext);
    });

    const sent = await sendForReview(await as(people.clerk), id);

    expect(sent).toMatchObject({ ok: false, code: 'laterOpening' });
  });

  test('has words of its own that nobody reads before it is published', async () => {
    const draft = { itemCode: 'seal-use', period: '2026-Q3', note: '盖章都有登记' };
    const { id } = await publishedTable(world, people, {
      ...{ ...draft, lines: [{ shown: { matter: '开户口证明' } }] },
    });
    must(await beginCorrection(await as(people.clerk), id, '写明白一点'));
    const words = { note: '每一次盖章都有登记', rule: '按登记簿', resolution: '' };
    must(await saveWords(await as(people.clerk), id, words));
    const address = { slug: 'beipo', no: '1001', query: new URLSearchParams() };
    const meanwhile = await disclosurePage(await as(people.clerk), address);

    await publishedDraft(world, people, id);

    const after = await disclosurePage(await as(people.clerk), address);
    expect(meanwhile?.table).toMatchObject({ note: '盖章都有登记', recipients: null });
    expect(after?.table).toMatchObject({
      ...{ note: '每一次盖章都有登记', recipients: { words: '按登记簿' } },
    });
  });

  test('given up leaves all as it was', async () => {
    const { id } = await publishedAccounts(world, people);
    const before = await rowsOf(id);
    must(await beginCorrection(await as(people.clerk), id, '想改一行'));
    must(await dropRow(await as(people.clerk), id, { no: 3 }));
    must(await dropRow(await as(people.clerk), id, { no: 2 }));

    must(await keepLine(await as(people.clerk), id, 2));
    const kept = (await rowsOf(id)).map(({ toVersion }) => toVersion);
    must(await dropCorrection(await as(people.clerk), id));

    expect(kept).toEqual([null, null, 2]);
    expect(await rowsOf(id)).toEqual(before);
    expect(await stands(id)).toMatchObject({ state: 'published', version: 1, changeReason: '' });
  });

  test('supervision corrects nothing, nor does another village', async () => {
    const { id } = await publishedAccounts(world, people);

    const tried = [
      await beginCorrection(await as(people.supervision[0]), id, '不对'),
      await beginCorrection(await as(world.people.southSecretary), id, '不对'),
    ];

    expect(tried.map((one) => one.ok)).toEqual([false, false]);
  });
});

describe('公示 before a decision', () => {
  test('is not ended on its last day', async () => {
    const { id } = await list();
    world.clock.set(instantOf('2026-11-23', '23:50'));

    const early = await endPublicity(await as(people.secretary), id, { outcome: 'confirmed' });

    expect(early).toMatchObject({ ok: false, code: 'noticeNotOver' });
  });

  test('ends with the list as it stood, and stays its full days from then', async () => {
    const { id } = await list();
    world.clock.set(instantOf('2026-11-24', '09:00'));

    must(await endPublicity(await as(people.secretary), id, { outcome: 'confirmed' }));

    expect(await stands(id)).toMatchObject({
      ...{ state: 'published', version: 1, shownThrough: '2026-12-09', namesThrough: '2026-12-09' },
    });
  });

  test('a household that is withdrawn leaves a number and no name', async () => {
    const { id } = await list();
    world.clock.set(instantOf('2026-11-24', '09:00'));
    const withdrawn = { outcome: 'withdrawn' as const, rowNos: [2], reason: '家里有人找到工作了' };
    await world.app.db.write((tx) => tx.update(disclosureRow).set({ villagerId: 'villager-2' }));

    must(await endPublicity(await as(people.secretary), id, withdrawn));

    const rows = await rowsOf(id);
    expect(rows[1]).toMatchObject({
      no: 2,
      toVersion: 2,
      shown: {},
      village: null,
      ownSealed: null,
      villagerId: null,
    });
    expect(JSON.stringify(rows)).not.toContain('唐');
    expect(await versionsOf(id)).toMatchObject([
      { no: 1 },
      { no: 2, rows: 2, reason: '家里有人找到工作了' },
    ]);
  });

  test('a line that is not in the list cannot be withdrawn', async () => {
    const { id } = await list();
    world.clock.set(instantOf('2026-11-24', '09:00'));
    const wrong = { outcome: 'withdrawn' as const, rowNos: [2, 9], reason: '不在名单上' };

    const refused = await endPublicity(await as(people.secretary), id, wrong);

    expect(refused).toMatchObject({ ok: false, code: 'rowNosWrong', field: 'rows' });
    expect((await rowsOf(id)).map(({ toVersion }) => toVersion)).toEqual([null, null, null]);
  });

  test('those who decide are told once that its days are over', async () => {
    await list();
    world.clock.set(instantOf('2026-11-24', '00:01'));

    await noticesOver.run(await world.ctx());
    await noticesOver.run(await world.ctx());

    const told = await world.app.db.read
      .select({ personId: outboxMessage.personId })
      .from(outboxMessage)
      .where(eq(outboxMessage.template, 'disclosure.notice-over'));
    expect(told.map(({ personId }) => personId).sort()).toEqual(
      [people.secretary, people.director].sort(),
    );
  });

  test('a list that gains a household is on notice again, and one that loses one is not', async () => {
    const { id } = await list();
    world.clock.set(instantOf('2026-11-24', '09:00'));
    must(await endPublicity(await as(people.secretary), id, { outcome: 'confirmed' }));
    must(await beginCorrection(await as(people.clerk), id, '少了一户'));
    await world.app.db.write(async (tx) => {
      const [line] = await tx.select().from(disclosureRow).limit(1);
      if (line)
        await tx.insert(disclosureRow).values({ ...line, id: newToken(), no: 4, fromVersion: 2 });
    });

    await publishedDraft(world, people, id);
    const withMore = await stands(id);
    world.clock.set(instantOf('2026-12-02', '09:00'));
    must(await endPublicity(await as(people.secretary), id, { outcome: 'confirmed' }));
    must(await beginCorrection(await as(people.clerk), id, '迁走一户'));
    must(await dropRow(await as(people.clerk), id, { no: 1 }));
    await publishedDraft(world, people, id);

    expect(withMore).toMatchObject({ state: 'publicity', publicityThrough: '2026-12-01' });
    expect(await stands(id)).toMatchObject({ state: 'published', version: 3 });
  });

  test('a list on notice again stays there when another correction only takes a household out', async () => {
    const { id } = await list();
    world.clock.set(instantOf('2026-11-24', '09:00'));
    must(await endPublicity(await as(people.secretary), id, { outcome: 'confirmed' }));
    must(await beginCorrection(await as(people.clerk), id, '少了一户'));
    await world.app.db.write(async (tx) => {
      const [line] = await tx.select().from(disclosureRow).limit(1);
      if (line)
        await tx.insert(disclosureRow).values({ ...line, id: newToken(), no: 4, fromVersion: 2 });
    });
    await publishedDraft(world, people, id);
    world.clock.set(instantOf('2026-11-25', '09:00'));
    must(await beginCorrection(await as(people.clerk), id, '迁走一户'));
    must(await dropRow(await as(people.clerk), id, { no: 2 }));

    await publishedDraft(world, people, id);

    const listed = { state: 'publicity', version: 3, publicityThrough: '2026-12-01' };
    expect(await stands(id)).toMatchObject(listed);
    const early = await endPublicity(await as(people.secretary), id, { outcome: 'confirmed' });
    expect(early).toMatchObject({ ok: false, code: 'noticeNotOver' });
  });

  test('a household withdrawn after its line was put right is named in neither line', async () => {
    const { id } = await list();
    must(await beginCorrection(await as(people.clerk), id, '人数数错了'));
    must(await changeRow(await as(people.clerk), id, { no: 1, row: threePersons() }));
    await world.app.db.write((tx) => tx.update(disclosureFinding).set({ state: 'masked' }));
    await publishedDraft(world, people, id);
    world.clock.set(instantOf('2026-11-24', '09:00'));
    const withdrawn = { outcome: 'withdrawn' as const, rowNos: [4], reason: '家里有人找到工作了' };

    must(await endPublicity(await as(people.secretary), id, withdrawn));

    const rows = await rowsOf(id);
    expect(rows.filter(({ no }) => no === 1 || no === 4)).toMatchObject([
      { toVersion: 2, shown: {}, village: null, ownSealed: null },
      { toVersion: 3, shown: {}, village: null, ownSealed: null },
    ]);
    expect(JSON.stringify(rows)).not.toContain('方');
  });
});

/** The first household of the list with three persons instead of two, as the form gives it. */
function threePersons() {
  const cells = { ...LIST[0]?.shown, head: '方谷雨', persons: 3 };
  const row = { cells, side: null, kind: null, day: null, amount: 132_000, account: null };
  return { ...row, own: {}, idTail: null } as unknown as Parameters<typeof changeRow>[2]['row'];
}

describe('names of people in need', () => {
  test('are read by the village as long as the list must be shown, and no day longer', async () => {
    const { id } = await list();
    world.clock.set(instantOf('2026-12-01', '12:00'));
    await namesOver.run(await world.ctx());
    const onLastDay = await rowsOf(id);

    world.clock.set(instantOf('2026-12-02', '00:01'));
    await namesOver.run(await world.ctx());

    expect(onLastDay[0]?.village).toEqual({ head: '方谷雨' });
    const after = await rowsOf(id);
    expect(after.map(({ village }) => village)).toEqual([null, null, null]);
    expect(after[0]?.shown).toMatchObject({ head: '方*', amount: 132_000 });
  });

  test('a household whose line is put right keeps its old line struck', async () => {
    const { id } = await list();
    must(await beginCorrection(await as(people.clerk), id, '人数数错了'));
    must(await changeRow(await as(people.clerk), id, { no: 1, row: threePersons() }));
    await world.app.db.write(async (tx) => {
      const { disclosureFinding } = await import('#db/schema/disclosures.ts');
      await tx.update(disclosureFinding).set({ state: 'masked' });
    });

    await publishedDraft(world, people, id);

    const [old] = await rowsOf(id);
    expect(old).toMatchObject({ toVersion: 2, shown: { head: '方*', persons: 2 } });
  });
});

describe('nothing published goes away', () => {
  test('its words are nobody’s to edit, not even of whoever drafted it', async () => {
    const { postId } = await publishedAccounts(world, people, { draftedById: people.secretary });
    const words = { title: '没有账', body: '没有账', key: newToken() };

    const edited = await editPost(await as(people.secretary), postId, words);

    expect(edited).toMatchObject({ ok: false, code: 'notFound' });
  });

  test('the review desk does not take it down', async () => {
    const { postId } = await publishedAccounts(world, people);
    const said = { subjectKind: 'post' as const, subjectId: '', words: '不想看', key: newToken() };
    await report(await as(world.people.neighbour), postId, said);
    const { review } = await import('#db/schema/posts.ts');
    const [waiting] = await world.app.db.read.select().from(review);
    const verdict = {
      verdict: 'remove' as const,
      rule: 'elsewhere' as const,
      reason: '撤',
      key: newToken(),
    };

    const decided = await decideReview(await as(people.secretary), waiting?.id ?? '', verdict);

    expect(decided).toMatchObject({ ok: false, code: 'staysPublished' });
    const [row] = await world.app.db.read.select().from(post).where(eq(post.id, postId));
    expect(row?.removedAt).toBeNull();
  });
});

describe('隐私更正', () => {
  test('leaves the page, its versions, its copies and search', async () => {
    const name = '武立夏';
    const shown = { matter: `给${name}开证明`, times: 1 };
    const draft = { itemCode: 'seal-use', period: '2026-Q3', note: `代办：${name}` };
    const { postId, path } = await publishedTable(world, people, { ...draft, lines: [{ shown }] });
    await searchIndexing.run(await world.ctx());
    const before = await doors(path, name);

    must(await correctPrivacy(await as(people.clerk), postId, { datum: name, key: newToken() }));
    await searchIndexing.run(await world.ctx());

    const after = await doors(path, name);
    expect(before.filter((text) => text.includes(name))).toHaveLength(4);
    expect([before.at(-1), after.at(-1)]).toEqual(['1 found', '0 found']);
    expect(after.join()).not.toContain(name);
    expect(after.filter((text) => text.includes('给■■■开证明'))).toHaveLength(3);
  });

  test('covers a name in rows of every version, in notes and reasons, and in search', async () => {
    const line = {
      shown: { day: '2026-10-28', item: '付给武立夏的保洁费', in: null, out: 300_000 },
    };
    const id = await draftTable(world, {
      ...{ itemCode: 'finance-lines', period: '2026-10', opening: 1_000_000 },
      ...{
        note: '保洁由武立夏承包',
        lines: [{ ...line, side: 'out', kind: 'cleaning', amount: 300_000 }],
      },
    });
    const { postId } = await publishedDraft(world, people, id, { lateReason: '等武立夏的收据' });
    must(await beginCorrection(await as(people.clerk), id, '武立夏的收据补上了'));
    await publishedDraft(world, people, id);
    await world.app.db.write(async (tx) => {
      await tx.delete(searchQueue);
      const finding = {
        disclosureId: id,
        version: 1,
        place: 'cell',
        kind: 'phone',
        start: 0,
        end: 1,
      };
      const claim = {
        id: newId(),
        columnCode: 'item',
        state: 'refused',
        reason: '武立夏自己说可以',
      };
      await tx.insert(disclosureFinding).values({ ...finding, ...claim });
    });

    must(
      await correctPrivacy(await as(people.clerk), postId, { datum: '武立夏', key: newToken() }),
    );

    const { disclosureDuty } = await import('#db/schema/disclosure-duties.ts');
    const { disclosureStep } = await import('#db/schema/disclosures.ts');
    const { read } = world.app.db;
    const kept = await Promise.all([
      ...[read.select().from(disclosureRow), read.select().from(disclosure)],
      ...[read.select().from(disclosureVersion), read.select().from(disclosureStep)],
      read.select().from(disclosureFinding),
      ...[
        read.select().from(disclosureDuty),
        read.select().from(post),
        read.select().from(postVersion),
      ],
    ]);
    expect(JSON.stringify(kept)).not.toContain('武立夏');
    expect(JSON.stringify(kept)).toContain('付给■■■的保洁费');
    expect(await read.select().from(searchQueue)).toHaveLength(1);
  });

  test.each(['招待费', '2026-10-16', '机耕道石子', 'works', '钟芒种', '曾谷雨', '保洁员工资'])(
    'takes nothing out of an account that is about no person: %s',
    async (datum) => {
      const { postId, id } = await publishedAccounts(world, people, {
        lines: [...OCTOBER, ledgerLine('out', '2026-10-29', '招待费', 'office', 90_000)],
      });
      const before = await rowsOf(id);

      const clerk = await as(people.clerk);
      const done = await correctPrivacy(clerk, postId, { datum, key: newToken() });

      expect(done).toMatchObject({ ok: false, code: 'notPersonal', field: 'datum' });
      expect(await rowsOf(id)).toEqual(before);
    },
  );

  test('is not talked into it by a comment, and leaves a name nobody knows to the town', async () => {
    const { postId, id } = await publishedAccounts(world, people, {
      lines: [...OCTOBER, ledgerLine('out', '2026-10-29', '游向北的沙石', 'works', 90_000)],
    });
    const said = {
      kind: 'say',
      body: '付给游向北的工资',
      shownAs: 'name',
      key: newToken(),
    } as const;
    must(await speakUnder(await as(people.clerk), postId, said));
    const datum = () => ({ datum: '游向北', key: newToken() });

    const alone = await correctPrivacy(await as(people.clerk), postId, datum());
    const byTown = await correctPrivacy(await as(world.people.town), postId, datum());

    expect([alone, byTown]).toMatchObject([{ ok: false, code: 'notPersonal' }, { ok: true }]);
    expect((await rowsOf(id)).at(-1)?.shown).toMatchObject({ item: '■■■的沙石', kind: 'works' });
  });

  test('covers a number wherever it stands, and no day, kind or account', async () => {
    const line = ledgerLine('out', '2026-10-29', '水泵，电话 13800138000', 'works', 90_000);
    const shown = { ...line.shown, account: '13800138000', handler: '钟芒种 13800138000' };
    const lines = [...OCTOBER, { ...line, shown }];
    const { postId, id } = await publishedAccounts(world, people, { lines });
    const clerk = await as(people.clerk);

    must(await correctPrivacy(clerk, postId, { datum: '138 0013 8000', key: newToken() }));

    expect((await rowsOf(id)).at(-1)?.shown).toMatchObject({
      ...{ item: '水泵，电话 ■■■■■■■■■■■', handler: '钟芒种 ■■■■■■■■■■■' },
      ...{ day: '2026-10-29', kind: 'works', account: '13800138000' },
    });
  });

  test('does not bring back in a correction under way what it covered', async () => {
    const { postId, id } = await publishedAccounts(world, people);
    must(await beginCorrection(await as(people.clerk), id, '漏了一笔'));
    const phone = '13800138000';
    const [published] = await rowsOf(id);
    if (!published) throw new Error('gone');
    const [rowId, findingId] = [newId(), newId()];
    const shown = { ...published.shown, item: '沙石 ■■■■■■■■■■■', in: 9_000 };
    const draftSealed = world.app.secrets.seal(
      'disclosure-row',
      JSON.stringify({ ...shown, item: `沙石 ${phone}` }),
    );
    await world.app.db.write(async (tx) => {
      const added = { id: rowId, no: 9, fromVersion: 2, shown, draftSealed };
      await tx.insert(disclosureRow).values({ ...published, ...added });
      await tx.insert(disclosureFinding).values({
        ...{ id: findingId, disclosureId: id, version: 2, place: 'cell', rowId, rowNo: 9 },
        ...{ columnCode: 'item', kind: 'phone', start: 3, end: 14, state: 'claimed' },
        ...{ reason: '他是供货的', firstById: people.clerk },
      });
    });

    must(await correctPrivacy(await as(people.clerk), postId, { datum: phone, key: newToken() }));
    const agreed = { findingId, agrees: true };
    must(await decideClaim(await as(people.supervision[0]), id, agreed));

    const row = (await rowsOf(id)).find(({ no }) => no === 9);
    expect(JSON.stringify([row?.shown, row?.village])).not.toContain(phone);
    expect(row?.shown).toMatchObject({ item: '沙石 ■■■■■■■■■■■' });
  });
});
