import { lock } from '#db/dialect.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { sizeOf } from '#server/bodies/roll.ts';
import type { Context } from '#server/kernel/context.ts';
import type { RefusalCode } from '#server/kernel/result.ts';
import { selectMotion } from '#server/motions/records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { matterOf } from '#server/rules/four-two-book.ts';
import {
  type BodyVerdict,
  rightBody,
  type Village,
  type WrongBodyReason,
} from '#server/rules/right-body.ts';
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
  /** The village as it is at this instant: it may have a collective since, or none any more. */
  at: EpochMs;
}

/** Whether a body may decide a matter in this village as it is at an instant. */
export async function bodyVerdict(
  db: Reader,
  { book }: Pick<Context, 'book'>,
  { villageCode, matter, meeting, at }: Deciding,
): Promise<BodyVerdict> {
  return rightBody(book.fourTwo, matter, meeting, await villageThen(db, villageCode, at));
}

/** Whether a collective is registered in a village at an instant: its members stand on a roll. */
export async function villageThen(db: Reader, villageCode: string, at: EpochMs): Promise<Village> {
  const { size } = await sizeOf(db, villageCode, 'collective_members', at);
  return { hasCollective: size > 0 };
}

/** A body whose opinion may be asked though another one decides. */
const MAY_ASK: WrongBodyReason[] = ['studies-only', 'only-advice', 'other-body'];

/**
 * Why a type of vote must not be held about a matter (edge case 34): its page would name a body that
 * the law does not let decide, as villagers on the collective's property. Null when it may, and while
 * nobody has said what sort of matter it is.
 */
export function wrongVote(
  { book }: Pick<Context, 'book'>,
  { matter, meeting }: Pick<Deciding, 'matter' | 'meeting'>,
  village: Village,
): RefusalCode | null {
  const known = matterOf(book.fourTwo, matter);
  if (!known) return null;
  const verdict = rightBody(book.fourTwo, matter, meeting, village);
  if (verdict.isRight || MAY_ASK.includes(verdict.reason)) return null;
  // A type made for this sort of matter is right, save where the collective decides instead.
  const isCollectives = verdict.reason === 'collective-decides' && known.decidedBy.length > 0;
  if (known.ownType === meeting && !isCollectives) return null;
  return wrongBodies[verdict.reason];
}

/** The sort of a matter, held so that nobody says another before this write ends; '' while none is said. */
export async function heldMatter(tx: Tx, motionId: string): Promise<string> {
  await lock(tx, 'motion', 'id', motionId);
  return (await selectMotion(tx, motionId))?.matter ?? '';
}
