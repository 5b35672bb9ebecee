import { wordsFor } from '#content/messages/words.ts';
import { deskCount } from '#server/appeals/desk.ts';
import { taskCounts } from '#server/desk/tasks.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, permissions, type Role } from '#server/kernel/permissions.ts';
import { objectionCount } from '#server/line-objections/desk.ts';
import { reviewCount } from '#server/moderation/views.ts';
import { questionCount } from '#server/posts/questions-desk.ts';
import { href } from '#server/rules/links.ts';

/** One line of a desk's rail. */
export interface DeskItem {
  href: string;
  label: string;
  icon: string;
  count?: number;
  current: boolean;
}

/** A desk: where it is, and the rights of which any one opens it. */
interface Desk {
  path: string;
  label: string;
  icon: string;
  opens: Action[];
  count?: number;
}

/**
 * The desks that this viewer's posts open, in one order on every desk page; the one to which
 * `currentPath` belongs is marked. Counts stand only where an index gives them, and stop at 100.
 */
export async function deskRail(ctx: Context, currentPath: string): Promise<DeskItem[]> {
  ctx.page.keepPrivate();
  const desks = await allDesks(ctx);
  const open = desks.filter(({ opens }) => opens.some((action) => holds(ctx, action)));
  const isHere = (path: string) =>
    currentPath === path || (path !== INBOX && currentPath.startsWith(`${path}/`));
  // A desk may lie below another's address: the nearest one is meant.
  const [here] = open.filter(({ path }) => isHere(path)).toSorted(byLength);
  return open.map((desk) => ({
    href: href(ctx.lang, desk.path),
    label: desk.label,
    icon: desk.icon,
    ...(desk.count ? { count: desk.count } : {}),
    current: desk === here,
  }));
}

function byLength(a: Desk, b: Desk): number {
  return b.path.length - a.path.length;
}

async function allDesks(ctx: Context): Promise<Desk[]> {
  const {
    bodies,
    desk: { rail: words },
    disclosureDuties,
    letters,
    draws,
    peopleImport,
    verdicts,
    selections,
    objections,
    lineObjections,
    steps,
    motions,
    surveys,
    contests,
    voteDesk,
  } = wordsFor(ctx.lang);
  const [appeals, questions, reviews, openQuestions, tasks] = await Promise.all([
    deskCount(ctx),
    questionCount(ctx),
    reviewCount(ctx),
    objectionCount(ctx),
    taskCounts(ctx),
  ]);
  // A village has it on its roster; town and county have no roster of their own.
  const bringsIn: Action[] = holds(ctx, 'roster.attest') ? [] : ['roster.import'];
  return [
    { path: INBOX, label: words.appeals, icon: 'inbox', opens: inbox, count: appeals },
    {
      ...{ path: '/desk/questions', label: words.questions, icon: 'message-square-plus' },
      ...{ opens: ['comment.answer'], count: questions },
    },
    { path: '/desk/for', label: words.writeFor, icon: 'user-pen', opens: ['appeal.raise-for'] },
    {
      path: '/desk/letters',
      label: letters.desk.title,
      icon: 'mail-open',
      opens: ['letter.write'],
    },
    {
      ...{ path: '/desk/open/asked', label: lineObjections.desk.rail, icon: 'message-circle' },
      ...{ opens: asked, count: openQuestions },
    },
    { path: '/desk/reviews', label: words.reviews, icon: 'eye', opens: looks, count: reviews },
    {
      ...{ path: '/desk/open', label: disclosureDuties.desk.rail, icon: 'list-checks' },
      ...{ opens: discloses, count: tasks.open },
    },
    // Deciding together, in the order in which a matter goes.
    { path: '/desk/hall', label: motions.desk.rail, icon: 'landmark', opens: ['motion.keep'] },
    {
      ...{ path: '/desk/steps', label: steps.desk.rail, icon: 'repeat' },
      ...{ opens: ['step.call', 'step.check'], count: tasks.steps },
    },
    {
      ...{ path: '/desk/votes', label: voteDesk.rail, icon: 'vote' },
      ...{ opens: votes, count: tasks.votes },
    },
    {
      path: '/desk/surveys',
      label: surveys.desk.rail,
      icon: 'list-todo',
      opens: ['survey.make'],
    },
    { path: '/desk/contests', label: contests.desk.rail, icon: 'thumbs-up', opens: thanks },
    { path: '/desk/bodies', label: bodies.rail, icon: 'scroll-text', opens: ['body.read'] },
    { path: '/desk/roster', label: words.roster, icon: 'users', opens: ['roster.attest'] },
    { path: '/desk/roster/import', label: peopleImport.rail, icon: 'upload', opens: bringsIn },
    { path: '/desk/duty', label: words.leave, icon: 'calendar-clock', opens: ['duty.record'] },
    { path: '/desk/grid', label: words.grid, icon: 'map-pin', opens: ['grid.manage'] },
    { path: '/desk/posts', label: words.posts, icon: 'network', opens: posts },
    { path: '/desk/kin', label: verdicts.kin.rail, icon: 'users', opens: ['letter.write'] },
    { path: '/desk/draws', label: draws.desk.rail, icon: 'circle-dot', opens: ['draw.type'] },
    {
      path: '/desk/selections',
      label: selections.desk.rail,
      icon: 'star',
      opens: ['selection.open', 'selection.enter', 'selection.recommend'],
    },
    {
      path: '/desk/objections',
      label: objections.desk.rail,
      icon: 'flag',
      opens: ['objection.decide', 'objection.second'],
    },
    { path: '/desk/calendar', label: words.calendar, icon: 'calendar', opens: ['calendar.import'] },
  ];
}

/** All desks lie below the inbox's address. */
const INBOX = '/desk';

const inbox: Action[] = [
  'comment.answer',
  'appeal.read-private',
  'appeal.read-town',
  'appeal.classify',
  'draw.type',
  // Whoever signs, checks and counts finds there what waits for him.
  'disclosure.sign',
  'vote.tell',
];
const asked: Action[] = [
  'line-objection.answer',
  'line-objection.answer-private',
  'line-objection.answer-raised',
];
const discloses: Action[] = ['disclosure.read-drafts', 'disclosure.board'];
const thanks: Action[] = ['contest.open', 'contest.nominate', 'contest.decide'];
const looks: Action[] = ['review.decide', 'review.second'];
const votes: Action[] = ['vote.prepare', 'vote.freeze', 'vote.table', 'vote.tell'];
const posts: Action[] = ['assignment.grant', 'assignment.grant-county', 'village.describe'];

/** Whether any post of the viewer carries this right; what everybody may do opens no desk. */
function holds({ viewer }: Context, action: Action): boolean {
  const roles: Role[] = permissions[action];
  return viewer.posts.some(({ post }) => roles.includes(post));
}
