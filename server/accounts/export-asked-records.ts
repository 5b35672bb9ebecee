import { eq } from 'drizzle-orm';
import { villager } from '#db/schema/accounts.ts';
import {
  contest,
  contestNominee,
  contestObjection,
  contestSheet,
  survey,
  surveyAnswerer,
} from '#db/schema/surveys.ts';
import type { Reader } from '#db/surface.ts';

/** The surveys that a person answered: that he did, since nobody knows what he said. */
export function selectAnsweredSurveys(db: Reader, personId: string, limit: number) {
  return db
    .select({ village: survey.villageCode, no: survey.no, writtenIn: surveyAnswerer.enteredById })
    .from(villager)
    .innerJoin(surveyAnswerer, eq(surveyAnswerer.villagerId, villager.id))
    .innerJoin(survey, eq(survey.id, surveyAnswerer.surveyId))
    .where(eq(villager.personId, personId))
    .limit(limit);
}

/** The families that a person proposed; where the family refused, the words are gone. */
export function selectProposed(db: Reader, personId: string, limit: number) {
  return db
    .select({
      village: contest.villageCode,
      no: contest.no,
      why: contestNominee.why,
      at: contestNominee.at,
    })
    .from(contestNominee)
    .innerJoin(contest, eq(contest.id, contestNominee.contestId))
    .where(eq(contestNominee.byId, personId))
    .limit(limit);
}

/** What a person said against nominees. */
export function selectObjected(db: Reader, personId: string, limit: number) {
  return db
    .select({
      village: contest.villageCode,
      no: contest.no,
      body: contestObjection.body,
      state: contestObjection.state,
      at: contestObjection.at,
    })
    .from(contestObjection)
    .innerJoin(contest, eq(contest.id, contestObjection.contestId))
    .where(eq(contestObjection.byId, personId))
    .limit(limit);
}

/** The points that a person gave as a juror. */
export function selectJudged(db: Reader, personId: string, limit: number) {
  return db
    .select({
      village: contest.villageCode,
      no: contest.no,
      points: contestSheet.points,
      reason: contestSheet.reason,
      isKin: contestSheet.isKin,
      at: contestSheet.at,
    })
    .from(contestSheet)
    .innerJoin(villager, eq(villager.id, contestSheet.villagerId))
    .innerJoin(contestNominee, eq(contestNominee.id, contestSheet.nomineeId))
    .innerJoin(contest, eq(contest.id, contestNominee.contestId))
    .where(eq(villager.personId, personId))
    .limit(limit);
}
