import { and, asc, count, eq } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { contestJuror, contestSheet } from '#db/schema/surveys.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type JurorRow = typeof contestJuror.$inferSelect;
export type SheetRow = typeof contestSheet.$inferSelect;

const MOST = 5000;

/** Everybody who agreed to judge, was drawn, or may not judge, in the order of the seats. */
export function selectJurors(db: Reader, contestId: string): Promise<JurorRow[]> {
  return db
    .select()
    .from(contestJuror)
    .where(eq(contestJuror.contestId, contestId))
    .orderBy(asc(contestJuror.seat), asc(contestJuror.villagerId))
    .limit(MOST);
}

/** How many offered to judge in each of these choices and were not drawn or excused. */
export async function countAgreed(db: Reader, contestIds: string[]): Promise<Map<string, number>> {
  if (contestIds.length === 0) return new Map();
  const rows = await db
    .select({ contestId: contestJuror.contestId, n: count() })
    .from(contestJuror)
    .where(and(among(contestJuror.contestId, contestIds), eq(contestJuror.state, 'agreed')))
    .groupBy(contestJuror.contestId)
    .limit(contestIds.length);
  return new Map(rows.map(({ contestId, n }) => [contestId, n]));
}

export async function selectJuror(
  db: Reader,
  { contestId, villagerId }: Pick<JurorRow, 'contestId' | 'villagerId'>,
): Promise<JurorRow | null> {
  const [row] = await db
    .select()
    .from(contestJuror)
    .where(and(eq(contestJuror.contestId, contestId), eq(contestJuror.villagerId, villagerId)))
    .limit(1);
  return row ?? null;
}

/** Writes somebody's place in the jury, or what has become of it. */
export async function putJuror(tx: Tx, row: JurorRow): Promise<void> {
  await tx
    .insert(contestJuror)
    .values(row)
    .onConflictDoUpdate({
      target: [contestJuror.contestId, contestJuror.villagerId],
      set: { state: row.state, seat: row.seat, personId: row.personId },
    });
}

/** Takes somebody out who changed his mind before the draw. */
export async function deleteJuror(
  tx: Tx,
  { contestId, villagerId }: Pick<JurorRow, 'contestId' | 'villagerId'>,
): Promise<void> {
  await tx
    .delete(contestJuror)
    .where(
      and(
        eq(contestJuror.contestId, contestId),
        eq(contestJuror.villagerId, villagerId),
        eq(contestJuror.state, 'agreed'),
      ),
    );
}

/** The sheets about these nominees. */
export async function selectSheets(db: Reader, nomineeIds: string[]): Promise<SheetRow[]> {
  if (nomineeIds.length === 0) return [];
  return db
    .select()
    .from(contestSheet)
    .where(among(contestSheet.nomineeId, nomineeIds))
    .orderBy(asc(contestSheet.nomineeId), asc(contestSheet.villagerId))
    .limit(MOST);
}

/** Writes a juror's sheets, those that were there before anew. */
export async function putSheets(tx: Tx, villagerId: string, sheets: SheetRow[]): Promise<void> {
  const nominees = sheets.map(({ nomineeId }) => nomineeId);
  await tx
    .delete(contestSheet)
    .where(and(eq(contestSheet.villagerId, villagerId), among(contestSheet.nomineeId, nominees)));
  if (sheets.length > 0) await tx.insert(contestSheet).values(sheets);
}

/** Covers a datum in the reason of one sheet. */
export async function setReason(
  tx: Tx,
  { nomineeId, villagerId }: Pick<SheetRow, 'nomineeId' | 'villagerId'>,
  reason: string,
): Promise<void> {
  await tx
    .update(contestSheet)
    .set({ reason })
    .where(and(eq(contestSheet.nomineeId, nomineeId), eq(contestSheet.villagerId, villagerId)));
}
