import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';

/** What the holder of a post is called: by his true title, else by the name of the post. */
export function titleOf(lang: Lang, { title, post }: { title: string; post: string }): string {
  const posts: Record<string, string> = wordsFor(lang).common.post;
  return title || (posts[post] ?? post);
}
