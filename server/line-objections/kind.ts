import { wordsFor } from '#content/messages/words.ts';
import { objectionClockExtras } from '#server/line-objections/clocks.ts';
import { coverObjectionWords } from '#server/line-objections/words.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { objectionPath, objectionsPath } from '#server/rules/links.ts';

/** 公开异议: what somebody asks about one line of a disclosure (村民委员会组织法 Art. 36, 2025 text). */
export const objectionKind: PostKind = registerKind({
  code: 'objection',
  words: { zh: wordsFor('zh').lineObjections.kind, en: wordsFor('en').lineObjections.kind },
  icon: 'message-circle',
  hasClock: true,
  isOfficial: false,
  titleIsFirstWords: true,
  audiences: ['public', 'village', 'handlers', 'town'],
  mayPost: 'line-objection.raise',
  readHandlers: 'line-objection.read-private',
  readTown: 'line-objection.read-town',
  states: ['asked', 'replied', 'answered'],
  path: objectionPath,
  listPath: objectionsPath,
  clockExtras: objectionClockExtras,
  coverWords: coverObjectionWords,
});
