import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, shownAs, words } from '#server/posts/forms.ts';
import { OBJECTION_OUTCOMES } from '#server/rules/line-objections.ts';

const code = (refusal: RefusalCode): string => refusal;

/** 我对这笔有疑问: about which line, in which words, under which name. */
export const askForm = z.object({
  line: z.coerce.number().int().min(1).max(1_000_000),
  body: words,
  shownAs,
  notAccusation: z.literal('yes').optional(),
  key,
});
export type AskForm = z.infer<typeof askForm>;

/** A first word to whoever asked, before the matter is settled. */
export const objectionReplyForm = z.object({ body: words, key });
export type ObjectionReplyForm = z.infer<typeof objectionReplyForm>;

/** The answer that settles it. */
export const objectionAnswerForm = z.object({
  body: words,
  outcome: z.enum(OBJECTION_OUTCOMES, code('pickOne')),
  key,
});
export type ObjectionAnswerForm = z.infer<typeof objectionAnswerForm>;

/** Why the level above should look at it too. */
export const objectionRaiseForm = z.object({ why: words, key });
export type ObjectionRaiseForm = z.infer<typeof objectionRaiseForm>;
