import { wordsFor } from '#content/messages/words.ts';
import type { Speaker } from '#server/posts/bylines.ts';
import type { Lang } from '#server/rules/dates.ts';

/** The names a person may speak under; a nickname is offered to those who have one. */
export function shownAsChoices(lang: Lang, speaker: Speaker | null, resident: string) {
  const words = wordsFor(lang).posts.speak;
  const { name = '', nickname = '' } = speaker ?? {};
  const ownNickname = { value: 'nickname', label: words.asNickname(nickname) };
  return [
    { value: 'resident', label: words.asResident(resident) },
    ...(nickname === '' ? [] : [ownNickname]),
    { value: 'name', label: words.asName(name) },
  ];
}
