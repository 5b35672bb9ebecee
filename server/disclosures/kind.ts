import { wordsFor } from '#content/messages/words.ts';
import { isPersonalDatum } from '#server/disclosures/personal-datum.ts';
import { coverDisclosed, disclosedWords } from '#server/disclosures/words.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { disclosurePath, openPath } from '#server/rules/links.ts';

/** 村务公开: one item of the catalogue for one period, once it was published. */
export const disclosureKind: PostKind = registerKind({
  code: 'disclosure',
  words: { zh: wordsFor('zh').disclosures.kind, en: wordsFor('en').disclosures.kind },
  icon: 'list-checks',
  hasClock: false,
  isOfficial: true,
  isBinding: true,
  isSettled: true,
  audiences: ['public', 'village'],
  mayPost: 'disclosure.publish',
  readHandlers: null,
  readTown: null,
  states: ['standing'],
  path: disclosurePath,
  listPath: (slug) => openPath(slug),
  coverWords: coverDisclosed,
  isPersonal: isPersonalDatum,
  searchWords: disclosedWords,
});
