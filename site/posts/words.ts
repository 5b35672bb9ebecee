import { wordsFor } from '#content/messages/words.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { plainDay } from '#server/rules/date-words.ts';
import type { EpochMs, Lang } from '#server/rules/dates.ts';

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

/** Somebody with his post in front of his name: 3组网格员廖小满. */
export function namedWords(
  lang: Lang,
  person: { name: string; post: string; groupName: string | null },
): string {
  return `${postWords(lang, person)}${lang === 'zh' ? '' : ' '}${person.name}`;
}

/** Until when somebody is on leave and who answers meanwhile; null while he is at work. */
export function awayWords(lang: Lang, { name, away }: DutyPerson, now: EpochMs): string | null {
  if (away === null) return null;
  const { duty } = wordsFor(lang);
  // A leave ends with its last day, at midnight.
  const day = plainDay(lang, away.until - 1, now);
  return away.standIn
    ? duty.standIn(name, day, namedWords(lang, away.standIn))
    : duty.away(name, day);
}

/** Who is dialled: the person, or whoever stands in for him while he is away. */
export function reachedNow(person: DutyPerson): { name: string; phone: string | null } | null {
  return person.away ? person.away.standIn : person;
}
