import { and, desc, eq, isNull } from 'drizzle-orm';
import { villager } from '#db/schema/accounts.ts';
import { bodyMember } from '#db/schema/bodies.ts';
import { disclosureRequest, disclosureSignature } from '#db/schema/disclosure-duties.ts';
import { meeting, meetingAttendance, partyMember } from '#db/schema/meetings.ts';
import { motion, motionSignature } from '#db/schema/motions.ts';
import { comment, post } from '#db/schema/posts.ts';
import { reviewer, reviewerKin, selectionReader, selectionSheet } from '#db/schema/selections.ts';
import type { Reader } from '#db/surface.ts';

/** What a person wrote, newest first. */
export function selectWritten(db: Reader, personId: string, limit: number) {
  return db
    .select({
      kind: post.kind,
      village: post.villageCode,
      no: post.no,
      title: post.title,
      body: post.body,
      place: post.activityPlace,
      state: post.state,
      at: post.createdAt,
    })
    .from(post)
    .where(eq(post.authorId, personId))
    .orderBy(desc(post.createdAt))
    .limit(limit);
}

/** What a person said under posts, newest first. */
export function selectSaid(db: Reader, personId: string, limit: number) {
  return db
    .select({ kind: comment.kind, body: comment.body, at: comment.createdAt })
    .from(comment)
    .where(eq(comment.authorId, personId))
    .orderBy(desc(comment.createdAt))
    .limit(limit);
}

/** The joint requests for disclosure that a person has signed. */
export function selectSignatures(db: Reader, personId: string, limit: number) {
  return db
    .select({
      village: disclosureRequest.villageCode,
      no: disclosureRequest.no,
      at: disclosureSignature.at,
    })
    .from(disclosureSignature)
    .innerJoin(disclosureRequest, eq(disclosureRequest.id, disclosureSignature.requestId))
    .where(eq(disclosureSignature.personId, personId))
    .limit(limit);
}

/** The matters of a village's hall under which a person has put his name. */
export function selectHallNames(db: Reader, personId: string, limit: number) {
  return db
    .select({ village: motion.villageCode, no: motion.no, at: motionSignature.at })
    .from(motionSignature)
    .innerJoin(motion, eq(motion.id, motionSignature.motionId))
    .where(eq(motionSignature.personId, personId))
    .limit(limit);
}

/** The Party meetings at which a person was ticked off as there or from afar. */
export function selectAttended(db: Reader, personId: string, limit: number) {
  return db
    .select({ village: meeting.villageCode, day: meeting.heldOn, how: meetingAttendance.how })
    .from(meetingAttendance)
    .innerJoin(meeting, eq(meeting.id, meetingAttendance.meetingId))
    .where(eq(meetingAttendance.personId, personId))
    .orderBy(desc(meetingAttendance.meetingId))
    .limit(limit);
}

/** The villages in which a person is marked as a member of the Party. */
export function selectPartyMarks(db: Reader, personId: string) {
  return db
    .select({ village: partyMember.villageCode, at: partyMember.markedAt })
    .from(partyMember)
    .where(eq(partyMember.personId, personId))
    .orderBy(desc(partyMember.villageCode))
    .limit(50);
}

/** The rolls of a village on which a person stands or stood. */
export function selectRolls(db: Reader, personId: string, limit: number) {
  const { villageCode: village, body, isWoman, since, until, endReason } = bodyMember;
  return db
    .select({ village, body, isWoman, since, until, endReason })
    .from(villager)
    .innerJoin(bodyMember, eq(bodyMember.villagerId, villager.id))
    .where(eq(villager.personId, personId))
    .limit(limit);
}

/** Since when a person stands on the list of reviewers. */
export function selectListings(db: Reader, personId: string) {
  const { townCode, consentOn, namedAt } = reviewer;
  return db
    .select({ townCode, consentOn, namedAt })
    .from(reviewer)
    .where(and(eq(reviewer.personId, personId), isNull(reviewer.endedAt)))
    .limit(1);
}

/** The villages in which a reviewer has declared relatives. */
export function selectReviewerVillages(db: Reader, personId: string) {
  return db
    .select({ village: reviewerKin.villageCode, at: reviewerKin.at })
    .from(reviewerKin)
    .where(eq(reviewerKin.personId, personId))
    .limit(500);
}

/** What a person gave and wrote as a reviewer. */
export function selectOwnSheets(db: Reader, personId: string, limit: number) {
  const { roundId, postId, no, points, reasons, remark, sentAt } = selectionSheet;
  return db
    .select({ round: roundId, postId, points, reasons, remark, sentAt })
    .from(selectionReader)
    .innerJoin(
      selectionSheet,
      and(eq(roundId, selectionReader.roundId), eq(no, selectionReader.no)),
    )
    .where(eq(selectionReader.personId, personId))
    .limit(limit);
}
