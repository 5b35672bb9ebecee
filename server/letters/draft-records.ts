import { and, desc, eq } from 'drizzle-orm';
import { draft } from '#db/schema/kernel.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A letter as far as it is written: the fields of its form. */
export type DraftValues = Record<string, string | string[]>;

export type LetterDraftRow = typeof draft.$inferSelect;

const KIND = 'letter';

/** The draft of this person for this village. */
export async function selectDraft(
  db: Reader,
  personId: string,
  villageCode: string,
): Promise<LetterDraftRow | null> {
  const [row] = await db.select().from(draft).where(mine(personId, villageCode)).limit(1);
  return row ?? null;
}

/** Every letter that this person has begun; one a village. */
export function selectDrafts(db: Reader, personId: string): Promise<LetterDraftRow[]> {
  return db
    .select()
    .from(draft)
    .where(and(eq(draft.personId, personId), eq(draft.kind, KIND)))
    .orderBy(desc(draft.subject))
    .limit(20);
}

export async function upsertDraft(
  tx: Tx,
  { personId, villageCode }: { personId: string; villageCode: string },
  values: DraftValues,
  updatedAt: EpochMs,
): Promise<void> {
  await tx
    .insert(draft)
    .values({ personId, kind: KIND, subject: villageCode, values, updatedAt })
    .onConflictDoUpdate({
      target: [draft.personId, draft.kind, draft.subject],
      set: { values, updatedAt },
    });
}

export async function deleteDraft(tx: Tx, personId: string, villageCode: string): Promise<void> {
  await tx.delete(draft).where(mine(personId, villageCode));
}

function mine(personId: string, villageCode: string) {
  return and(eq(draft.personId, personId), eq(draft.kind, KIND), eq(draft.subject, villageCode));
}
