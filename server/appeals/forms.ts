import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import type { RuleBook } from '#server/rules/rule-book.ts';

const say = (code: RefusalCode) => code;
const text = (longest: number) =>
  z.string(say('required')).trim().max(longest, say('tooLong')).default('');
const key = z.string(say('formGone')).min(10, say('formGone'));
const needed = (longest: number) =>
  z.string(say('required')).trim().min(1, say('required')).max(longest, say('tooLong'));
const tick = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes');

/** Screen 1: a picture, or just words. */
export const whatForm = z
  .object({ picture: z.string().max(20).default(''), justWords: tick })
  .transform(({ picture, justWords }) => ({ picture: justWords ? '' : picture }));

/** Screen 2: words and photos; `more` and `drop` come back to it, so words may still be missing. */
export function wordsForm({ texts }: RuleBook) {
  return z.object({
    words: text(texts.bodyLength),
    notAccusation: tick,
    notSame: tick,
    more: tick,
    drop: text(40),
  });
}

/** Screen 3: the group, a landmark, a position only when the person tapped for it. */
export function whereForm({ texts }: RuleBook) {
  return z.object({
    groupCode: needed(20).refine((code) => /^\d{15}$/.test(code), say('pickOne')),
    landmark: text(texts.landmarkLength),
    latitude: coordinate(90),
    longitude: coordinate(180),
  });
}

/** Screen 4: whom it is written to, who may read it, under which name; then it is sent. */
export const sendForm = z.object({
  key,
  addressee: z.enum(['cadre', 'secretary'], say('pickOne')).default('cadre'),
  audience: z.enum(['public', 'handlers'], say('pickOne')).default('handlers'),
  shownAs: z.enum(['resident', 'nickname', 'name'], say('pickOne')).default('resident'),
});

/** Everything on one screen, written for somebody who does not write himself and has agreed. */
export function writeForForm({ texts }: RuleBook) {
  return z.object({
    key,
    picture: z.string().max(20).default(''),
    words: needed(texts.bodyLength),
    notAccusation: tick,
    groupCode: needed(20).refine((code) => /^\d{15}$/.test(code), say('pickOne')),
    landmark: text(texts.landmarkLength),
    addressee: z.enum(['cadre', 'secretary'], say('pickOne')).default('cadre'),
    audience: z.enum(['public', 'handlers'], say('pickOne')),
    /** The writer has seen that it goes to the town. */
    toTown: tick,
    consent: z.literal('yes', say('consentFirst')),
  });
}

export const keyForm = z.object({ key });

/** An answer: words of one's own, or a receipt that stops no clock. */
export function answerForm({ texts }: RuleBook) {
  return z.object({ key, words: needed(texts.officialLength) });
}

/** Mended or newly built, in which class, and why; the villager reads the reason. */
export function remedyForm({ texts }: RuleBook) {
  return z.object({
    key,
    itemCode: z.string().regex(/^\d{4}$/, say('pickOne')),
    remedy: z.enum(['repair', 'build', 'neither'], say('pickOne')),
    isUrgent: tick,
    words: needed(texts.reasonLength),
  });
}

export function wordsOnlyForm({ texts }: RuleBook) {
  return z.object({ key, words: needed(texts.reasonLength) });
}

/** A dated plan: up to six steps, each with its day. */
export function planForm({ texts }: RuleBook) {
  const rows = { what: z.array(z.string()), dueOn: z.array(z.string()) };
  return z
    .object({ key, words: text(texts.officialLength), ...listsOf(rows) })
    .transform(({ what, dueOn, ...form }) => ({
      ...form,
      steps: what
        .map((words, at) => ({ what: words.trim(), dueOn: (dueOn[at] ?? '').trim() }))
        .filter((step) => step.what !== '' || step.dueOn !== ''),
    }))
    .refine((form) => form.steps.length > 0, { error: say('planNeedsStep'), path: ['what'] })
    .refine(
      (form) =>
        form.steps.every(
          (step) => step.what !== '' && step.what.length <= texts.landmarkLength * 2,
        ),
      {
        error: say('planNeedsWhat'),
        path: ['what'],
      },
    )
    .refine((form) => form.steps.every((step) => isLocalDate(step.dueOn)), {
      error: say('dateWrong'),
      path: ['dueOn'],
    });
}

/** Progress in words; a milestone may be ticked off with it. */
export function progressForm({ texts }: RuleBook) {
  return z.object({
    key,
    words: needed(texts.officialLength),
    milestoneId: z
      .string()
      .max(40)
      .default('')
      .transform((id) => id || null),
  });
}

/** Proposing to close: what was done, how many, before and after. */
export function proposeForm({ texts }: RuleBook) {
  return z.object({
    key,
    words: needed(texts.officialLength),
    count: text(40),
  });
}

/** The person's own word: it is done, with one of five grades. */
export function confirmForm({ ratings, texts }: RuleBook) {
  return z.object({
    key,
    grade: z.coerce
      .number(say('pickOne'))
      .int(say('pickOne'))
      .min(1, say('pickOne'))
      .max(ratings.grades.length, say('pickOne')),
    words: text(texts.reasonLength),
  });
}

/** Looking with the slip in hand. */
export const trackForm = z.object({
  code: needed(40),
});

function coordinate(limit: number) {
  return z
    .string()
    .default('')
    .transform((typed) => (typed === '' ? null : Number(typed)))
    .pipe(
      z
        .number(say('positionWrong'))
        .min(-limit, say('positionWrong'))
        .max(limit, say('positionWrong'))
        .nullable(),
    );
}

/** A field that comes once or many times is a list either way. */
function listsOf<T extends Record<string, z.ZodArray<z.ZodString>>>(shape: T) {
  const lists = Object.entries(shape).map(([name, list]) => [
    name,
    z.preprocess(
      (value) => (value === undefined ? [] : [value].flat()),
      list.max(6, say('tooLong')),
    ),
  ]);
  return Object.fromEntries(lists) as { [Name in keyof T]: z.ZodType<string[]> };
}
