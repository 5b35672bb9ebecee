import { z } from 'zod';
import { key, words } from '#server/posts/forms.ts';

/** Grounds on which words or a photo may be taken down; each has its words in the catalogue. */
export const removalRules = [
  'privacy',
  'child',
  'insult',
  'rumour',
  'advert',
  'unlawful',
  'elsewhere',
] as const;
export type RemovalRule = (typeof removalRules)[number];

/** A first look: leave it, or take it down with a rule and a reason to the author. */
export const decisionForm = z
  .object({
    verdict: z.enum(['keep', 'remove'], { error: 'pickOne' }),
    rule: z.enum(removalRules).optional(),
    reason: z.string().trim().default(''),
    key,
  })
  .refine((form) => form.verdict === 'keep' || form.rule !== undefined, {
    path: ['rule'],
    message: 'pickOne',
  })
  .refine((form) => form.verdict === 'keep' || form.reason !== '', {
    path: ['reason'],
    message: 'required',
  });
export type DecisionForm = z.infer<typeof decisionForm>;

/** The author does not agree. */
export const objectionForm = z.object({ words, key });
export type ObjectionForm = z.infer<typeof objectionForm>;

/** The second person: it stays down, or it comes back. */
export const secondForm = z.object({
  verdict: z.enum(['uphold', 'restore'], { error: 'pickOne' }),
  reason: words,
  key,
});
export type SecondForm = z.infer<typeof secondForm>;

/** 隐私更正: the datum that must go, as it stands in the text. */
export const privacyForm = z.object({
  datum: words.refine((datum) => [...datum].length >= 2, 'required'),
  key,
});
export type PrivacyForm = z.infer<typeof privacyForm>;
