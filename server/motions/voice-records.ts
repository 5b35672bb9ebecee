import { and, asc, count, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm';
import { motionVoice } from '#db/schema/motions.ts';
import { comment } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type VoiceRecord = typeof motionVoice.$inferSelect;

export async function insertVoice(tx: Tx, row: VoiceRecord): Promise<void> {
  await tx.insert(motionVoice).values(row);
}

/** One voice by its comment. */
export async function selectVoice(db: Reader, commentId: string): Promise<VoiceRecord | null> {
  const [row] = await db
    .select()
    .from(motionVoice)
    .where(eq(motionVoice.commentId, commentId))
    .limit(1);
  return row ?? null;
}

export async function updateVoice(
  tx: Tx,
  commentId: string,
  changes: Partial<VoiceRecord>,
): Promise<void> {
  await tx.update(motionVoice).set(changes).where(eq(motionVoice.commentId, commentId));
}

/** More amendments than any motion has. */
const MOST_DECIDED = 500;

/** The amendments of a motion that were taken or declined, with the reasons. */
export function selectDecidedVoices(db: Reader, motionId: string) {
  return db
    .select({ commentId: motionVoice.commentId, reason: motionVoice.reason })
    .from(motionVoice)
    .where(
      and(
        eq(motionVoice.motionId, motionId),
        eq(motionVoice.side, 'amend'),
        isNotNull(motionVoice.reason),
      ),
    )
    .limit(MOST_DECIDED);
}

/** Voices of one side from a place on, oldest first: the ids of comments grow with time. */
export function selectVoices(
  db: Reader,
  { motionId, side, after, limit }: VoiceQuery,
): Promise<VoiceRecord[]> {
  const isSide = and(eq(motionVoice.motionId, motionId), eq(motionVoice.side, side));
  return db
    .select()
    .from(motionVoice)
    .where(after === null ? isSide : and(isSide, gt(motionVoice.commentId, after)))
    .orderBy(asc(motionVoice.commentId))
    .limit(limit);
}

interface VoiceQuery {
  motionId: string;
  side: string;
  after: string | null;
  limit: number;
}

/** How many reasons stand on each side: released, and neither taken back nor down. */
export async function countVoices(db: Reader, motionId: string): Promise<Map<string, number>> {
  const stands = and(
    isNotNull(comment.releasedAt),
    isNull(comment.withdrawnAt),
    isNull(comment.removedAt),
  );
  const rows = await db
    .select({ side: motionVoice.side, n: count() })
    .from(motionVoice)
    .innerJoin(comment, eq(comment.id, motionVoice.commentId))
    .where(and(eq(motionVoice.motionId, motionId), stands))
    .groupBy(motionVoice.side);
  return new Map(rows.map(({ side, n }) => [side, n]));
}

/** Which of these motions have an amendment that nobody has decided yet. */
export async function selectOpenAmendments(db: Reader, motionIds: string[]): Promise<string[]> {
  if (motionIds.length === 0) return [];
  const rows = await db
    .select({ motionId: motionVoice.motionId, n: count() })
    .from(motionVoice)
    .where(
      and(
        inArray(motionVoice.motionId, motionIds),
        eq(motionVoice.side, 'amend'),
        eq(motionVoice.state, 'open'),
      ),
    )
    .groupBy(motionVoice.motionId);
  return rows.map(({ motionId }) => motionId);
}
