/**
 * The middle of these durations, in their unit; null when there are fewer than `least` of them, or
 * when the middle is one that has not ended yet (Infinity): what still runs counts as longer than
 * everything, or silence would look quick. Of an even number, the lower of the two in the middle.
 */
export function medianOf(durations: number[], least: number): number | null {
  if (durations.length < least || durations.length === 0) return null;
  const sorted = durations.toSorted((a, b) => a - b);
  const middle = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.POSITIVE_INFINITY;
  return Number.isFinite(middle) ? middle : null;
}
