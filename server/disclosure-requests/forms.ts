import { z } from 'zod';
import { askers } from '#server/disclosure-requests/basis.ts';
import { key, shownAs, words } from '#server/posts/forms.ts';

/** What is to be disclosed, and why. */
export const requestForm = z.object({
  title: words,
  body: words,
  shownAs,
  asker: z.enum(askers).default('villagers'),
  key,
});
export type RequestForm = z.infer<typeof requestForm>;
