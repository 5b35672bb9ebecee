import { and, asc, count, eq, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { contestLike, contestNominee, contestObjection } from '#db/schema/surveys.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type NomineeRow = typeof contestNominee.$inferSelect;
export type ObjectionRow = typeof contestObjection.$inferSelect;

const MOST = 500;

/** Adds a nomination; false where the household stands in it already, refused or not. */
export async function insertNominee(tx: Tx, row: NomineeRow): Promise<boolean> {
  const added = await tx
    .insert(contestNominee)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: contestNominee.id });
  return added.length > 0;
}

export async function selectNominee(db: Reader, id: string): Promise<NomineeRow | null> {
  const [row] = await db.select().from(contestNominee).where(eq(contestNominee.id, id)).limit(1);
  return row ?? null;
}

/** The nominees of a choice in one state, in the order of their numbers. */
export function selectNominees(
  db: Reader,
  contestId: string,
  state: string,
): Promise<NomineeRow[]> {
  return db
    .select()
    .from(contestNominee)
    .where(and(eq(contestNominee.contestId, contestId), eq(contestNominee.state, state)))
    .orderBy(asc(contestNominee.no))
    .limit(MOST);
}

/** What was said of one household in a choice; null where nobody proposed it. */
export async function selectOfHousehold(
  db: Reader,
  { contestId, householdId }: Pick<NomineeRow, 'contestId' | 'householdId'>,
): Promise<NomineeRow | null> {
  const [row] = await db
    .select()
    .from(contestNominee)
    .where(
      and(eq(contestNominee.contestId, contestId), eq(contestNominee.householdId, householdId)),
    )
    .limit(1);
  return row ?? null;
}

/** How many were proposed in a choice, and how many of them by one person. */
export async function countNominees(
  db: Reader,
  { contestId, byId }: Pick<NomineeRow, 'contestId' | 'byId'>,
): Promise<{ all: number; own: number }> {
  const [row] = await db
    .select({
      all: count(),
      own: sql<number>`sum(case when ${contestNominee.byId} = ${byId} then 1 else 0 end)`.mapWith(
        Number,
      ),
    })
    .from(contestNominee)
    .where(eq(contestNominee.contestId, contestId));
  return { all: row?.all ?? 0, own: row?.own ?? 0 };
}

export async function updateNominee(
  tx: Tx,
  id: string,
  changes: Partial<NomineeRow>,
): Promise<void> {
  await tx.update(contestNominee).set(changes).where(eq(contestNominee.id, id));
}

/** Families that said nothing in time have not agreed: their words go. */
export async function lapseAsked(tx: Tx, contestId: string): Promise<void> {
  await tx
    .update(contestNominee)
    .set({ state: 'out', outReason: 'lapsed', why: '', html: '' })
    .where(and(eq(contestNominee.contestId, contestId), eq(contestNominee.state, 'asked')));
}

/** The family that a villager likes in a choice; null for none. */
export async function selectLike(
  db: Reader,
  { contestId, villagerId }: { contestId: string; villagerId: string },
): Promise<string | null> {
  const [row] = await db
    .select({ nomineeId: contestLike.nomineeId })
    .from(contestLike)
    .where(and(eq(contestLike.contestId, contestId), eq(contestLike.villagerId, villagerId)))
    .limit(1);
  return row?.nomineeId ?? null;
}

/** Sets, changes or (with null) takes back whom a villager likes. */
export async function putLike(
  tx: Tx,
  { contestId, villagerId }: { contestId: string; villagerId: string },
  nomineeId: string | null,
): Promise<void> {
  await tx
    .delete(contestLike)
    .where(and(eq(contestLike.contestId, contestId), eq(contestLike.villagerId, villagerId)));
  if (nomineeId !== null) await tx.insert(contestLike).values({ contestId, villagerId, nomineeId });
}

/** Counts the likes of these nominees anew. */
export async function recountLikes(tx: Tx, nomineeIds: string[]): Promise<void> {
  const counted = tx
    .select({ n: count() })
    .from(contestLike)
    .where(eq(contestLike.nomineeId, contestNominee.id));
  await tx
    .update(contestNominee)
    .set({ likes: sql`(${counted})` })
    .where(among(contestNominee.id, nomineeIds));
}

export async function insertObjection(tx: Tx, row: ObjectionRow): Promise<void> {
  await tx.insert(contestObjection).values(row);
}

export async function selectObjection(db: Reader, id: string): Promise<ObjectionRow | null> {
  const [row] = await db
    .select()
    .from(contestObjection)
    .where(eq(contestObjection.id, id))
    .limit(1);
  return row ?? null;
}

/** Everything said against nominees of a choice, the first first. */
export function selectObjections(db: Reader, contestId: string): Promise<ObjectionRow[]> {
  return db
    .select()
    .from(contestObjection)
    .where(eq(contestObjection.contestId, contestId))
    .orderBy(asc(contestObjection.state), asc(contestObjection.at))
    .limit(MOST);
}

export async function updateObjection(
  tx: Tx,
  id: string,
  changes: Partial<ObjectionRow>,
): Promise<void> {
  await tx.update(contestObjection).set(changes).where(eq(contestObjection.id, id));
}
