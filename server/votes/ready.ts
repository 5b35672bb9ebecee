import { wordsFor } from '#content/messages/words.ts';
import { groupsOf, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { loadMotion } from '#server/motions/load.ts';
import { villageThen, wrongVote } from '#server/motions/wrong-body.ts';
import { blacken, prepareWords, type Wording } from '#server/posts/wording.ts';
import { DAY_MS, type EpochMs, HOUR_MS, instantOf } from '#server/rules/dates.ts';
import { type VoteType, voteType } from '#server/rules/vote-book.ts';
import { noticeOver } from '#server/rules/vote-times.ts';
import type { TypedOption, VoteForm } from '#server/votes/forms.ts';
import type { OptionRecord, VoteRecord } from '#server/votes/records.ts';
import { tellerChoices, tellersFault } from '#server/votes/tellers.ts';
import { isCast, preparedTypes, takesGroups } from '#server/votes/types.ts';

/** A vote as its form sends it, with the lines of its ballot. */
export interface VoteWish {
  form: VoteForm;
  options: TypedOption[];
}

/** What stands on a ballot, before it has its numbers. */
export type BallotLine = Omit<OptionRecord, 'voteId' | 'no'>;

/** A vote that is ready to be written. */
export interface ReadyVote {
  village: Village;
  title: string;
  words: Wording;
  lines: BallotLine[];
  terms: VoteTerms;
  /** Who keeps the keys; null where nothing is sealed. */
  tellers: string[] | null;
}

/** What a vote is held by. */
export type VoteTerms = Pick<
  VoteRecord,
  'type' | 'secrecy' | 'unit' | 'most' | 'groupCodes' | 'opensAt' | 'closesAt' | 'secondRound'
> & { motionId: string | null };

const LONGEST_LABEL = 40;
const LONGEST_HINT = 120;

/** A wish checked against the book: type, ballot, times, groups, secrecy, tellers and the matter it is about. */
export async function readyVote(
  ctx: Context,
  village: Village,
  { form, options }: VoteWish,
): Promise<Result<ReadyVote>> {
  const type = voteType(ctx.book.votes, form.type);
  if (!preparedTypes(ctx.book.votes).includes(type)) return refuse('voteTypeUnknown', 'type');
  const title = blacken(form.title);
  if ([...title].length > ctx.book.rules.texts.titleLength) return refuse('tooLong', 'title');
  const words = prepareWords(ctx, form.body, { isOfficial: true });
  if (!words.ok) return { ...words, field: 'body' };
  const lines = linesOf(ctx, type, form, options);
  if (!lines.ok) return lines;
  const times = timesOf(ctx, type, form);
  if (!times.ok) return times;
  const groupCodes = await groupsFor(ctx, village, type, form);
  if (!groupCodes.ok) return groupCodes;
  const { may } = type.secrecy;
  if (may !== 'either' && may !== form.secrecy) return refuse('secrecyFixed', 'secrecy');
  const motionId = await motionFor(ctx, village, type, form.motion);
  if (!motionId.ok) return motionId;
  const tellers = await tellersFor(ctx, village, type, form);
  if (!tellers.ok) return tellers;
  return accept({
    ...{ village, title, words: words.value, lines: lines.value.lines },
    terms: {
      ...{ type: type.code, unit: type.unit, secrecy: form.secrecy, most: lines.value.most },
      ...{ ...times.value, groupCodes: groupCodes.value, motionId: motionId.value },
      secondRound: lines.value.lines.length > 2 ? form.secondRound : 'none',
    },
    tellers: tellers.value,
  });
}

/** 赞成, 反对 and 弃权, or what the village puts to choice. */
function linesOf(
  ctx: Context,
  type: VoteType,
  form: VoteForm,
  options: TypedOption[],
): Result<{ lines: BallotLine[]; most: number }> {
  if (!type.answers.includes(form.answers) && isCast(type)) return refuse('pickOne', 'answers');
  if (form.answers === 'yes_no') return accept({ lines: yesAndNo(), most: 1 });
  const { mostOptions } = ctx.book.votes;
  if (options.length < 2) return refuse('ballotTooFew', 'option-1');
  if (options.length > mostOptions) return refuse('ballotTooMany', `option-${mostOptions}`);
  const blank = options.findIndex(({ label }) => label === '');
  if (blank !== -1) return refuse('required', `option-${blank + 1}`);
  const isLong = ({ label, hint }: TypedOption) =>
    [...label].length > LONGEST_LABEL || [...hint].length > LONGEST_HINT;
  const long = options.findIndex(isLong);
  if (long !== -1) return refuse('ballotLineLong', `option-${long + 1}`);
  const twice = options.findIndex(
    ({ label }, at) => options.findIndex((one) => one.label === label) !== at,
  );
  if (twice !== -1) return refuse('ballotTwice', `option-${twice + 1}`);
  if (form.most >= options.length) return refuse('mostTooMany', 'most');
  const lines = options.map(({ label, hint }) => ({
    ...{ label: blacken(label), hint: blacken(hint), meaning: 'choice' },
  }));
  return accept({ lines, most: form.most });
}

function yesAndNo(): BallotLine[] {
  const { yes, no, abstain } = wordsFor('zh').votes.ballot;
  return [
    { label: yes, hint: '', meaning: 'yes' },
    { label: no, hint: '', meaning: 'no' },
    { label: abstain, hint: '', meaning: 'abstain' },
  ];
}

/**
 * When ballots are taken: not before a notice given today would be long enough. Whether it is when
 * it goes out is asked once more then.
 */
function timesOf(
  { book, clock }: Context,
  type: VoteType,
  form: VoteForm,
): Result<{ opensAt: EpochMs; closesAt: EpochMs }> {
  const { shortestHours, farthestDays } = book.votes;
  const now = clock.now();
  const opensAt = instantOf(form.opensOn, form.opensTime);
  const closesAt = instantOf(form.closesOn, form.closesTime);
  if (opensAt <= now) return refuse('planInPast', 'opensOn');
  if (closesAt <= opensAt) return refuse('dateOrder', 'closesOn');
  if (isCast(type) && closesAt - opensAt < shortestHours * HOUR_MS)
    return refuse('voteTooShort', 'closesOn');
  if (closesAt - now > farthestDays * DAY_MS) return refuse('voteTooFar', 'closesOn');
  if (opensAt < noticeOver(type.notice, now)) return refuse('noticeTooFewDays', 'opensOn');
  return accept({ opensAt, closesAt });
}

async function groupsFor(
  ctx: Context,
  village: Village,
  type: VoteType,
  form: VoteForm,
): Promise<Result<string[] | null>> {
  const takes = takesGroups(type);
  const known = (await groupsOf(ctx, village.code)).map(({ code }) => code);
  const chosen = known.filter((code) => form.groups.includes(code));
  if (takes === 'must' && chosen.length !== 1) return refuse('oneGroup', 'groups');
  if (takes === 'no' && chosen.length > 0) return refuse('noGroups', 'groups');
  return accept(chosen.length === 0 ? null : chosen);
}

async function tellersFor(
  ctx: Context,
  village: Village,
  type: VoteType,
  form: VoteForm,
): Promise<Result<string[] | null>> {
  if (!isCast(type) || form.secrecy === 'open') return accept(null);
  const personIds = [form['teller-1'], form['teller-2']];
  const choices = await tellerChoices(ctx, village);
  const fault = tellersFault(personIds, { preparedById: ctx.viewer.personId ?? '', choices });
  return fault ?? accept(personIds);
}

/** The matter of the 议事厅 that it is about, which this type of vote must be let near. */
async function motionFor(
  ctx: Context,
  { code: villageCode, slug }: Village,
  { code: meeting }: VoteType,
  typed: string,
): Promise<Result<string | null>> {
  if (typed === '') return accept(null);
  const loaded = await loadMotion(ctx, { slug, no: Number(typed) });
  if (!loaded) return refuse('noSuchMotion', 'motion');
  const { matter } = loaded.motion;
  const then = await villageThen(ctx.db.read, villageCode, ctx.clock.now());
  const wrong = wrongVote(ctx, { matter, meeting }, then);
  return wrong ? refuse(wrong, 'type') : accept(loaded.post.id);
}
