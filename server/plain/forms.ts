import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import type { PlainKind } from '#server/plain/kinds.ts';
import { key, shownAs, words } from '#server/posts/forms.ts';
import { isLocalDate } from '#server/rules/dates.ts';

const code = (refusal: RefusalCode): string => refusal;

const day = z
  .string()
  .trim()
  .default('')
  .refine((day) => day === '' || isLocalDate(day), code('dateWrong'));

const time = z
  .string()
  .trim()
  .default('')
  .refine((time) => /^(([01]\d|2[0-3]):[0-5]\d)?$/.test(time), code('timeWrong'));

const place = z.string().trim().default('');

/** Ticked boxes: none, one, or a list. */
const groups = z.preprocess((sent) => [sent ?? []].flat(), z.array(z.string().max(20)).max(50));

/** What a kind does not ask is not read either. */
const absent = z
  .unknown()
  .optional()
  .transform(() => undefined);

/** A post of a plain kind as it is sent; a field that its kind does not have is not there. */
export interface PlainForm {
  title?: string | undefined;
  body: string;
  /** The first day of its period; '' from when it is posted. */
  from?: string | undefined;
  /** The last day of its period, '' for ever. */
  until?: string | undefined;
  /** The day and hour of the activity it tells of, past or to come; '' where none is said. */
  day?: string | undefined;
  time?: string | undefined;
  place?: string | undefined;
  /** Codes of the groups it is meant for; none for the whole village. */
  groups?: string[] | undefined;
  audience: 'public' | 'village';
  shownAs?: z.infer<typeof shownAs> | undefined;
  key: string;
}

/** The one form of all plain kinds, with the fields that this kind has. */
export function plainForm(kind: PlainKind): z.ZodType<PlainForm> {
  return z.object({
    title: kind.hasTitle ? words : absent,
    body: words,
    from: kind.hasPeriod ? day : absent,
    until: kind.hasPeriod ? day : absent,
    day: kind.hasActivity ? day : absent,
    time: kind.hasActivity ? time : absent,
    place: kind.hasActivity ? place : absent,
    groups: kind.hasGroups ? groups : absent,
    audience: z.enum(kind.audiences).default(kind.audiences[0] ?? 'public'),
    shownAs: kind.isOfficial ? absent : shownAs,
    key,
  });
}

/** Another day and place of what was told. */
export const moveForm = z.object({ day, time, place, key });
export type MoveForm = z.infer<typeof moveForm>;
