import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';
import { contestSubjects } from '#server/rules/contest-rules.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import { typedDay } from '#server/rules/sheet-cells.ts';

const code = (refusal: RefusalCode): string => refusal;
const text = z.string().trim().default('');
const number = text
  .refine((typed) => /^\d{1,3}$/.test(typed), code('countWrong'))
  .transform(Number);
const day = text.transform(typedDay).refine(isLocalDate, code('dateWrong'));

/** What is thanked for, how many, and the last day of each stage. */
export const contestForm = z.object({
  about: z.enum(contestSubjects, { error: code('pickOne') }),
  title: words,
  body: words,
  places: number,
  jurors: number,
  nominateThrough: day,
  objectThrough: day,
  judgeThrough: day,
  key,
});
export type ContestForm = z.infer<typeof contestForm>;

/** Which household, by somebody in it, and why. */
export const nominationForm = z.object({ name: words, household: text, why: words, key });
export type NominationForm = z.infer<typeof nominationForm>;

/** What a family says to it. */
export const familyForm = z.object({
  choice: z.enum(['agree', 'refuse', 'withdraw'], { error: code('pickOne') }),
  name: text,
  kin: text,
});
export type FamilyForm = z.infer<typeof familyForm>;

/** What a family said on paper; the photo of the signed sheet comes with it. */
export const paperForm = familyForm.extend({
  nominee: text,
  choice: z.enum(['agree', 'refuse'], { error: code('pickOne') }),
});
export type PaperForm = z.infer<typeof paperForm>;

/** The number of a nominee; '' takes a like back. */
export const likeForm = z.object({ nominee: text.refine((typed) => /^\d{0,3}$/.test(typed)) });

/** What is said against a nominee. */
export const objectionForm = z.object({ nominee: number, body: words, key });
export type ObjectionForm = z.infer<typeof objectionForm>;

/** What becomes of it, and why. */
export const verdictForm = z.object({
  objection: z.uuid(),
  verdict: z.enum(['upheld', 'dismissed'], { error: code('pickOne') }),
  answer: words,
});
export type VerdictForm = z.infer<typeof verdictForm>;

/** A juror who cannot judge after all. */
export const excuseForm = z.object({ villager: z.uuid() });

/** Until when the stage under way goes on, and why. */
export const extensionForm = z.object({ through: day, reason: words, key });
export type ExtensionForm = z.infer<typeof extensionForm>;

/** Words beside a result, or why there is none. */
export const decisionForm = z.object({ body: words, key });
