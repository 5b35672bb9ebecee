import { and, eq } from 'drizzle-orm';
import { draft } from '#db/schema/kernel.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** It belongs to the county, not to whoever sent it: somebody else must look at it. */
const COUNTY = 'county';
const KIND = 'calendar';

/** A notice that waits for the second person. */
export interface WaitingNotice {
  text: string;
  byId: string;
}

/** Keeps a notice until a second person has looked at it; a newer one takes its place. */
export async function putWaiting(tx: Tx, { text, byId }: WaitingNotice, at: EpochMs) {
  const row = {
    personId: COUNTY,
    kind: KIND,
    subject: KIND,
    values: { text, byId },
    updatedAt: at,
  };
  await tx
    .insert(draft)
    .values(row)
    .onConflictDoUpdate({
      target: [draft.personId, draft.kind, draft.subject],
      set: { values: row.values, updatedAt: at },
    });
}

/** The notice that waits; null when there is none. */
export async function selectWaiting(db: Reader): Promise<WaitingNotice | null> {
  const [row] = await db.select({ values: draft.values }).from(draft).where(isWaiting).limit(1);
  const { text, byId } = row?.values ?? {};
  return typeof text === 'string' && typeof byId === 'string' ? { text, byId } : null;
}

/** Takes the waiting notice away; false when it was gone. */
export async function dropWaiting(tx: Tx): Promise<boolean> {
  const gone = await tx.delete(draft).where(isWaiting).returning({ kind: draft.kind });
  return gone.length > 0;
}

const isWaiting = and(eq(draft.personId, COUNTY), eq(draft.kind, KIND), eq(draft.subject, KIND));
