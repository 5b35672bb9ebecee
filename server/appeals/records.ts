import { and, asc, eq, gte, isNull, lt, type SQL, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { prepared } from '#db/prepared.ts';
import { preparedInsert } from '#db/prepared-insert.ts';
import { appeal, appealStep, clockSheet, cosign, milestone } from '#db/schema/appeals.ts';
import { grid } from '#db/schema/grids.ts';
import { post, postVersion } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { preparedFor } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type AppealColumns = typeof appeal.$inferSelect;
export type PostColumns = typeof post.$inferSelect;
export type StepRow = typeof appealStep.$inferSelect;
export type NewStep = typeof appealStep.$inferInsert;
export type SheetRow = typeof clockSheet.$inferSelect;
export type MilestoneRow = typeof milestone.$inferSelect;

/** An appeal with its post and the path of the place it is about. */
export interface AppealRow {
  post: PostColumns;
  appeal: AppealColumns;
  placePath: string;
}

const place = sql`coalesce(${post.groupCode}, ${post.villageCode})`;
const whole = { post, appeal, placePath: grid.path };

function wholeAppeal(db: Reader, which: SQL | undefined) {
  return db
    .select(whole)
    .from(post)
    .innerJoin(appeal, eq(appeal.postId, post.id))
    .innerJoin(grid, eq(grid.code, place))
    .where(which)
    .limit(1);
}

const visibleAppeal = preparedFor(['villageCode', 'no'], (db, { villageCode, no }, visible) =>
  wholeAppeal(db, and(eq(post.villageCode, villageCode), eq(post.no, no), visible)),
);
const appealOfId = prepared(['postId'], (db, { postId }) => wholeAppeal(db, eq(post.id, postId)));

/** The appeal with this per-village number, if the viewer may see it. */
export async function selectVisible(
  db: Reader,
  viewer: Viewer,
  villageCode: string,
  no: number,
): Promise<AppealRow | null> {
  const [row] = await visibleAppeal(db, viewer, { villageCode, no });
  return row ?? null;
}

/** The appeal inside a write, as it stands now. */
export async function selectById(db: Reader, postId: string): Promise<AppealRow | null> {
  const [row] = await appealOfId(db, { postId });
  return row ?? null;
}

/** The appeal a slip code belongs to, whoever asks. */
export async function selectBySlip(db: Reader, slipCode: string): Promise<AppealRow | null> {
  const [row] = await wholeAppeal(db, eq(post.slipCode, slipCode));
  return row ?? null;
}

export const insertAppeal = preparedInsert(appeal);

export async function updateAppeal(
  tx: Tx,
  postId: string,
  changes: Partial<AppealColumns>,
): Promise<void> {
  await tx.update(appeal).set(changes).where(eq(appeal.postId, postId));
}

export const insertStep = preparedInsert(appealStep);

const stepsOf = prepared(['postId'], (db, { postId }) =>
  db
    .select()
    .from(appealStep)
    .where(eq(appealStep.postId, postId))
    .orderBy(asc(appealStep.at), asc(appealStep.id))
    .limit(500),
);

/** Everything done for an appeal, oldest first. */
export function selectSteps(db: Reader, postId: string): Promise<StepRow[]> {
  return stepsOf(db, { postId });
}

const addSheet = preparedInsert(clockSheet, {
  version: ({ postId, clock }) =>
    sql`(SELECT coalesce(max(${clockSheet.version}), 0) + 1 FROM ${clockSheet} WHERE ${clockSheet.postId} = ${postId} AND ${clockSheet.clock} = ${clock})`,
});

/** Writes the next version of a clock's sheet; earlier versions stay. */
export function insertSheet(
  tx: Tx,
  row: Omit<typeof clockSheet.$inferInsert, 'version'>,
): Promise<void> {
  return addSheet(tx, { ...row, version: 0 });
}

/** All sheets of an appeal's two clocks, in order. */
export async function selectSheets(db: Reader, postId: string): Promise<SheetRow[]> {
  return db
    .select()
    .from(clockSheet)
    .where(eq(clockSheet.postId, postId))
    .orderBy(asc(clockSheet.clock), asc(clockSheet.version))
    .limit(100);
}

/** One voice per household; false when it was counted already. */
export async function insertCosign(tx: Tx, row: typeof cosign.$inferInsert): Promise<boolean> {
  const added = await tx
    .insert(cosign)
    .values(row)
    .onConflictDoNothing()
    .returning({ voice: cosign.voice });
  return added.length > 0;
}

/** Takes a voice back; false when there was none. */
export async function deleteCosign(tx: Tx, postId: string, voice: string): Promise<boolean> {
  const gone = await tx
    .delete(cosign)
    .where(and(eq(cosign.postId, postId), eq(cosign.voice, voice)))
    .returning({ voice: cosign.voice });
  return gone.length > 0;
}

const voiceIn = prepared(['postId', 'voice'], (db, { postId, voice }) =>
  db
    .select({ voice: cosign.voice })
    .from(cosign)
    .where(and(eq(cosign.postId, postId), eq(cosign.voice, voice)))
    .limit(1),
);

export async function selectVoice(db: Reader, postId: string, voice: string): Promise<boolean> {
  const [row] = await voiceIn(db, { postId, voice });
  return row !== undefined;
}

/** Who said 我家也是: they are told what the author is told. */
export async function selectCosigners(db: Reader, postId: string): Promise<string[]> {
  const rows = await db
    .select({ personId: cosign.personId })
    .from(cosign)
    .where(eq(cosign.postId, postId))
    .limit(1000);
  return rows.map((row) => row.personId);
}

export async function addCosigns(tx: Tx, postId: string, n: number): Promise<void> {
  await tx
    .update(post)
    .set({ cosigns: sql`${post.cosigns} + ${n}` })
    .where(eq(post.id, postId));
}

export async function insertMilestones(
  tx: Tx,
  rows: (typeof milestone.$inferInsert)[],
): Promise<void> {
  await tx.insert(milestone).values(rows);
}

const milestonesOf = prepared(['postIds'], (db, { postIds }) =>
  db
    .select()
    .from(milestone)
    .where(among(milestone.postId, postIds))
    .orderBy(asc(milestone.postId), asc(milestone.planNo), asc(milestone.sort))
    .limit(2000),
);

/** All dated steps of all plans of some appeals; the newest plan of each counts. */
export async function selectMilestones(db: Reader, postIds: string[]): Promise<MilestoneRow[]> {
  return postIds.length === 0 ? [] : milestonesOf(db, { postIds });
}

export async function updateMilestoneDone(
  tx: Tx,
  postId: string,
  id: string,
  at: EpochMs,
): Promise<boolean> {
  const done = await tx
    .update(milestone)
    .set({ doneAt: at })
    .where(and(eq(milestone.id, id), eq(milestone.postId, postId), isNull(milestone.doneAt)))
    .returning({ id: milestone.id });
  return done.length > 0;
}

/** Public appeals of a village since then, newest first: what a new one may repeat. */
export async function selectRecent(db: Reader, villageCode: string, since: EpochMs) {
  return db
    .select({
      id: post.id,
      no: post.no,
      title: post.title,
      body: post.body,
      groupCode: post.groupCode,
      landmark: appeal.landmark,
      state: post.state,
      cosigns: post.cosigns,
      createdAt: post.createdAt,
    })
    .from(post)
    .innerJoin(appeal, eq(appeal.postId, post.id))
    .where(
      and(
        eq(post.villageCode, villageCode),
        eq(post.kind, 'appeal'),
        eq(post.audience, 'public'),
        gte(post.createdAt, since),
        sql`${post.releasedAt} IS NOT NULL AND ${post.removedAt} IS NULL`,
      ),
    )
    .orderBy(sql`${post.createdAt} DESC`)
    .limit(200);
}

// Spelt out: only so do the engines know the small index over what waits for its person.
const isAwaiting = sql`${post.state} = 'awaiting'`;

/** Appeals that were proposed closed before then and never looked at. */
export async function selectSilent(db: Reader, before: EpochMs): Promise<{ postId: string }[]> {
  return db
    .select({ postId: appeal.postId })
    .from(appeal)
    .innerJoin(post, eq(post.id, appeal.postId))
    .where(and(isAwaiting, lt(appeal.proposedAt, before)))
    .limit(100);
}

const clockColumns = {
  postId: appeal.postId,
  sla: appeal.sla,
  isManned: appeal.isManned,
  proposedAt: appeal.proposedAt,
  confirmedAt: appeal.confirmedAt,
  reopened: appeal.reopened,
};
const clockFactsOf = prepared(['postIds', 'limit'], (db, { postIds, limit }) =>
  db.select(clockColumns).from(appeal).where(among(appeal.postId, postIds)).limit(limit),
);

/** What the clocks of some appeals need beyond their posts. */
export type ClockFacts = Pick<AppealColumns, keyof typeof clockColumns>;

/** What the clocks of some appeals need beyond their posts, in one query. */
export async function selectClockFacts(db: Reader, postIds: string[]): Promise<ClockFacts[]> {
  return postIds.length === 0 ? [] : clockFactsOf(db, { postIds, limit: postIds.length });
}

/** The words as they were typed, sealed when something personal was covered in the public text. */
export async function insertSealedWords(
  tx: Tx,
  row: typeof postVersion.$inferInsert,
): Promise<void> {
  await tx.insert(postVersion).values(row);
}

/** The sealed words of an appeal as they were typed, if something was covered. */
export async function selectSealed(db: Reader, postId: string): Promise<string | null> {
  const [row] = await db
    .select({ body: postVersion.body })
    .from(postVersion)
    .where(
      and(
        eq(postVersion.subjectKind, 'post'),
        eq(postVersion.subjectId, postId),
        eq(postVersion.no, 0),
        eq(postVersion.isSealed, true),
      ),
    )
    .limit(1);
  return row?.body ?? null;
}
