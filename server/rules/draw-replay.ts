import {
  type Digest,
  type DrawStep,
  drawFrom,
  drawKey,
  hexOf,
  poolFile,
} from '#server/rules/draw.ts';

/** One step as it was published; `skipped` says why the pick does not count and the next one does. */
export interface PublishedStep {
  step: number;
  digest: string;
  remaining: number;
  token: string;
  skipped: string | null;
}

/** A draw as anybody may download it: all that its replay needs, and nobody's name. */
export interface PublishedDraw {
  method: 'VSQ1';
  id: string;
  size: number;
  need: number;
  poolHash: string;
  tableHash: string;
  /** As they were typed, in the announced order; null until the draw. */
  numbers: number[][] | null;
  steps: PublishedStep[];
}

/** What a replay found. */
export interface Replay {
  key: string;
  steps: DrawStep[];
  /** The steps whose published digest, token or remaining count is another. */
  differing: number[];
  isPoolSame: boolean;
  /** As many count as were to be drawn. */
  isCountRight: boolean;
  agrees: boolean;
}

/** Blind tokens 00001, 00002 … for a pool of this size. */
export function tokensOf(size: number): string[] {
  return Array.from({ length: size }, (_, at) => String(at + 1).padStart(5, '0'));
}

/** Computes a published draw anew and compares it step by step; null while there are no numbers. */
export async function replayDraw(draw: PublishedDraw, digest: Digest): Promise<Replay | null> {
  if (draw.numbers === null) return null;
  const pool = tokensOf(draw.size);
  const poolHash = hexOf(await digest(poolFile(pool)));
  const key = drawKey({ id: draw.id, poolHash, sources: draw.numbers });
  const steps = await drawFrom(pool, key, draw.steps.length, digest);
  const differing = steps.filter((step) => !isSame(step, draw.steps[step.index]));
  const isPoolSame = poolHash === draw.poolHash;
  const counting = draw.steps.filter(({ skipped }) => skipped === null).length;
  const isCountRight = counting === draw.need || draw.steps.length === draw.size;
  return {
    key,
    steps,
    differing: differing.map(({ index }) => index),
    isPoolSame,
    isCountRight,
    agrees: isPoolSame && isCountRight && differing.length === 0,
  };
}

function isSame(step: DrawStep, published: PublishedStep | undefined): boolean {
  return (
    published !== undefined &&
    published.step === step.index &&
    published.digest === step.digest &&
    published.token === step.picked &&
    published.remaining === step.left
  );
}
