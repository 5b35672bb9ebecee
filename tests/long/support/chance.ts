/** Chance that can be repeated: LONG_SEED=<number> plays the same again. */
export interface Chance {
  /** A whole number from 0 up to, but not including, `below`. */
  below(below: number): number;
  one<T>(list: readonly T[]): T;
  /** True once in `n` times. */
  onceIn(n: number): boolean;
}

/** The seed of this run, printed so that a failure can be repeated. */
export function seedOfRun(what: string): number {
  const seed = Number(process.env.LONG_SEED ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`${what}: LONG_SEED=${seed}`);
  return seed;
}

/** Mulberry32 (Tommy Ettinger, public domain): small, and the same on every machine. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    one(list) {
      const found = list[below(list.length)];
      if (found === undefined) throw new Error('nothing to choose from');
      return found;
    },
    onceIn: (n) => below(n) === 0,
  };
}
