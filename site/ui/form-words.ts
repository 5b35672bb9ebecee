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

function place(fields: string[], field: string): number {
  const at = fields.indexOf(field);
  return at === -1 ? fields.length : at;
}
