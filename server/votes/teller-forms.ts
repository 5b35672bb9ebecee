import { z } from 'zod';
import type { FormState } from '#server/kernel/http.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';
import { type PaperNumbers, readCountLines, withoutZeros } from '#server/rules/paper-ballots.ts';
import { several } from '#server/votes/forms.ts';
import type { OptionRecord } from '#server/votes/records.ts';

const say = (code: RefusalCode) => code;
const some = z.string().trim().max(200, say('tooLong')).default('');

/** A secret from a teller's paper. */
export const secretForm = z.object({ secret: words });

/** One's own secret at the box, and the other teller's where both stand at one screen. */
export const boxForm = z.object({ secret: words, 'other-secret': some });

/** A table with paper ballots. */
export const tableForm = z.object({
  place: words.max(60, say('tooLong')),
  offline: z.literal('yes').optional(),
  keepers: several,
  key,
});

/** A tick at a table, or one that is taken back. */
export const tickForm = z.object({ who: words.max(60, say('formGone')), key });
export const untickForm = z.object({
  who: words.max(60, say('formGone')),
  reason: words.max(200, say('tooLong')),
});

/** Any fields: which there are is the ballot's to say. */
export const countForm = z.looseObject({ missing: some });

/**
 * What a teller counted: a number beside each option where a ballot names one, lines of kinds of
 * ballots where it may name several.
 */
export function readCounted(
  values: FormState['values'],
  { options, most }: { options: OptionRecord[]; most: number },
): { ok: true; value: PaperNumbers } | { ok: false; form: FormState } {
  const errors: FormState['errors'] = {};
  const number = (name: string) => {
    const typed = String(values[name] ?? '').trim();
    if (!/^\d{0,5}$/.test(typed)) errors[name] = 'countWrong';
    return /^\d+$/.test(typed) ? Number(typed) : 0;
  };
  const spoiled = number('spoiled');
  const counts = most === 1 ? oneEach(options, number) : severalOf(values, { options, most });
  if (!counts) errors.lines = 'countLineWrong';
  if (!counts || Object.keys(errors).length > 0) return { ok: false, form: { values, errors } };
  return { ok: true, value: { counts: withoutZeros(counts), spoiled } };
}

function oneEach(options: OptionRecord[], number: (name: string) => number) {
  return Object.fromEntries(options.map(({ no }) => [String(no), number(`option-${no}`)]));
}

function severalOf(
  values: FormState['values'],
  { options, most }: { options: OptionRecord[]; most: number },
) {
  return readCountLines(String(values.lines ?? ''), { options: options.map(({ no }) => no), most });
}
