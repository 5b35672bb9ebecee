import { z } from 'zod';
import type { FormState } from '#server/kernel/http.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import { voteCodes } from '#server/rules/vote-book.ts';

const say = (code: RefusalCode) => code;
const day = z.string(say('required')).trim().refine(isLocalDate, say('dateWrong'));
const time = z
  .string(say('required'))
  .trim()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, say('timeWrong'));
/** What was ticked of a list: nothing, one or several. */
export const several = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((ticked) => [ticked].flat().filter((one) => one !== ''));
const reason = z.string(say('required')).trim().min(2, say('required')).max(200, say('tooLong'));

/** A vote as its preparer describes it; the lines of a ballot with options are read by `optionsOf`. */
export const voteForm = z.object({
  type: z.enum(voteCodes, say('pickOne')),
  /** The number of the matter in the 议事厅 that it is about; '' for none. */
  motion: z
    .string()
    .trim()
    .regex(/^\d{0,6}$/, say('countWrong'))
    .default(''),
  title: words,
  body: words,
  answers: z.enum(['yes_no', 'options'], say('pickOne')),
  most: z.coerce.number(say('countWrong')).int(say('countWrong')).min(1, say('countWrong')),
  opensOn: day,
  opensTime: time,
  closesOn: day,
  closesTime: time,
  secrecy: z.enum(['open', 'secret'], say('pickOne')),
  groups: several,
  secondRound: z.enum(['none', 'two-best'], say('pickOne')).default('none'),
  'teller-1': z.string().default(''),
  'teller-2': z.string().default(''),
  key,
});
export type VoteForm = z.infer<typeof voteForm>;

/** One line of a ballot as it was typed. */
export interface TypedOption {
  label: string;
  hint: string;
}

/** More lines than any ballot has. */
const MOST_LINES = 20;

/** The lines of a ballot that were filled in, in their order. */
export function optionsOf(values: FormState['values']): TypedOption[] {
  const text = (name: string) => {
    const typed = values[name];
    return typeof typed === 'string' ? typed.trim() : '';
  };
  const lines = Array.from({ length: MOST_LINES }, (_, at) => ({
    label: text(`option-${at + 1}`),
    hint: text(`hint-${at + 1}`),
  }));
  return lines.filter(({ label, hint }) => label !== '' || hint !== '');
}

/** A choice on a ballot: one comes as a text, several as a list. Its name is one that no draft keeps. */
export const choiceForm = z.object({
  ballot: z
    .union([z.string(), z.array(z.string())], say('pickOne'))
    .transform((ticked) => [...new Set([ticked].flat())])
    .refine((ticked) => ticked.length > 0, say('pickOne'))
    .refine((ticked) => ticked.every((one) => /^\d{1,2}$/.test(one)), say('pickOne'))
    .transform((ticked) => ticked.map(Number)),
});

/** What is decided about somebody on a roster, or about all of whom nobody has said anything. */
export const electorForm = z.object({
  elector: z.string(say('pickOne')).regex(/^(all|[\w-]{20,64})$/, say('pickOne')),
  standing: z.enum(['in', 'out'], say('pickOne')),
  reason,
});
export type ElectorForm = z.infer<typeof electorForm>;

/** Somebody who was forgotten: by name, as he stands on the village's roster. */
export const additionForm = z.object({ villager: z.uuid(say('pickOne')), reason });
export type AdditionForm = z.infer<typeof additionForm>;

/** Whom a household sends this time. */
export const mandateForm = z.object({
  elector: z.string(say('pickOne')).regex(/^[\w-]{20,64}$/, say('pickOne')),
  villager: z.uuid(say('pickOne')),
  /** The paper with the household's signature was seen. */
  signed: z.literal('yes', say('mandateSigned')),
});
export type MandateForm = z.infer<typeof mandateForm>;

/** What happened to somebody's right after it had opened. */
export const notedForm = z.object({
  elector: z.string(say('pickOne')).regex(/^[\w-]{20,64}$/, say('pickOne')),
  reason,
});

/** Why a vote is void. */
export const reasonForm = z.object({ reason });

const heads = z
  .string(say('countWrong'))
  .trim()
  .regex(/^\d{1,6}$/, say('countWrong'))
  .transform(Number);

/** What a meeting counted: how many were there, spoiled ballots, and `count-1` … by option. */
export const countsForm = z.object({ present: heads, spoiled: heads }).catchall(heads.or(z.any()));

/** The counts by option number; what is no number counts as none. */
export function countsOf({ present, spoiled, ...fields }: z.infer<typeof countsForm>) {
  const counts = new Map<number, number>();
  for (const [name, value] of Object.entries(fields)) {
    const [, no] = /^count-(\d{1,2})$/.exec(name) ?? [];
    if (no && typeof value === 'number') counts.set(Number(no), value);
  }
  return { counts, spoiled, present };
}
