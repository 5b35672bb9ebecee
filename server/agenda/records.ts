import { and, asc, desc, eq, gte, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { drive } from '#db/schema/drives.ts';
import { motion, motionStep } from '#db/schema/motions.ts';
import { post } from '#db/schema/posts.ts';
import { promise } from '#db/schema/promises.ts';
import { resolution } from '#db/schema/resolutions.ts';
import { contest, survey } from '#db/schema/surveys.ts';
import { vote } from '#db/schema/votes.ts';
import type { Reader } from '#db/surface.ts';
import { standing } from '#server/posts/visible-to.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';

/** Of each kind a calendar takes so many at most: the newest, or those that come first. */
const MOST = 60;

/** What every line of a calendar knows of its post. */
export interface DatedPost {
  no: number;
  title: string;
  createdAt: EpochMs;
  changedAt: EpochMs;
}

const dated = {
  no: post.no,
  title: post.title,
  createdAt: post.createdAt,
  changedAt: post.changedAt,
};

/** Posts of a kind that everybody reads, whoever asks: a calendar is subscribed to without a name. */
function publicOf(villageCode: string, kind: string): SQL | undefined {
  return and(
    eq(post.villageCode, villageCode),
    eq(post.kind, kind),
    eq(post.audience, 'public'),
    standing(),
  );
}

const newest = [desc(post.createdAt), desc(post.id)];

/** The newest announced votes of a village with their times. */
export function selectDatedVotes(db: Reader, villageCode: string) {
  const { type, state, opensAt, closesAt } = vote;
  return db
    .select({ ...dated, type, state, opensAt, closesAt })
    .from(post)
    .innerJoin(vote, eq(vote.id, post.id))
    .where(and(publicOf(villageCode, 'vote'), ne(vote.state, 'preparing')))
    .orderBy(...newest)
    .limit(MOST);
}

/** The newest surveys of a village that were opened. */
export function selectDatedSurveys(db: Reader, villageCode: string) {
  return db
    .select({ ...dated, closesAt: survey.closesAt, groupCodes: survey.groupCodes })
    .from(post)
    .innerJoin(survey, eq(survey.id, post.id))
    .where(and(publicOf(villageCode, 'survey'), ne(survey.state, 'draft')))
    .orderBy(...newest)
    .limit(MOST);
}

/** The newest matters of a village's hall with the last day of their talk. */
export function selectDatedMotions(db: Reader, villageCode: string) {
  return db
    .select({ ...dated, talkThrough: motion.talkThrough, closedAt: motion.closedAt })
    .from(post)
    .innerJoin(motion, eq(motion.id, post.id))
    .where(publicOf(villageCode, 'motion'))
    .orderBy(...newest)
    .limit(MOST);
}

/** The newest great discussions of a village. */
export function selectDatedDrives(db: Reader, villageCode: string) {
  return db
    .select({ ...dated, tellThrough: drive.tellThrough, closedAt: drive.closedAt })
    .from(post)
    .innerJoin(drive, eq(drive.id, post.id))
    .where(publicOf(villageCode, 'drive'))
    .orderBy(...newest)
    .limit(MOST);
}

/** The newest choices by which a village thanks families. */
export function selectDatedContests(db: Reader, villageCode: string) {
  const { state, nominateThrough, objectThrough, judgeThrough } = contest;
  return db
    .select({ ...dated, state, nominateThrough, objectThrough, judgeThrough })
    .from(post)
    .innerJoin(contest, eq(contest.id, post.id))
    .where(publicOf(villageCode, 'contest'))
    .orderBy(...newest)
    .limit(MOST);
}

/** The newest resolutions of a village with the day by which they are to be carried out. */
export function selectDatedResolutions(db: Reader, villageCode: string) {
  return db
    .select({ ...dated, dueOn: resolution.dueOn, state: resolution.state })
    .from(post)
    .innerJoin(resolution, eq(resolution.id, post.id))
    .where(publicOf(villageCode, 'resolution'))
    .orderBy(...newest)
    .limit(MOST);
}

/** Meetings of a village from a day on, the first one first; what is only published is none. */
export function selectDatedMeetings(db: Reader, villageCode: string, from: LocalDate) {
  const { step, attempt, body, voteType, state, meetOn, meetTime, place, calledAt } = motionStep;
  const when = { meetOn, meetTime, place, calledAt };
  return db
    .select({ ...dated, step, attempt, body, voteType, state, ...when })
    .from(motionStep)
    .innerJoin(post, eq(post.id, motionStep.motionId))
    .where(
      and(
        eq(motionStep.villageCode, villageCode),
        gte(motionStep.meetOn, from),
        ne(motionStep.body, ''),
        // A record that was sent back stands again as the next try, on the same day.
        or(ne(motionStep.state, 'void'), isNull(motionStep.recordedAt)),
        eq(post.audience, 'public'),
        standing(),
      ),
    )
    .orderBy(asc(motionStep.meetOn), asc(motionStep.id))
    .limit(MOST);
}

/** Promises of a village's letters that stand, due from an instant on, the next one first. */
export function selectDatedPromises(db: Reader, villageCode: string, from: EpochMs) {
  const { what, dueOn, versions } = promise;
  return db
    .select({ ...dated, promiseNo: promise.no, what, dueOn, versions })
    .from(promise)
    .innerJoin(post, eq(post.id, promise.postId))
    .where(
      and(
        eq(promise.villageCode, villageCode),
        // Written out, or the index of what stands is not used.
        sql`${promise.state} = 'standing'`,
        gte(promise.dueAt, from),
        eq(post.audience, 'public'),
        standing(),
      ),
    )
    .orderBy(asc(promise.dueAt), asc(promise.id))
    .limit(MOST);
}
