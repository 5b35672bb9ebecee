import { wordsFor } from '#content/messages/words.ts';
import type { RollLineFault } from '#server/bodies/import-views.ts';
import type { Lang } from '#server/rules/dates.ts';

type Say = (header: string, other: number) => string;

/** What is wrong with a line of a roll, in words. */
export function rollFaultWords(lang: Lang, { code, header, other = 0 }: RollLineFault): string {
  const { peopleImport, bodies } = wordsFor(lang);
  const say: Record<RollLineFault['code'], Say> = { ...peopleImport.fault, ...bodies.import.fault };
  return say[code](header, other);
}
