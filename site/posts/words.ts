import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';

/**
 * The title that somebody bears: his own where he has one (党总支书记), else the name of the post,
 * which is read in the reader's language.
 */
export function titleOf(lang: Lang, { title, post }: { title: string; post: string }): string {
  const nameIn = (language: Lang) => {
    const posts: Record<string, string> = wordsFor(language).common.post;
    return posts[post] ?? post;
  };
  return title === '' || title === nameIn('zh') ? nameIn(lang) : title;
}

/** A person's post in words, with the group in front of it: 3组网格员; a true title stays as it is. */
export function postWords(lang: Lang, person: { post: string; groupName: string | null }): string {
  const { post: posts, duty } = wordsFor(lang).common;
  const known: Record<string, string> = posts;
  return duty.post(person.groupName, known[person.post] ?? person.post);
}
