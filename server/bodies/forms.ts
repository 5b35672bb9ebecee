import { z } from 'zod';
import { calledName } from '#server/accounts/forms.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import { typedDay } from '#server/rules/sheet-cells.ts';

const code = (refusal: RefusalCode): string => refusal;

const REASON_LENGTH = 60;

const tick = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes');

/** Somebody for a roll: of the village's roster, or by name alone. */
export const addForm = z
  .object({
    villagerId: z.uuid().optional(),
    name: calledName.or(z.literal('')).default(''),
    isWoman: tick,
    /** The group that chose him; empty for where he lives. */
    groupCode: z
      .string()
      .regex(/^\d{15}$/)
      .or(z.literal(''))
      .default(''),
    key,
  })
  .refine(({ villagerId, name }) => villagerId !== undefined || name !== '', {
    path: ['name'],
    message: code('required'),
  });
export type AddForm = z.infer<typeof addForm>;

/** Why somebody stands on a roll no more. */
export const endForm = z.object({
  reason: words.refine((text) => [...text].length <= REASON_LENGTH, code('tooLong')),
});

const ids = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((picked) => [...new Set([picked].flat())]);

/** Those of the offered people who were ticked, and who of them is a woman. */
export const fillForm = z.object({
  people: ids.refine((picked) => picked.length > 0, code('pickOne')),
  women: ids,
  key,
});
export type FillForm = z.infer<typeof fillForm>;

/** How old people are: all of unknown age are grown up, one is, or one was born on a day. */
export const ageForm = z.object({
  villagerId: z.uuid().optional(),
  /** Empty for who is grown up. */
  birth: z
    .string()
    .default('')
    .transform((typed) => (typed.trim() === '' ? '' : typedDay(typed)))
    .refine((day) => day === '' || isLocalDate(day), code('dateWrong')),
  all: tick,
});
export type AgeForm = z.infer<typeof ageForm>;
