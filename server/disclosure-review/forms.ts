import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';
import { isLocalDate } from '#server/rules/dates.ts';

const code = (refusal: RefusalCode): string => refusal;

/** A step that needs no words. */
export const stepForm = z.object({ key });

/** A signature: whoever gives it says that he looked at every point. */
export const signForm = z.object({
  looked: z.literal('yes', { error: code('lookFirst') }),
  key,
});

/** Why something is sent back, or changed after it was published. */
export const reasonForm = z.object({ reason: words, key });

/** The joint meeting: its day, how many came, what it decided, and why it comes late. */
export const meetingForm = z.object({
  metOn: z
    .string({ error: code('required') })
    .trim()
    .min(1, code('required'))
    .refine(isLocalDate, code('dateWrong')),
  present: z
    .string({ error: code('required') })
    .trim()
    .regex(/^[1-9]\d{0,3}$/, code('countWrong'))
    .transform(Number),
  decision: words,
  lateReason: z.string().trim().default(''),
  key,
});

const LINE_NO = /^\d{1,6}$/;

/** The result of a 公示; withdrawn lines come as their numbers, parted by commas or spaces. */
export const resultForm = z
  .object({
    outcome: z.enum(['confirmed', 'withdrawn'], code('pickOne')),
    rows: z
      .string()
      .default('')
      .transform((typed) =>
        typed
          .normalize('NFKC')
          .split(/[\s,、;]+/)
          .filter((one) => one !== ''),
      ),
    reason: z.string().trim().default(''),
    key,
  })
  .superRefine(({ outcome, rows, reason }, check) => {
    const fail = (path: string, message: RefusalCode) =>
      check.addIssue({ code: 'custom', path: [path], message });
    if (outcome === 'confirmed') return;
    if (rows.length === 0) fail('rows', 'required');
    if (!rows.every((one) => LINE_NO.test(one))) fail('rows', 'rowNosWrong');
    if (reason === '') fail('reason', 'required');
  });

/** A struck line that stands again. */
export const keepForm = z.object({
  no: z
    .string({ error: code('rowNosWrong') })
    .regex(LINE_NO, code('rowNosWrong'))
    .transform(Number),
  key,
});
