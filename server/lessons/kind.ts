import { wordsFor } from '#content/messages/words.ts';
import { coverLessonWords, lessonSearchWords } from '#server/lessons/words.ts';
import { type PostKind, registerKind } from '#server/posts/kinds.ts';
import { coverTranscripts } from '#server/recordings/keeping.ts';
import { villageLessonPath, villageLessonsPath } from '#server/rules/lesson-links.ts';

/** 微党课 made by a village or town: a post with a film, a transcript and questions of its own. */
export const lessonKind: PostKind = registerKind({
  code: 'lesson',
  words: { zh: wordsFor('zh').lessons.kind, en: wordsFor('en').lessons.kind },
  icon: 'lightbulb',
  hasClock: false,
  isOfficial: true,
  audiences: ['public', 'village'],
  mayPost: 'lesson.make',
  readHandlers: null,
  readTown: null,
  states: ['standing'],
  path: villageLessonPath,
  listPath: villageLessonsPath,
  async coverWords(tx, postId, cover) {
    const words = await coverLessonWords(tx, postId, cover);
    return words + (await coverTranscripts(tx, postId, cover));
  },
  searchWords: lessonSearchWords,
});
