import { wordsFor } from '#content/messages/words.ts';
import { casesThatTell } from '#server/cases/records.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { casePath, casesPath } from '#server/rules/links.ts';

/** 治理案例: a solved matter of the village told again, so that other villages can do the same. */
export const caseKind: PostKind = registerKind({
  code: 'case',
  words: { zh: wordsFor('zh').cases.kind, en: wordsFor('en').cases.kind },
  icon: 'list-checks',
  hasClock: false,
  isOfficial: true,
  audiences: ['public'],
  mayPost: 'case.write',
  readHandlers: null,
  readTown: null,
  states: ['standing'],
  path: casePath,
  listPath: casesPath,
  tellAgain: casesThatTell,
});
