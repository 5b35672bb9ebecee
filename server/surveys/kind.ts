import { wordsFor } from '#content/messages/words.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { surveysPath } from '#server/rules/links.ts';
import { coverSurveyWords } from '#server/surveys/words.ts';

/** 问卷: questions to the village that decide nothing. A draft is read by those who make it. */
export const surveyKind: PostKind = registerKind({
  code: 'survey',
  words: { zh: wordsFor('zh').surveys.kind, en: wordsFor('en').surveys.kind },
  icon: 'list-checks',
  hasClock: false,
  isOfficial: true,
  isBinding: true,
  // People have answered these very questions.
  areWordsFixed: true,
  audiences: ['public', 'handlers'],
  mayPost: 'survey.make',
  readHandlers: 'survey.make',
  readTown: null,
  states: ['draft', 'open', 'closed'],
  path: surveysPath,
  listPath: (slug) => surveysPath(slug),
  coverWords: coverSurveyWords,
});
