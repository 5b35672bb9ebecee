import { stories } from '#content/messages/plain/stories.ts';
import { registerPlainKind } from '#server/plain/kinds.ts';

/** 故事会: stories of people here, and the evenings on which they are told, in a yard or on the net. */
export const storyKind = registerPlainKind({
  code: 'story',
  list: 'stories',
  words: stories,
  icon: 'book-open-text',
  mayPost: 'post.tell',
  isOfficial: false,
  hasTitle: true,
  hasPeriod: false,
  hasActivity: true,
  hasGroups: false,
  hasPhotos: true,
  audiences: ['public', 'village'],
});
