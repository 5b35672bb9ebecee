import { and, desc, eq, gte, lte, ne, type SQL, sql } from 'drizzle-orm';
import { motion, motionStep, stepAttendance } from '#db/schema/motions.ts';
import { post } from '#db/schema/posts.ts';
import { resolution } from '#db/schema/resolutions.ts';
import type { Reader } from '#db/surface.ts';
import { standing } from '#server/posts/visible-to.ts';
import type { LocalDate } from '#server/rules/dates.ts';
import type { Decided } from '#server/rules/dropping.ts';

/** A village chooses among so many at most: the newest. */
const MOST_CHOICES = 60;
/** No decision ends more of them. */
const MOST_ENDED = 20;

/** A resolution that may be named, with its title. */
export interface NamedDecided extends Decided {
  title: string;
}

// Everybody on the roll of a group's meeting is of that group.
const groupCode = sql<string | null>`CASE WHEN ${motionStep.voteType} LIKE 'group%'
  THEN (SELECT ${stepAttendance.groupCode} FROM ${stepAttendance}
    WHERE ${stepAttendance.stepId} = ${motionStep.id} AND ${stepAttendance.no} = 1) END`;

const decided = {
  id: resolution.id,
  villageCode: resolution.villageCode,
  no: resolution.no,
  passedOn: resolution.passedOn,
  state: resolution.state,
  matter: motion.matter,
  meeting: motionStep.voteType,
  groupCode,
};

/** How a resolution was decided; null where there is none. */
export async function selectDecided(db: Reader, id: string): Promise<Decided | null> {
  const [row] = await db
    .select(decided)
    .from(resolution)
    .innerJoin(motionStep, eq(motionStep.id, resolution.stepId))
    .innerJoin(motion, eq(motion.id, resolution.motionId))
    .where(eq(resolution.id, id))
    .limit(1);
  return row ?? null;
}

/** The group that met, where a meeting was one group's; null for the whole village's. */
export async function selectGroupOf(db: Reader, stepId: string): Promise<string | null> {
  const [row] = await db
    .select({ groupCode })
    .from(motionStep)
    .where(eq(motionStep.id, stepId))
    .limit(1);
  return row?.groupCode ?? null;
}

/** The resolutions of a village since a day that are not ended, the newest first. */
export function selectDecidedSince(
  db: Reader,
  of: { villageCode: string; since: LocalDate },
): Promise<NamedDecided[]> {
  return selectNamed(db, of.villageCode, [
    gte(resolution.passedOn, of.since),
    ne(resolution.state, 'dropped'),
  ]);
}

/** What a village has under way of what it decided through a day, the newest first. */
export function selectGoing(
  db: Reader,
  of: { villageCode: string; through: LocalDate },
): Promise<NamedDecided[]> {
  return selectNamed(db, of.villageCode, [
    lte(resolution.passedOn, of.through),
    eq(resolution.state, 'carrying-out'),
  ]);
}

function selectNamed(db: Reader, villageCode: string, which: SQL[]): Promise<NamedDecided[]> {
  return db
    .select({ ...decided, title: post.title })
    .from(resolution)
    .innerJoin(motionStep, eq(motionStep.id, resolution.stepId))
    .innerJoin(motion, eq(motion.id, resolution.motionId))
    .innerJoin(post, eq(post.id, resolution.id))
    .where(and(eq(resolution.villageCode, villageCode), ...which, standing()))
    .orderBy(desc(resolution.passedOn), desc(resolution.id))
    .limit(MOST_CHOICES);
}

/** What a resolution ended, the supervision committee having signed: number and title. */
export function selectEndedBy(
  db: Reader,
  successorId: string,
): Promise<{ no: number; title: string }[]> {
  return db
    .select({ no: resolution.no, title: post.title })
    .from(resolution)
    .innerJoin(post, eq(post.id, resolution.id))
    .where(
      and(eq(resolution.successorId, successorId), eq(resolution.state, 'dropped'), standing()),
    )
    .orderBy(desc(resolution.no))
    .limit(MOST_ENDED);
}

/** Who raised the matter that was decided; null once it is gone. */
export async function selectRaiser(db: Reader, motionId: string): Promise<string | null> {
  const [row] = await db
    .select({ authorId: post.authorId })
    .from(post)
    .where(eq(post.id, motionId))
    .limit(1);
  return row?.authorId ?? null;
}
