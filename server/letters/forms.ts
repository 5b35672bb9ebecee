import { z } from 'zod';
import type { FormState } from '#server/kernel/http.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key } from '#server/posts/forms.ts';
import { blacken, blackenedForm } from '#server/posts/wording.ts';
import type { PromiseLine } from '#server/promises/making.ts';
import type { Voice } from '#server/recordings/keeping.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import { typedDay } from '#server/rules/sheet-cells.ts';

const code = (refusal: RefusalCode): string => refusal;
const text = z
  .union([z.string(), z.array(z.string())])
  .default('')
  .transform((typed) => ([typed].flat()[0] ?? '').trim());
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
  recordingId: text,
  transcript: text,
  /** The recording reads the letter as it stands. */
  reads: text.transform((typed) => typed === 'yes'),
  key: text,
});
export type LetterDraftForm = z.infer<typeof letterDraftForm>;

/** A letter as it is sent: words, and lines that say what will be done. */
export const letterForm = letterDraftForm.extend({ key }).superRefine((form, check) => {
  const fail = (path: string, message: string) =>
    check.addIssue({ code: 'custom', path: [path], message });
  if (form.title === '') fail('title', code('required'));
  if (form.body === '') fail('body', code('required'));
  const isTold = form.recordingId === '' || form.reads || form.transcript !== '';
  if (!isTold) fail('transcript', code('transcriptNeeded'));
  for (const { row, line } of filledRows(form)) {
    if (line.what === '') fail(`what${row}`, code('nothingPromised'));
  }
  for (const row of wrongDays(form)) fail(`dueOn${row}`, code('dateWrong'));
});
export type LetterForm = z.infer<typeof letterForm>;

/** A letter to look at before it is sent: unfinished or not, a day that is none is said at once. */
export const previewForm = letterDraftForm.superRefine((form, check) => {
  for (const row of wrongDays(form)) {
    check.addIssue({ code: 'custom', path: [`dueOn${row}`], message: code('dateWrong') });
  }
});

/** A letter as it is set to appear by itself. */
export const scheduleForm = letterForm
  .extend({ day: text, time: text })
  .superRefine(({ day, time }, check) => {
    const fail = (path: string, message: string) =>
      check.addIssue({ code: 'custom', path: [path], message });
    if (!isLocalDate(day)) fail('day', code('dateWrong'));
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) fail('time', code('timeWrong'));
  });

/** The lines that were filled in, in their order; '' for a day is none. */
export function linesOf(form: LetterDraftForm): PromiseLine[] {
  return filledRows(form).map(({ line }) => line);
}

/** The rows whose day is none: with it, a promise would pass for an intention. */
function wrongDays(form: LetterDraftForm): number[] {
  const wrong = filledRows(form).filter(
    ({ line: { dueOn } }) => dueOn !== null && !isLocalDate(dueOn),
  );
  return wrong.map(({ row }) => row);
}

/** The same with the row of the form, from 1, in which each stands: rows between may be empty. */
function filledRows({
  what,
  measure,
  dueOn,
  helpers,
}: LetterDraftForm): { row: number; line: PromiseLine }[] {
  const rows = Math.max(what.length, measure.length, dueOn.length, helpers.length);
  return Array.from({ length: rows }, (_, at) => ({
    row: at + 1,
    line: {
      what: what[at] ?? '',
      measure: measure[at] ?? '',
      helpers: helpers[at] ?? '',
      dueOn: typedDay(dueOn[at] ?? '') || null,
    },
  })).filter(({ line }) => Object.values(line).some((cell) => cell !== '' && cell !== null));
}

/** The recording of a letter with what is said in it; null for a letter without one. */
export function voiceIn({ recordingId, transcript, reads }: LetterDraftForm): Voice | null {
  return recordingId === '' ? null : { recordingId, transcript: reads ? '' : transcript };
}

/**
 * The form with personal numbers blackened in title, letter and lines, and the question whether it
 * may be sent like this (voice 24); null when there is nothing to blacken.
 */
export function blackenedLetter(values: FormState['values']): FormState | null {
  const words = blackenedForm(values, ['title', 'body', 'transcript']);
  const masked = { ...values, ...words?.values };
  const errors: FormState['errors'] = { ...words?.errors };
  for (const name of ['what', 'measure', 'helpers']) {
    const cells = [values[name] ?? []].flat();
    const covered = cells.map((cell) => blacken(cell));
    if (covered.length > 0) masked[name] = covered;
    for (const [at, cell] of covered.entries()) {
      if (cell !== cells[at]) errors[`${name}${at + 1}`] = 'personalMasked';
    }
  }
  return Object.keys(errors).length > 0 ? { values: masked, errors } : null;
}
