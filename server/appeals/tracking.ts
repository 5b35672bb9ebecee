import { countedAddress, countTries } from '#server/accounts/limits.ts';
import { findAppeal } from '#server/appeals/act.ts';
import {
  type AppealRow,
  selectBySlip,
  selectSteps,
  selectVisible,
} from '#server/appeals/records.ts';
import { plateOf } from '#server/appeals/views.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village, villageByCode, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { systemViewer } from '#server/kernel/viewer.ts';
import type { Duty } from '#server/posts/views.ts';
import { type AppealState, appealState } from '#server/rules/appeal-states.ts';
import { daysBetween, type EpochMs } from '#server/rules/dates.ts';
import { isSlipCode, normaliseSlipCode } from '#server/rules/slip-code.ts';

/** States and dates of an appeal, which anybody may follow by its number. */
export interface Tracked {
  village: Village;
  no: number;
  state: AppealState;
  createdAt: EpochMs;
  totalDays: number;
  duty: Duty | null;
  steps: { kind: string; at: EpochMs }[];
  /** The words, only for whoever holds the slip. */
  words: { title: string; html: string } | null;
}

/** By village and number: states and dates, never a word; null when there is none. */
export async function trackByNumber(
  ctx: Context,
  slug: string,
  no: number,
): Promise<Tracked | null> {
  const village = await villageBySlug(ctx, slug);
  const row = village && (await selectVisible(ctx.db.read, systemViewer, village.code, no));
  return row && tracked(ctx, village, row, false);
}

/** By the slip code of the receipt: the words too. Five tries an hour from one address. */
export async function trackBySlip(ctx: Context, typed: string): Promise<Result<Tracked>> {
  ctx.page.keepPrivate();
  const code = normaliseSlipCode(typed);
  const { tries, withinMinutes } = ctx.book.rules.slips;
  const row = isSlipCode(code) ? await selectBySlip(ctx.db.read, code) : null;
  const village = row && (await villageByCode(ctx, row.post.villageCode));
  if (row && village) return accept(await tracked(ctx, village, row, true));
  const who = countedAddress(ctx.address);
  const wait = await countTries(ctx, [{ name: 'slip', who, allowed: tries, withinMinutes }]);
  return refuse(wait === null ? 'slipUnknown' : 'tooManyTries', 'code');
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
  audience: string;
  /** Without a due date: when somebody will read it. */
  readAt: EpochMs | null;
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
    audience: post.audience,
    readAt: post.firstDueAt === null ? post.nextDueAt : null,
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
  withWords: boolean,
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
    duty: await plateOf(ctx, row),
    steps: steps.map(({ kind, at }) => ({ kind, at })),
    words: withWords && !isGone ? { title: post.title, html: post.html } : null,
  };
}
