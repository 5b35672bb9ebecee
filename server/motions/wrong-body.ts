import { sizeOf } from '#server/bodies/roll.ts';
import type { Context } from '#server/kernel/context.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { matterOf } from '#server/rules/four-two-book.ts';
import { type BodyVerdict, rightBody, type WrongBodyReason } from '#server/rules/right-body.ts';
import type { VoteCode } from '#server/rules/vote-book.ts';

/** Why a body may not decide a matter, as a form says it with the article. */
export const wrongBodies = {
  'collective-decides': 'bodyCollective',
  'all-members-only': 'bodyAllMembers',
  'assembly-only': 'bodyAssembly',
  'group-decides': 'bodyGroup',
  'voters-only': 'bodyVoters',
  'no-collective': 'bodyNoCollective',
  'studies-only': 'bodyStudies',
  'only-advice': 'bodyAdvice',
  'other-body': 'bodyOther',
} satisfies Record<WrongBodyReason, RefusalCode>;

/** What is to be decided, and who would. */
interface Deciding {
  villageCode: string;
  matter: string;
  meeting: VoteCode;
}

/** Whether a body may decide a matter in this village as it is today. */
export async function bodyVerdict(
  ctx: Context,
  { villageCode, matter, meeting }: Deciding,
): Promise<BodyVerdict> {
  const now = ctx.clock.now();
  const { size } = await sizeOf(ctx.db.read, villageCode, 'collective_members', now);
  return rightBody(ctx.book.fourTwo, matter, meeting, { hasCollective: size > 0 });
}

/** A body whose opinion may be asked though another one decides. */
const MAY_ASK: WrongBodyReason[] = ['studies-only', 'only-advice', 'other-body'];

/**
 * Why a type of vote must not be held about a matter (edge case 34): its page would name a body that
 * the law does not let decide, as villagers on the collective's property. Null when it may, and while
 * nobody has said what sort of matter it is.
 */
export async function wrongVote(
  ctx: Context,
  { villageCode, matter, meeting }: Deciding,
): Promise<RefusalCode | null> {
  const known = matterOf(ctx.book.fourTwo, matter);
  if (!known) return null;
  const verdict = await bodyVerdict(ctx, { villageCode, matter, meeting });
  if (verdict.isRight || MAY_ASK.includes(verdict.reason)) return null;
  // A type made for this sort of matter is right, save where the collective decides instead.
  const isCollectives = verdict.reason === 'collective-decides' && known.decidedBy.length > 0;
  if (known.ownType === meeting && !isCollectives) return null;
  return wrongBodies[verdict.reason];
}
