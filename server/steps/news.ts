import { wordsFor } from '#content/messages/words.ts';
import { tell } from '#server/kernel/outbox.ts';
import { stepPath } from '#server/rules/links.ts';
import { meetingWhen } from '#server/rules/meeting-hours.ts';
import type { StepActing } from '#server/steps/act.ts';
import { meetingName } from '#server/steps/meeting-rule.ts';
import type { StepRow } from '#server/steps/records.ts';

/**
 * Tells these accounts that a meeting on whose roll they stand is called, or called off; the others
 * hear of it from the notice board. Messages are Chinese, whatever language the office works in.
 */
export async function tellRoll(
  { tx, ctx, village, motion, at }: StepActing,
  step: StepRow,
  { what, personIds }: { what: 'called' | 'off'; personIds: string[] },
): Promise<void> {
  const lang = 'zh' as const;
  const meeting = meetingName({ book: ctx.book, lang }, step.voteType);
  const when = meetingWhen(lang, step, at);
  const body = wordsFor(lang).steps.news[what](meeting, when);
  const path = stepPath(village.slug, motion.no, step);
  const message = { template: `step.${what}`, body, path, at };
  await tell(tx, ...personIds.map((personId) => ({ ...message, personId })));
}
