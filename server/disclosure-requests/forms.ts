import { z } from 'zod';
import { key, shownAs, words } from '#server/posts/forms.ts';

/** What is to be disclosed, and why. */
export const requestForm = z.object({ title: words, body: words, shownAs, key });
export type RequestForm = z.infer<typeof requestForm>;
