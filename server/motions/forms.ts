import { z } from 'zod';
import type { RefusalCode } from '#server/kernel/result.ts';
import { key, shownAs, words } from '#server/posts/forms.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import { raisers } from '#server/rules/motions.ts';

const code = (refusal: RefusalCode): string => refusal;
const pickOne = { error: code('pickOne') };
const day = z.string().trim().refine(isLocalDate, code('dateWrong'));
const heads = z.coerce
  .number({ error: code('countWrong') })
  .int(code('countWrong'))
  .min(1, code('countWrong'))
  .max(9999, code('countWrong'));

/** A matter for the 议事厅; `from` is the post that it came from. */
export const raiseForm = z.object({
  title: words,
  body: words,
  as: z.enum(raisers, pickOne),
  shownAs,
  from: z.uuid().optional().catch(undefined),
  /** The number of the project, where it comes from one of a discussion. */
  project: z.coerce.number().int().positive().max(9999).optional().catch(undefined),
  notSame: z.literal('yes').optional(),
  key,
});
export type RaiseForm = z.infer<typeof raiseForm>;

/** 支部记下来: what sort of matter it is, and until when it is talked over. */
export const logForm = z.object({ matter: words, talkThrough: day, key });
export type LogForm = z.infer<typeof logForm>;

/** A reason for or against. */
export const voiceForm = z.object({
  side: z.enum(['for', 'against'], pickOne),
  body: words,
  shownAs,
  key,
});
export type VoiceForm = z.infer<typeof voiceForm>;

/** The whole text as somebody would rather have it. */
export const amendForm = z.object({ body: words, shownAs, key });
export type AmendForm = z.infer<typeof amendForm>;

/** What becomes of an amendment, and why. */
export const decideForm = z.object({
  verdict: z.enum(['taken', 'declined'], pickOne),
  reason: words,
  key,
});
export type DecideForm = z.infer<typeof decideForm>;

/** Somebody whom the matter concerns: on the village's roster, or an office by its name. */
export const inviteForm = z.object({
  who: z.enum(['villager', 'office'], pickOne),
  name: words,
  /** The household's number, where several have the name. */
  household: z.string().trim().default(''),
  why: words,
  key,
});
export type InviteForm = z.infer<typeof inviteForm>;

/** The record of a talk in person (村民委员会组织法 Art. 33, 2025 text). */
export const consensusForm = z.object({
  form: z.enum(['council', 'hearing', 'talk'], pickOne),
  heldOn: day,
  place: words,
  present: heads,
  outcome: z.enum(['agreed', 'partly', 'none'], pickOne),
  body: words,
  dissent: z.string().trim().default(''),
  next: z.enum(['carry-out', 'assembly', 'talk-on'], pickOne),
  /** Until when it is talked on; nothing leaves the day as it is. */
  talkThrough: z.union([z.literal(''), day]).default(''),
  key,
});
export type ConsensusForm = z.infer<typeof consensusForm>;

/** A record as it should be, and why it was not. */
export const consensusCorrection = consensusForm
  .omit({ next: true, talkThrough: true })
  .extend({ reason: words });
export type ConsensusCorrection = z.infer<typeof consensusCorrection>;

/** Why nothing more comes of it, or how it was carried out. */
export const closeForm = z.object({ reason: words, key });
export type CloseForm = z.infer<typeof closeForm>;
