import { wordsFor } from '#content/messages/words.ts';
import type { ListFault } from '#server/grids/posts-import-views.ts';
import type { Lang } from '#server/rules/dates.ts';

type Say = (header: string, other: number, name: string) => string;

/** What is wrong with a line of a list of posts, in words. */
export function listFaultWords(lang: Lang, { code, header, other = 0, name }: ListFault): string {
  const { peopleImport, postsImport } = wordsFor(lang);
  const say: Record<ListFault['code'], Say> = { ...peopleImport.fault, ...postsImport.fault };
  return say[code](header, other, name);
}
