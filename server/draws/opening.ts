import { noteDraw } from '#server/draws/noting.ts';
import {
  insertOpening,
  type PoolRow,
  selectOpening,
  selectPool,
  selectRound,
  setOpened,
} from '#server/draws/records.ts';
import { openTable } from '#server/draws/table.ts';
import { gridPath } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';

/** Asks, with a reason, to open who stands behind the tokens of a drawn pool. */
export async function askToOpen(ctx: Context, poolId: string, reason: string): Promise<Result> {
  const found = await drawnPool(ctx, poolId);
  if (!found) return refuse('notFound');
  const { personId, byPost, pool } = found;
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    const second = { secondById: null, secondByPost: null, openedAt: null };
    const first = { poolId, firstById: personId, firstByPost: byPost, reason, at };
    if (!(await insertOpening(tx, { ...first, ...second }))) return refuse('alreadyDone');
    await noteDraw(tx, ctx, {
      ...{ what: 'draw.opening-asked', id: poolId, villageCode: pool.villageCode },
      ...{ actorId: personId, byPost, at, content: { reason } },
    });
    tx.touch('draws');
    return accept();
  });
}

/** A second person of another post opens it. */
export async function openWithSecond(ctx: Context, poolId: string): Promise<Result> {
  const found = await drawnPool(ctx, poolId);
  const asked = found && (await selectOpening(ctx.db.read, poolId));
  if (!asked) return refuse('notFound');
  const { personId, byPost, pool } = found;
  if (asked.firstById === personId || asked.firstByPost === byPost) return refuse('otherPost');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    const second = { secondById: personId, secondByPost: byPost, openedAt: at };
    if (!(await setOpened(tx, poolId, second))) return refuse('alreadyDone');
    await noteDraw(tx, ctx, {
      ...{ what: 'draw.table-opened', id: poolId, villageCode: pool.villageCode },
      ...{ actorId: personId, byPost, at, content: { firstById: asked.firstById } },
    });
    tx.touch('draws');
    return accept();
  });
}

/**
 * Who stands behind these tokens, by the token; null until two people of two posts opened the table,
 * and for everybody who is not one of those posts.
 */
export async function openedTokens(
  ctx: Context,
  poolId: string,
  tokens: string[],
): Promise<Map<string, string> | null> {
  const found = await drawnPool(ctx, poolId);
  const opening = found && (await selectOpening(ctx.db.read, poolId));
  if (!opening || opening.openedAt === null) return null;
  return behindTokens(ctx, found.pool, tokens);
}

async function drawnPool(
  ctx: Context,
  poolId: string,
): Promise<{ pool: PoolRow; personId: string; byPost: string } | null> {
  const county = await gridPath(ctx, ctx.env.countyCode);
  const { personId } = ctx.viewer;
  const byPost = county && actingPost(ctx.viewer, 'draw.type', county);
  const pool = byPost ? await selectPool(ctx.db.read, poolId) : null;
  const round = pool && (await selectRound(ctx.db.read, pool.roundId));
  if (!pool || !byPost || personId === null || !round || round.drawnAt === null) return null;
  return { pool, personId, byPost };
}

function behindTokens(ctx: Context, pool: PoolRow, tokens: string[]): Map<string, string> {
  const { ids } = openTable(ctx, pool);
  return new Map(tokens.map((token) => [token, ids[Number(token) - 1] ?? '']));
}
