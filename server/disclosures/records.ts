import { and, asc, count, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import {
  disclosure,
  disclosureFinding,
  disclosureRow,
  disclosureStep,
} from '#db/schema/disclosures.ts';
import { disclosureFile } from '#db/schema/vouchers.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { newId } from '#server/kernel/ids.ts';
import { inStepOrder } from '#server/rules/disclosure-steps.ts';

/** A whole row of `disclosure`. */
export type DisclosureRecord = typeof disclosure.$inferSelect;

/** A step as it was taken. */
export type StepRecord = typeof disclosureStep.$inferSelect;

/** One disclosure by its id, whatever state it is in. */
export async function selectDisclosure(db: Reader, id: string): Promise<DisclosureRecord | null> {
  const [row] = await db.select().from(disclosure).where(eq(disclosure.id, id)).limit(1);
  return row ?? null;
}

/** Changes a disclosure inside a write. */
export async function updateDisclosure(
  tx: Tx,
  id: string,
  changes: Partial<DisclosureRecord>,
): Promise<void> {
  await tx.update(disclosure).set(changes).where(eq(disclosure.id, id));
}

/** Every step of a disclosure, oldest first; three years of returning it would not reach the limit. */
export async function selectSteps(db: Reader, disclosureId: string): Promise<StepRecord[]> {
  const steps = await db
    .select()
    .from(disclosureStep)
    .where(eq(disclosureStep.disclosureId, disclosureId))
    .orderBy(asc(disclosureStep.at), asc(disclosureStep.id))
    .limit(500);
  return inStepOrder(steps);
}

/** Keeps who took a step, and when. */
export async function insertStep(
  tx: Tx,
  step: Omit<StepRecord, 'id' | 'round'> & { round?: number },
): Promise<void> {
  await tx.insert(disclosureStep).values({ round: 0, ...step, id: newId() });
}

/** How many rows will stand in a version. */
export async function countRows(
  db: Reader,
  disclosureId: string,
  version: number,
): Promise<number> {
  const [row] = await db
    .select({ rows: count() })
    .from(disclosureRow)
    .where(
      and(
        eq(disclosureRow.disclosureId, disclosureId),
        lte(disclosureRow.fromVersion, version),
        or(isNull(disclosureRow.toVersion), gt(disclosureRow.toVersion, version)),
      ),
    );
  return row?.rows ?? 0;
}

/** How many findings of the gate in a version nobody has decided yet. */
export async function countUndecided(
  db: Reader,
  disclosureId: string,
  version: number,
): Promise<number> {
  const [row] = await db
    .select({ findings: count() })
    .from(disclosureFinding)
    .where(
      and(
        eq(disclosureFinding.disclosureId, disclosureId),
        eq(disclosureFinding.version, version),
        inArray(disclosureFinding.state, ['open', 'claimed']),
      ),
    );
  return row?.findings ?? 0;
}

/** How many files stand beside the table. */
export async function countFiles(db: Reader, disclosureId: string): Promise<number> {
  const [row] = await db
    .select({ files: count() })
    .from(disclosureFile)
    .where(and(eq(disclosureFile.disclosureId, disclosureId), isNull(disclosureFile.removedAt)));
  return row?.files ?? 0;
}

/** How many findings of the gate in a version are masked, justified and so on, by state. */
export async function countFindingsByState(
  db: Reader,
  disclosureId: string,
  version: number,
): Promise<Record<string, number>> {
  const rows = await db
    .select({ state: disclosureFinding.state, findings: count() })
    .from(disclosureFinding)
    .where(
      and(eq(disclosureFinding.disclosureId, disclosureId), eq(disclosureFinding.version, version)),
    )
    .groupBy(disclosureFinding.state)
    .limit(20);
  return Object.fromEntries(rows.map(({ state, findings }) => [state, findings]));
}
