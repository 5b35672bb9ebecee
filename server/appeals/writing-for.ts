import { type RosterLine, rosterLinePage } from '#server/accounts/roster-views.ts';
import { planAppealFor } from '#server/appeals/planning.ts';
import { dutyOfPlan, wishOf } from '#server/appeals/raising.ts';
import { secretaryOf } from '#server/grids/duties.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, groupsOf, type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import { newToken } from '#server/kernel/ids.ts';
import { type DraftPhoto, draftPhotos } from '#server/photos/draft-photos.ts';
import type { Duty } from '#server/posts/views.ts';
import type { Picture } from '#server/rules/appeal-classes.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** What the one form needs on which a cadre or clerk writes for a villager. */
export interface WriteForPage {
  villager: RosterLine;
  village: Village;
  pictures: Picture[];
  groups: { code: string; name: string }[];
  photoLimit: number;
  /** Photos of this form that are here already. */
  photos: DraftPhoto[];
  /** The plate as it would hang for the household's group; null where nobody answers. */
  duty: Duty | null;
  /** The village's secretary, who can be written to by name; null where there is none. */
  secretary: DutyPerson | null;
  now: EpochMs;
  key: string;
}

/**
 * The form for one villager, with the photos that came with it before; null for whoever may not
 * write for him, and for oneself.
 */
export async function writeForPage(
  ctx: Context,
  villagerId: string,
  photoIds: string[] = [],
): Promise<WriteForPage | null> {
  const line = await rosterLinePage(ctx, villagerId);
  const village = line && (await villageByCode(ctx, line.villageCode));
  if (!line || !village || line.isSelf) return null;
  const now = ctx.clock.now();
  const [groups, plan, secretary] = await Promise.all([
    groupsOf(ctx, village.code),
    planAppealFor(ctx, village, blankWish(line), now),
    secretaryOf(ctx.db.read, village.code, now),
  ]);
  const holders = [plan?.holder, secretary].filter((one) => one != null);
  const people = await dutyPeople(ctx, holders);
  return {
    villager: line,
    village,
    pictures: ctx.book.appealClasses.pictures,
    groups: groups.map(({ code, name }) => ({ code, name })),
    photoLimit: ctx.book.rules.photos.perPost,
    photos: await draftPhotos(ctx, photoIds),
    duty: plan && dutyOfPlan(ctx, plan, people),
    secretary: people.get(secretary?.personId ?? '') ?? null,
    now,
    key: newToken(),
  };
}

/**
 * The town's plate for what was typed, where the rules send it there and not to whom the writer chose;
 * null where it stays in the village.
 */
export async function townDuty(
  ctx: Context,
  { villager, village, now }: Pick<WriteForPage, 'villager' | 'village' | 'now'>,
  typed: FormState['values'],
): Promise<Duty | null> {
  const wish = { ...wishOf(typed), householdId: villager.householdId };
  const plan = await planAppealFor(ctx, village, wish, now);
  if (plan?.audience !== 'town') return null;
  return dutyOfPlan(ctx, plan, await dutyPeople(ctx, [plan.holder]));
}

function blankWish({ groupCode, householdId }: RosterLine) {
  return {
    words: '',
    picture: null,
    groupCode,
    addressee: 'cadre' as const,
    audience: 'public' as const,
    notAccusation: false,
    forPersonId: null,
    householdId,
  };
}
