import type lessonsJson from '#content/lessons.json';

/** content/lessons.json: what a county may set about lessons, and its contests. */
export type LessonBook = typeof lessonsJson;
