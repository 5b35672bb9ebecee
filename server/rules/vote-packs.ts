import { stricterOf, type Threshold } from '#server/rules/thresholds.ts';
import {
  type Notice,
  type VoteBook,
  type VoteCode,
  type VoteRule,
  type VoteType,
  voteType,
} from '#server/rules/vote-book.ts';

/** What a province asks of a type of its own. */
export interface OwnRules {
  code: VoteCode;
  quorum: Threshold | null;
  women: Threshold | null;
  notice: Notice | null;
  /** Whether its rules confirm numbers that no national law does. */
  isConfirmed: boolean;
}

/** The types with a province's own rules laid over them: of two numbers the stricter one holds. */
export function underPack(types: VoteType[], own: OwnRules[]): VoteType[] {
  return types.map((type) => {
    const asked = own.find(({ code }) => code === type.code);
    if (!asked) return type;
    return {
      ...type,
      quorum: stricter(type.quorum, asked.quorum),
      women: stricter(type.women, asked.women),
      notice: asked.notice ? longerNotice(type.notice, asked.notice) : type.notice,
      confirmed: type.confirmed || asked.isConfirmed,
    };
  });
}

/** A type as a certain meeting holds it. */
export interface HeldVote extends VoteRule {
  type: VoteType;
  /** The meeting that holds it: itself where it is one. */
  meeting: VoteType;
  notice: Notice;
}

/**
 * The numbers by which a type is judged when this meeting holds it: its own where it has any, else
 * those of the meeting, and of both notices the longer. Null when this meeting may not hold it.
 */
export function heldVote(
  book: Pick<VoteBook, 'types'>,
  code: VoteCode,
  meetingCode: VoteCode,
): HeldVote | null {
  const type = voteType(book, code);
  const isOwn = type.heldAs.length === 0 && code === meetingCode;
  if (!isOwn && !type.heldAs.includes(meetingCode)) return null;
  const meeting = voteType(book, meetingCode);
  return {
    type,
    meeting,
    quorum: stricter(type.quorum, meeting.quorum),
    women: stricter(type.women, meeting.women),
    // A larger share of everybody already holds the meeting's share of those present.
    pass: type.pass ?? (type.byMostVotes ? null : meeting.pass),
    notice: longerNotice(meeting.notice, type.notice),
  };
}

function stricter<T extends Threshold>(one: T | null, other: T | null): T | null {
  if (!one || !other) return one ?? other;
  return stricterOf(one, other);
}

/** The longer of two notices; both must be given as each asks. */
function longerNotice(one: Notice, other: Notice): Notice {
  const longer = other.days >= one.days ? other : one;
  // Equal days that a rule of the place confirms are no longer a recommendation.
  const sure = other.days === one.days && one.confirmed ? one : longer;
  return { ...sure, how: [...new Set([...one.how, ...other.how])] };
}
