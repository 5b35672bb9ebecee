import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import { parseMoney } from '#server/rules/money.ts';
import { typedDay } from '#server/rules/sheet-cells.ts';

const code = (refusal: RefusalCode): string => refusal;
const day = z.string().trim().transform(typedDay).refine(isLocalDate, code('dateWrong'));
/** Yuan as typed, in 分; an empty field is no money. */
const yuan = z
  .string()
  .trim()
  .default('')
  .transform((typed, ctx) => {
    const fen = typed === '' ? null : parseMoney(typed);
    if (typed === '' || (fen !== null && fen >= 0)) return fen;
    ctx.addIssue({ code: 'custom', message: code('moneyWrong') });
    return z.NEVER;
  });
const isSame = z
  .enum(['same', 'other'], { error: code('pickOne') })
  .transform((word) => word === 'same');

/** A decision as it is published: what, who carries it out, with how much money, by when. */
export const publishForm = z.object({
  title: words,
  body: words,
  ownerId: z.string().default(''),
  budget: yuan,
  dueOn: day,
  /** A resolution that this one ends, and why; '' and nothing for none. */
  replaces: z.string().optional(),
  replacesWhy: z.string().trim().optional(),
  key,
});
export type PublishForm = z.infer<typeof publishForm>;

/** How far it is: in between, or the report at ninety days. */
export const progressForm = z.object({
  kind: z.enum(['progress', 'ninety'], { error: code('pickOne') }).default('progress'),
  body: words,
  spent: yuan,
  isSame: isSame.default(true),
  difference: z.string().trim().default(''),
  key,
});
export type ProgressForm = z.infer<typeof progressForm>;

/** What came of it in the end. */
export const resultForm = z.object({
  body: words,
  spent: yuan,
  doneOn: day,
  isSame,
  difference: z.string().trim().default(''),
  key,
});
export type ResultForm = z.infer<typeof resultForm>;

/** By which later resolution one is ended, and why. */
export const dropForm = z.object({ successor: z.string().default(''), reason: words, key });
export type DropForm = z.infer<typeof dropForm>;

/** Why the end of one is not signed. */
export const backForm = z.object({ reason: words, key });
export type BackForm = z.infer<typeof backForm>;
