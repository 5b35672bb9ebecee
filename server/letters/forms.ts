import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key } from '#server/posts/forms.ts';
import type { PromiseLine } from '#server/promises/making.ts';
import { isLocalDate } from '#server/rules/dates.ts';

const code = (refusal: RefusalCode): string => refusal;
const text = z.string().trim().default('');
const column = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((cells) => [cells].flat().map((cell) => cell.trim()));

/** A letter as it is written; unfinished ones are drafts and may be empty anywhere. */
export const letterDraftForm = z.object({
  title: text,
  body: text,
  what: column,
  measure: column,
  dueOn: column,
  helpers: column,
});
export type LetterDraftForm = z.infer<typeof letterDraftForm>;

/** A letter as it is sent: words, and lines that say what will be done. */
export const letterForm = letterDraftForm.extend({ key }).superRefine((form, check) => {
  const fail = (path: string, message: string) =>
    check.addIssue({ code: 'custom', path: [path], message });
  if (form.title === '') fail('title', code('required'));
  if (form.body === '') fail('body', code('required'));
  linesOf(form).forEach((line, index) => {
    if (line.what === '') fail(`what${index + 1}`, code('nothingPromised'));
    if (line.dueOn !== null && !isLocalDate(line.dueOn))
      fail(`dueOn${index + 1}`, code('dateWrong'));
  });
});
export type LetterForm = z.infer<typeof letterForm>;

/** The lines that were filled in, in their order; '' for a day is none. */
export function linesOf({ what, measure, dueOn, helpers }: LetterDraftForm): PromiseLine[] {
  const rows = Math.max(what.length, measure.length, dueOn.length, helpers.length);
  return Array.from({ length: rows }, (_, row) => ({
    what: what[row] ?? '',
    measure: measure[row] ?? '',
    helpers: helpers[row] ?? '',
    dueOn: dueOn[row] || null,
  })).filter((line) => Object.values(line).some((cell) => cell !== '' && cell !== null));
}
