import { z } from 'zod';
import { phone } from '#server/accounts/forms.ts';
import type { FormState } from '#server/kernel/http.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import type { KindNumbers } from '#server/rules/selection-book.ts';
import type { GivenSheet } from '#server/selections/judging.ts';

const say = (code: RefusalCode) => code;
const name = z.string(say('required')).trim().min(1, say('required')).max(40, say('tooLong'));

/** Somebody who agreed to review. */
export const reviewerForm = z.object({
  name,
  phone,
  townCode: z.string().trim().max(20, say('pickOne')).default(''),
  consentOn: z.string(say('required')).refine(isLocalDate, say('dateWrong')),
});

/** A village in which a reviewer has relatives. */
export const kinVillageForm = z.object({
  village: z.string(say('pickOne')).min(1, say('pickOne')).max(20, say('pickOne')),
});

/** A sheet as its form sends it: what was read, or what is wrong with which field. */
export type ReadSheet = { ok: true; value: GivenSheet } | { ok: false; form: FormState };

/**
 * Reads a sheet by the lines of its rubric: `points-<code>`, `reason-<code>` and the remark. A draft
 * may lack anything; what is there must be right.
 */
export function readSheet(
  values: FormState['values'],
  { rubric, lineLength }: KindNumbers,
  isDraft: boolean,
): ReadSheet {
  const text = (field: string) => [values[field] ?? ''].flat()[0]?.trim() ?? '';
  const given: GivenSheet = { points: {}, reasons: {}, remark: text('remark') };
  const errors: FormState['errors'] = {};
  for (const { code, most } of rubric) {
    // Digits may be typed wide; what is said stays as it was said.
    const points = text(`points-${code}`).normalize('NFKC');
    const reason = text(`reason-${code}`);
    const isWhole = /^\d{1,3}$/.test(points) && Number(points) <= most;
    if (isWhole) given.points[code] = Number(points);
    else if (points !== '') errors[`points-${code}`] = 'pointsWrong';
    else if (!isDraft) errors[`points-${code}`] = 'required';
    if (reason !== '') given.reasons[code] = reason;
    else if (!isDraft) errors[`reason-${code}`] = 'required';
    if ([...reason].length > lineLength) errors[`reason-${code}`] = 'tooLong';
  }
  if (given.remark === '' && !isDraft) errors.remark = 'required';
  if ([...given.remark].length > lineLength) errors.remark = 'tooLong';
  return Object.keys(errors).length > 0
    ? { ok: false, form: { values, errors } }
    : { ok: true, value: given };
}
