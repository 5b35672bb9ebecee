import {
  and,
  asc,
  count,
  countDistinct,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { villager } from '#db/schema/accounts.ts';
import { motion, motionStep, stepAttendance } from '#db/schema/motions.ts';
import { post } from '#db/schema/posts.ts';
import { vote, voteOption, voteResult } from '#db/schema/votes.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { isInside } from '#server/posts/visible-to.ts';
import type { LocalDate } from '#server/rules/dates.ts';

export type StepRow = typeof motionStep.$inferSelect;
export type AttendanceRow = typeof stepAttendance.$inferSelect;
export type MotionFacts = typeof motion.$inferSelect;

/** No motion is tried so often. */
const MOST_TRIES = 100;
/** So many lines go into one statement. */
const SLICE = 500;

/** A motion inside or outside a write, whoever asks: its post was loaded through the viewer. */
export async function selectMotion(db: Reader, id: string): Promise<MotionFacts | null> {
  const [row] = await db.select().from(motion).where(eq(motion.id, id)).limit(1);
  return row ?? null;
}

/** Every try at every step of a motion, in the order in which they were called. */
export function selectTries(db: Reader, motionId: string): Promise<StepRow[]> {
  return db
    .select()
    .from(motionStep)
    .where(eq(motionStep.motionId, motionId))
    .orderBy(asc(motionStep.step), asc(motionStep.attempt))
    .limit(MOST_TRIES);
}

/** One try by its step and number. */
export async function selectTry(
  db: Reader,
  { motionId, step, attempt }: Pick<StepRow, 'motionId' | 'step' | 'attempt'>,
): Promise<StepRow | null> {
  const [row] = await db
    .select()
    .from(motionStep)
    .where(
      and(
        eq(motionStep.motionId, motionId),
        eq(motionStep.step, step),
        eq(motionStep.attempt, attempt),
      ),
    )
    .limit(1);
  return row ?? null;
}

/** One try by its id. */
export async function selectStep(db: Reader, id: string): Promise<StepRow | null> {
  const [row] = await db.select().from(motionStep).where(eq(motionStep.id, id)).limit(1);
  return row ?? null;
}

export async function insertStep(tx: Tx, row: StepRow): Promise<void> {
  await tx.insert(motionStep).values(row);
}

export async function updateStep(tx: Tx, id: string, changes: Partial<StepRow>): Promise<void> {
  await tx.update(motionStep).set(changes).where(eq(motionStep.id, id));
}

/** Writes the frozen roll of a meeting, in slices. */
export async function insertAttendance(tx: Tx, rows: AttendanceRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += SLICE) {
    await tx.insert(stepAttendance).values(rows.slice(from, from + SLICE));
  }
}

/** Part of a meeting's roll, in its order, after a line. */
export function selectRoll(
  db: Reader,
  stepId: string,
  { after, limit }: { after: number; limit: number },
): Promise<AttendanceRow[]> {
  return db
    .select()
    .from(stepAttendance)
    .where(and(eq(stepAttendance.stepId, stepId), gt(stepAttendance.no, after)))
    .orderBy(asc(stepAttendance.no))
    .limit(limit);
}

/** How many of a roll came, and how many of these are women. */
export async function countPresent(
  db: Reader,
  stepId: string,
): Promise<{ present: number; womenPresent: number }> {
  const isWoman = sql<number>`CASE WHEN ${stepAttendance.isWoman} THEN 1 ELSE 0 END`;
  const [row] = await db
    .select({ present: count(), women: sql<number>`COALESCE(SUM(${isWoman}), 0)` })
    .from(stepAttendance)
    .where(
      and(eq(stepAttendance.stepId, stepId), inArray(stepAttendance.how, ['present', 'remote'])),
    );
  return { present: row?.present ?? 0, womenPresent: Number(row?.women ?? 0) };
}

/** Puts down how those on some lines of the roll took part. */
export async function updateAttendance(
  tx: Tx,
  stepId: string,
  { from, through, nos, how }: { from: number; through: number; nos: number[] | null; how: string },
): Promise<void> {
  if (nos !== null && nos.length === 0) return;
  await tx
    .update(stepAttendance)
    .set({ how })
    .where(
      and(
        eq(stepAttendance.stepId, stepId),
        gt(stepAttendance.no, from - 1),
        lte(stepAttendance.no, through),
        nos === null ? undefined : inArray(stepAttendance.no, nos),
      ),
    );
}

/** The accounts of people on the roster who have one. */
export async function selectAccounts(db: Reader, villagerIds: string[]): Promise<string[]> {
  const rows = await db
    .selectDistinct({ personId: villager.personId })
    .from(villager)
    .where(and(among(villager.id, villagerIds), isNotNull(villager.personId)))
    .limit(villagerIds.length + 1);
  return rows.flatMap(({ personId }) => (personId === null ? [] : [personId]));
}

/** How many lines of a meeting's roll had an account when it was called: they were told on their phones. */
export async function countTold(
  db: Reader,
  { id, calledAt }: Pick<StepRow, 'id' | 'calledAt'>,
): Promise<number> {
  const [row] = await db
    .select({ told: countDistinct(villager.personId) })
    .from(stepAttendance)
    .innerJoin(villager, eq(villager.id, stepAttendance.villagerId))
    .where(
      and(
        eq(stepAttendance.stepId, id),
        or(isNull(villager.verifiedAt), lte(villager.verifiedAt, calledAt ?? 0)),
      ),
    );
  return row?.told ?? 0;
}

/** An option of the vote that asked for opinions about a motion. */
export interface AdviceOption {
  voteId: string;
  no: number;
  label: string;
}

/** The options of the newest counted vote about a motion, in their order; none without one. */
export function selectAdvice(db: Reader, motionId: string): Promise<AdviceOption[]> {
  const newest = db
    .select({ no: sql<number>`MAX(${vote.no})` })
    .from(vote)
    .where(and(eq(vote.motionId, motionId), eq(vote.state, 'counted')));
  return db
    .select({ voteId: voteOption.voteId, no: voteOption.no, label: voteOption.label })
    .from(vote)
    .innerJoin(voteOption, eq(voteOption.voteId, vote.id))
    .where(and(eq(vote.motionId, motionId), eq(vote.state, 'counted'), eq(vote.no, newest)))
    .orderBy(asc(voteOption.no))
    .limit(50);
}

/** What came out of a counted vote: its number, how many said something, and each option. */
export async function selectOpinions(
  db: Reader,
  voteId: string,
): Promise<{
  no: number;
  of: number;
  opinions: { no: number; label: string; had: number }[];
} | null> {
  const rows = await db
    .select({
      voteNo: vote.no,
      online: voteResult.online,
      paper: voteResult.paper,
      counts: voteResult.counts,
      no: voteOption.no,
      label: voteOption.label,
    })
    .from(vote)
    .innerJoin(voteResult, eq(voteResult.voteId, vote.id))
    .innerJoin(voteOption, eq(voteOption.voteId, vote.id))
    .where(and(eq(vote.id, voteId), eq(vote.state, 'counted')))
    .orderBy(asc(voteOption.no))
    .limit(50);
  const [first] = rows;
  if (!first) return null;
  return {
    ...{ no: first.voteNo, of: first.online + first.paper },
    opinions: rows.map(({ no, label }) => ({ no, label, had: first.counts[no] ?? 0 })),
  };
}

/** A meeting as a list names it. */
export interface ListedStep {
  step: StepRow;
  title: string;
  motionNo: number;
}

const listed = { step: motionStep, title: post.title, motionNo: post.no };

/** The meetings of a village that are called and still to come, by day. */
export function selectToCome(
  db: Reader,
  { villageCode, from }: { villageCode: string; from: LocalDate },
  limit: number,
): Promise<ListedStep[]> {
  return db
    .select(listed)
    .from(motionStep)
    .innerJoin(post, eq(post.id, motionStep.motionId))
    .where(
      and(
        eq(motionStep.villageCode, villageCode),
        gte(motionStep.meetOn, from),
        eq(motionStep.state, 'called'),
        isNull(post.removedAt),
        eq(post.audience, 'public'),
      ),
    )
    .orderBy(asc(motionStep.meetOn), asc(motionStep.id))
    .limit(limit);
}

/** A place in the desk's list. */
export interface StepPlace {
  meetOn: LocalDate;
  id: string;
}

/** The meetings that were called in these places and not recorded yet, by day. */
export function selectCalled(
  db: Reader,
  paths: string[],
  page: { after: StepPlace | null; limit: number },
): Promise<ListedStep[]> {
  return owed(db, paths, and(eq(motionStep.state, 'called')), page);
}

/** The decisions of these places that are not published yet, by day of the meeting. */
export function selectUnpublished(
  db: Reader,
  paths: string[],
  page: { after: StepPlace | null; limit: number },
): Promise<ListedStep[]> {
  const isUnpublished = and(
    eq(motionStep.step, 's4_resolve'),
    eq(motionStep.state, 'passed'),
    isNull(motionStep.disclosedPostId),
  );
  return owed(db, paths, isUnpublished, page);
}

function owed(
  db: Reader,
  paths: string[],
  condition: SQL | undefined,
  { after, limit }: { after: StepPlace | null; limit: number },
): Promise<ListedStep[]> {
  const isAfter =
    after && sql`(${motionStep.meetOn}, ${motionStep.id}) > (${after.meetOn}, ${after.id})`;
  return db
    .select(listed)
    .from(motionStep)
    .innerJoin(post, eq(post.id, motionStep.motionId))
    .where(and(condition, isInside(sql`${motionStep.villageCode}`, paths), isAfter ?? undefined))
    .orderBy(asc(motionStep.meetOn), asc(motionStep.id))
    .limit(limit);
}
