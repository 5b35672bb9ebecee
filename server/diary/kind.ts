import { diary } from '#content/messages/plain/diary.ts';
import { registerPlainKind } from '#server/plain/kinds.ts';

/** 书记日记: three sentences and a photo, the lightest way for a secretary to be present. */
export const diaryKind = registerPlainKind({
  code: 'diary',
  list: 'diary',
  words: diary,
  icon: 'notebook-pen',
  mayPost: 'diary.write',
  isOfficial: true,
  isShort: true,
  hasTitle: false,
  hasPeriod: false,
  hasGroups: false,
  hasPhotos: true,
  audiences: ['public', 'village'],
});
