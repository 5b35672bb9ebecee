import type { Part } from '#server/rules/disclosure-requests.ts';

/**
 * A share that must be there or must agree. `isStrict` is 过半数 (more than half: 50 of 100 are not);
 * otherwise the share itself is enough, as in 三分之二以上 (民法典 第一千二百五十九条).
 */
export interface Threshold extends Part {
  isStrict: boolean;
}

/** Whether so many out of so many are enough; whole numbers only. Of nobody, nobody is enough. */
export function meets({ part, of, isStrict }: Threshold, had: number, outOf: number): boolean {
  if (outOf <= 0) return false;
  const reached = had * of;
  const asked = outOf * part;
  return isStrict ? reached > asked : reached >= asked;
}

/** How many are needed out of so many: 16 of 31 for 过半数, 21 of 31 for 三分之二以上. */
export function least({ part, of, isStrict }: Threshold, outOf: number): number {
  const needed = isStrict ? Math.floor((outOf * part) / of) + 1 : Math.ceil((outOf * part) / of);
  return Math.max(1, needed);
}

/** The stricter of two thresholds: of equal shares, the one that must be passed and not only met. */
export function stricterOf<T extends Threshold>(one: T, other: T): T {
  const difference = one.part * other.of - other.part * one.of;
  if (difference !== 0) return difference > 0 ? one : other;
  return one.isStrict ? one : other;
}
