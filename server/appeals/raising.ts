import { type AppealDraft, readDraft } from '#server/appeals/drafts.ts';
import { planAppealFor, type RaisePlan } from '#server/appeals/planning.ts';
import { selectRecent } from '#server/appeals/records.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, groupsOf, type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { emergencyNumbers, firstAudience, isAccusation } from '#server/rules/appeal-classes.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import { findPersonal, maskPersonal } from '#server/rules/masking.ts';
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
  draft: AppealDraft;
  isSignedIn: boolean;
  groups: { code: string; name: string }[];
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
  const { appealClasses } = ctx.book;
  return {
    village,
    draft,
    isSignedIn: ctx.viewer.personId !== null,
    groups: await groupsOf(ctx, village.code),
    emergency: emergencyNumbers(appealClasses, words),
    isAccusation: isAccusation(appealClasses, words),
    same: oneOf(draft.notSame) === 'yes' ? [] : await likelySame(ctx, village.code, draft),
    key: newToken(),
  };
}

/** What the last screen shows before it is sent: who will answer, by when, and who will see it. */
export interface CheckPage extends RaisePage {
  plan: RaisePlan | null;
  holder: DutyPerson | null;
  secretary: DutyPerson | null;
  groupName: string | null;
  /** The words as everybody would read them, numbers covered. */
  shownWords: string;
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
  const people = await peopleOfPlan(ctx, plan);
  const shownWords = maskPersonal(words, findPersonal(words));
  return {
    ...page,
    plan,
    holder: people.get(plan?.holder.personId ?? '') ?? null,
    secretary: people.get(plan?.secretaryId ?? '') ?? null,
    groupName: group?.name ?? null,
    shownWords,
    wasMasked: shownWords !== words,
    mayBePublic:
      firstAudience(ctx.book.appealClasses, wish.picture) === 'public' && !page.isAccusation,
    isComplete,
  };
}

/** Appeals of this village that say nearly the same, likeliest first. */
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
  return likelyDuplicates(candidate, others, similarity)
    .slice(0, offered)
    .map(({ matter: { no, title, state, cosigns } }) => ({ no, title, state, cosigns }));
}

/** A field of a draft as one text. */
export function oneOf(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value[0] : value) ?? '';
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

function peopleOfPlan(ctx: Context, plan: RaisePlan | null) {
  if (!plan) return Promise.resolve(new Map<string, DutyPerson>());
  const secretary = plan.secretaryId ? [{ personId: plan.secretaryId, gridCode: null }] : [];
  return dutyPeople(ctx, [plan.holder, ...secretary]);
}
