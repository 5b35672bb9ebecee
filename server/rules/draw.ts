/** Gives the digest of these bytes; handed in, so that server, command line and browser share one draw. */
export type Digest = (bytes: Uint8Array) => Promise<Uint8Array>;

/** One step of a draw, as its public replay shows it. */
export interface DrawStep {
  /** Which step, from 0. */
  index: number;
  /** The digest in lower-case hex, read as one big-endian number. */
  digest: string;
  /** How many numbers were still in the pool. */
  left: number;
  /** The number taken out of the pool. */
  picked: string;
}

const encoder = new TextEncoder();
const MOST_STEPS = 65_535;

/**
 * Public numbers as RFC 3797 joins them: in each source ascending, a full stop behind each number,
 * a slash behind each source; the sources stay in the order in which they were announced. Readers'
 * browsers compute it too, and old ones know no toSorted.
 */
export function sourcesKey(sources: number[][]): string {
  return sources
    .map(
      (numbers) =>
        `${[...numbers]
          .sort((a, b) => a - b)
          .map((n) => `${n}.`)
          .join('')}/`,
    )
    .join('');
}

/** The pool as a file: one entry a line, the last line ended too, UTF-8. Its SHA-256 is frozen before the draw. */
export function poolFile(pool: string[]): Uint8Array {
  return encoder.encode(pool.map((entry) => `${entry}\n`).join(''));
}

/** The key of our own draws (VSQ1): which draw, over which frozen pool, from which public numbers. */
export function drawKey(draw: { id: string; poolHash: string; sources: number[][] }): string {
  return `VSQ1|${draw.id}|${draw.poolHash}|${sourcesKey(draw.sources)}`;
}

/**
 * Takes `count` entries out of the pool by the loop of RFC 3797: the digest of the step's number, the
 * key and the number again is a big-endian number; its remainder by what is left names the place of
 * the next entry. The RFC digests with MD5; our own draws digest with SHA-256.
 * @throws RangeError for more entries than the pool holds, or a pool the RFC's two bytes cannot count.
 */
export async function drawFrom(
  pool: string[],
  key: string,
  count: number,
  digest: Digest,
): Promise<DrawStep[]> {
  if (count > pool.length || pool.length > MOST_STEPS) {
    throw new RangeError(`Cannot draw ${count} of ${pool.length}.`);
  }
  const rest = [...pool];
  const steps: DrawStep[] = [];
  for (let index = 0; index < count; index++) {
    const hex = hexOf(await digest(stepBytes(index, key)));
    const place = Number(BigInt(`0x${hex}`) % BigInt(rest.length));
    const left = rest.length;
    const [picked = ''] = rest.splice(place, 1);
    steps.push({ index, digest: hex, left, picked });
  }
  return steps;
}

/** Bytes as lower-case hex. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function stepBytes(index: number, key: string): Uint8Array {
  const words = encoder.encode(key);
  const bytes = new Uint8Array(words.length + 4);
  const number = [index >> 8, index & 0xff];
  bytes.set(number, 0);
  bytes.set(words, 2);
  bytes.set(number, words.length + 2);
  return bytes;
}
