import { and, eq, isNotNull, or } from 'drizzle-orm';
import { villager } from '#db/schema/accounts.ts';
import { household } from '#db/schema/grids.ts';
import { motion, motionInvitee, motionStep, stepAttendance } from '#db/schema/motions.ts';
import { contest, contestJuror, contestLike, contestNominee } from '#db/schema/surveys.ts';
import { vote, voteElector, voteTeller } from '#db/schema/votes.ts';
import type { Reader } from '#db/surface.ts';

/** The rosters from which a person has gone: their lines stay, and what hangs on them. */
export function selectLeftRosters(db: Reader, personId: string, limit: number) {
  return db
    .select({
      village: villager.villageCode,
      household: household.code,
      leftAt: villager.leftAt,
    })
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId))
    .where(and(eq(villager.personId, personId), isNotNull(villager.leftAt)))
    .limit(limit);
}

/**
 * The lines of rosters of votes on which a person stands: for himself, for his household, or sent by
 * one; whether it was voted through them and in which way. What was voted is nobody's.
 */
export function selectVoteLines(db: Reader, personId: string, limit: number) {
  return db
    .select({
      village: vote.villageCode,
      no: vote.no,
      standing: voteElector.standing,
      reason: voteElector.reason,
      voted: voteElector.voted,
      ofHousehold: voteElector.householdId,
      sent: voteElector.mandateVillagerId,
      villagerId: villager.id,
    })
    .from(villager)
    .innerJoin(
      voteElector,
      // Each way by an index of its own.
      or(
        eq(voteElector.villagerId, villager.id),
        eq(voteElector.householdId, villager.householdId),
        eq(voteElector.mandateVillagerId, villager.id),
      ),
    )
    .innerJoin(vote, eq(vote.id, voteElector.voteId))
    .where(eq(villager.personId, personId))
    .limit(limit);
}

/** The votes of which a person keeps or kept a key. */
export function selectTold(db: Reader, personId: string, limit: number) {
  return db
    .select({ village: vote.villageCode, no: vote.no, seat: voteTeller.seat })
    .from(voteTeller)
    .innerJoin(vote, eq(vote.id, voteTeller.voteId))
    .where(eq(voteTeller.personId, personId))
    .limit(limit);
}

/** The meetings of 四议两公开 on whose rolls a person stood, and whether he came. */
export function selectStepsAttended(db: Reader, personId: string, limit: number) {
  return db
    .select({
      village: motion.villageCode,
      no: motion.no,
      step: motionStep.step,
      day: motionStep.meetOn,
      how: stepAttendance.how,
    })
    .from(villager)
    .innerJoin(stepAttendance, eq(stepAttendance.villagerId, villager.id))
    .innerJoin(motionStep, eq(motionStep.id, stepAttendance.stepId))
    .innerJoin(motion, eq(motion.id, motionStep.motionId))
    .where(eq(villager.personId, personId))
    .limit(limit);
}

/** The matters that a person was asked to take part in, since they concern him. */
export function selectInvited(db: Reader, personId: string, limit: number) {
  return db
    .select({
      village: motion.villageCode,
      no: motion.no,
      why: motionInvitee.why,
      at: motionInvitee.at,
    })
    .from(villager)
    .innerJoin(motionInvitee, eq(motionInvitee.villagerId, villager.id))
    .innerJoin(motion, eq(motion.id, motionInvitee.motionId))
    .where(eq(villager.personId, personId))
    .limit(limit);
}

/** Where a person's family was proposed to be thanked, and whether it agreed. */
export function selectNominated(db: Reader, personId: string, limit: number) {
  return db
    .select({
      village: contest.villageCode,
      no: contest.no,
      name: contestNominee.name,
      why: contestNominee.why,
      state: contestNominee.state,
      agreedById: contestNominee.agreedById,
      agreedHow: contestNominee.agreedHow,
      agreedAt: contestNominee.agreedAt,
    })
    .from(villager)
    .innerJoin(contestNominee, eq(contestNominee.householdId, villager.householdId))
    .innerJoin(contest, eq(contest.id, contestNominee.contestId))
    .where(eq(villager.personId, personId))
    .limit(limit);
}

/** For which family a person voted where a village thanks one: its jury decides, so it is not secret. */
export function selectLiked(db: Reader, personId: string, limit: number) {
  return db
    .select({ village: contest.villageCode, no: contest.no, family: contestNominee.name })
    .from(villager)
    .innerJoin(contestLike, eq(contestLike.villagerId, villager.id))
    .innerJoin(contestNominee, eq(contestNominee.id, contestLike.nomineeId))
    .innerJoin(contest, eq(contest.id, contestLike.contestId))
    .where(eq(villager.personId, personId))
    .limit(limit);
}

/** The juries for which a person offered himself, and whether he was drawn. */
export function selectJuries(db: Reader, personId: string, limit: number) {
  return db
    .select({
      village: contest.villageCode,
      no: contest.no,
      state: contestJuror.state,
      seat: contestJuror.seat,
    })
    .from(villager)
    .innerJoin(contestJuror, eq(contestJuror.villagerId, villager.id))
    .innerJoin(contest, eq(contest.id, contestJuror.contestId))
    .where(eq(villager.personId, personId))
    .limit(limit);
}
