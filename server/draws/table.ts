import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Context } from '#server/kernel/context.ts';
import { type Digest, poolFile } from '#server/rules/draw.ts';
import { tokensOf } from '#server/rules/draw-replay.ts';

/** SHA-256, as the rules of a draw ask for it. */
export const sha256: Digest = async (bytes) => createHash('sha256').update(bytes).digest();

/** Who stands behind each blind token, in the order of the tokens. */
export interface TokenTable {
  nonce: string;
  ids: string[];
}

/** A pool's hashes, and the table sealed. */
export interface FrozenTable {
  poolHash: string;
  tableHash: string;
  tableSealed: string;
}

/** Deals blind tokens to the candidates by the system's random numbers, and commits to who has which. */
export function freezeTable(ctx: Context, candidates: string[]): FrozenTable {
  const table = { nonce: randomBytes(32).toString('hex'), ids: shuffled(candidates) };
  return {
    poolHash: createHash('sha256')
      .update(poolFile(tokensOf(table.ids.length)))
      .digest('hex'),
    tableHash: hashOf(table),
    tableSealed: ctx.secrets.seal('draw-table', JSON.stringify(table)),
  };
}

/** Opens a sealed table; throws when it is not the one that was committed to. */
export function openTable(
  ctx: Context,
  { id, tableSealed, tableHash }: { id: string; tableSealed: string; tableHash: string },
): TokenTable {
  const table: TokenTable = JSON.parse(ctx.secrets.open('draw-table', tableSealed));
  if (hashOf(table) !== tableHash) throw new Error(`the table of ${id} is not the frozen one`);
  return table;
}

function hashOf({ nonce, ids }: TokenTable): string {
  const tokens = tokensOf(ids.length);
  const lines = ids.map((id, at) => `${tokens[at]} ${id}\n`);
  return createHash('sha256')
    .update(Buffer.from(nonce, 'hex'))
    .update(lines.join(''))
    .digest('hex');
}

function shuffled(candidates: string[]): string[] {
  const ids = [...candidates];
  for (let last = ids.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [ids[last], ids[other]] = [ids[other] ?? '', ids[last] ?? ''];
  }
  return ids;
}
