import { type AppealRef, findAppeal, roleIn } from '#server/appeals/act.ts';
import { newestPlan } from '#server/appeals/clocks.ts';
import { voiceOf } from '#server/appeals/commands.ts';
import {
  type AppealRow,
  type MilestoneRow,
  type StepRow,
  selectMilestones,
  selectSealed,
  selectSteps,
  selectVoice,
} from '#server/appeals/records.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, groupsOf, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import type { Action } from '#server/kernel/permissions.ts';
import { clockExtrasOf, type Duty, dutyFor, peopleOf } from '#server/posts/views.ts';
import { itemOf, pictureOf } from '#server/rules/appeal-classes.ts';
import {
  type AppealAct,
  type AppealState,
  appealState,
  isOpen,
  isPossible,
} from '#server/rules/appeal-states.ts';
import { daysBetween, type EpochMs } from '#server/rules/dates.ts';

/** One thing done for an appeal, with who did it in words a page can print. */
export interface AppealStepView {
  id: string;
  kind: string;
  at: EpochMs;
  round: number;
  /** The office holder who did it; null for the appellant and the system. */
  by: DutyPerson | null;
  byPost: string;
  /** For whom he stood in. */
  insteadOf: DutyPerson | null;
  html: string;
  facts: StepRow['facts'];
}

/** What this viewer may do next. */
export type AppealActs = Record<AppealAct | 'cosign', boolean>;

/** Everything the page of one appeal prints. */
export interface AppealPage {
  village: Village;
  postId: string;
  no: number;
  title: string;
  html: string;
  state: AppealState;
  audience: string;
  shownAs: string;
  /** What was typed before numbers were covered; only for author and handlers. */
  sealedWords: string | null;
  picture: string | null;
  item: { code: string; zh: string; en: string } | null;
  remedy: string | null;
  sla: string;
  groupName: string | null;
  landmark: string;
  position: { latitude: string; longitude: string } | null;
  isEmergency: boolean;
  isManned: boolean;
  isHeld: boolean;
  isEntered: boolean;
  createdAt: EpochMs;
  finishedAt: EpochMs | null;
  editedAt: EpochMs | null;
  /** Natural days from raising to the end, or to now. */
  totalDays: number;
  duty: Duty | null;
  addressee: 'cadre' | 'secretary';
  secretary: DutyPerson | null;
  cosigns: number;
  hasCosigned: boolean;
  reopened: number;
  grade: number | null;
  steps: AppealStepView[];
  /** The plan that counts; plans before it are `oldPlans`. */
  plan: MilestoneRow[];
  oldPlans: MilestoneRow[];
  isAuthor: boolean;
  isHandler: boolean;
  acts: AppealActs;
  /** Idempotency key of every form on the page. */
  key: string;
}

/** The page of one appeal; null when the viewer may not see it. */
export async function appealPage(ctx: Context, ref: AppealRef): Promise<AppealPage | null> {
  const seen = await findAppeal(ctx, ref);
  if (!seen) return null;
  const { village, row } = seen;
  const { post, appeal } = row;
  ctx.page.shows(`post:${post.id}`, `village:${village.code}`);
  if (ctx.viewer.personId !== null || post.audience !== 'public') ctx.page.keepPrivate();
  const voice = voiceOf(ctx, village.code);
  const [steps, milestones, duty, groups, hasCosigned, sealedWords] = await Promise.all([
    selectSteps(ctx.db.read, post.id),
    selectMilestones(ctx.db.read, [post.id]),
    plateOf(ctx, row),
    groupsOf(ctx, village.code),
    voice === '' ? false : selectVoice(ctx.db.read, post.id, voice),
    sealedFor(ctx, row),
  ]);
  const people = await peopleIn(ctx, row, steps);
  const plan = newestPlan(milestones);
  const now = ctx.clock.now();
  return {
    village,
    postId: post.id,
    no: post.no,
    title: post.title,
    html: post.html,
    state: appealState(post.state),
    audience: post.audience,
    shownAs: post.shownAs,
    sealedWords,
    picture: pictureOf(ctx.book.appealClasses, appeal.picture)?.code ?? null,
    item: itemOf(ctx.book.appealClasses, appeal.itemCode),
    remedy: appeal.remedy,
    sla: appeal.sla,
    groupName: groups.find((group) => group.code === post.groupCode)?.name ?? null,
    landmark: appeal.landmark,
    position: positionFor(ctx, row),
    isEmergency: appeal.isEmergency,
    isManned: appeal.isManned,
    isHeld: post.releasedAt === null,
    isEntered: post.enteredById !== null,
    createdAt: post.createdAt,
    finishedAt: post.finishedAt,
    editedAt: post.editedAt,
    totalDays: daysBetween(post.createdAt, post.finishedAt ?? now),
    duty,
    addressee: appeal.addressee === 'secretary' ? 'secretary' : 'cadre',
    secretary: people.get(appeal.secretaryId ?? '') ?? null,
    cosigns: post.cosigns,
    hasCosigned,
    reopened: appeal.reopened,
    grade: appeal.grade,
    steps: steps.map((step) => stepView(step, people)),
    plan,
    oldPlans: milestones.filter((step) => !plan.includes(step)),
    isAuthor: isAuthorOf(ctx, row),
    isHandler: mayHandle(ctx, row),
    acts: actsFor(ctx, row),
    key: newToken(),
  };
}

/** The plate of an appeal: who is responsible, and both clocks. */
export async function plateOf(ctx: Context, { post }: AppealRow): Promise<Duty | null> {
  const [people, extras] = await Promise.all([peopleOf(ctx, [post]), clockExtrasOf(ctx, [post])]);
  return dutyFor(ctx, post, people, extras);
}

const rightTo: Record<AppealAct, Action | 'author'> = {
  sign: 'appeal.sign',
  answer: 'appeal.answer',
  classify: 'appeal.classify',
  contest: 'author',
  plan: 'appeal.answer',
  progress: 'appeal.answer',
  propose: 'appeal.close',
  confirm: 'author',
  notYet: 'author',
  withdraw: 'author',
};

/** What this viewer may do to the appeal now. The commands decide again. */
function actsFor(ctx: Context, row: AppealRow): AppealActs {
  const { personId } = ctx.viewer;
  const state = appealState(row.post.state);
  const can = (act: AppealAct) =>
    personId !== null &&
    isPossible(act, state) &&
    (roleIn(ctx, row, rightTo[act], personId) !== null || confirmsFor(ctx, row, act, personId));
  const { appeal, post } = row;
  const isAuthor = isAuthorOf(ctx, row);
  return {
    sign: can('sign') && appeal.signedAt === null,
    answer: can('answer'),
    classify: can('classify') && (appeal.contestedAt === null || isTown(ctx)),
    contest: can('contest') && appeal.classifiedAt !== null && appeal.contestedAt === null,
    plan: can('plan'),
    progress: can('progress') && post.firstAnsweredAt !== null,
    propose: can('propose'),
    confirm: can('confirm'),
    notYet: can('notYet'),
    withdraw: can('withdraw'),
    cosign: post.audience === 'public' && isOpen(state) && !isAuthor,
  };
}

function confirmsFor(ctx: Context, row: AppealRow, act: AppealAct, personId: string): boolean {
  const isAsking = act === 'confirm' || act === 'notYet';
  if (!isAsking || row.post.enteredById === null) return false;
  if (row.post.enteredById === personId || row.post.holderId === personId) return false;
  return roleIn(ctx, row, 'appeal.confirm-for', personId) !== null;
}

function isTown({ viewer }: Context): boolean {
  return viewer.posts.some((held) => held.post === 'town_admin');
}

function isAuthorOf({ viewer }: Context, { post }: AppealRow): boolean {
  return viewer.personId !== null && post.authorId === viewer.personId;
}

function mayHandle(ctx: Context, row: AppealRow): boolean {
  const { personId } = ctx.viewer;
  return personId !== null && roleIn(ctx, row, 'appeal.answer', personId) !== null;
}

// Where exactly somebody lives is for those who go there.
function positionFor(ctx: Context, row: AppealRow): AppealPage['position'] {
  const { latitude, longitude } = row.appeal;
  const maySee = isAuthorOf(ctx, row) || mayHandle(ctx, row);
  return maySee && latitude !== null && longitude !== null ? { latitude, longitude } : null;
}

async function sealedFor(ctx: Context, row: AppealRow): Promise<string | null> {
  if (!isAuthorOf(ctx, row) && !mayHandle(ctx, row)) return null;
  const sealed = await selectSealed(ctx.db.read, row.post.id);
  return sealed && ctx.secrets.open(sealed);
}

function peopleIn(ctx: Context, { post, appeal }: AppealRow, steps: StepRow[]) {
  const gridCode = post.holderGridCode;
  const official = steps.filter((step) => step.byPost !== 'author' && step.byPost !== 'system');
  const ids = [
    appeal.secretaryId,
    ...official.flatMap((step) => [step.byId, step.insteadOfId]),
  ].filter((id) => id !== null);
  return dutyPeople(
    ctx,
    [...new Set(ids)].map((personId) => ({ personId, gridCode })),
  );
}

function stepView(step: StepRow, people: Map<string, DutyPerson>): AppealStepView {
  const isOfficial = step.byPost !== 'author' && step.byPost !== 'system';
  return {
    id: step.id,
    kind: step.kind,
    at: step.at,
    round: step.round,
    by: (isOfficial && people.get(step.byId ?? '')) || null,
    byPost: step.byPost,
    insteadOf: people.get(step.insteadOfId ?? '') ?? null,
    html: step.html,
    facts: step.facts,
  };
}
