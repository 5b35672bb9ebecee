import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';

const code = (refusal: RefusalCode): string => refusal;
const whole = z
  .string()
  .trim()
  .default('')
  .refine((typed) => /^\d{0,4}$/.test(typed), code('countWrong'))
  .transform((typed) => (typed === '' ? null : Number(typed)));

/** An objection as it is sent: to which line of the entry ('' for all of it), and why. */
export const objectionForm = z.object({
  line: z.string({ error: code('pickOne') }).max(40, code('pickOne')),
  body: words,
  key,
});
export type ObjectionForm = z.infer<typeof objectionForm>;

/** What is proposed for an objection, with its reason; the counts only for a new count. */
export const verdictForm = z
  .object({
    verdict: z.enum(['refused', 'out', 'struck', 'fulfilment'], code('pickOne')),
    reason: words,
    done: whole,
    due: whole,
  })
  .superRefine(({ verdict, done, due }, check) => {
    const fail = (path: string, message: RefusalCode) =>
      check.addIssue({ code: 'custom', path: [path], message });
    if (verdict !== 'fulfilment') return;
    if (done === null) fail('done', 'required');
    if (due === null) fail('due', 'required');
    if (done !== null && due !== null && done > due) fail('done', 'countWrong');
  });
export type VerdictForm = z.infer<typeof verdictForm>;

/** What the second person says to it: it holds, or it goes back with words. */
export const secondForm = z
  .object({
    agrees: z.enum(['yes', 'no'], code('pickOne')),
    words: z.string().trim().default(''),
  })
  .superRefine(({ agrees, words: said }, check) => {
    const message: RefusalCode = 'required';
    if (agrees === 'no' && said === '')
      check.addIssue({ code: 'custom', path: ['words'], message });
  });
export type SecondForm = z.infer<typeof secondForm>;
