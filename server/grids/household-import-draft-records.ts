import { and, eq, gt } from 'drizzle-orm';
import { draft } from '#db/schema/kernel.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { IMPORT_DRAFT } from '#server/rules/keeping.ts';

/** Keeps a file that was read, sealed, in place of the one before. */
export async function keepImportDraft(
  tx: Tx,
  row: { personId: string; villageCode: string; sealed: string; at: EpochMs },
): Promise<void> {
  const { personId, villageCode, sealed, at } = row;
  const values = { sealed };
  await tx
    .insert(draft)
    .values({ personId, kind: IMPORT_DRAFT, subject: villageCode, values, updatedAt: at })
    .onConflictDoUpdate({
      target: [draft.personId, draft.kind, draft.subject],
      set: { values, updatedAt: at },
    });
}

/** The sealed file that somebody has read for a village since an instant; null for none. */
export async function selectImportDraft(
  db: Reader,
  { personId, villageCode, since }: { personId: string; villageCode: string; since: EpochMs },
): Promise<string | null> {
  const [row] = await db
    .select({ values: draft.values })
    .from(draft)
    .where(and(mine(personId, villageCode), gt(draft.updatedAt, since)))
    .limit(1);
  return typeof row?.values.sealed === 'string' ? row.values.sealed : null;
}

/** Forgets a file that was read. */
export async function dropImportDraft(
  tx: Tx,
  personId: string,
  villageCode: string,
): Promise<void> {
  await tx.delete(draft).where(mine(personId, villageCode));
}

function mine(personId: string, villageCode: string) {
  return and(
    eq(draft.personId, personId),
    eq(draft.kind, IMPORT_DRAFT),
    eq(draft.subject, villageCode),
  );
}
