import { wordsFor } from '#content/messages/words.ts';
import { coverDriveWords } from '#server/drives/words.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { drivesPath } from '#server/rules/links.ts';

/** 大讨论: many problems and suggestions that become a few projects, each with its owner and day. */
export const driveKind: PostKind = registerKind({
  code: 'drive',
  words: { zh: wordsFor('zh').drives.kind, en: wordsFor('en').drives.kind },
  icon: 'lightbulb',
  hasClock: false,
  isOfficial: true,
  isBinding: true,
  audiences: ['public'],
  mayPost: 'drive.open',
  readHandlers: null,
  readTown: null,
  states: ['open', 'over'],
  path: drivesPath,
  listPath: (slug) => drivesPath(slug),
  coverWords: coverDriveWords,
});
