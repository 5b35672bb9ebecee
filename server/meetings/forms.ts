import { z } from 'zod';
import { phone } from '#server/accounts/forms.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, words } from '#server/posts/forms.ts';
import { isLocalDate } from '#server/rules/dates.ts';

const code = (refusal: RefusalCode): string => refusal;

/** 支部党员大会, 支部委员会, 党小组会, 党课 */
export const meetingKinds = ['members', 'committee', 'group', 'lecture'] as const;
export type MeetingKind = (typeof meetingKinds)[number];

/** Party members alone unless somebody chooses otherwise. */
export const meetingAudiences = ['members', 'village', 'public'] as const;

const heads = z.coerce
  .number({ error: code('countWrong') })
  .int(code('countWrong'))
  .min(0, code('countWrong'))
  .max(9999, code('countWrong'));
const column = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((cells) => [cells].flat().map((cell) => cell.trim()));

/** The record of a meeting as it is sent; the first item of the agenda is 一号议题. */
export const meetingForm = z.object({
  kind: z.enum(meetingKinds, { error: code('pickOne') }),
  heldOn: z.string().trim().refine(isLocalDate, code('dateWrong')),
  topic: words,
  place: z.string().trim().default(''),
  agenda: column.refine(([first = '']) => first !== '', code('required')),
  due: heads,
  present: heads,
  remote: heads,
  /** Members on the list who sat there, and who took part from afar. */
  here: column,
  away: column,
  body: words,
  lessonIds: column,
  audience: z.enum(meetingAudiences).default('members'),
  key,
});
export type MeetingForm = z.infer<typeof meetingForm>;

/** A record as it should be, and why it was not. */
export const correctionForm = meetingForm.omit({ audience: true }).extend({ reason: words });
export type CorrectionForm = z.infer<typeof correctionForm>;

/** Who reads more than day, topic and number from now on. */
export const audienceForm = z.object({
  audience: z.enum(meetingAudiences, { error: code('pickOne') }),
});

/** Somebody who is a member of the Party here, by name and telephone. */
export const memberForm = z.object({ name: words, phone });
export type MemberForm = z.infer<typeof memberForm>;
