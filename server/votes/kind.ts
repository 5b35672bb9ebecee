import { wordsFor } from '#content/messages/words.ts';
import { isPersonalWord } from '#server/disclosures/personal-datum.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { votesPath } from '#server/rules/links.ts';
import { coverVoteWords } from '#server/votes/words.ts';

/**
 * 投票: one question put to an electorate. While it is prepared those who work on it read it; from
 * the notice on everybody does, and nobody changes its words: another question is another vote.
 */
export const voteKind: PostKind = registerKind({
  code: 'vote',
  words: { zh: wordsFor('zh').votes.kind, en: wordsFor('en').votes.kind },
  icon: 'vote',
  hasClock: false,
  isOfficial: true,
  isBinding: true,
  isSettled: true,
  audiences: ['handlers', 'public'],
  mayPost: 'vote.prepare',
  readHandlers: 'vote.watch',
  readTown: null,
  states: ['preparing', 'announced', 'open', 'closed', 'counted', 'void'],
  path: votesPath,
  listPath: (slug) => votesPath(slug),
  coverWords: coverVoteWords,
  isPersonal: isPersonalWord,
});
