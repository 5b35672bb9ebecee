import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { outboxMessage } from '#db/schema/kernel.ts';
import { ledgerEntry } from '#db/schema/ledger.ts';
import { closeDrive, openDrive } from '#server/drives/commands.ts';
import { projectsCsv } from '#server/drives/copies.ts';
import type { IdeaForm, SortForm } from '#server/drives/forms.ts';
import { sortIdeas, tellIdea } from '#server/drives/ideas.ts';
import { projectPage } from '#server/drives/project-views.ts';
import { changeProject } from '#server/drives/projects.ts';
import { driveList, drivePage, runningNow, sortPage } from '#server/drives/views.ts';
import { newToken } from '#server/kernel/ids.ts';
import { correctPrivacy } from '#server/moderation/privacy.ts';
import { newMotionPage } from '#server/motions/new-page.ts';
import { raiseMotion } from '#server/motions/raising.ts';
import { hallLinkOf } from '#server/motions/source-views.ts';
import { motionPage } from '#server/motions/views.ts';
import { withdrawComment } from '#server/posts/comment-changes.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import { must } from '#tests/support/disclosures.ts';
import { known } from '#tests/support/posts.ts';
import { openWorld, type World } from '#tests/support/world.ts';

let world: World;

beforeEach(async () => {
  world = await openWorld();
  for (const who of ['villager', 'neighbour', 'second'] as const) {
    await known(world, world.people[who]);
  }
});

afterEach(async () => {
  await world.close();
});

type Ref = { slug: string; no: number };

async function opened(tellThrough = '2026-11-30'): Promise<Ref> {
  const ctx = await world.ctx(world.people.secretary);
  const form = { title: '明年先办哪几件', body: '问题和建议都收。', tellThrough, key: newToken() };
  const { path } = must(await openDrive(ctx, 'beipo', form));
  return { slug: 'beipo', no: Number(path.split('/').at(-1)) };
}

const tell = async (ref: Ref, who: string, changes: Partial<IdeaForm> = {}) =>
  tellIdea(await world.ctx(who), ref, {
    ...{ side: 'problem', body: '沟堵了', shownAs: 'resident', paper: false, key: newToken() },
    ...changes,
  });

const sort = async (ref: Ref, ideas: string[], changes: Partial<SortForm> = {}) =>
  sortIdeas(await world.ctx(world.people.clerk), ref, {
    ...{ ideas, to: 'new', title: '修 3 组到 5 组的沟', owner: world.people.clerk },
    ...{ budget: 8_000_000, dueOn: '2027-05-31', isKey: true, answer: '', key: newToken() },
    ...changes,
  });

const pageFor = async (ref: Ref, { show, who }: { show?: string; who?: string } = {}) => {
  const places = { show: show ?? null, talk: null, after: null };
  const page = await drivePage(await world.ctx(who), ref, places);
  if (!page) throw new Error('there is no such page');
  return page;
};

describe('telling', () => {
  test('is for the village, until its last day', async () => {
    const ref = await opened();

    const southerner = await tell(ref, world.people.southerner);
    must(await tell(ref, world.people.villager));
    world.clock.set(world.clock.now() + 15 * DAY_MS);
    const late = await tell(ref, world.people.neighbour);

    expect(southerner).toMatchObject({ ok: false, code: 'notOfThisVillage' });
    expect(late).toMatchObject({ ok: false, code: 'tellingOver' });
    expect(await pageFor(ref)).toMatchObject({ state: 'sorting', funnel: { problems: 1 } });
  });

  test('on paper stands unnamed, says that the office wrote it, and only the office may', async () => {
    const ref = await opened();

    must(await tell(ref, world.people.clerk, { paper: true, body: '桥栏杆松了' }));
    must(await tell(ref, world.people.villager, { paper: true, body: '我自己说的' }));
    const { ideas } = await pageFor(ref);

    expect(ideas.map(({ isWrittenDown, comment }) => [isWrittenDown, comment.byline.name])).toEqual(
      [
        [true, '本村村民'],
        [false, '本村村民'],
      ],
    );
  });

  test('pressed twice stands once, and what was taken back is counted no more', async () => {
    const ref = await opened();
    const key = newToken();

    const { id } = must(await tell(ref, world.people.villager, { key }));
    must(await tell(ref, world.people.villager, { key }));
    const once = await pageFor(ref);
    must(await withdrawComment(await world.ctx(world.people.villager), id));

    expect(once.funnel.problems).toBe(1);
    expect((await pageFor(ref)).funnel.problems).toBe(0);
  });
});

describe('sorting', () => {
  async function told(ref: Ref): Promise<string[]> {
    const said = [
      await tell(ref, world.people.villager, { body: '3 组的沟堵了' }),
      await tell(ref, world.people.neighbour, { side: 'suggestion', body: '沟要修到 5 组' }),
      await tell(ref, world.people.second, { side: 'suggestion', body: '给每户发一千块' }),
    ];
    return said.map((one) => must(one).id);
  }

  test('its page opens at what waits, and once nothing does at what became projects', async () => {
    const ref = await opened();
    const [ditch = '', further = '', money = ''] = await told(ref);
    const waiting = await pageFor(ref);
    must(await sort(ref, [ditch, further]));
    must(await sort(ref, [money], { to: 'answer', answer: '集体的钱要用在公共的事上。' }));
    const sorted = await pageFor(ref);

    expect([waiting.show, sorted.show]).toEqual(['open', 'grouped']);
    expect((await pageFor(ref, { show: 'open' })).ideas).toEqual([]);
  });

  test('every idea shows what became of it, and whoever told it is told', async () => {
    const ref = await opened();
    const [ditch = '', further = '', money = ''] = await told(ref);

    must(await sort(ref, [ditch, further]));
    must(await sort(ref, [money], { to: 'answer', answer: '集体的钱要用在公共的事上。' }));
    const grouped = await pageFor(ref, { show: 'grouped' });
    const answered = await pageFor(ref, { show: 'answered' });

    expect(grouped.ideas.map(({ project }) => project?.title)).toEqual([
      ...['修 3 组到 5 组的沟', '修 3 组到 5 组的沟'],
    ]);
    expect(answered.ideas).toMatchObject([{ answer: '集体的钱要用在公共的事上。', project: null }]);
    expect(grouped.projects).toMatchObject([
      { no: 1, owner: '钟芒种', budgetFen: 8_000_000, dueOn: '2027-05-31', isKey: true, ideas: 2 },
    ]);
    expect(grouped.funnel).toEqual({
      ...{ problems: 1, suggestions: 2, grouped: 2, answered: 1, undecided: 0 },
      ...{ projects: 1, key: 1, done: 0 },
    });
    expect(await toldTo(world.people.villager)).toContain('drive.sorted');
  });

  test('decides each idea once, into one project that may be there already', async () => {
    const ref = await opened();
    const [ditch = '', further = ''] = await told(ref);
    must(await sort(ref, [ditch]));
    const project = (await pageFor(ref)).projects[0]?.id ?? '';

    const second = must(await sort(ref, [ditch, further], { to: project }));

    expect(second.decided).toBe(1);
    expect((await pageFor(ref)).projects).toMatchObject([{ ideas: 2 }]);
  });

  test('a project needs an owner who serves here, a name and a day', async () => {
    const ref = await opened();
    const [ditch = ''] = await told(ref);

    const nobody = await sort(ref, [ditch], { owner: world.people.villager });
    const unnamed = await sort(ref, [ditch], { title: '' });
    const noDay = await sort(ref, [ditch], { dueOn: '' });
    const silent = await sort(ref, [ditch], { to: 'answer', answer: '' });
    const elsewhere = await sort(ref, [ditch], { to: 'something' });

    expect([nobody, unnamed, noDay, silent, elsewhere]).toMatchObject([
      { ok: false, field: 'owner' },
      { ok: false, field: 'title' },
      { ok: false, field: 'dueOn' },
      { ok: false, field: 'answer' },
      { ok: false, field: 'to' },
    ]);
    expect((await pageFor(ref)).funnel).toMatchObject({ undecided: 3, projects: 0 });
  });

  test('is the office’s: nobody else sorts or sees where it is done', async () => {
    const ref = await opened();
    const [ditch = ''] = await told(ref);
    const villager = await world.ctx(world.people.villager);

    const page = await sortPage(villager, ref);
    const act = await sortIdeas(villager, ref, {
      ...{ ideas: [ditch], to: 'answer', answer: '不办', title: '', owner: '', budget: null },
      ...{ dueOn: '', isKey: false, key: newToken() },
    });

    expect(page).toBeNull();
    expect(act).toMatchObject({ ok: false, code: 'notFound' });
  });

  test('says how far a project is, by whom and when, and its table can be taken away', async () => {
    const ref = await opened();
    const [ditch = ''] = await told(ref);
    must(await sort(ref, [ditch]));
    world.clock.set(world.clock.now() + DAY_MS);

    const form = {
      ...{ state: 'done' as const, now: '=修好了 1.2 公里', title: '修沟', dueOn: '2027-05-31' },
      ...{ owner: world.people.secretary, budget: 7_200_000, isKey: true, key: newToken() },
    };
    must(await changeProject(await world.ctx(world.people.secretary), ref, 1, form));
    const page = await pageFor(ref);
    const copy = await projectsCsv(await world.ctx(), ref);

    expect(page.projects).toMatchObject([
      { state: 'done', owner: '曾谷雨', changedBy: '曾谷雨', budgetFen: 7_200_000 },
    ]);
    expect(page.funnel.done).toBe(1);
    expect(copy?.text).toContain("1,修沟,曾谷雨,72000.00,2027-05-31,是,办好了,1,'=修好了 1.2 公里");
  });

  test('a privacy correction reaches answers and projects', async () => {
    const ref = await opened();
    const [ditch = '', further = ''] = await told(ref);
    must(await sort(ref, [ditch], { title: '修李清明门前的沟' }));
    must(await sort(ref, [further], { to: 'answer', answer: '和李清明说过了' }));
    const { parts } = await pageFor(ref);

    const datum = { datum: '李清明', key: newToken() };
    must(await correctPrivacy(await world.ctx(world.people.clerk), parts.id, datum));

    const pages = [await pageFor(ref), await pageFor(ref, { show: 'answered' })];
    expect(JSON.stringify(pages)).not.toContain('李清明');
  });
});

describe('a discussion', () => {
  test('is opened by the office alone, and not for a day that is over', async () => {
    const form = { title: '明年', body: '收意见', tellThrough: '2026-11-30', key: newToken() };

    const villager = await openDrive(await world.ctx(world.people.villager), 'beipo', form);
    const past = await openDrive(await world.ctx(world.people.clerk), 'beipo', {
      ...{ ...form, tellThrough: '2026-11-01' },
    });

    expect(villager).toMatchObject({ ok: false, code: 'notFound' });
    expect(past).toMatchObject({ ok: false, field: 'tellThrough' });
  });

  test('stands in its list and on the front page while people tell, and ends once', async () => {
    const ref = await opened();
    const village = { code: world.county.north, slug: 'beipo' };
    const running = await runningNow(await world.ctx(), village);

    must(await closeDrive(await world.ctx(world.people.secretary), ref, newToken()));
    const again = await closeDrive(await world.ctx(world.people.secretary), ref, newToken());
    const list = await driveList(await world.ctx(), 'beipo', { before: null, after: null });

    expect(running).toMatchObject([{ path: `/v/beipo/drives/${ref.no}`, lastDay: '2026-11-30' }]);
    expect(await runningNow(await world.ctx(), village)).toEqual([]);
    expect(again).toMatchObject({ ok: false, code: 'alreadyDone' });
    expect(list?.rows).toMatchObject([{ isClosed: true }]);
  });

  test('leads to the hall what all have to decide', async () => {
    const ref = await opened();
    const { parts } = await pageFor(ref);
    const secretary = await world.ctx(world.people.secretary);

    const matter = { title: '沟怎么修', body: '两种修法', from: parts.id, key: newToken() };
    must(await raiseMotion(secretary, 'beipo', { ...matter, as: 'branch', shownAs: 'name' }));

    const link = await hallLinkOf(await world.ctx(), { slug: 'beipo', postId: parts.id });
    expect(link?.made).toMatchObject([{ title: '沟怎么修' }]);
  });

  test('has every act of the office in the ledger', async () => {
    const ref = await opened();
    const { id } = must(await tell(ref, world.people.villager));
    must(await sort(ref, [id]));

    const acts = await world.app.db.read
      .select({ what: ledgerEntry.what })
      .from(ledgerEntry)
      .where(eq(ledgerEntry.subjectKind, 'drive'));

    expect(acts.map(({ what }) => what).toSorted()).toEqual(['drive.grouped', 'drive.opened']);
  });
});

async function toldTo(personId: string): Promise<string[]> {
  const told = await world.app.db.read
    .select({ template: outboxMessage.template })
    .from(outboxMessage)
    .where(eq(outboxMessage.personId, personId));
  return told.map(({ template }) => template);
}

describe('a project', () => {
  const DITCH = '修 3 组到 5 组的沟';

  /** A project made of two ideas, and one idea that is not decided yet. */
  async function projectOf(ref: Ref): Promise<void> {
    const { villager, neighbour, second } = world.people;
    const one = must(await tell(ref, villager, { body: '沟堵了，院坝年年进水' }));
    const two = must(await tell(ref, neighbour, { body: '沟帮子垮了' }));
    must(await tell(ref, second, { body: '路灯不亮' }));
    must(await sort(ref, [one.id, two.id]));
  }

  const projectFor = async (ref: Ref, who?: string, after: string | null = null) =>
    projectPage(await world.ctx(who), ref, { no: 1, after });

  const toHall = async (ref: Ref, who = world.people.secretary, title = DITCH) => {
    const drive = (await pageFor(ref)).parts.id;
    return raiseMotion(await world.ctx(who), 'beipo', {
      ...{ title, body: '集体出八万元，修 900 米。', as: 'branch', shownAs: 'name' },
      ...{ from: drive, project: 1, notSame: 'yes', key: newToken() },
    });
  };

  test('has a page that shows everybody which words became it, and no others', async () => {
    const ref = await opened();
    await projectOf(ref);

    const page = await projectFor(ref);

    expect(page?.project.title).toBe(DITCH);
    expect(page?.ideas.map(({ comment }) => comment.html).join()).toMatch(/院坝年年进水.*垮了/s);
    expect(page?.ideas).toHaveLength(2);
    expect([page?.keeps, page?.raisePath, page?.owners]).toEqual([false, null, []]);
    expect(await projectPage(await world.ctx(), ref, { no: 2, after: null })).toBeNull();
  });

  test('is taken to the hall by its keeper, and both pages lead to each other', async () => {
    const ref = await opened();
    await projectOf(ref);
    const offered = (await projectFor(ref, world.people.secretary))?.raisePath ?? '';
    const asked = new URL(offered, 'http://beipo').searchParams;
    const ctx = await world.ctx(world.people.secretary);
    const places = { from: asked.get('from'), project: asked.get('project'), form: null };
    const form = await newMotionPage(ctx, 'beipo', places);

    const { path } = must(await toHall(ref));
    const no = Number(path.split('/').at(-1));
    const matter = await motionPage(await world.ctx(), { slug: 'beipo', no });
    const project = await projectFor(ref);
    const acts = await world.app.db.read
      .select({ what: ledgerEntry.what })
      .from(ledgerEntry)
      .where(eq(ledgerEntry.what, 'drive.project-to-hall'));

    expect(form?.project?.title).toBe(DITCH);
    expect(matter?.source).toEqual({ title: DITCH, path: `/v/beipo/drives/${ref.no}/projects/1` });
    expect(project?.motion).toEqual({ title: DITCH, path });
    expect(acts).toHaveLength(1);
  });

  test('is taken there once, and by nobody who keeps no discussions', async () => {
    const ref = await opened();
    await projectOf(ref);
    const villager = await toHall(ref, world.people.villager);
    must(await toHall(ref));

    const again = must(await toHall(ref, world.people.secretary, '另外一件'));
    const matter = await motionPage(await world.ctx(), {
      ...{ slug: 'beipo', no: Number(again.path.split('/').at(-1)) },
    });

    expect(villager.ok).toBe(false);
    expect((await projectFor(ref, world.people.secretary))?.raisePath).toBeNull();
    // It is raised of the discussion as a whole, and the project stays where it was taken.
    expect(matter?.source?.path).toBe(`/v/beipo/drives/${ref.no}`);
    expect((await projectFor(ref))?.motion?.title).toBe(DITCH);
  });

  test('that was given up is not taken there', async () => {
    const ref = await opened();
    await projectOf(ref);
    const changes = { title: DITCH, owner: world.people.clerk, budget: null, dueOn: '2027-05-31' };
    must(
      await changeProject(await world.ctx(world.people.clerk), ref, 1, {
        ...{ ...changes, isKey: false, state: 'dropped', now: '上面的项目修了', key: newToken() },
      }),
    );

    expect((await projectFor(ref, world.people.secretary))?.raisePath).toBeNull();
  });
});
