import { and, asc, eq, gt, gte, isNull, notExists, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { villager } from '#db/schema/accounts.ts';
import { household } from '#db/schema/grids.ts';
import { motion, motionInvitee } from '#db/schema/motions.ts';
import { post } from '#db/schema/posts.ts';
import {
  contest,
  contestJuror,
  contestNominee,
  contestSheet,
  survey,
  surveyAnswerer,
} from '#db/schema/surveys.ts';
import type { Reader } from '#db/surface.ts';
import { standing } from '#server/posts/visible-to.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';

/** Nobody has more of one kind waiting. */
const MOST = 20;
/** The jurors of all choices that are judged in somebody's villages. */
const MOST_JURORS = 200;

const asked = { villageCode: post.villageCode, no: post.no, title: post.title };
const nobodys = sql`1`;

/** Open surveys of these people's villages which they have not answered, with the group of each. */
export function selectSurveysFor(db: Reader, villagerIds: string[], now: EpochMs) {
  const { closesAt, groupCodes } = survey;
  const answered = db
    .select({ one: nobodys })
    .from(surveyAnswerer)
    .where(and(eq(surveyAnswerer.surveyId, survey.id), eq(surveyAnswerer.villagerId, villager.id)));
  return db
    .select({ ...asked, closesAt, groupCodes, groupCode: household.gridCode })
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId))
    .innerJoin(survey, and(eq(survey.villageCode, villager.villageCode), eq(survey.state, 'open')))
    .innerJoin(post, eq(post.id, survey.id))
    .where(
      and(
        among(villager.id, villagerIds),
        isNull(villager.leftAt),
        gt(closesAt, now),
        standing(),
        notExists(answered),
      ),
    )
    .orderBy(asc(closesAt))
    .limit(MOST);
}

/** Choices in which these households were proposed and have not said whether they stand. */
export function selectNominationsFor(db: Reader, places: string[], households: string[]) {
  const { nominateThrough, objectThrough } = contest;
  return db
    .select({ ...asked, nominateThrough, objectThrough, state: contest.state })
    .from(contest)
    .innerJoin(contestNominee, eq(contestNominee.contestId, contest.id))
    .innerJoin(post, eq(post.id, contest.id))
    .where(
      and(
        among(contest.villageCode, places),
        among(contest.state, ['nominating', 'objections']),
        among(contestNominee.householdId, households),
        eq(contestNominee.state, 'asked'),
        standing(),
      ),
    )
    .limit(MOST);
}

/** The drawn jurors of choices that are judged in these villages; `isOpen` until one has sent his points. */
export function selectJuriesIn(db: Reader, places: string[]) {
  const { id, jurors, judgeThrough } = contest;
  const { villagerId, state, seat } = contestJuror;
  const hasSheet = sql<boolean>`EXISTS (SELECT 1 FROM ${contestSheet} INNER JOIN ${contestNominee} ON ${contestNominee.id} = ${contestSheet.nomineeId} WHERE ${contestNominee.contestId} = ${contest.id} AND ${contestSheet.villagerId} = ${contestJuror.villagerId})`;
  return db
    .select({
      ...{ ...asked, id, jurors, judgeThrough, villagerId, state, seat },
      hasJudged: hasSheet.mapWith(Boolean),
    })
    .from(contest)
    .innerJoin(contestJuror, eq(contestJuror.contestId, contest.id))
    .innerJoin(post, eq(post.id, contest.id))
    .where(
      and(
        among(contest.villageCode, places),
        eq(contest.state, 'judging'),
        eq(contestJuror.state, 'drawn'),
        standing(),
      ),
    )
    .limit(MOST_JURORS);
}

/** Matters that are talked over and to which these people were asked. */
export function selectInvitationsFor(
  db: Reader,
  places: string[],
  { villagerIds, today }: { villagerIds: string[]; today: LocalDate },
) {
  return db
    .select({ ...asked, talkThrough: motion.talkThrough })
    .from(motion)
    .innerJoin(motionInvitee, eq(motionInvitee.motionId, motion.id))
    .innerJoin(post, eq(post.id, motion.id))
    .where(
      and(
        among(motion.villageCode, places),
        eq(motion.state, 'talking'),
        gte(motion.talkThrough, today),
        among(motionInvitee.villagerId, villagerIds),
        standing(),
      ),
    )
    .limit(MOST);
}
