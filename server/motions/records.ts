import {
  and,
  asc,
  count,
  desc,
  eq,
  exists,
  gte,
  inArray,
  isNull,
  lt,
  type SQL,
  sql,
} from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { villager } from '#db/schema/accounts.ts';
import { bodyMember } from '#db/schema/bodies.ts';
import { motion, motionInvitee, motionSignature } from '#db/schema/motions.ts';
import { post } from '#db/schema/posts.ts';
import { vote } from '#db/schema/votes.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type MotionRecord = typeof motion.$inferSelect;
export type SignatureRecord = typeof motionSignature.$inferSelect;
export type InviteeRecord = typeof motionInvitee.$inferSelect;

export async function insertMotion(tx: Tx, row: MotionRecord): Promise<void> {
  await tx.insert(motion).values(row);
}

/** One motion by its post. */
export async function selectMotion(db: Reader, id: string): Promise<MotionRecord | null> {
  const [row] = await db.select().from(motion).where(eq(motion.id, id)).limit(1);
  return row ?? null;
}

/** The motions of these posts, in no order. */
export async function selectMotions(db: Reader, ids: string[]): Promise<MotionRecord[]> {
  if (ids.length === 0) return [];
  return db.select().from(motion).where(among(motion.id, ids)).limit(ids.length);
}

export async function updateMotion(
  tx: Tx,
  id: string,
  changes: Partial<MotionRecord>,
): Promise<void> {
  await tx.update(motion).set(changes).where(eq(motion.id, id));
}

/** The types of the votes about a motion that are out and not counted yet, each once. */
export async function selectNoticedTypes(db: Reader, motionId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ type: vote.type })
    .from(vote)
    .where(and(eq(vote.motionId, motionId), inArray(vote.state, ['announced', 'open', 'closed'])))
    .limit(50);
  return rows.map(({ type }) => type);
}

/** The motions that were made of a post, the newest first; a few at most. */
export function selectFromSource(db: Reader, sourcePostId: string): Promise<MotionRecord[]> {
  return db
    .select()
    .from(motion)
    .where(eq(motion.sourcePostId, sourcePostId))
    .orderBy(desc(motion.no))
    .limit(5);
}

/** Motions of these villages in these states, the lowest number first within each. */
export function selectWaiting(
  db: Reader,
  { villageCodes, states, limit }: { villageCodes: string[]; states: string[]; limit: number },
): Promise<MotionRecord[]> {
  return db
    .select()
    .from(motion)
    .where(and(inArray(motion.villageCode, villageCodes), inArray(motion.state, states)))
    .orderBy(asc(motion.villageCode), asc(motion.state), asc(motion.no))
    .limit(limit);
}

/** Matters that still gather names though they were raised between these instants. */
export function selectStillGathering(
  db: Reader,
  { from, to }: { from: EpochMs; to: EpochMs },
): Promise<{ id: string }[]> {
  const isThen = and(gte(post.createdAt, from), lt(post.createdAt, to));
  return db
    .select({ id: post.id })
    .from(post)
    .innerJoin(motion, eq(motion.id, post.id))
    .where(
      and(
        eq(post.kind, 'motion'),
        eq(post.audience, 'public'),
        isThen,
        eq(post.state, 'open'),
        eq(motion.state, 'gathering'),
      ),
    )
    .orderBy(asc(post.createdAt))
    .limit(100);
}

/** Words of this village's matters since a day, for what may be the same; newest first. */
export function selectRecentMotions(db: Reader, villageCode: string, since: EpochMs) {
  const isShown = and(isNull(post.removedAt), sql`${post.releasedAt} IS NOT NULL`);
  return db
    .select({ id: post.id, no: post.no, title: post.title, body: post.body, state: post.state })
    .from(post)
    .where(
      and(
        eq(post.villageCode, villageCode),
        eq(post.kind, 'motion'),
        eq(post.audience, 'public'),
        gte(post.createdAt, since),
        isShown,
      ),
    )
    .orderBy(desc(post.createdAt))
    .limit(200);
}

/** Adds a name; false when it was there. */
export async function insertSignature(tx: Tx, row: SignatureRecord): Promise<boolean> {
  const added = await tx
    .insert(motionSignature)
    .values(row)
    .onConflictDoNothing()
    .returning({ villagerId: motionSignature.villagerId });
  return added.length > 0;
}

/** Takes somebody's name away; false when there was none. */
export async function deleteSignature(
  tx: Tx,
  which: Pick<SignatureRecord, 'motionId' | 'personId'>,
): Promise<boolean> {
  const taken = await tx
    .delete(motionSignature)
    .where(isSignature(which))
    .returning({ villagerId: motionSignature.villagerId });
  return taken.length > 0;
}

/** Whether somebody has signed, though he came onto the roster anew since. */
export async function hasSigned(
  db: Reader,
  which: Pick<SignatureRecord, 'motionId' | 'personId'>,
): Promise<boolean> {
  const rows = await db
    .select({ at: motionSignature.at })
    .from(motionSignature)
    .where(isSignature(which))
    .limit(1);
  return rows.length > 0;
}

/** Counts the names of those who are on the village's roster now. */
export function countVillagers(
  tx: Tx,
  { id, villageCode }: Pick<MotionRecord, 'id' | 'villageCode'>,
): Promise<number> {
  const isOnRoster = and(
    eq(villager.personId, motionSignature.personId),
    eq(villager.villageCode, villageCode),
    isNull(villager.leftAt),
  );
  return countNames(
    tx,
    id,
    exists(tx.select({ id: villager.id }).from(villager).where(isOnRoster)),
  );
}

/** Counts the names of those who are representatives now. */
export function countRepresentatives(
  tx: Tx,
  { id, villageCode }: Pick<MotionRecord, 'id' | 'villageCode'>,
): Promise<number> {
  const stands = and(
    eq(bodyMember.villagerId, motionSignature.villagerId),
    eq(bodyMember.villageCode, villageCode),
    eq(bodyMember.body, 'representatives'),
    isNull(bodyMember.until),
  );
  return countNames(
    tx,
    id,
    exists(tx.select({ id: bodyMember.id }).from(bodyMember).where(stands)),
  );
}

async function countNames(tx: Tx, motionId: string, counts: SQL): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(motionSignature)
    .where(and(eq(motionSignature.motionId, motionId), counts));
  return row?.n ?? 0;
}

/** A person's line on a village's roster; null when he has none. */
export async function selectVillagerOf(
  db: Reader,
  { personId, villageCode }: { personId: string; villageCode: string },
): Promise<{ id: string; name: string } | null> {
  const isHis = and(eq(villager.personId, personId), eq(villager.villageCode, villageCode));
  const [row] = await db
    .select({ id: villager.id, name: villager.name })
    .from(villager)
    .where(and(isHis, isNull(villager.leftAt)))
    .limit(1);
  return row ?? null;
}

export async function insertInvitee(tx: Tx, row: InviteeRecord): Promise<void> {
  await tx.insert(motionInvitee).values(row);
}

/** Whoever was invited to a motion, in the order of the invitations. */
export function selectInvitees(db: Reader, motionId: string): Promise<InviteeRecord[]> {
  return db
    .select()
    .from(motionInvitee)
    .where(eq(motionInvitee.motionId, motionId))
    .orderBy(asc(motionInvitee.at), asc(motionInvitee.id))
    .limit(200);
}

export async function updateInvitee(
  tx: Tx,
  id: string,
  changes: Partial<InviteeRecord>,
): Promise<void> {
  await tx.update(motionInvitee).set(changes).where(eq(motionInvitee.id, id));
}

function isSignature({ motionId, personId }: Pick<SignatureRecord, 'motionId' | 'personId'>) {
  return and(eq(motionSignature.motionId, motionId), eq(motionSignature.personId, personId));
}
