import type { StaffPerson } from '#server/grids/staff.ts';
import { groupsOf, type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { FormState } from '#server/kernel/http.ts';
import { newToken } from '#server/kernel/ids.ts';
import { actingPost, villagesWith } from '#server/kernel/permissions.ts';
import { postById } from '#server/posts/load.ts';
import { timeOfDay } from '#server/rules/date-words.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';
import { noticeOver } from '#server/rules/vote-times.ts';
import {
  type OptionRecord,
  selectOptions,
  selectVote,
  type VoteRecord,
} from '#server/votes/records.ts';
import { selectTellers } from '#server/votes/teller-records.ts';
import { tellerChoices } from '#server/votes/tellers.ts';
import { type TypeView, typeView } from '#server/votes/type-view.ts';
import { preparedTypes } from '#server/votes/types.ts';
import { repeatable } from '#server/votes/voiding.ts';

/** The form of a vote, empty or filled in as it stands. */
export interface VoteFormView {
  village: Village;
  /** Other villages in which the viewer may prepare one. */
  villages: { code: string; name: string }[];
  types: TypeView[];
  now: EpochMs;
  /** From when a vote of each type may open, if it is announced today. */
  earliest: Map<string, EpochMs>;
  groups: { code: string; name: string }[];
  tellers: StaffPerson[];
  values: FormState['values'];
  /** The vote that it repeats; '' for none. */
  previousId: string;
  mostOptions: number;
  key: string;
}

/** The form of a new vote; `from` is one that it repeats. Null for whoever prepares none. */
export async function newVotePage(
  ctx: Context,
  { code, from }: { code: string; from: string },
): Promise<VoteFormView | null> {
  ctx.page.keepPrivate();
  const codes = villagesWith(ctx, ['vote.prepare']);
  const before = from === '' ? null : await selectVote(ctx.db.read, from);
  const wanted = before?.villageCode ?? code;
  const village = await villageByCode(ctx, codes.includes(wanted) ? wanted : (codes[0] ?? ''));
  if (!village || !codes.includes(village.code)) return null;
  const again = before && (await repeatable(ctx, { id: from, villageCode: village.code }));
  const values = again?.ok ? await valuesOf(ctx, again.value.vote, again.value.options) : {};
  const villages = await Promise.all(codes.map((one) => villageByCode(ctx, one)));
  return {
    ...(await formView(ctx, village, values)),
    villages: villages.flatMap((one) => (one ? [{ code: one.code, name: one.name }] : [])),
    previousId: again?.ok ? from : '',
  };
}

/** The form of a vote that is being prepared; null for whoever may not change it. */
export async function changeVotePage(ctx: Context, id: string): Promise<VoteFormView | null> {
  ctx.page.keepPrivate();
  const vote = await selectVote(ctx.db.read, id);
  const village = vote && (await villageByCode(ctx, vote.villageCode));
  const mayChange = village && actingPost(ctx.viewer, 'vote.prepare', village.path) !== null;
  if (!mayChange || vote.state !== 'preparing' || vote.noticeAt !== null) return null;
  const options = await selectOptions(ctx.db.read, id);
  const [first, second] = await selectTellers(ctx.db.read, id);
  const values = {
    ...(await valuesOf(ctx, vote, options)),
    ...timesOf(vote),
    'teller-1': first?.personId ?? '',
    'teller-2': second?.personId ?? '',
  };
  return { ...(await formView(ctx, village, values)), villages: [], previousId: '' };
}

async function formView(
  ctx: Context,
  village: Village,
  values: FormState['values'],
): Promise<Omit<VoteFormView, 'villages' | 'previousId'>> {
  const book = ctx.book.votes;
  const types = preparedTypes(book);
  const now = ctx.clock.now();
  return {
    village,
    types: types.map(({ code }) => typeView(book, code)),
    now,
    earliest: new Map(types.map(({ code, notice }) => [code, noticeOver(notice, now)])),
    groups: await groupsOf(ctx, village.code),
    tellers: await tellerChoices(ctx, village),
    values,
    mostOptions: book.mostOptions,
    key: newToken(),
  };
}

async function valuesOf(
  ctx: Context,
  vote: VoteRecord,
  options: OptionRecord[],
): Promise<FormState['values']> {
  const loaded = await postById(ctx, vote.id);
  const motion = vote.motionId === null ? null : await postById(ctx, vote.motionId);
  const isChoice = options.every(({ meaning }) => meaning === 'choice');
  const lines = isChoice
    ? options.flatMap(({ label, hint }, at) => [
        [`option-${at + 1}`, label],
        [`hint-${at + 1}`, hint],
      ])
    : [];
  return {
    ...{ type: vote.type, title: loaded?.post.title ?? '', body: loaded?.post.body ?? '' },
    ...{ motion: motion ? String(motion.post.no) : '', answers: isChoice ? 'options' : 'yes_no' },
    ...{ most: String(Math.min(vote.most, Math.max(1, options.length - 1))) },
    ...{ secrecy: vote.secrecy, groups: vote.groupCodes ?? [], secondRound: vote.secondRound },
    ...Object.fromEntries(lines),
  };
}

function timesOf({ opensAt, closesAt }: VoteRecord): FormState['values'] {
  return {
    ...{ opensOn: localDate(opensAt), opensTime: clockTime(opensAt) },
    ...{ closesOn: localDate(closesAt), closesTime: clockTime(closesAt) },
  };
}

/** '08:00', as a field for a time takes it. */
function clockTime(at: EpochMs): string {
  return timeOfDay(at).padStart(5, '0');
}
