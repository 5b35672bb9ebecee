import { addDays, type LocalDate } from '#server/rules/dates.ts';

/**
 * What an order of the town asks for (村民委员会组织法 2025, article 36: late or untrue): that what is
 * owed comes out, that a 本期无 which was untrue is owed again, or that what is out is put right.
 */
export type OrderAsks = 'publish' | 'withdraw' | 'correct';

/** How a duty stands when it is ordered. */
export interface OrderedDuty {
  dueOn: LocalDate;
  metAt: number | null;
  isNone: boolean;
}

/** What an order on a duty means, by how the duty stands. */
export function orderAsks({ metAt, isNone }: Pick<OrderedDuty, 'metAt' | 'isNone'>): OrderAsks {
  if (metAt === null) return 'publish';
  return isNone ? 'withdraw' : 'correct';
}

/**
 * By when what was ordered is due. What is owed keeps its day, and so does what was said to be empty:
 * it was late all that time. A correction has so many days from the first order that asks for it.
 */
export function orderDueOn(
  duty: OrderedDuty,
  { today, days, open }: { today: LocalDate; days: number; open: { dueOn: LocalDate }[] },
): LocalDate {
  if (orderAsks(duty) !== 'correct') return duty.dueOn;
  return open.map(({ dueOn }) => dueOn).sort()[0] ?? addDays(today, days);
}
