import { ownAccountPage } from '#server/accounts/views.ts';
import { type AppealDraft, draftPhotoIds, readDraft } from '#server/appeals/drafts.ts';
import { helpIn, type VillageHelp } from '#server/appeals/helper.ts';
import { planAppealFor, type RaisePlan } from '#server/appeals/planning.ts';
import { selectRecent } from '#server/appeals/records.ts';
import { secretaryOf } from '#server/grids/duties.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import {
  dutyPeople,
  groupsOf,
  householdPath,
  type Village,
  villageBySlug,
} from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { type DraftPhoto, draftPhotos } from '#server/photos/draft-photos.ts';
import { clocksOf, dutyOf } from '#server/posts/duty.ts';
import type { Duty } from '#server/posts/views.ts';
import {
  emergencyNumbers,
  firstAudience,
  isAccusation,
  type Picture,
  pictureOf,
} from '#server/rules/appeal-classes.ts';
import { appealState, isOpen } from '#server/rules/appeal-states.ts';
import { DAY_MS, type EpochMs } from '#server/rules/dates.ts';
import { findPersonal, maskPersonal } from '#server/rules/masking.ts';
import { oneOf } from '#server/rules/one-of.ts';
import { likelyDuplicates } from '#server/rules/similarity.ts';

/** An appeal that says nearly the same. */
export interface LikelySame {
  no: number;
  title: string;
  state: string;
  cosigns: number;
}

/** What the screens of raising need; every screen keeps what the others have. */
export interface RaisePage {
  village: Village;
  help: VillageHelp | null;
  now: EpochMs;
  draft: AppealDraft;
  isSignedIn: boolean;
  pictures: Picture[];
  photos: DraftPhoto[];
  /** How many photos a post takes. */
  photoLimit: number;
  groups: { code: string; name: string }[];
  /** The group chosen before, else the person's own on the roster, else the only one there is. */
  groupCode: string;
  /** Where the person lives; '' when it is not known. */
  ownGroupCode: string;
  /** 110, 119, 120 when the words call for them. */
  emergency: { number: string; zh: string; en: string }[];
  isAccusation: boolean;
  same: LikelySame[];
  key: string;
}

/** The village and the draft behind one of the screens; null for no such village. */
export async function raisePage(ctx: Context, slug: string): Promise<RaisePage | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  ctx.page.keepPrivate();
  const draft = await readDraft(ctx, village.code);
  const words = oneOf(draft.words);
  const { appealClasses, rules } = ctx.book;
  const groups = await groupsOf(ctx, village.code);
  const own = await ownGroup(ctx, village, groups);
  return {
    village,
    help: await helpIn(ctx, village.code),
    now: ctx.clock.now(),
    draft,
    isSignedIn: ctx.viewer.personId !== null,
    pictures: appealClasses.pictures,
    photos: await draftPhotos(ctx, draftPhotoIds(draft)),
    photoLimit: rules.photos.perPost,
    groups,
    groupCode:
      oneOf(draft.groupCode) || own || (groups.length === 1 ? (groups[0]?.code ?? '') : ''),
    ownGroupCode: own,
    emergency: emergencyNumbers(appealClasses, words),
    isAccusation: isAccusation(appealClasses, words),
    same: oneOf(draft.notSame) === 'yes' ? [] : await likelySame(ctx, village.code, draft),
    key: newToken(),
  };
}

/** What the last screen shows before it is sent: who will answer, by when, and who will see it. */
export interface CheckPage extends RaisePage {
  picture: Picture | null;
  plan: RaisePlan | null;
  /** The plate as it would hang under the appeal if it were sent now. */
  duty: Duty | null;
  /** The village's secretary, who can be written to by name; null where there is none. */
  secretary: DutyPerson | null;
  groupName: string | null;
  /** What office holders and, if chosen, everybody read as the author's name. */
  name: string;
  nickname: string;
  /** The words as everybody would read them, numbers covered. */
  shownWords: string;
  /** The landmark as everybody would read it. */
  shownLandmark: string;
  wasMasked: boolean;
  /** Whether the picture leaves the choice to the person. */
  mayBePublic: boolean;
  isComplete: boolean;
}

/** The last screen; null for no such village. */
export async function checkPage(ctx: Context, slug: string): Promise<CheckPage | null> {
  const page = await raisePage(ctx, slug);
  if (!page) return null;
  const { village, draft, groups } = page;
  const words = oneOf(draft.words);
  const group = groups.find((one) => one.code === oneOf(draft.groupCode));
  const isComplete = words !== '' && group !== undefined;
  const wish = wishOf(draft);
  const plan = isComplete ? await planAppealFor(ctx, village, wish, ctx.clock.now()) : null;
  const secretary = await secretaryOf(ctx.db.read, village.code, page.now);
  const people = await dutyPeople(
    ctx,
    [plan?.holder, secretary].filter((one) => one != null),
  );
  const own = await ownAccountPage(ctx);
  return {
    ...page,
    picture: pictureOf(ctx.book.appealClasses, wish.picture),
    plan,
    duty: plan && dutyOfPlan(ctx, plan, people),
    secretary: people.get(secretary?.personId ?? '') ?? null,
    groupName: group?.name ?? null,
    name: own?.name ?? '',
    nickname: own?.nickname ?? '',
    ...coveredOf(draft),
    mayBePublic:
      firstAudience(ctx.book.appealClasses, wish.picture) === 'public' && !page.isAccusation,
    isComplete,
  };
}

/** The draft's words and landmark as everybody would read them. */
function coveredOf(draft: RaisePage['draft']) {
  const [words, landmark] = [oneOf(draft.words), oneOf(draft.landmark)];
  const shownWords = maskPersonal(words, findPersonal(words));
  const shownLandmark = maskPersonal(landmark, findPersonal(landmark));
  const wasMasked = shownWords !== words || shownLandmark !== landmark;
  return { shownWords, shownLandmark, wasMasked };
}

/**
 * Appeals of this village that say nearly the same: the open ones, which can be joined, else solved
 * ones, which show how it was done last time. The likeliest first.
 */
export async function likelySame(
  ctx: Context,
  villageCode: string,
  draft: AppealDraft,
): Promise<LikelySame[]> {
  const words = oneOf(draft.words);
  if (words === '') return [];
  const { similarity, lookBackDays, offered } = ctx.book.rules.duplicates;
  const since = ctx.clock.now() - lookBackDays * DAY_MS;
  const recent = await selectRecent(ctx.db.read, villageCode, since);
  const candidate = { text: words, place: oneOf(draft.landmark) };
  const others = recent.map((one) => ({ ...one, text: one.body, place: one.landmark }));
  const alike = likelyDuplicates(candidate, others, similarity).map(({ matter }) => matter);
  const open = alike.filter(({ state }) => isOpen(appealState(state)));
  const solved = alike.filter(({ state }) => state === 'solved');
  return (open.length > 0 ? open : solved)
    .slice(0, offered)
    .map(({ no, title, state, cosigns }) => ({ no, title, state, cosigns }));
}

/** What the draft asks for. */
export function wishOf(draft: AppealDraft) {
  return {
    words: oneOf(draft.words),
    picture: oneOf(draft.picture) || null,
    groupCode: oneOf(draft.groupCode),
    addressee: oneOf(draft.addressee) === 'secretary' ? ('secretary' as const) : ('cadre' as const),
    audience: oneOf(draft.audience) === 'handlers' ? ('handlers' as const) : ('public' as const),
    notAccusation: oneOf(draft.notAccusation) === 'yes',
    forPersonId: null,
  };
}

// Where the person lives is where most of what he says is.
async function ownGroup(
  ctx: Context,
  village: Village,
  groups: { code: string; path: string }[],
): Promise<string> {
  const home = ctx.viewer.memberships.find((one) => one.villageCode === village.code);
  const path = home ? await householdPath(ctx, home.householdId) : null;
  return groups.find((group) => path?.startsWith(group.path))?.code ?? '';
}

/** The plate as it would hang under what is planned, if it were sent now. */
export function dutyOfPlan(
  ctx: Context,
  plan: RaisePlan,
  people: Map<string, DutyPerson>,
): Duty | null {
  const now = ctx.clock.now();
  const { needsRoster } = ctx.book.rules.sla[plan.limits.sla];
  const pace = needsRoster ? (plan.isManned ? 'round-the-clock' : 'nobody') : 'working';
  const owed = {
    holderId: plan.holder.personId,
    holderGridCode: plan.holder.gridCode,
    firstHolderId: null,
    firstDueAt: plan.limits.first.dueAt,
    firstAnsweredAt: null,
    firstAnsweredById: null,
    finishDueAt: plan.limits.finish.dueAt,
    finishedAt: null,
    createdAt: now,
  };
  const extras = { awaits: null, paused: null, planKept: false, forPlan: false };
  const clocks = clocksOf(
    owed,
    { ...extras, pace, begun: true, limitConfirmed: true },
    ctx.book.calendar,
    now,
  );
  return dutyOf(owed, people, clocks);
}
