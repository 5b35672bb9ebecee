import { type Contact, contactOf } from '#server/accounts/views.ts';
import { type AppealRef, findAppeal } from '#server/appeals/act.ts';
import { confirmUntil, newestPlan, slaOf } from '#server/appeals/clocks.ts';
import { type HandlingDesk, handlingDesk } from '#server/appeals/handling-desk.ts';
import { helpIn, type VillageHelp } from '#server/appeals/helper.ts';
import { type AppealActs, actsFor, isAuthorOf, mayHandle } from '#server/appeals/next-acts.ts';
import {
  type AppealRow,
  type MilestoneRow,
  type StepRow,
  selectMilestones,
  selectSealed,
  selectSteps,
  selectVoice,
} from '#server/appeals/records.ts';
import { type AppealStepView, namesSomebody, stepViews } from '#server/appeals/step-views.ts';
import { voiceOf } from '#server/appeals/voices.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, groupsOf, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type DraftPhoto, draftPhotos } from '#server/photos/draft-photos.ts';
import { postById } from '#server/posts/load.ts';
import { type PostParts, partsOf } from '#server/posts/parts.ts';
import { clockExtrasOf, type Duty, dutyFor, peopleOf } from '#server/posts/views.ts';
import { emergencyNumbers, itemOf, pictureOf } from '#server/rules/appeal-classes.ts';
import { type AppealState, appealState } from '#server/rules/appeal-states.ts';
import { daysBetween, type EpochMs } from '#server/rules/dates.ts';

/** A word of a table of content/ in both languages. */
export interface Named {
  code: string;
  zh: string;
  en: string;
}

/** Everything the page of one appeal prints. */
export interface AppealPage {
  village: Village;
  /** Who types for people here. */
  help: VillageHelp | null;
  now: EpochMs;
  no: number;
  /** Null when the words were taken back or taken down; the author still reads his own. */
  title: string | null;
  html: string | null;
  state: AppealState;
  audience: string;
  /** What was typed before numbers were covered; only for author and handlers. */
  sealedWords: string | null;
  /** Who said it, as the form promised: only for those who handle it. */
  appellant: Contact | null;
  picture: Named | null;
  item: Named | null;
  remedy: string | null;
  groupName: string | null;
  landmark: string;
  position: { latitude: string; longitude: string } | null;
  /** Numbers to dial first; empty unless the words called for them. */
  emergency: { number: string; zh: string; en: string }[];
  /** A class whose clocks run only while a roster names somebody, and nobody is on it. */
  isUnmanned: boolean;
  /** Without a due date: when somebody will read it. */
  readAt: EpochMs | null;
  isEntered: boolean;
  createdAt: EpochMs;
  finishedAt: EpochMs | null;
  /** Until when the person may look and send it back; null unless it was proposed closed. */
  awaitsUntil: EpochMs | null;
  /** Natural days from raising to the end, or to now. */
  totalDays: number;
  duty: Duty | null;
  /** The secretary who owes the first answer, and the one it was written to by name. */
  secretary: DutyPerson | null;
  writtenTo: DutyPerson | null;
  cosigns: number;
  hasCosigned: boolean;
  reopened: number;
  grade: number | null;
  /** Oldest first. */
  steps: AppealStepView[];
  /** The plan that counts; the steps of plans before it are `oldPlans`. */
  plan: MilestoneRow[];
  oldPlans: MilestoneRow[];
  isContested: boolean;
  isAuthor: boolean;
  isHandler: boolean;
  acts: AppealActs;
  /** What the forms of handlers offer; null for everybody else. */
  desk: HandlingDesk | null;
  /** The viewer's own photos of a form that came back: nobody chooses them again. */
  keptPhotos: DraftPhoto[];
  /** The five grades, best first. */
  grades: string[];
  parts: PostParts;
}

/** What the page's address and a form that came back ask for. */
export interface AsksOfPage {
  /** Cursor of the talk's page. */
  commentsAfter?: string | null;
  /** Photos that came with a form. */
  photoIds?: string[];
}

/** The page of one appeal; null when the viewer may not see it. */
export async function appealPage(
  ctx: Context,
  ref: AppealRef,
  { commentsAfter = null, photoIds = [] }: AsksOfPage = {},
): Promise<AppealPage | null> {
  const seen = await findAppeal(ctx, ref);
  const loaded = seen && (await postById(ctx, seen.row.post.id));
  if (!loaded) return null;
  const { village, row } = seen;
  const { post, appeal } = row;
  ctx.page.shows(`post:${post.id}`, `village:${village.code}`);
  if (ctx.viewer.personId !== null || post.audience !== 'public') ctx.page.keepPrivate();
  const [steps, milestones, duty, groups, help, hasCosigned, sealedWords, parts] =
    await Promise.all([
      selectSteps(ctx.db.read, post.id),
      selectMilestones(ctx.db.read, [post.id]),
      plateOf(ctx, row),
      groupsOf(ctx, village.code),
      helpIn(ctx, village.code),
      hasVoice(ctx, row),
      sealedFor(ctx, row),
      partsOf(ctx, loaded, commentsAfter),
    ]);
  const people = await peopleIn(ctx, row, steps);
  const plan = newestPlan(milestones);
  const isHandler = mayHandle(ctx, row);
  const isAuthor = isAuthorOf(ctx, row);
  const isGone = (post.withdrawnAt !== null || post.removedAt !== null) && !isAuthor;
  return {
    ...factsOf(ctx, row),
    village,
    help,
    now: ctx.clock.now(),
    title: isGone ? null : post.title,
    html: isGone ? null : post.html,
    sealedWords,
    appellant: isHandler && !isAuthor ? await appellantOf(ctx, row) : null,
    groupName: groups.find((group) => group.code === post.groupCode)?.name ?? null,
    position: positionFor(ctx, row),
    duty,
    secretary: people.get(appeal.secretaryId ?? '') ?? null,
    writtenTo: people.get(writtenToId(appeal, steps) ?? '') ?? null,
    hasCosigned,
    steps: isGone ? [] : await stepViews(ctx, { post, village }, steps, people),
    plan,
    oldPlans: milestones.filter((step) => !plan.includes(step)),
    isAuthor,
    isHandler,
    acts: actsFor(ctx, row),
    desk: isHandler ? handlingDesk(ctx, row) : null,
    keptPhotos: await draftPhotos(ctx, photoIds),
    grades: ctx.book.rules.ratings.grades,
    parts,
  };
}

/** The plate of an appeal: who is responsible, and both clocks. */
export async function plateOf(ctx: Context, { post }: AppealRow): Promise<Duty | null> {
  const [people, extras] = await Promise.all([peopleOf(ctx, [post]), clockExtrasOf(ctx, [post])]);
  return dutyFor(ctx, post, people, extras);
}

/** What needs no further look into the database. */
function factsOf(ctx: Context, { post, appeal }: AppealRow) {
  const { appealClasses, rules } = ctx.book;
  const { needsRoster } = rules.sla[slaOf(ctx, appeal.sla)];
  const proposedAt = appeal.confirmedAt === null ? appeal.proposedAt : null;
  return {
    no: post.no,
    state: appealState(post.state),
    audience: post.audience,
    picture: pictureOf(appealClasses, appeal.picture),
    item: itemOf(appealClasses, appeal.itemCode),
    remedy: appeal.remedy,
    landmark: appeal.landmark,
    emergency: numbersFor(ctx, { post, appeal }, needsRoster),
    isUnmanned: needsRoster && !appeal.isManned,
    readAt: post.firstDueAt === null && post.firstAnsweredAt === null ? post.nextDueAt : null,
    isEntered: post.enteredById !== null,
    createdAt: post.createdAt,
    finishedAt: post.finishedAt,
    awaitsUntil: proposedAt === null ? null : confirmUntil(ctx, proposedAt),
    totalDays: daysBetween(post.createdAt, post.finishedAt ?? ctx.clock.now()),
    cosigns: post.cosigns,
    reopened: appeal.reopened,
    grade: appeal.grade,
    isContested: appeal.contestedAt !== null,
  };
}

// The first to hand it on is the one it was written to.
function writtenToId({ secretaryId }: AppealRow['appeal'], steps: StepRow[]): string | null {
  const handed = steps.find(({ kind, facts }) => kind === 'handed' && facts.of === 'secretary');
  return handed?.insteadOfId ?? secretaryId;
}

function hasVoice(ctx: Context, { post }: AppealRow): Promise<boolean> {
  const voice = voiceOf(ctx, post.villageCode);
  return voice === '' ? Promise.resolve(false) : selectVoice(ctx.db.read, post.id, voice);
}

// Where exactly somebody lives is for those who go there.
function positionFor(ctx: Context, row: AppealRow): AppealPage['position'] {
  const { latitude, longitude } = row.appeal;
  const maySee = isAuthorOf(ctx, row) || mayHandle(ctx, row);
  return maySee && latitude !== null && longitude !== null ? { latitude, longitude } : null;
}

// What a handler calls an emergency without its words shows every number.
function numbersFor(
  { book }: Context,
  { appeal, post }: Pick<AppealRow, 'appeal' | 'post'>,
  needsRoster: boolean,
) {
  const named = emergencyNumbers(book.appealClasses, post.body);
  const isUrgent = appeal.isEmergency || needsRoster;
  if (!isUrgent) return [];
  return named.length > 0 ? named : book.appealClasses.emergency;
}

async function sealedFor(ctx: Context, row: AppealRow): Promise<string | null> {
  if (!isAuthorOf(ctx, row) && !mayHandle(ctx, row)) return null;
  const sealed = await selectSealed(ctx.db.read, row.post.id);
  return sealed && ctx.secrets.open('wording', sealed);
}

// Whoever took his matter back is left alone.
function appellantOf(ctx: Context, { post }: AppealRow): Promise<Contact | null> {
  return post.withdrawnAt === null ? contactOf(ctx, post.authorId) : Promise.resolve(null);
}

function peopleIn(ctx: Context, { post, appeal }: AppealRow, steps: StepRow[]) {
  const gridCode = post.holderGridCode;
  const official = steps.filter(namesSomebody);
  const ids = [
    appeal.secretaryId,
    ...official.flatMap((step) => [step.byId, step.insteadOfId]),
  ].filter((id) => id !== null);
  return dutyPeople(
    ctx,
    [...new Set(ids)].map((personId) => ({ personId, gridCode })),
  );
}
