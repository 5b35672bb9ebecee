import { wordsFor } from '#content/messages/words.ts';
import type { FormState } from '#server/kernel/http.ts';
import type { Lang } from '#server/rules/dates.ts';

/** The errors of a form that came back, in words, keyed by field; empty for a fresh page. */
export function errorWords(lang: Lang, form: FormState | null): Record<string, string> {
  const { errors } = wordsFor(lang);
  const found = Object.entries(form?.errors ?? {});
  return Object.fromEntries(found.map(([field, code]) => [field, errors[code] ?? errors.required]));
}

/** What was typed into a field; undefined on a fresh page. */
export function typed(form: FormState | null, field: string): string | undefined {
  const value = form?.values[field];
  return Array.isArray(value) ? value[0] : value;
}
