import { registerKind } from '#server/posts/kinds.ts';

/** 村里话: words and photos that ask nothing. */
export const talkKind = registerKind({
  code: 'talk',
  hasClock: false,
  isOfficial: false,
  titleIsFirstWords: true,
  audiences: ['public', 'village'],
  mayPost: 'talk.post',
  readHandlers: null,
  readTown: null,
  states: ['standing'],
  path: (slug, no) => `/v/${slug}/talks/${no}`,
  listPath: (slug) => `/v/${slug}/talks`,
});
