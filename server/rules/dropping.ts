import type { LocalDate } from '#server/rules/dates.ts';
import { type FourTwoBook, matterOf } from '#server/rules/four-two-book.ts';
import { rightBody, type Village } from '#server/rules/right-body.ts';
import { type VoteCode, voteCode } from '#server/rules/vote-book.ts';

/** A resolution as far as another one may end it. */
export interface Decided {
  id: string;
  villageCode: string;
  no: number;
  passedOn: LocalDate;
  state: string;
  /** The kind of matter, a code of content/four-two.json. */
  matter: string;
  /** The meeting that decided, a code of content/votes.json. */
  meeting: string;
  /** Whose meeting it was where one group met; null for the whole village's. */
  groupCode: string | null;
}

/**
 * Why a resolution does not end another: it was not decided later in this village; it is ended
 * itself; its meeting stands below the one that decided; it has no say in such a matter; it is
 * another group's; or such a matter has a majority of its own, by which it was not counted.
 */
export type NoEnding =
  | 'not-later'
  | 'ended-itself'
  | 'lower-body'
  | 'other-body'
  | 'other-group'
  | 'own-majority';

/** Who stands above whom, each line from below (村民委员会组织法 26、29; 农村集体经济组织法 26–31). */
const ABOVE: VoteCode[][][] = [
  [['reps_meeting'], ['assembly_person', 'assembly_household']],
  [['council_board'], ['coll_reps'], ['coll_members']],
  [['group_person', 'group_household']],
];

/**
 * Whether a later resolution may end an earlier one: what villagers decided only the same meeting or
 * one above it changes (村民委员会组织法 28、32), and only one that may decide such a matter in the
 * village as it is today, as the collective's members on what was the assembly's before there was
 * a collective. Null when it may.
 */
export function noEnding(
  book: Pick<FourTwoBook, 'matters'>,
  earlier: Decided,
  later: Decided,
  village: Village,
): NoEnding | null {
  if (!isLater(earlier, later)) return 'not-later';
  if (later.state === 'dropped') return 'ended-itself';
  if (isBelow(later.meeting, earlier.meeting)) return 'lower-body';
  const asked = countedBy(book, earlier.matter, later, village);
  if (asked === null) return 'other-body';
  if (later.groupCode !== earlier.groupCode) return 'other-group';
  const isCounted =
    asked === later.meeting || asked === countedBy(book, later.matter, later, village);
  return isCounted ? null : 'own-majority';
}

/** By which type of vote a matter is counted in the meeting of a resolution; null where it decides none such. */
function countedBy(
  book: Pick<FourTwoBook, 'matters'>,
  matter: string,
  { meeting }: Decided,
  village: Village,
): VoteCode | null {
  const code = voteCode(meeting);
  if (code === null || !matterOf(book, matter)) return null;
  const verdict = rightBody(book, matter, code, village);
  return verdict.isRight ? verdict.type : null;
}

function isLater(earlier: Decided, later: Decided): boolean {
  if (earlier.id === later.id || earlier.villageCode !== later.villageCode) return false;
  if (earlier.passedOn !== later.passedOn) return later.passedOn > earlier.passedOn;
  return later.no > earlier.no;
}

function isBelow(meeting: string, other: string): boolean {
  const rankIn = (line: VoteCode[][], word: string) =>
    line.findIndex((rank) => rank.some((code) => code === word));
  return ABOVE.some((line) => {
    const [own, theirs] = [rankIn(line, meeting), rankIn(line, other)];
    return own !== -1 && own < theirs;
  });
}
