/** Chance that falls the same for the same seed. */
export interface Dice {
  /** A whole number from 0, below this one. */
  below: (limit: number) => number;
  between: (least: number, most: number) => number;
  among: <T>(things: readonly T[]) => T;
  /** So many digits. */
  digits: (count: number) => string;
}

/** mulberry32: small, and good enough for made-up rows. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    among: <T>(things: readonly T[]) => {
      const thing = things[below(things.length)];
      if (thing === undefined) throw new Error('nothing to choose from');
      return thing;
    },
    digits: (count) => Array.from({ length: count }, () => String(below(10))).join(''),
  };
}
