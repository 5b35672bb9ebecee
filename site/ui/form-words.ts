import { wordsFor } from '#content/messages/words.ts';
import type { FormState } from '#server/kernel/http.ts';
import type { Lang } from '#server/rules/dates.ts';

/** Words of what is wrong, in the order of the page's fields; what belongs to no field comes last, under 'main'. */
export function errorWords(
  lang: Lang,
  form: FormState | null,
  fields: string[],
): Record<string, string> {
  const words = wordsFor(lang).errors;
  const found = Object.entries(form?.errors ?? {}).map(([field, code]) => ({
    field: fields.includes(field) ? field : 'main',
    words: words[code],
  }));
  found.sort((a, b) => place(fields, a.field) - place(fields, b.field));
  return Object.fromEntries(found.map((one) => [one.field, one.words]));
}

/** What was typed into a field, or what stands there at first. */
export function typed(form: FormState | null, name: string, first = ''): string {
  const value = form?.values[name];
  return typeof value === 'string' ? value : first;
}

/** Everything that came under one name, in order. */
export function typedList(form: FormState | null, name: string): string[] {
  return [form?.values[name] ?? []].flat();
}

/** How many fields are not filled in well: what only asks, or shows another way, is not counted. */
export function wrongCount(form: FormState | null): number {
  const isWrong = (code: string) => code !== ASKING && code !== 'accusation';
  return Object.values(form?.errors ?? {}).filter(isWrong).length;
}

/**
 * Whether words at a field ask something instead of saying what is wrong: a number was covered, may
 * the text go like this (voice 24)?
 */
export function isQuestion(lang: Lang, words: string | undefined): boolean {
  return words === wordsFor(lang).errors[ASKING];
}

const ASKING = 'personalMasked';

function place(fields: string[], field: string): number {
  const at = fields.indexOf(field);
  return at === -1 ? fields.length : at;
}
