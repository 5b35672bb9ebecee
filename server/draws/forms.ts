import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { isLocalDate } from '#server/rules/dates.ts';

const code = (refusal: RefusalCode): string => refusal;
const word = z.string().trim().max(60, code('tooLong')).default('');
const key = z.string().min(1, code('formGone')).max(100, code('formGone'));

/** A round names two or three sources; an empty third is none. */
export const MOST_SOURCES = 3;

/** Opens a round: lottery, issue and day of each source. */
export const announceForm = z
  .object({
    purpose: word,
    ...{ lottery1: word, issue1: word, on1: word },
    ...{ lottery2: word, issue2: word, on2: word },
    ...{ lottery3: word, issue3: word, on3: word },
    key,
  })
  .superRefine((form, ctx) => {
    for (const { no, lottery, issue, on } of typedSources(form)) {
      const say = (path: string, message: string) =>
        ctx.addIssue({ code: 'custom', path: [`${path}${no}`], message });
      if (lottery === '') say('lottery', code('pickOne'));
      if (issue === '') say('issue', code('required'));
      if (!isLocalDate(on)) say('on', code('dateWrong'));
    }
  });

/** The sources of a form that say anything. */
export function typedSources(form: Record<string, string>) {
  return Array.from({ length: MOST_SOURCES }, (_, at) => {
    const no = at + 1;
    const text = (name: string) => form[`${name}${no}`] ?? '';
    return { no, lottery: text('lottery'), issue: text('issue'), on: text('on') };
  }).filter(({ lottery, issue, on }) => lottery !== '' || issue !== '' || on !== '');
}

/** Why a table must be opened. */
export const openingForm = z.object({
  reason: z.string().trim().min(4, code('required')).max(200, code('tooLong')).default(''),
});
