import { wordsFor } from '#content/messages/words.ts';
import { onJoining } from '#server/accounts/joining.ts';
import { appealClockExtras } from '#server/appeals/clocks.ts';
import { mergeVoices } from '#server/appeals/voices.ts';
import { appealSearchWords, coverAppealWords } from '#server/appeals/words.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { appealStates } from '#server/rules/appeal-states.ts';
import { appealPath, appealsPath } from '#server/rules/links.ts';

onJoining(mergeVoices);

/** 诉求: a request, complaint, question or idea with two clocks and a life of its own. */
export const appealKind: PostKind = registerKind({
  code: 'appeal',
  words: { zh: wordsFor('zh').posts.appeal, en: wordsFor('en').posts.appeal },
  icon: 'message-square-text',
  hasClock: true,
  isOfficial: false,
  titleIsFirstWords: true,
  audiences: ['public', 'handlers', 'town'],
  mayPost: 'appeal.raise',
  readHandlers: 'appeal.read-private',
  readTown: 'appeal.read-town',
  states: appealStates,
  path: appealPath,
  listPath: appealsPath,
  clockExtras: appealClockExtras,
  coverWords: coverAppealWords,
  searchWords: appealSearchWords,
});
