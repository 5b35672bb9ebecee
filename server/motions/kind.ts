import { wordsFor } from '#content/messages/words.ts';
import { coverMotionWords, isCoverableInMotion } from '#server/motions/words.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { hallPath } from '#server/rules/links.ts';

/** 议题: a matter of the 议事厅, talked over and decided together (村民委员会组织法 Art. 33, 2025 text). */
export const motionKind: PostKind = registerKind({
  code: 'motion',
  words: { zh: wordsFor('zh').motions.kind, en: wordsFor('en').motions.kind },
  icon: 'users',
  hasClock: false,
  isOfficial: false,
  isBinding: true,
  areWordsFixed: true,
  audiences: ['public'],
  mayPost: 'motion.raise',
  readHandlers: null,
  readTown: null,
  states: ['open', 'over'],
  path: hallPath,
  listPath: (slug) => hallPath(slug),
  coverWords: coverMotionWords,
  isPersonal: isCoverableInMotion,
});
