import { and, asc, count, eq, inArray, sql } from 'drizzle-orm';
import { disclosureFinding } from '#db/schema/disclosures.ts';
import type { Reader, Tx } from '#db/surface.ts';

export type FindingRow = typeof disclosureFinding.$inferSelect;

/** Far below the parameters that either engine takes. */
const CHUNK = 200;
/** More findings than any table has. */
const ALL_FINDINGS = 200_000;

/** Writes what the gate found. */
export async function insertFindings(
  tx: Tx,
  rows: (typeof disclosureFinding.$inferInsert)[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK)
    await tx.insert(disclosureFinding).values(rows.slice(from, from + CHUNK));
}

/** Findings of one row or of several. */
export function selectFindingsOfRows(db: Reader, rowIds: string[]): Promise<FindingRow[]> {
  return db
    .select()
    .from(disclosureFinding)
    .where(inArray(disclosureFinding.rowId, rowIds))
    .limit(ALL_FINDINGS);
}

/** What was found in the name of an account that a draft opened. */
export function selectAccountFindings(
  db: Reader,
  { disclosureId, accountId }: { disclosureId: string; accountId: string },
): Promise<FindingRow[]> {
  return db
    .select()
    .from(disclosureFinding)
    .where(
      and(
        eq(disclosureFinding.disclosureId, disclosureId),
        eq(disclosureFinding.place, 'account'),
        eq(disclosureFinding.columnCode, accountId),
      ),
    )
    .orderBy(asc(disclosureFinding.start))
    .limit(100);
}

/** How many findings of a version there are, by place, column, kind and state. */
export function countFindings(db: Reader, disclosureId: string, version: number) {
  return db
    .select({
      place: disclosureFinding.place,
      columnCode: disclosureFinding.columnCode,
      kind: disclosureFinding.kind,
      state: disclosureFinding.state,
      n: count(),
      first: sql<number | null>`min(${disclosureFinding.rowNo})`,
    })
    .from(disclosureFinding)
    .where(
      and(eq(disclosureFinding.disclosureId, disclosureId), eq(disclosureFinding.version, version)),
    )
    .groupBy(
      disclosureFinding.place,
      disclosureFinding.columnCode,
      disclosureFinding.kind,
      disclosureFinding.state,
    )
    .limit(1_000);
}

/** Some findings of a version in a state, by row. */
export function selectFindings(
  db: Reader,
  of: { disclosureId: string; version: number; state: string },
  limit: number,
): Promise<FindingRow[]> {
  return db
    .select()
    .from(disclosureFinding)
    .where(
      and(
        eq(disclosureFinding.disclosureId, of.disclosureId),
        eq(disclosureFinding.state, of.state),
        eq(disclosureFinding.version, of.version),
      ),
    )
    .orderBy(asc(disclosureFinding.rowNo), asc(disclosureFinding.id))
    .limit(limit);
}

/** One finding by its id. */
export async function selectFinding(db: Reader, id: string): Promise<FindingRow | null> {
  const [row] = await db
    .select()
    .from(disclosureFinding)
    .where(eq(disclosureFinding.id, id))
    .limit(1);
  return row ?? null;
}

/** Decides one finding. */
export async function updateFinding(
  tx: Tx,
  id: string,
  set: Partial<typeof disclosureFinding.$inferInsert>,
): Promise<void> {
  await tx.update(disclosureFinding).set(set).where(eq(disclosureFinding.id, id));
}

/** Decides several findings alike. */
export async function updateFindings(
  tx: Tx,
  ids: string[],
  set: Partial<typeof disclosureFinding.$inferInsert>,
): Promise<void> {
  await tx.update(disclosureFinding).set(set).where(inArray(disclosureFinding.id, ids));
}

/** Leaves open findings of a version masked: all, or those of one column, or one; how many. */
export async function acceptOpen(
  tx: Tx,
  of: { disclosureId: string; version: number; columnCode?: string; kind?: string; id?: string },
  set: { firstById: string; firstAt: number },
): Promise<number> {
  const done = await tx
    .update(disclosureFinding)
    .set({ ...set, state: 'masked' })
    .where(
      and(
        eq(disclosureFinding.disclosureId, of.disclosureId),
        eq(disclosureFinding.state, 'open'),
        eq(disclosureFinding.version, of.version),
        of.columnCode === undefined ? undefined : eq(disclosureFinding.columnCode, of.columnCode),
        of.kind === undefined ? undefined : eq(disclosureFinding.kind, of.kind),
        of.id === undefined ? undefined : eq(disclosureFinding.id, of.id),
      ),
    )
    .returning({ id: disclosureFinding.id });
  return done.length;
}

/** Forgets what was found in a row that is written anew. */
export async function deleteFindingsOfRow(tx: Tx, rowId: string): Promise<void> {
  await tx.delete(disclosureFinding).where(eq(disclosureFinding.rowId, rowId));
}
