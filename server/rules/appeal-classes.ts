import type data from '#content/appeal-classes.json';
import { fold } from '#server/rules/fold.ts';

/** The county's classes of appeals, pictures and warning words (content/appeal-classes.json). */
export type AppealClasses = typeof data;
export type AppealItem = AppealClasses['classes'][number]['items'][number];
export type Picture = AppealClasses['pictures'][number];

/** Who may read an appeal; 'guidance' is never stored, it is shown the way to 12388. */
export type Audience = 'public' | 'handlers' | 'town' | 'guidance';

/** The item with this four-digit code, or null. */
export function itemOf(classes: AppealClasses, code: string | null): AppealItem | null {
  for (const { items } of classes.classes) {
    const item = items.find((one) => one.code === code);
    if (item) return item;
  }
  return null;
}

/** The picture a villager tapped, or null when just words were written. */
export function pictureOf(classes: AppealClasses, code: string | null): Picture | null {
  return classes.pictures.find((one) => one.code === code) ?? null;
}

/** Who reads an appeal before a handler has set its class: the picture's audience, else everybody. */
export function firstAudience(classes: AppealClasses, picture: string | null): Audience {
  return audienceOf(pictureOf(classes, picture)?.audience);
}

/** The emergency numbers that the words call for, in the county's order; empty for most. */
export function emergencyNumbers(
  classes: AppealClasses,
  words: string,
): { number: string; zh: string; en: string }[] {
  const folded = fold(words);
  return classes.emergency.filter((one) =>
    one.words.some((word) => folded.includes(foldOnce(word))),
  );
}

/** The words of the tables, folded; the same few are looked for in every appeal. */
const known = new Map<string, string>();

function foldOnce(word: string): string {
  const folded = known.get(word) ?? fold(word);
  known.set(word, folded);
  return folded;
}

/** Whether the words accuse somebody of breaking discipline or law (信访工作条例 2022 第三十条). */
export function isAccusation(classes: AppealClasses, words: string): boolean {
  const folded = fold(words);
  return classes.accusation.words.some((word) => folded.includes(foldOnce(word)));
}

/** The audience a table names; an unknown word is the narrowest, so that a slip cannot publish. */
export function audienceOf(word: string | undefined): Audience {
  if (word === undefined || word === 'public') return 'public';
  return word === 'town' || word === 'guidance' ? word : 'handlers';
}
