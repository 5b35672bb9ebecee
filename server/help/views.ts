import { sendsCodes } from '#server/accounts/gateway.ts';
import { countyOf, profileOf } from '#server/grids/county.ts';
import type { CountyKind, Village } from '#server/grids/places.ts';
import { villageByCode, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { log } from '#server/kernel/log.ts';
import { DRAFT_DAYS } from '#server/rules/keeping.ts';

const MEGABYTE = 1024 * 1024;
const HOUR_MINUTES = 60;

/** What the help page says in numbers, from the county's rules; instants and hours as printed. */
export async function helpPage(ctx: Context) {
  const county = await countyOf(ctx);
  const { rules } = ctx.book;
  const countyKind: CountyKind = county?.kind ?? 'county';
  ctx.page.shows('county');
  return {
    countyKind,
    hours: rules.workingHours.spans,
    photos: rules.photos.perPost,
    photoMegabytes: Math.floor(rules.photos.bytes / MEGABYTE),
    confirmDays: rules.appeals.confirmDays,
    slipTries: rules.slips.tries,
    codeMinutes: rules.signIn.codeMinutes,
    sendsCodes: sendsCodes(ctx),
    lookHours: Math.ceil(rules.moderation.lookWithinMinutes / HOUR_MINUTES),
    remedyDays: rules.appeals.remedyWorkingDays,
    planDays: rules.sla[rules.appeals.buildSla].finish?.n ?? 0,
  };
}

/** What the privacy page says in numbers. */
export async function privacyPage({ book, page }: Context) {
  page.shows('county');
  return {
    codeMinutes: book.rules.signIn.codeMinutes,
    idleDays: book.rules.sessions.villagerIdleDays,
    deskHours: book.rules.sessions.deskAbsoluteHours,
    draftDays: DRAFT_DAYS,
  };
}

/** Who can be called when a page broke. */
export interface Helper {
  village: Village;
  name: string;
  hours: string;
  phone: string;
}

/**
 * Who helps where the page broke: in the village of its address, else in the viewer's own; null
 * when nobody is known. Never throws, because it may be the database that broke.
 */
export async function helperNear(ctx: Context): Promise<Helper | null> {
  try {
    const village = await villageNear(ctx);
    const profile = village && (await profileOf(ctx, village.code));
    if (!village || !profile?.helpPhone) return null;
    const { helpName: name, officeHours: hours, helpPhone: phone } = profile;
    return { village, name, hours, phone };
  } catch (error) {
    log.error({ requestId: ctx.requestId, error }, 'nobody could be named on an error page');
    return null;
  }
}

async function villageNear(ctx: Context): Promise<Village | null> {
  const [, slug] = /^\/v\/([^/?]+)/.exec(ctx.asked) ?? [];
  if (slug !== undefined) return villageBySlug(ctx, slug);
  const { homeVillageCode } = ctx.viewer;
  return homeVillageCode === null ? null : villageByCode(ctx, homeVillageCode);
}
