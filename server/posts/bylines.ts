import type { Words } from '#content/messages/words.ts';

/** How an author wishes to be seen; office holders are always seen by name. */
export type ShownAs = 'resident' | 'name' | 'nickname';

/** An author, and what kind of place he lives in. */
export interface Author {
  shownAs: string;
  name: string;
  nickname: string | null;
  kind: 'village' | 'community' | 'campus';
}

/** The public name of an author: 本村村民 unless he chose his name or a nickname. */
export function shownName(words: Words, { shownAs, name, nickname, kind }: Author): string {
  if (shownAs === 'name') return name;
  if (shownAs === 'nickname' && nickname) return nickname;
  return words.common.people.villager[kind];
}
