import { z } from 'zod';
import { columnKinds } from '#server/disclosure-duties/village-items.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key } from '#server/posts/forms.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import { ownColumns } from '#server/rules/own-columns.ts';

const say = (code: RefusalCode) => code;
const day = z.string(say('required')).trim().refine(isLocalDate, say('dateWrong'));
const item = z.string(say('pickOne')).regex(/^[a-z][a-z0-9-]{0,60}$/, say('pickOne'));
const line = z.string(say('required')).trim().min(2, say('required')).max(120, say('tooLong'));
const frequencies = ['monthly', 'quarterly', 'yearly', 'event', 'standing'] as const;
const frequency = z.enum(frequencies, say('pickOne'));

/** Since when a village discloses. */
export const startForm = z.object({ since: day, key });

/** The duties that are ticked: one comes as a text, several as a list. */
export const noneForm = z.object({
  duty: z
    .union([z.string(), z.array(z.string())], say('pickOne'))
    .transform((ticked) => [ticked].flat()),
  key,
});

/** Something that happened: which item, on which day, what it was. */
export const eventForm = z.object({ itemCode: item, day, words: line, key });

/** Another frequency of an item. */
export const frequencyForm = z.object({ choice: item, frequency, key });

/** What the town orders, and why. */
export const orderForm = z.object({
  ordered: item,
  period: z.string().trim().max(20).default(''),
  reason: line,
  key,
});

/** An item of the village's own. */
export const itemForm = z.object({
  name: z.string(say('required')).trim().min(2, say('required')).max(40, say('tooLong')),
  how: frequency,
  columns: z
    .string(say('required'))
    .transform((text) => ownColumns(text, columnKinds()))
    .refine((columns) => columns !== null, say('columnsWrong')),
  openTo: z.enum(['village', 'public'], say('pickOne')).optional(),
  key,
});
