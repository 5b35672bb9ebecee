import { registerKind } from '#server/posts/kinds.ts';

/** 公告: official words that stand for a period. */
export const noticeKind = registerKind({
  code: 'notice',
  hasClock: false,
  isOfficial: true,
  audiences: ['public', 'village'],
  mayPost: 'notice.post',
  readHandlers: null,
  readTown: null,
  states: ['standing'],
  path: (slug, no) => `/v/${slug}/notices/${no}`,
  listPath: (slug) => `/v/${slug}/notices`,
});
