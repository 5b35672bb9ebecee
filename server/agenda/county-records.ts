import { and, asc, eq, gt, gte, inArray, lt, type Placeholder, type SQL, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { prepared, shapes } from '#db/prepared.ts';
import { drive } from '#db/schema/drives.ts';
import { motionStep } from '#db/schema/motions.ts';
import { post } from '#db/schema/posts.ts';
import { contest, survey } from '#db/schema/surveys.ts';
import { vote } from '#db/schema/votes.ts';
import type { Reader } from '#db/surface.ts';
import { standing } from '#server/posts/visible-to.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';
import { nextCode } from '#server/rules/place-codes.ts';

/** What the county's front counts of what villages decide together, in this order. */
export const countedKinds = ['vote', 'survey', 'meeting', 'contest', 'drive'] as const;
export type CountedKind = (typeof countedKinds)[number];

/** Whether it ends at an instant; the others end with a day. */
export function hasHour(kind: CountedKind): boolean {
  return kind === 'vote' || kind === 'survey';
}

/** Where and when: what ends by `now`, or on a day up to `overDay`, runs no more. */
export interface RunningScope {
  placeCode: string;
  now: EpochMs;
  overDay: LocalDate;
  /** The types of vote in which ballots are cast here. */
  voteTypes: string[];
}

/** Its last instant or day, and its id: also its place in the list. */
export interface RunningPlace {
  end: EpochMs | LocalDate;
  id: string;
}

/** One line of the list, by its post; of a meeting the post is its matter. */
export interface RunningRow extends RunningPlace {
  postId: string;
  /** Of a meeting: which try at which step, by which type of vote. */
  step: string | null;
  attempt: number | null;
  voteType: string | null;
}

const names = ['place', 'nextPlace', 'over', 'voteTypes'] as const;
type Mark = Record<(typeof names)[number], Placeholder>;

/** Up to which day somebody may still say something: while families are named, until that is over. */
const sayThrough = ({ over }: Mark) =>
  sql<LocalDate>`CASE WHEN ${contest.nominateThrough} > ${over} THEN ${contest.nominateThrough} ELSE ${contest.objectThrough} END`;

const nothing = { step: sql<null>`NULL`, attempt: sql<null>`NULL`, voteType: sql<null>`NULL` };

const sources = {
  vote: {
    ...{ from: vote, id: vote.id, postId: vote.id, villageCode: vote.villageCode, ...nothing },
    end: () => sql<EpochMs>`${vote.closesAt}`.mapWith(Number),
    isRunning: ({ over, voteTypes }: Mark) =>
      and(eq(vote.state, 'open'), gt(vote.closesAt, over), among(vote.type, voteTypes)),
  },
  survey: {
    ...{ from: survey, id: survey.id, postId: survey.id, ...nothing },
    villageCode: survey.villageCode,
    end: () => sql<EpochMs>`${survey.closesAt}`.mapWith(Number),
    isRunning: ({ over }: Mark) => and(eq(survey.state, 'open'), gt(survey.closesAt, over)),
  },
  meeting: {
    ...{ from: motionStep, id: motionStep.id, postId: motionStep.motionId },
    villageCode: motionStep.villageCode,
    ...{ step: motionStep.step, attempt: motionStep.attempt, voteType: motionStep.voteType },
    end: () => sql<LocalDate>`${motionStep.meetOn}`,
    isRunning: ({ over }: Mark) => and(eq(motionStep.state, 'called'), gt(motionStep.meetOn, over)),
  },
  contest: {
    ...{ from: contest, id: contest.id, postId: contest.id, ...nothing },
    villageCode: contest.villageCode,
    end: sayThrough,
    isRunning: ({ over }: Mark) =>
      and(inArray(contest.state, ['nominating', 'objections']), gt(contest.objectThrough, over)),
  },
  drive: {
    ...{ from: drive, id: drive.id, postId: drive.id, ...nothing },
    villageCode: drive.villageCode,
    end: () => sql<LocalDate>`${drive.tellThrough}`,
    isRunning: ({ over }: Mark) => and(eq(drive.state, 'open'), gt(drive.tellThrough, over)),
  },
};

/** Below a place, and read by everybody: a front says the same to all. */
function isHere(kind: CountedKind, marks: Mark): SQL | undefined {
  const { villageCode, isRunning } = sources[kind];
  const isBelow = and(gte(villageCode, marks.place), lt(villageCode, marks.nextPlace));
  return and(isRunning(marks), isBelow, eq(post.audience, 'public'), standing());
}

const counted = shapes(({ kind }: { kind: CountedKind }) =>
  prepared(names, (db, marks) => {
    const { from, postId, end } = sources[kind];
    return db
      .select({ n: sql<number>`COUNT(*)`.mapWith(Number), first: sql`MIN(${end(marks)})` })
      .from(from)
      .innerJoin(post, eq(post.id, postId))
      .where(isHere(kind, marks));
  }),
);

/** How many of a kind run below a place, and the instant or day on which the first of them ends. */
export async function countRunning(
  db: Reader,
  kind: CountedKind,
  scope: RunningScope,
): Promise<{ n: number; first: string | null }> {
  const [row] = await counted({ kind })(db, valuesOf(kind, scope));
  const { n = 0, first = null } = row ?? {};
  return { n, first: first === null ? null : String(first) };
}

const listed = shapes(({ kind, isLater }: { kind: CountedKind; isLater: boolean }) =>
  prepared([...names, 'end', 'id', 'limit'], (db, marks) => {
    const { from, id, postId, end, step, attempt, voteType } = sources[kind];
    const last = end(marks);
    const later = sql`(${last}, ${id}) > (${marks.end}, ${marks.id})`;
    return db
      .select({ id, postId, end: last, step, attempt, voteType })
      .from(from)
      .innerJoin(post, eq(post.id, postId))
      .where(and(isHere(kind, marks), isLater ? later : undefined))
      .orderBy(asc(last), asc(id))
      .limit(marks.limit);
  }),
);

/** What of a kind runs below a place, what ends first at the top. */
export function selectRunningBelow(
  db: Reader,
  kind: CountedKind,
  { after, limit, ...scope }: RunningScope & { after: RunningPlace | null; limit: number },
): Promise<RunningRow[]> {
  const place = { end: after?.end ?? null, id: after?.id ?? null };
  const values = { ...valuesOf(kind, scope), ...place, limit };
  return listed({ kind, isLater: after !== null })(db, values);
}

function valuesOf(kind: CountedKind, { placeCode, now, overDay, voteTypes }: RunningScope) {
  return {
    ...{ place: placeCode, nextPlace: nextCode(placeCode), voteTypes },
    over: hasHour(kind) ? now : overDay,
  };
}
