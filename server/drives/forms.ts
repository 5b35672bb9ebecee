import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, shownAs, words } from '#server/posts/forms.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import { ideaSides, projectStates } from '#server/rules/drives.ts';
import { parseMoney } from '#server/rules/money.ts';

const code = (refusal: RefusalCode): string => refusal;
const pickOne = { error: code('pickOne') };
const day = z.string().trim().refine(isLocalDate, code('dateWrong'));
const isYes = z
  .literal('yes')
  .optional()
  .transform((said) => said === 'yes');
/** Typed in yuan, kept in 分; nothing where nobody knows yet. */
const money = z
  .string()
  .trim()
  .default('')
  .refine((typed) => typed === '' || isMoney(typed), code('moneyWrong'))
  .transform((typed) => (typed === '' ? null : parseMoney(typed)));

function isMoney(typed: string): boolean {
  const fen = parseMoney(typed);
  return fen !== null && fen >= 0;
}

/** A discussion that is opened: what about, and until when people tell. */
export const openForm = z.object({ title: words, body: words, tellThrough: day, key });
export type OpenForm = z.infer<typeof openForm>;

/** A problem or a suggestion; `paper` when the clerk writes it down for somebody. */
export const ideaForm = z.object({
  side: z.enum(ideaSides, pickOne),
  body: words,
  shownAs,
  paper: isYes,
  key,
});
export type IdeaForm = z.infer<typeof ideaForm>;

const projectFields = {
  title: z.string().trim().default(''),
  owner: z.string().trim().default(''),
  budget: money,
  dueOn: z.union([z.literal(''), day]).default(''),
  isKey: isYes,
};

/** What becomes of some ideas: a new project, one that is there, or an answer. */
export const sortForm = z.object({
  ideas: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((ids) => [ids].flat().filter((id) => /^[\da-f-]{36}$/.test(id)))
    .refine((ids) => ids.length > 0, code('tickIdeas')),
  to: z.string({ error: code('pickOne') }).min(1, code('pickOne')),
  ...projectFields,
  answer: z.string().trim().default(''),
  key,
});
export type SortForm = z.infer<typeof sortForm>;

/** How a project stands, and its facts as they are now. */
export const projectForm = z.object({
  state: z.enum(projectStates, pickOne),
  now: words,
  ...projectFields,
  key,
});
export type ProjectForm = z.infer<typeof projectForm>;
