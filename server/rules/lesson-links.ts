/** The county's shelf of lessons, or one lesson that came with the product. */
export function lessonPath(key?: string): string {
  return key ? `/lessons/${key}` : '/lessons';
}

/** All lessons that were made in the county, newest first. */
export function madeLessonsPath(): string {
  return '/lessons/made';
}

/** The lessons that a village made. */
export function villageLessonsPath(slug: string): string {
  return `/v/${slug}/lessons`;
}

/** Where whoever made a lesson changes its questions. */
export function lessonQuizPath(lesson: string): string {
  return `${lesson}/quiz`;
}

/** One of them by its per-village number. */
export function villageLessonPath(slug: string, no: number): string {
  return `/v/${slug}/lessons/${no}`;
}
