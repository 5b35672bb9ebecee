import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';

/** The message of a schema is the code of a refusal, so that the catalogue has its words. */
const code = (refusal: RefusalCode): string => refusal;

export const words = z
  .string({ error: code('required') })
  .trim()
  .min(1, code('required'));
export const key = z
  .string({ error: code('formGone') })
  .min(16, code('formGone'))
  .max(64);
export const shownAs = z.enum(['resident', 'name', 'nickname']).default('resident');

/** 说一句 and 问村里一句; a reply names the comment it answers. */
export const commentForm = z.object({
  kind: z.enum(['say', 'ask']).default('say'),
  body: words,
  parentId: z.uuid().optional(),
  shownAs,
  key,
});
export type CommentForm = z.infer<typeof commentForm>;

/** An official answer to a question. */
export const answerForm = z.object({ body: words, key });
export type AnswerForm = z.infer<typeof answerForm>;

/** A new wording of one's own words; a comment has no title. */
export const editForm = z.object({ title: z.string().trim().default(''), body: words, key });
export type EditForm = z.infer<typeof editForm>;

/** 举报: what is wrong with a post, a comment or a photo. */
export const reportForm = z.object({
  subjectKind: z.enum(['post', 'comment', 'photo']).default('post'),
  subjectId: z.string().default(''),
  words,
  key,
});
export type ReportForm = z.infer<typeof reportForm>;

/** A form that only says yes. */
export const keyForm = z.object({ key });
