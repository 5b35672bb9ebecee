import { notices } from '#content/messages/plain/notices.ts';
import { registerPlainKind } from '#server/plain/kinds.ts';

/** 公告: official words that stand for a period. */
export const noticeKind = registerPlainKind({
  code: 'notice',
  list: 'notices',
  words: notices,
  icon: 'megaphone',
  mayPost: 'post.announce',
  isOfficial: true,
  hasTitle: true,
  hasPeriod: true,
  hasGroups: true,
  hasPhotos: true,
  audiences: ['public', 'village'],
});
