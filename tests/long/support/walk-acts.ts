import { eq, isNull } from 'drizzle-orm';
import { assignment } from '#db/schema/grids.ts';
import { comment, post, review } from '#db/schema/posts.ts';
import { newToken } from '#server/kernel/ids.ts';
import { removalRules } from '#server/moderation/forms.ts';
import { DAY_MS, localDate } from '#server/rules/dates.ts';
import type { Chance } from '#tests/long/support/chance.ts';
import type { World } from '#tests/support/world.ts';

/** Everything a step of the walk may use. */
export interface Walk {
  world: World;
  chance: Chance;
  /** A cookie of each person, by his name in the world. */
  cookies: Record<string, string>;
}

type Fields = Record<string, string>;
type Step = (walk: Walk) => Promise<Response | null>;

const WORDS = [
  '门口的路灯不亮了，晚上看不清',
  '沟堵了，下雨水进堂屋，已经三天了',
  '低保的表交上去一个月了，没有回音',
  '井盖断了，小孩差点掉下去，着火一样急',
  '谁家的黄狗跑到我家院坝了',
  '电话 13800138000，请师傅来看看',
];
const ANSWERS = [
  '收到，谢谢您的反映，我们会尽快处理。',
  '明天上午九点我带电工去看，坏了的两盏当天换好，晚上八点您再看一眼。',
  '已经报给供水站，周四下午来换水表，换好以后我给您打电话。',
];
const SLUGS = ['beipo', 'beipo', 'nanba', 'qiaotou'];
const GROUPS: Record<string, string> = {
  beipo: '999999101201001',
  nanba: '999999101202001',
  qiaotou: '999999101001001',
};
const ITEMS = [
  '0101',
  '0102',
  '0201',
  '0301',
  '0401',
  '0501',
  '0601',
  '0701',
  '0801',
  '0901',
  '1001',
];

/** What people do, each as often as it stands here. */
export const steps: Record<string, Step> = {
  raise,
  raiseAgain: raise,
  talk: (walk) =>
    send(walk, `/v/${walk.chance.one(SLUGS)}/talks`, {
      body: walk.chance.one(WORDS),
      audience: walk.chance.one(['public', 'village']),
      shownAs: walk.chance.one(['resident', 'name']),
    }),
  notice: (walk) =>
    send(walk, `/v/${walk.chance.one(SLUGS)}/notices`, {
      title: '停水两天',
      body: walk.chance.one(ANSWERS),
      until: dayIn(walk, 9),
    }),
  sign: (walk) => onAppeal(walk, 'sign', {}),
  answer: (walk) => onAppeal(walk, 'answer', { words: walk.chance.one(ANSWERS) }),
  answerAgain: (walk) => onAppeal(walk, 'answer', { words: walk.chance.one(ANSWERS) }),
  classify: (walk) =>
    onAppeal(walk, 'remedy', {
      itemCode: walk.chance.one(ITEMS),
      remedy: walk.chance.one(['repair', 'build', 'neither']),
      words: '按这一类办，理由写在这里，请您看一看',
      ...(walk.chance.onceIn(3) && { isUrgent: 'yes' }),
    }),
  contest: (walk) => onAppeal(walk, 'contest', { words: '不是这一类，是水渠自己塌了' }),
  plan: (walk) =>
    onAppeal(walk, 'plan', {
      words: '分三步做',
      what: '先清淤',
      dueOn: dayIn(walk, 1 + walk.chance.below(40)),
    }),
  progress: (walk) => onAppeal(walk, 'progress', { words: '今天清了一百米，还剩两百米，周五做完' }),
  propose: (walk) =>
    onAppeal(walk, 'close', { words: '灯都换好了，请您晚上看一眼', count: '3 盏' }),
  proposeAgain: (walk) =>
    onAppeal(walk, 'close', { words: '灯都换好了，请您晚上看一眼', count: '3 盏' }),
  confirm: (walk) => onAppeal(walk, 'confirm', { grade: String(1 + walk.chance.below(5)) }),
  notYet: (walk) => onAppeal(walk, 'not-yet', { words: '还有两盏不亮' }),
  withdraw: (walk) => (walk.chance.onceIn(3) ? onAppeal(walk, 'withdraw', {}) : nothing()),
  cosign: (walk) => onAppeal(walk, walk.chance.onceIn(4) ? 'uncosign' : 'cosign', {}),
  like: (walk) => onPost(walk, walk.chance.onceIn(3) ? 'likes/undo' : 'likes', { x: '1' }),
  say: (walk) =>
    onPost(walk, 'comments', {
      kind: walk.chance.one(['say', 'ask']),
      body: walk.chance.one(WORDS),
    }),
  report: (walk) => onPost(walk, 'reports', { words: '这里写了人家的名字' }),
  edit: (walk) =>
    onPost(walk, 'edit', { title: '改过的题目', body: `${walk.chance.one(WORDS)}（改过）` }),
  takeBack: (walk) => (walk.chance.onceIn(4) ? onPost(walk, 'withdraw', {}) : nothing()),
  privacy: (walk) => onPost(walk, 'privacy', { datum: walk.chance.one(['路灯', '堂屋', '黄狗']) }),
  answerQuestion: (walk) => onComment(walk, 'answers', { body: walk.chance.one(ANSWERS) }),
  editComment: (walk) => onComment(walk, 'edit', { body: `${walk.chance.one(WORDS)}（改过）` }),
  takeCommentBack: (walk) => (walk.chance.onceIn(4) ? onComment(walk, 'withdraw', {}) : nothing()),
  decide: (walk) =>
    onReview(walk, 'undecided', (id) => `/desk/reviews/${id}/decision`, {
      verdict: walk.chance.one(['keep', 'remove']),
      rule: walk.chance.one(removalRules),
      reason: '写了别人家的事',
    }),
  object: (walk) =>
    onReview(walk, 'removed', (id) => `/reviews/${id}/objection`, { words: '我写的是自己家' }),
  second: (walk) =>
    onReview(walk, 'objected', (id) => `/desk/reviews/${id}/second`, {
      verdict: walk.chance.one(['uphold', 'restore']),
      reason: '再看了一遍',
    }),
  leave: (walk) =>
    send(walk, `/desk/duty/${someDesk(walk)}/leave`, {
      personId: walk.world.people[someone(walk)],
      from: dayIn(walk, walk.chance.below(3)),
      to: dayIn(walk, 3 + walk.chance.below(5)),
    }),
  shift: (walk) =>
    send(walk, `/desk/duty/${someDesk(walk)}/shift`, {
      keeperId: walk.world.people[someone(walk)],
      ...{ fromDay: dayIn(walk, 0), fromTime: '18:00', toDay: dayIn(walk, 2), toTime: '08:30' },
    }),
  endPost: (walk) => (walk.chance.onceIn(12) ? endSomePost(walk) : nothing()),
};

type Person = keyof World['people'];

function someone({ world, chance }: Walk): Person {
  return chance.one(Object.keys(world.people) as Person[]);
}

function someDesk({ world, chance }: Walk): string {
  return chance.one([world.county.north, world.county.townCode]);
}

function dayIn({ world }: Walk, days: number): string {
  return localDate(world.clock.now() + days * DAY_MS);
}

async function nothing(): Promise<null> {
  return null;
}

/** A form from somebody; now and then twice, as on a bad line. */
async function send(walk: Walk, path: string, fields: Fields, as?: string): Promise<Response> {
  const cookie = walk.cookies[as ?? someone(walk)];
  const form = { ...fields, key: newToken() };
  const answer = await walk.world.post(path, form, cookie);
  return walk.chance.onceIn(10) ? walk.world.post(path, form, cookie) : answer;
}

async function raise(walk: Walk): Promise<Response> {
  const { world, chance } = walk;
  const slug = chance.one(SLUGS);
  const who = chance.one([
    'villager',
    'neighbour',
    'second',
    'southerner',
    'resident',
    'phoneOnly',
    'clerk',
  ]);
  const here = `/v/${slug}/appeals/new`;
  await world.post(
    `${here}/photo`,
    { words: `${chance.one(WORDS)} ${chance.below(1e6)}`, notSame: 'yes' },
    walk.cookies[who],
  );
  await world.post(
    `${here}/where`,
    { groupCode: GROUPS[slug] ?? '', landmark: '村口' },
    walk.cookies[who],
  );
  return send(
    walk,
    `${here}/check`,
    {
      addressee: chance.one(['cadre', 'secretary']),
      audience: chance.one(['public', 'public', 'handlers']),
      shownAs: 'resident',
    },
    who,
  );
}

/** Mostly by one whom it concerns, so that acts are done and not only refused. */
async function onAppeal(walk: Walk, act: string, fields: Fields): Promise<Response | null> {
  const rows = await walk.world.app.db.read
    .select({
      no: post.no,
      village: post.villageCode,
      author: post.authorId,
      holder: post.holderId,
      kind: post.kind,
    })
    .from(post);
  const appeals = rows.filter(({ kind }) => kind === 'appeal');
  if (appeals.length === 0) return null;
  const row = walk.chance.one(appeals.slice(-30));
  const { north, south } = walk.world.county;
  const slug = row.village === north ? 'beipo' : row.village === south ? 'nanba' : 'qiaotou';
  const isAuthors = ['confirm', 'not-yet', 'contest', 'withdraw'].includes(act);
  const concerned = isAuthors ? row.author : row.holder;
  const as = walk.chance.onceIn(4) || act.endsWith('cosign') ? undefined : nameOf(walk, concerned);
  return send(walk, `/v/${slug}/a/${row.no}/${act}`, fields, as);
}

function nameOf({ world }: Walk, id: string | null): string | undefined {
  return Object.entries(world.people).find(([, person]) => person === id)?.[0];
}

async function onPost(walk: Walk, act: string, fields: Fields): Promise<Response | null> {
  const rows = await walk.world.app.db.read
    .select({ id: post.id, author: post.authorId, kind: post.kind })
    .from(post);
  const fit = act === 'withdraw' ? rows.filter(({ kind }) => kind === 'talk') : rows;
  if (fit.length === 0) return null;
  const row = walk.chance.one(fit.slice(-30));
  const isAuthors = act === 'edit' || act === 'withdraw';
  return send(
    walk,
    `/posts/${row.id}/${act}`,
    fields,
    isAuthors ? nameOf(walk, row.author) : undefined,
  );
}

async function onComment(walk: Walk, act: string, fields: Fields): Promise<Response | null> {
  const rows = await walk.world.app.db.read
    .select({ id: comment.id, author: comment.authorId, holder: comment.holderId })
    .from(comment);
  if (rows.length === 0) return null;
  const row = walk.chance.one(rows.slice(-20));
  return send(
    walk,
    `/comments/${row.id}/${act}`,
    fields,
    nameOf(walk, act === 'answers' ? row.holder : row.author),
  );
}

/** By those whose turn it is: the desk, then the author, then a second person. */
async function onReview(
  walk: Walk,
  turn: 'undecided' | 'removed' | 'objected',
  path: (id: string) => string,
  fields: Fields,
): Promise<Response | null> {
  const { db } = walk.world.app;
  const rows = await db.read
    .select({ review, postAuthor: post.authorId, commentAuthor: comment.authorId })
    .from(review)
    .innerJoin(post, eq(post.id, review.postId))
    .leftJoin(comment, eq(comment.id, review.subjectId));
  const fit = rows.filter(({ review: row }) => {
    if (turn === 'undecided') return row.decidedAt === null;
    if (turn === 'removed') return row.verdict === 'remove' && row.objectedAt === null;
    return row.objectedAt !== null && row.secondAt === null;
  });
  if (fit.length === 0) return null;
  const { review: row, postAuthor, commentAuthor } = walk.chance.one(fit);
  const desk = turn === 'objected' ? ['town', 'dispatcher'] : ['clerk', 'secretary', 'town'];
  const as = turn === 'removed' ? nameOf(walk, commentAuthor ?? postAuthor) : walk.chance.one(desk);
  return send(walk, path(row.id), fields, as);
}

/** A cadre's or clerk's post ends; the town never ends its own. */
async function endSomePost(walk: Walk): Promise<Response | null> {
  const rows = await walk.world.app.db.read
    .select({ id: assignment.id, grid: assignment.gridCode, post: assignment.post })
    .from(assignment)
    .where(isNull(assignment.until));
  const some = rows.filter((row) => row.post === 'grid_cadre' || row.post === 'clerk');
  if (some.length < 4) return null;
  const row = walk.chance.one(some);
  return send(walk, `/desk/posts/${row.grid}/${row.id}/end`, {}, 'town');
}
