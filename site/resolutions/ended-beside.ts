import { wordsFor } from '#content/messages/words.ts';
import type { DecisionLink } from '#server/resolutions/views.ts';
import { plainDay } from '#server/rules/date-words.ts';
import type { EpochMs, Lang } from '#server/rules/dates.ts';

/** What a matter's last step says once its decision was ended by a later one. */
export function endedBeside(
  lang: Lang,
  decision: DecisionLink | null,
  now: EpochMs,
): { p2_result?: string } {
  const ended = decision?.droppedAt ?? null;
  if (ended === null) return {};
  return { p2_result: wordsFor(lang).resolutions.drop.stopped(plainDay(lang, ended, now)) };
}
