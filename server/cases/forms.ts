import { z } from 'zod';
import { wordsFor } from '#content/messages/words.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';

const code = (refusal: RefusalCode): string => refusal;
const photo = z.union([z.literal(''), z.uuid(code('pickOne'))]).default('');

/** The four parts of a case, in the order in which they are read; `elsewhere` may stay empty. */
export const CASE_PARTS = ['was', 'how', 'now', 'elsewhere'] as const;

/** A case as it is sent; `matter` is the number of the appeal that it tells again. */
export const caseForm = z.object({
  matter: z.coerce.number(code('formGone')).int(code('formGone')).positive(code('formGone')),
  title: words,
  was: words,
  how: words,
  now: words,
  elsewhere: z.string().trim().default(''),
  before: photo,
  after: photo,
  key,
});
export type CaseForm = z.infer<typeof caseForm>;

/** One text with a heading for each part; what is written in a village is written in Chinese. */
export function caseBody(form: CaseForm): string {
  const { parts } = wordsFor('zh').cases;
  return CASE_PARTS.filter((part) => form[part] !== '')
    .map((part) => `# ${parts[part]}\n\n${form[part]}`)
    .join('\n\n');
}
