import { wordsFor } from '#content/messages/words.ts';
import { isPersonalWord } from '#server/disclosures/personal-datum.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { coverResolutionWords } from '#server/resolutions/words.ts';
import { resolutionsPath } from '#server/rules/links.ts';

/**
 * 决议: what the right body decided, with who carries it out, money and day (村民委员会组织法 28、35).
 * Its words are those of signed minutes: nobody changes them or takes them down.
 */
export const resolutionKind: PostKind = registerKind({
  code: 'resolution',
  words: { zh: wordsFor('zh').resolutions.kind, en: wordsFor('en').resolutions.kind },
  icon: 'scroll-text',
  hasClock: false,
  isOfficial: true,
  isBinding: true,
  isSettled: true,
  audiences: ['public'],
  mayPost: 'resolution.report',
  readHandlers: null,
  readTown: null,
  states: ['carrying-out', 'done', 'dropped'],
  path: resolutionsPath,
  listPath: (slug) => resolutionsPath(slug),
  coverWords: coverResolutionWords,
  isPersonal: isPersonalWord,
});
