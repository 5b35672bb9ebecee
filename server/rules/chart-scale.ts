/** How long the bars of a picture are. The figures beside them are the truth; a bar only helps the eye. */

/** The length of the longest bar; an SVG stretches over it. */
export const LONGEST_BAR = 100;

/**
 * Lengths of bars, from 0 to 100 with one decimal, in the order of their amounts: the greatest is
 * 100, what is more than nothing never vanishes, and what is below nothing (冲红) has no bar.
 */
export function barLengths(amounts: readonly number[]): number[] {
  const most = Math.max(0, ...amounts);
  return amounts.map((amount) => {
    if (amount <= 0 || most === 0) return 0;
    const length = Math.round((amount / most) * LONGEST_BAR * 10) / 10;
    return Math.max(1, length);
  });
}

/** One thing in two periods. */
export interface Change {
  key: string;
  before: number;
  now: number;
}

/**
 * What changed between two periods, the greatest change first; what stayed the same is left out,
 * and what only one of them has counts as nothing in the other.
 */
export function changesBetween(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): Change[] {
  const keys = [...new Set([...now.keys(), ...before.keys()])];
  return keys
    .map((key) => ({ key, before: before.get(key) ?? 0, now: now.get(key) ?? 0 }))
    .filter((change) => change.before !== change.now)
    .sort((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before));
}
