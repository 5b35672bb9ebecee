import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';

const code = (refusal: RefusalCode): string => refusal;
const word = z.string().trim().max(60, code('tooLong')).default('');
const ticked = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((typed) => [typed].flat());

/** What somebody who was drawn says; phrases that the county does not have are left out later. */
export const answerForm = z.object({
  answer: z.enum(['kept', 'part', 'broken'], code('pickOne')),
  reasons: ticked,
});

/** The same from a sheet of paper, and whose it is. */
export const paperForm = answerForm.extend({ ask: word });

/** A relative on the village's roster. */
export const kinForm = z.object({
  name: word.refine((text) => text !== '', code('required')),
  household: word,
});
