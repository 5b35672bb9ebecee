import { wordsFor } from '#content/messages/words.ts';
import { coverContestWords } from '#server/contests/words.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { contestStages } from '#server/rules/contest-rules.ts';
import { contestsPath } from '#server/rules/links.ts';

/** 评选: families and yards that a village thanks (最美家庭, 最美庭院). */
export const contestKind: PostKind = registerKind({
  code: 'contest',
  words: { zh: wordsFor('zh').contests.kind, en: wordsFor('en').contests.kind },
  icon: 'star',
  hasClock: false,
  isOfficial: true,
  isBinding: true,
  areWordsFixed: true,
  audiences: ['public'],
  mayPost: 'contest.open',
  readHandlers: null,
  readTown: null,
  states: [...contestStages],
  path: contestsPath,
  listPath: (slug) => contestsPath(slug),
  coverWords: coverContestWords,
});
