import { talks } from '#content/messages/plain/talks.ts';
import { registerPlainKind } from '#server/plain/kinds.ts';

/** 村里话: words and photos that ask nothing. */
export const talkKind = registerPlainKind({
  code: 'talk',
  list: 'talks',
  words: talks,
  icon: 'message-circle',
  mayPost: 'post.speak',
  isOfficial: false,
  hasTitle: false,
  hasPeriod: false,
  hasGroups: false,
  hasPhotos: true,
  audiences: ['public', 'village'],
});
