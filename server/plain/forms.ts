import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import type { PlainKind } from '#server/plain/kinds.ts';
import { key, shownAs, words } from '#server/posts/forms.ts';
import { isLocalDate } from '#server/rules/dates.ts';

const code = (refusal: RefusalCode): string => refusal;

const until = z
  .string()
  .trim()
  .default('')
  .refine((day) => day === '' || isLocalDate(day), code('dateWrong'));

/** What a kind does not ask is not read either. */
const absent = z
  .unknown()
  .optional()
  .transform(() => undefined);

/** A post of a plain kind as it is sent; a field that its kind does not have is not there. */
export interface PlainForm {
  title?: string | undefined;
  body: string;
  /** The last day on which it stands, '' for ever. */
  until?: string | undefined;
  audience: 'public' | 'village';
  shownAs?: z.infer<typeof shownAs> | undefined;
  key: string;
}

/** The one form of all plain kinds, with the fields that this kind has. */
export function plainForm(kind: PlainKind): z.ZodType<PlainForm> {
  return z.object({
    title: kind.hasTitle ? words : absent,
    body: words,
    until: kind.hasPeriod ? until : absent,
    audience: z.enum(kind.audiences).default(kind.audiences[0] ?? 'public'),
    shownAs: kind.isOfficial ? absent : shownAs,
    key,
  });
}
