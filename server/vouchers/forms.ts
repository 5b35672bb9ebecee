import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';
import { SQUARES } from '#server/workshop/photo-files.ts';

const code = (refusal: RefusalCode): string => refusal;

/** Papers for a line: which line, and what they are. */
export const keepForm = z.object({
  line: z
    .string({ error: code('required') })
    .trim()
    .regex(/^\d{1,6}$/, code('lineUnknown'))
    .transform(Number),
  kind: z.string({ error: code('pickOne') }).min(1, code('pickOne')),
  key,
});
export type KeepForm = z.infer<typeof keepForm>;

const square = z.coerce
  .number()
  .int()
  .min(0)
  .max(SQUARES.columns * SQUARES.rows - 1);

/** Squares to blacken; none at all only when somebody says that nothing needs it. */
export const coverForm = z
  .object({
    squares: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(square)),
    clean: z.string().default(''),
    key: z.string().default(''),
  })
  .superRefine(({ squares, clean }, check) => {
    const isSaid = squares.length > 0 || clean === 'yes';
    if (!isSaid) check.addIssue({ code: 'custom', path: ['squares'], message: code('pickOne') });
  });

/** The second person's look at a copy. */
export const checkForm = z.object({
  looked: z.literal('yes', { error: code('lookFirst') }),
  key,
});

/** Why a copy goes back, or why a paper is not the one. */
export const reasonForm = z.object({ reason: words, key });
