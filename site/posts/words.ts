import { wordsFor } from '#content/messages/words.ts';
import type { Lang } from '#server/rules/dates.ts';

/** A person's post in words, with the group in front of it: 3组网格员; a true title stays as it is. */
export function postWords(lang: Lang, person: { post: string; groupName: string | null }): string {
  const { post: posts, duty } = wordsFor(lang).common;
  const known: Record<string, string> = posts;
  return duty.post(person.groupName, known[person.post] ?? person.post);
}
