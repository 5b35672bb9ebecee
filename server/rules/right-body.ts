import type { Article } from '#server/rules/articles.ts';
import { type FourTwoBook, type Matter, matterOf } from '#server/rules/four-two-book.ts';
import type { VoteCode } from '#server/rules/vote-book.ts';

/** What the village is: whether a collective economic organisation is registered there. */
export interface Village {
  hasCollective: boolean;
}

/**
 * Why a meeting may not decide a matter: it belongs to the collective's members (村民委员会组织法
 * 28 ¶4); to all of them and not to their representatives (农村集体经济组织法 28); to the assembly
 * alone; to the group; it is an election; there is no collective; the meeting only studies, or only
 * talks; or another meeting decides.
 */
export type WrongBodyReason =
  | 'collective-decides'
  | 'all-members-only'
  | 'assembly-only'
  | 'group-decides'
  | 'voters-only'
  | 'no-collective'
  | 'studies-only'
  | 'only-advice'
  | 'other-body';

/** May decide, by which type's numbers; or why not, by which article, and who does. */
export type BodyVerdict =
  | { isRight: true; type: VoteCode; needsDelegation: boolean }
  | { isRight: false; reason: WrongBodyReason; basis: Article[]; decidedBy: VoteCode[] };

const STUDY: VoteCode[] = ['party_committee', 'party_review', 'two_committees'];
const TALK: VoteCode[] = ['deliberation', 'survey', 'like'];
const COLLECTIVE: VoteCode[] = ['coll_members', 'coll_reps', 'council_board'];
const ASSEMBLY: VoteCode[] = ['assembly_person', 'assembly_household'];
const GROUP: VoteCode[] = ['group_person', 'group_household'];

/**
 * Whether a meeting may decide a kind of matter, and by which type of vote its count is judged
 * (edge case 34). `meeting` is a meeting's own type, as 'reps_meeting', or a type that only its own
 * body can hold, as 'nonmember_benefit'. An unknown matter throws.
 */
export function rightBody(
  book: Pick<FourTwoBook, 'matters'>,
  matterCode: string,
  meeting: VoteCode,
  village: Village,
): BodyVerdict {
  const matter = matterOf(book, matterCode);
  if (!matter) throw new Error(`four-two.json: there is no matter ${matterCode}`);
  const decidedBy = whoDecides(matter, village);
  if (!decidedBy.includes(meeting)) {
    const reason = reasonAgainst(matter, meeting, decidedBy, village);
    return { isRight: false, reason, basis: matter.basis, decidedBy };
  }
  const isCollectives = matter.withCollective !== null && village.hasCollective;
  // The collective's own meetings count by their own rule, save where a benefit asks for more.
  const type = isCollectives ? collectiveType(matter, meeting) : (matter.ownType ?? meeting);
  // Representatives decide what the assembly left to them (28 ¶2).
  const needsDelegation = meeting === 'reps_meeting' && decidedBy.some(isAssembly);
  return { isRight: true, type, needsDelegation };
}

/** The meetings that may decide a matter in this village, in the order in which they are offered. */
export function whoDecides(matter: Matter, { hasCollective }: Village): VoteCode[] {
  const { withCollective, decidedBy, ownType } = matter;
  if (withCollective && hasCollective) return withCollective;
  // An election is held by nobody else than its own voters.
  const isVoters = decidedBy.length === 0 && withCollective === null && ownType !== null;
  return isVoters ? [ownType] : decidedBy;
}

/**
 * Whether a talk may settle a matter, to be carried out without an assembly (村民委员会组织法 33): not
 * where the law gives it to the collective's members, to the assembly alone, or a majority of its own.
 */
export function mayTalkSettle({ withCollective, ownType, decidedBy }: Matter): boolean {
  if (withCollective !== null || ownType !== null) return false;
  return !decidedBy.every(isAssembly);
}

function collectiveType({ ownType, decidedBy }: Matter, meeting: VoteCode): VoteCode {
  const isItsOwn = ownType !== null && decidedBy.length === 0;
  return isItsOwn ? ownType : meeting;
}

function reasonAgainst(
  matter: Matter,
  meeting: VoteCode,
  decidedBy: VoteCode[],
  { hasCollective }: Village,
): WrongBodyReason {
  if (STUDY.includes(meeting)) return 'studies-only';
  if (TALK.includes(meeting)) return 'only-advice';
  if (matter.withCollective && !hasCollective && COLLECTIVE.includes(meeting))
    return 'no-collective';
  if (matter.withCollective && hasCollective) {
    return meeting === 'coll_reps' ? 'all-members-only' : 'collective-decides';
  }
  if (matter.withCollective) return decidedBy.length > 0 ? 'assembly-only' : 'no-collective';
  if (decidedBy.every((code) => GROUP.includes(code))) return 'group-decides';
  if (decidedBy.every((code) => code === 'election' || code === 'recall')) return 'voters-only';
  return decidedBy.every(isAssembly) ? 'assembly-only' : 'other-body';
}

function isAssembly(code: VoteCode): boolean {
  return ASSEMBLY.includes(code);
}
