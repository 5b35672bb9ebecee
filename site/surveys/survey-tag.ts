import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';
import type { SurveyState } from '#server/surveys/views.ts';

/** How a survey stands, as a tag. */
export function surveyTag(lang: Lang, state: SurveyState) {
  const { states } = wordsFor(lang).surveys;
  const looks = {
    open: { kind: 'go' as const, icon: 'pencil', label: states.open },
    closed: { kind: 'done' as const, icon: 'check', label: states.closed },
    'too-few': { kind: 'plain' as const, icon: 'clock', label: states.tooFew },
  };
  return looks[state];
}
