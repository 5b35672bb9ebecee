import type { EpochMs } from '#server/rules/dates.ts';

/**
 * refused: the result stands · out: the entry falls out · struck: one line of its rubric gives
 * nothing · fulfilment: what was kept is counted anew. All but the first change the result.
 */
export type ObjectionVerdict = 'refused' | 'out' | 'struck' | 'fulfilment';

/** The line of an objection to the whole entry, and of one to what was kept. */
export const WHOLE = '';
export const FULFILMENT = 'fulfilment';

/** Whether a published result may be objected to: until a midnight, and never once it is final. */
export function isObjectable(
  { objectionsUntil, finalAt }: { objectionsUntil: EpochMs | null; finalAt: EpochMs | null },
  now: EpochMs,
): boolean {
  return finalAt === null && objectionsUntil !== null && now < objectionsUntil;
}

/** What an objection to this line of an entry may come to. */
export function verdictsFor(line: string): ObjectionVerdict[] {
  if (line === WHOLE) return ['refused', 'out'];
  return ['refused', line === FULFILMENT ? 'fulfilment' : 'struck', 'out'];
}

/** Reads a verdict out of a row or a form; null for anything else. */
export function objectionVerdict(word: string | null): ObjectionVerdict | null {
  const known: ObjectionVerdict[] = ['refused', 'out', 'struck', 'fulfilment'];
  return known.find((one) => one === word) ?? null;
}
