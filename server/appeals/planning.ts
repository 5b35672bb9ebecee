import { homeIn } from '#server/accounts/roster-views.ts';
import { membershipIn } from '#server/accounts/views.ts';
import { slaOf } from '#server/appeals/clocks.ts';
import { answererFor, onDutyNow, secretaryOf } from '#server/grids/duties.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import {
  type Audience,
  emergencyNumbers,
  firstAudience,
  isAccusation,
} from '#server/rules/appeal-classes.ts';
import { type AppealLimits, limitsFor } from '#server/rules/appeal-limits.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** What of the screens decides who answers, by when, and who may read it. */
export interface AppealWish {
  words: string;
  picture: string | null;
  groupCode: string;
  addressee: 'cadre' | 'secretary';
  audience: 'public' | 'handlers';
  notAccusation: boolean;
  forPersonId: string | null;
  /** The household it is about, where that is known before the person has an account. */
  householdId?: string;
}

/** What the last screen shows before it is sent, and what then holds. */
export interface RaisePlan {
  holder: { personId: string; gridCode: string };
  /** The secretary written to by name: he owes the first answer. */
  secretaryId: string | null;
  householdId: string | null;
  audience: Exclude<Audience, 'guidance'>;
  limits: AppealLimits;
  isEmergency: boolean;
  isManned: boolean;
}

/** Who would answer this appeal, by when, and who may read it; null when nobody answers there. */
export async function planAppealFor(
  ctx: Context,
  village: Village,
  wish: AppealWish,
  at: EpochMs,
): Promise<RaisePlan | null> {
  const { rules, calendar, appealClasses } = ctx.book;
  const isEmergency = emergencyNumbers(appealClasses, wish.words).length > 0;
  const sla = isEmergency ? slaOf(ctx, rules.appeals.emergencySla) : rules.appeals.defaultSla;
  const isManned = (await onDutyNow(ctx.db.read, village.path, at)) !== null;
  const audience = audienceFor(ctx, wish);
  const isForTown = audience === 'town';
  const householdId = await householdOf(ctx, village, wish);
  const place = isForTown ? village.townCode : wish.groupCode;
  const answerer = { gridCode: place, householdId: isForTown ? null : householdId };
  const holder = await answererFor(ctx.db.read, answerer, at);
  if (!holder) return null;
  const isToSecretary = wish.addressee === 'secretary' && !isForTown;
  const secretary = isToSecretary ? await secretaryOf(ctx.db.read, village.code, at) : null;
  return {
    holder,
    secretaryId: secretary?.personId ?? null,
    householdId,
    audience,
    limits: limitsFor(rules, sla, at, calendar, isManned),
    isEmergency,
    isManned,
  };
}

// The picture may only narrow what the person chose; doubtful words about conduct go to the town.
function audienceFor(ctx: Context, wish: AppealWish): RaisePlan['audience'] {
  const { appealClasses } = ctx.book;
  if (wish.notAccusation && isAccusation(appealClasses, wish.words)) return 'town';
  const byPicture = firstAudience(appealClasses, wish.picture);
  if (byPicture === 'town' || byPicture === 'guidance') return 'town';
  return byPicture === 'handlers' ? 'handlers' : wish.audience;
}

// Whoever is written for is answered by the one responsible for his household, not the writer's.
async function householdOf(
  ctx: Context,
  village: Village,
  wish: AppealWish,
): Promise<string | null> {
  if (wish.householdId !== undefined) return wish.householdId;
  if (wish.forPersonId !== null) {
    const home = await homeIn(ctx, wish.forPersonId, village.code);
    return home?.householdId ?? null;
  }
  return membershipIn(ctx, village.code)?.householdId ?? null;
}
