import { wordsFor } from '#content/messages/words.ts';
import { coverRequestWords } from '#server/disclosure-requests/words.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { requestsPath } from '#server/rules/links.ts';

/** 联名要求公开: villagers ask together for what the catalogue does not have (四川省村务公开条例 第八条). */
export const requestKind: PostKind = registerKind({
  code: 'request',
  words: { zh: wordsFor('zh').disclosureRequests.kind, en: wordsFor('en').disclosureRequests.kind },
  icon: 'users',
  hasClock: false,
  isOfficial: false,
  isBinding: true,
  areWordsFixed: true,
  audiences: ['public'],
  mayPost: 'disclosure.request',
  readHandlers: null,
  readTown: null,
  states: ['open', 'reached'],
  path: requestsPath,
  listPath: (slug) => requestsPath(slug),
  coverWords: coverRequestWords,
});
