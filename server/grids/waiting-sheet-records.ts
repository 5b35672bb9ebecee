import { and, eq, gt } from 'drizzle-orm';
import { draft } from '#db/schema/kernel.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { ImportDraft } from '#server/rules/keeping.ts';

/** Whose list it is, what it would do, and for which place. */
export interface SheetOf {
  personId: string;
  kind: ImportDraft;
  /** Code of the place. */
  subject: string;
}

/** Keeps a file that was read, sealed, in place of the one before. */
export async function keepImportDraft(
  tx: Tx,
  { sealed, at, ...of }: SheetOf & { sealed: string; at: EpochMs },
): Promise<void> {
  const values = { sealed };
  await tx
    .insert(draft)
    .values({ ...of, values, updatedAt: at })
    .onConflictDoUpdate({
      target: [draft.personId, draft.kind, draft.subject],
      set: { values, updatedAt: at },
    });
}

/** The sealed file that somebody has read for a place since an instant; null for none. */
export async function selectImportDraft(
  db: Reader,
  of: SheetOf,
  since: EpochMs,
): Promise<string | null> {
  const [row] = await db
    .select({ values: draft.values })
    .from(draft)
    .where(and(mine(of), gt(draft.updatedAt, since)))
    .limit(1);
  return typeof row?.values.sealed === 'string' ? row.values.sealed : null;
}

/** Forgets a file that was read. */
export async function dropImportDraft(tx: Tx, of: SheetOf): Promise<void> {
  await tx.delete(draft).where(mine(of));
}

function mine({ personId, kind, subject }: SheetOf) {
  return and(eq(draft.personId, personId), eq(draft.kind, kind), eq(draft.subject, subject));
}
