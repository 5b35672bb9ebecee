import {
  selectInvited,
  selectJuries,
  selectLeftRosters,
  selectLiked,
  selectNominated,
  selectStepsAttended,
  selectTold,
  selectVoteLines,
} from '#server/accounts/export-decided-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { isoTime } from '#server/rules/iso-time.ts';

/** More than anybody meets in a lifetime of village matters. */
const ALL = 10_000;

/** The rosters that somebody has left, and since when. */
export async function ownLeftRosters({ db }: Context, personId: string) {
  const rows = await selectLeftRosters(db.read, personId, ALL);
  return rows.map(({ leftAt, ...one }) => ({ ...one, leftAt: leftAt && isoTime(leftAt) }));
}

/** That somebody may vote, and voted, and how his ballot came; never what stood on it. */
export async function ownVotesHeld({ db }: Context, personId: string) {
  const rows = await selectVoteLines(db.read, personId, ALL);
  return rows.map(({ ofHousehold, sent, villagerId, ...line }) => ({
    ...line,
    as: ofHousehold === null ? ('person' as const) : ('household' as const),
    isSent: sent === villagerId,
  }));
}

/** Where somebody stood on the roll of a meeting, was invited, kept a key. */
export async function ownMeetingsHeld({ db }: Context, personId: string) {
  const [steps, invited, tellerOf] = await Promise.all([
    selectStepsAttended(db.read, personId, ALL),
    selectInvited(db.read, personId, ALL),
    selectTold(db.read, personId, ALL),
  ]);
  return {
    steps,
    invited: invited.map(({ at, ...one }) => ({ ...one, at: isoTime(at) })),
    tellerOf,
  };
}

/** Where a village thanks families: one's own family, whether it agreed, one's vote, one's seat. */
export async function ownFamilyThanks({ db }: Context, personId: string) {
  const [nominated, liked, juries] = await Promise.all([
    selectNominated(db.read, personId, ALL),
    selectLiked(db.read, personId, ALL),
    selectJuries(db.read, personId, ALL),
  ]);
  const family = nominated.map(({ agreedById, agreedAt, ...one }) => ({
    ...one,
    agreedAt: agreedAt && isoTime(agreedAt),
    agreedByMe: agreedById === personId,
  }));
  return { family, liked, juries };
}
