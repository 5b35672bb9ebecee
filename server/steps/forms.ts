import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import { typedDay } from '#server/rules/sheet-cells.ts';

const code = (refusal: RefusalCode): string => refusal;
const line = z.string().trim().max(60, code('tooLong')).default('');
const day = z.string().trim().transform(typedDay).refine(isLocalDate, code('dateWrong'));
const time = z
  .string()
  .trim()
  .default('')
  .refine((typed) => /^([01]\d|2[0-3]):[0-5]\d$/.test(typed), code('timeWrong'));
const isTicked = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => [value ?? []].flat().length > 0);
const heads = z
  .string()
  .trim()
  .default('')
  .transform((typed) => (typed === '' ? 0 : Number(typed)))
  .refine((n) => Number.isInteger(n) && n >= 0 && n <= 99_999, code('countWrong'));
const lineNo = z.coerce.number().int().min(0).max(99_999).catch(0);
const ticks = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((nos) => [nos].flat().map(Number).filter(Number.isInteger));

/** A meeting that is called: which step, how it meets, when, where, who chairs. */
export const callForm = z.object({
  step: z.string().default(''),
  /** Which kind of matter it is, where nobody has said so before: it decides who decides. */
  matter: z.string().default(''),
  /** A type of content/votes.json: the meeting that is held. */
  meeting: z.string().default(''),
  /** Both committees meet once for steps 1 and 2 (一肩挑). */
  isMerged: isTicked,
  /** The group whose people meet; '' for the village. */
  group: z.string().default(''),
  /** The assembly has left matters of this kind to the representatives (第二十八条第二款). */
  isDelegated: isTicked,
  meetOn: day,
  meetTime: time,
  place: line.refine((text) => text !== '', code('required')),
  chair: line.refine((text) => text !== '', code('required')),
  key,
});
export type CallForm = z.infer<typeof callForm>;

/** Which lines of the roll a page showed, and who of these came. */
const tickFields = { from: lineNo, through: lineNo, here: ticks, away: ticks };
export const tickForm = z.object(tickFields);
export type TickForm = z.infer<typeof tickForm>;

/** What a meeting decided, from its signed minutes. */
export const recordForm = z.object({
  ...tickFields,
  yes: heads,
  no: heads,
  abstain: heads,
  spoiled: heads,
  minutes: words,
  dissent: z.string().trim().default(''),
  /** The option of the advisory vote that it comes to; '' where there is none, 0 for none of them. */
  decidedOption: z.string().trim().default(''),
  key,
});
export type RecordForm = z.infer<typeof recordForm>;

/** Why a meeting is called off, or a record sent back. */
export const reasonForm = z.object({ reason: words, key });
export type ReasonForm = z.infer<typeof reasonForm>;
