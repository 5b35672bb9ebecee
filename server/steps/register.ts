import type { Context } from '#server/kernel/context.ts';
import { pageAddress, qrOf } from '#server/posts/printed-address.ts';
import { type LocalDate, localDate } from '#server/rules/dates.ts';
import { stepPath } from '#server/rules/links.ts';
import { type MeetingRuleView, meetingRule } from '#server/steps/meeting-rule.ts';
import type { StepRow } from '#server/steps/records.ts';
import { findStep, type RollView, rollOfStep, type StepAddress } from '#server/steps/views.ts';

/** So many lines of a roll go on one print. */
const PRINTED_LINES = 500;

/** The register of a meeting on paper: to sign before it, or with what was recorded after it. */
export interface RegisterSheet {
  village: { name: string; townName: string };
  title: string;
  motionNo: number;
  step: StepRow;
  rule: MeetingRuleView | null;
  roll: RollView;
  /** Nothing is recorded yet: cells are empty, to be filled with a pen. */
  isEmpty: boolean;
  path: string;
  url: string;
  /** The address as a QR, an SVG string. */
  qr: string;
  today: LocalDate;
}

/** The register of one try; names stand on it only for those who may read them. */
export async function registerSheet(
  ctx: Context,
  address: StepAddress,
  after: number,
): Promise<RegisterSheet | null> {
  const found = await findStep(ctx, address);
  if (!found) return null;
  const { village, loaded, motion, step } = found;
  const path = stepPath(village.slug, motion.no, step);
  const url = pageAddress(ctx, path);
  return {
    village,
    title: loaded.post.title,
    motionNo: motion.no,
    step,
    rule: meetingRule(ctx, motion, step),
    roll: await rollOfStep(ctx, found, { after, limit: PRINTED_LINES }),
    isEmpty: step.state === 'called' || step.state === 'void',
    path,
    url,
    qr: qrOf(url),
    today: localDate(ctx.clock.now()),
  };
}
