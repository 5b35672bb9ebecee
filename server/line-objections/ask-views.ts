import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { holderOfObjection } from '#server/line-objections/holder.ts';
import {
  handlerOf,
  type LineRef,
  type LineView,
  lineToAsk,
  lineView,
} from '#server/line-objections/line.ts';
import { type Speaker, speakerOf } from '#server/posts/bylines.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { finishDue, firstAnswerDue } from '#server/rules/line-objections.ts';

/** The form of a question about one line. */
export interface AskPage {
  village: Village;
  line: LineView;
  /** Who will read it. */
  audience: string;
  /** The one person who will answer, and by when. */
  answerer: DutyPerson | null;
  firstDueAt: EpochMs | null;
  finishDueAt: EpochMs | null;
  /** The rule of the days, in the reader's language. */
  rule: string;
  now: EpochMs;
  speaker: Speaker | null;
  /** '' for guests: they sign in first. */
  key: string;
}

/** The page of asking about a line; null where there is none that this viewer may see. */
export async function askPage(ctx: Context, ref: LineRef, rowNo: number): Promise<AskPage | null> {
  ctx.page.keepPrivate();
  const asked = await lineToAsk(ctx, ref, rowNo);
  if (!asked) return null;
  const { village, item, row, isPrivate, audience, level } = asked;
  const { calendar, disclosures } = ctx.book;
  const now = ctx.clock.now();
  const { personId } = ctx.viewer;
  const about = {
    village,
    level,
    isPrivate,
    draftedById: row.draftedById,
    handler: handlerOf(row),
  };
  const holder = await holderOfObjection(ctx.db.read, { ...about, askerId: personId ?? '' }, now);
  const people = holder && (await dutyPeople(ctx, [holder]));
  return {
    village,
    line: lineView(ctx, ref, item, row),
    audience,
    answerer: (holder && people?.get(holder.personId)) ?? null,
    firstDueAt: firstAnswerDue(disclosures.objection, calendar, now),
    finishDueAt: finishDue(disclosures.objection, calendar, { level, startedAt: now }),
    rule: disclosures.objection.source[ctx.lang],
    now,
    speaker: await speakerOf(ctx, village.path),
    key: personId === null ? '' : newToken(),
  };
}
