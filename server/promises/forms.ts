import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import { typedDay } from '#server/rules/sheet-cells.ts';

const code = (refusal: RefusalCode): string => refusal;
const line = z.string().trim().max(200, code('tooLong')).default('');

/** How far a promise is, in the owner's words. */
export const progressForm = z.object({ words, key });

/** How it came out, as its owner says; villagers decide. */
export const claimForm = z.object({
  claim: z.enum(['done', 'part', 'not-done'], code('pickOne')),
  words,
  key,
});

/** A new wording or day of a promise, with the reason; the old one stays in view. */
export const changeForm = z.object({
  what: line.refine((text) => text !== '', code('required')),
  measure: line.refine((text) => text !== '', code('required')),
  helpers: line,
  dueOn: z.string().trim().transform(typedDay).refine(isLocalDate, code('dateWrong')),
  reason: words,
  key,
});
export type ChangeForm = z.infer<typeof changeForm>;
