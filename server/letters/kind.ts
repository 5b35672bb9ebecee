import { wordsFor } from '#content/messages/words.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { coverPromiseWords, promiseSearchWords } from '#server/promises/words.ts';
import { coverTranscripts } from '#server/recordings/keeping.ts';
import { transcriptsIn } from '#server/recordings/views.ts';
import { letterPath, lettersPath } from '#server/rules/links.ts';

/** 书记公开信: a secretary's letter to the village, with promises that can be checked. */
export const letterKind: PostKind = registerKind({
  code: 'letter',
  words: { zh: wordsFor('zh').letters.kind, en: wordsFor('en').letters.kind },
  icon: 'mail-open',
  hasClock: false,
  isOfficial: true,
  isBinding: true,
  audiences: ['public'],
  mayPost: 'letter.write',
  readHandlers: null,
  readTown: null,
  states: ['standing'],
  path: letterPath,
  listPath: lettersPath,
  async coverWords(tx, postId, cover) {
    const promised = await coverPromiseWords(tx, postId, cover);
    return promised + (await coverTranscripts(tx, postId, cover));
  },
  async searchWords(db, postIds) {
    const found = await promiseSearchWords(db, postIds);
    for (const [id, said] of await transcriptsIn(db, postIds)) {
      found.set(id, `${found.get(id) ?? ''} ${said}`);
    }
    return found;
  },
});
