import { countedAddress, countTries, forgiveTries } from '#server/accounts/limits.ts';
import { findAppeal } from '#server/appeals/act.ts';
import { helpIn, type VillageHelp } from '#server/appeals/helper.ts';
import {
  type AppealRow,
  selectBySlip,
  selectSteps,
  selectVisible,
} from '#server/appeals/records.ts';
import { plateOf } from '#server/appeals/views.ts';
import { findVillages } from '#server/grids/county.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village, villageByCode, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse, refuseUntil } from '#server/kernel/result.ts';
import { systemViewer } from '#server/kernel/viewer.ts';
import { qrOf, slipAddress } from '#server/posts/printed-address.ts';
import type { Duty } from '#server/posts/views.ts';
import { emergencyNumbers } from '#server/rules/appeal-classes.ts';
import { type AppealState, appealState } from '#server/rules/appeal-states.ts';
import { daysBetween, type EpochMs } from '#server/rules/dates.ts';
import { isSlipCode, normaliseSlipCode } from '#server/rules/slip-code.ts';

/** States and dates of an appeal: by its number, or with the words by the code of its slip. */
export interface Tracked {
  village: Village;
  no: number;
  state: AppealState;
  createdAt: EpochMs;
  totalDays: number;
  duty: Duty | null;
  steps: { kind: string; at: EpochMs }[];
  /** Whether whoever asks may open the whole page. */
  mayOpen: boolean;
  /** The words, only for whoever holds the slip. */
  words: { title: string; html: string } | null;
}

/** The page on which anybody follows a matter: what was asked, and what was found. */
export interface TrackPage {
  place: string;
  no: string;
  code: string;
  now: EpochMs;
  found: Tracked | null;
  /** Several villages of that name; each leads on with the number. */
  choices: { name: string; townName: string; slug: string }[];
  /** Something was asked that is not there. */
  isMissing: boolean;
}

/**
 * Follows a matter by village and number, or by the code of a slip that was posted. `place` is a
 * village's name or the readable part of its address.
 */
export async function trackPage(
  ctx: Context,
  asked: { place: string; no: string; code: string | null },
): Promise<TrackPage> {
  const code = asked.code ?? '';
  const blank = { ...asked, code, now: ctx.clock.now(), choices: [] };
  if (asked.code !== null) {
    const bySlip = await trackBySlip(ctx, asked.code);
    return { ...blank, found: bySlip.ok ? bySlip.value : null, isMissing: false };
  }
  const no = Number(asked.no.replace(/^#/, ''));
  const isAsked = asked.place !== '' && /^[1-9]\d{0,8}$/.test(String(no));
  if (!isAsked) return { ...blank, found: null, isMissing: asked.no !== '' };
  const villages = await villagesCalled(ctx, asked.place);
  const [only] = villages;
  if (!only || villages.length > 1) {
    return { ...blank, found: null, choices: villages, isMissing: villages.length === 0 };
  }
  const found = await trackByNumber(ctx, only.slug, no);
  return { ...blank, place: only.name, found, isMissing: found === null };
}

// A whole name means that village, even where another one's name contains it.
async function villagesCalled(ctx: Context, place: string): Promise<TrackPage['choices']> {
  const named = await villageBySlug(ctx, place);
  if (named) return [{ name: named.name, townName: named.townName, slug: named.slug }];
  const found = await findVillages(ctx, place);
  const exact = found.filter((one) => one.name === place);
  return (exact.length > 0 ? exact : found).map(({ name, townName, path }) => ({
    name,
    townName,
    slug: path.slice(path.lastIndexOf('/') + 1),
  }));
}

/**
 * By village and number: states and dates, never a word; null when there is none. A matter that is
 * not for everybody is none, but for who may read it: that it exists would tell on its author.
 */
export async function trackByNumber(
  ctx: Context,
  slug: string,
  no: number,
): Promise<Tracked | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  const row = await selectVisible(ctx.db.read, systemViewer, village.code, no);
  if (!row) return null;
  const seen = await selectVisible(ctx.db.read, ctx.viewer, village.code, no);
  if (row.post.audience !== 'public' && !seen) return null;
  return tracked(ctx, village, row, { withWords: false, maySee: seen !== null });
}

/** By the slip code of the receipt: the words too. Five tries an hour from one address. */
export async function trackBySlip(ctx: Context, typed: string): Promise<Result<Tracked>> {
  ctx.page.keepPrivate();
  const code = normaliseSlipCode(typed);
  const { tries: allowed, withinMinutes } = ctx.book.rules.slips;
  const tries = [{ name: 'slip', who: countedAddress(ctx.address), allowed, withinMinutes }];
  // Counted before looking: a right guess after five wrong ones is no better than they were.
  const wait = await countTries(ctx, tries);
  if (wait !== null) return refuseUntil(wait, 'tooManyTries', 'code');
  const row = isSlipCode(code) ? await selectBySlip(ctx.db.read, code) : null;
  const village = row && (await villageByCode(ctx, row.post.villageCode));
  if (!row || !village) return refuse('slipUnknown', 'code');
  await forgiveTries(ctx, tries);
  const { villageCode, no } = row.post;
  const seen = await selectVisible(ctx.db.read, ctx.viewer, villageCode, no);
  return accept(await tracked(ctx, village, row, { withWords: true, maySee: seen !== null }));
}

/** The receipt of an appeal just raised: number, slip code, who, when, phone. */
export interface Receipt {
  village: Village;
  no: number;
  slipCode: string;
  title: string;
  duty: Duty | null;
  secretary: DutyPerson | null;
  isEmergency: boolean;
  isManned: boolean;
  isHeld: boolean;
  /** It was written for somebody who may have no phone; whoever reads this is not that person. */
  isForOther: boolean;
  audience: string;
  /** Without a due date: when somebody will read it. */
  readAt: EpochMs | null;
  createdAt: EpochMs;
  now: EpochMs;
  help: VillageHelp | null;
  emergency: { number: string; zh: string; en: string }[];
  /** The slip's address as a QR, an SVG string. */
  qr: string;
}

/** The receipt, for the author and whoever wrote it for him; null for anybody else. */
export async function receiptPage(ctx: Context, slug: string, no: number): Promise<Receipt | null> {
  ctx.page.keepPrivate();
  const seen = await findAppeal(ctx, { slug, no });
  if (!seen || !isOurs(ctx, seen.row)) return null;
  const { village, row } = seen;
  const { post, appeal } = row;
  const gridCode = village.code;
  const secretaries = appeal.secretaryId ? [{ personId: appeal.secretaryId, gridCode }] : [];
  const people = await dutyPeople(ctx, secretaries);
  return {
    village,
    no,
    slipCode: post.slipCode,
    title: post.title,
    duty: await plateOf(ctx, row),
    secretary: people.get(appeal.secretaryId ?? '') ?? null,
    isEmergency: appeal.isEmergency,
    isManned: appeal.isManned,
    isHeld: post.releasedAt === null,
    isForOther: post.enteredById !== null && post.authorId !== ctx.viewer.personId,
    audience: post.audience,
    readAt: post.firstDueAt === null ? post.nextDueAt : null,
    createdAt: post.createdAt,
    now: ctx.clock.now(),
    help: await helpIn(ctx, village.code),
    emergency: appeal.isEmergency ? emergencyNumbers(ctx.book.appealClasses, post.body) : [],
    qr: qrOf(slipAddress(ctx, post.slipCode)),
  };
}

function isOurs({ viewer }: Context, { post }: AppealRow): boolean {
  if (viewer.personId === null) return false;
  return post.authorId === viewer.personId || post.enteredById === viewer.personId;
}

async function tracked(
  ctx: Context,
  village: Village,
  row: AppealRow,
  { withWords, maySee }: { withWords: boolean; maySee: boolean },
): Promise<Tracked> {
  const { post } = row;
  const steps = await selectSteps(ctx.db.read, post.id);
  ctx.page.shows(`post:${post.id}`);
  const isGone = post.removedAt !== null || post.withdrawnAt !== null;
  return {
    village,
    no: post.no,
    state: appealState(post.state),
    createdAt: post.createdAt,
    totalDays: daysBetween(post.createdAt, post.finishedAt ?? ctx.clock.now()),
    // Who holds a private matter would tell what it is about.
    duty: withWords || post.audience === 'public' ? await plateOf(ctx, row) : null,
    steps: steps.map(({ kind, at }) => ({ kind, at })),
    mayOpen: maySee && !isGone,
    words: withWords && !isGone ? { title: post.title, html: post.html } : null,
  };
}
