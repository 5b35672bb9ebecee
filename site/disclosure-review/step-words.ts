import { type Words, wordsFor } from '#content/messages/words.ts';
import type { StepView } from '#server/disclosure-review/views.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { type EpochMs, instantOf, type Lang } from '#server/rules/dates.ts';

/** A step by its name, with its round when it was sent more than once. */
export function stepName(words: Words['disclosureReview'], { what, round }: StepView): string {
  const names: Record<string, unknown> = words.steps;
  const name = names[what];
  const said = typeof name === 'string' ? name : what;
  return what === 'sent' && round > 1 ? `${said} · ${words.steps.round(round)}` : said;
}

/** What a step says besides: the meeting's day and people, lines that were withdrawn. */
export function stepFacts(
  lang: Lang,
  now: EpochMs,
  { what, facts }: Pick<StepView, 'what' | 'facts'>,
): string[] {
  const words = wordsFor(lang).disclosureReview;
  const { metOn, present, withdrawn } = facts;
  const isMeeting = what === 'met' && typeof metOn === 'string' && typeof present === 'number';
  const hasWithdrawn = typeof withdrawn === 'number' && withdrawn > 0;
  return [
    ...(isMeeting ? [words.steps.metFacts(plainDay(lang, instantOf(metOn), now), present)] : []),
    ...(hasWithdrawn ? [words.steps.withdrawn(withdrawn)] : []),
  ];
}
