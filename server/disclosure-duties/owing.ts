import { selectOwedBelow } from '#server/disclosure-duties/board-records.ts';
import { selectToCorrect, selectToCorrectBelow } from '#server/disclosure-duties/order-records.ts';
import {
  type ListedDuty,
  selectListed,
  selectMetDuties,
  selectOpenDuties,
} from '#server/disclosure-duties/records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { LocalDate } from '#server/rules/dates.ts';

/**
 * What a village's calendar is made of: what it owes, what it met of the periods that ended from a
 * day on, and what is out and ordered to be corrected, however old that is.
 */
export async function dutyRows(
  { db }: Context,
  of: { villageCode: string; from: LocalDate; limit: number },
): Promise<{ open: ListedDuty[]; met: ListedDuty[] }> {
  const [open, met, toCorrect] = await Promise.all([
    selectOpenDuties(db.read, of.villageCode),
    selectMetDuties(db.read, of),
    selectToCorrect(db.read, of.villageCode),
  ]);
  const known = new Set(met.map(({ id }) => id));
  const older = await selectListed(
    db.read,
    toCorrect.filter((id) => !known.has(id)),
  );
  return { open, met: [...met, ...older] };
}

/** How much one village owes: late by now, and all of it. */
export interface OwedCount {
  villageCode: string;
  late: number;
  all: number;
}

/** What the villages of a place owe by a day that is near, to publish or to correct; who owes nothing is left out. */
export async function owedBelow(
  { db }: Context,
  span: { code: string; today: LocalDate; soon: LocalDate },
): Promise<OwedCount[]> {
  const [duties, corrections] = await Promise.all([
    selectOwedBelow(db.read, span),
    selectToCorrectBelow(db.read, span),
  ]);
  const villages = Map.groupBy([...duties, ...corrections], ({ villageCode }) => villageCode);
  return [...villages].map(([villageCode, counts]) => ({
    villageCode,
    late: counts.reduce((sum, { late }) => sum + late, 0),
    all: counts.reduce((sum, { all }) => sum + all, 0),
  }));
}
