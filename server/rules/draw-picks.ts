import { type Digest, drawFrom, drawKey } from '#server/rules/draw.ts';
import { type PublishedStep, tokensOf } from '#server/rules/draw-replay.ts';

/**
 * Draws from a frozen pool until as many picks count as are needed. A pick that may not count is
 * recorded with its reason, and the next one counts: nothing is ever drawn again.
 */
export async function drawPicks(
  pool: { id: string; poolHash: string; size: number; need: number; numbers: number[][] },
  skipReason: (token: string) => string | null,
  digest: Digest,
): Promise<PublishedStep[]> {
  const key = drawKey({ id: pool.id, poolHash: pool.poolHash, sources: pool.numbers });
  const tokens = tokensOf(pool.size);
  const skippable = tokens.filter((token) => skipReason(token) !== null).length;
  const most = Math.min(pool.size, pool.need + skippable);
  const all = await drawFrom(tokens, key, most, digest);
  const picks: PublishedStep[] = [];
  let counting = 0;
  for (const { index, digest: hex, left, picked } of all) {
    if (counting === pool.need) break;
    const skipped = skipReason(picked);
    if (skipped === null) counting += 1;
    picks.push({ step: index, digest: hex, remaining: left, token: picked, skipped });
  }
  return picks;
}
