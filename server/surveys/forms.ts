import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import { typedDay } from '#server/rules/sheet-cells.ts';
import { linesIn, questionKinds } from '#server/rules/survey-rules.ts';

const code = (refusal: RefusalCode): string => refusal;
const text = z.string().trim().default('');
const number = z
  .string()
  .trim()
  .default('')
  .refine((typed) => /^\d{0,3}$/.test(typed), code('countWrong'))
  .transform(Number);
const lines = z.string().default('').transform(linesIn);
const ticked = z
  .string()
  .optional()
  .transform((typed) => typed === 'yes');

/** What is asked for, of whom, until when, and below how many answers nothing is shown. */
export const surveyForm = z.object({
  title: words,
  body: words,
  groups: z.preprocess((sent) => [sent ?? []].flat(), z.array(z.string().max(20)).max(50)),
  closesOn: text.transform(typedDay).refine(isLocalDate, code('dateWrong')),
  least: number,
  key,
});
export type SurveyForm = z.infer<typeof surveyForm>;

/** One question; `no` is 0 for a new one. */
export const questionForm = z.object({
  no: number,
  kind: z.enum(questionKinds, { error: code('pickOne') }),
  label: text,
  hint: text,
  isRequired: ticked,
  options: lines,
  rows: lines,
  most: number,
});
export type QuestionForm = z.infer<typeof questionForm>;

/** Another place for a question. */
export const moveForm = z.object({ no: number, to: z.enum(['up', 'down']) });

/** A question to take away. */
export const dropForm = z.object({ no: number });

/** One text that people wrote: everybody reads it from now on, or no more. */
export const publishForm = z.object({ question: number, text: number, shown: ticked });

/** What the village makes of it. */
export const outcomeForm = z.object({ body: words, key });

/** Somebody who is there with his paper: by name, and household where several are called so. */
export const paperForm = z.object({ name: words, household: text, key });
