import { selectFrozenHash, selectPool } from '#server/draws/records.ts';
import { openTable } from '#server/draws/table.ts';
import type { Context } from '#server/kernel/context.ts';

/** Whether the sealed table is the one its hash names, and the hash the one that was published. */
export interface TableCheck {
  isTableSame: boolean;
  isHashSame: boolean;
}

/** Checks, for the operator, the sealed table of a draw; null when there is none of this name. */
export async function checkTable(ctx: Context, id: string): Promise<TableCheck | null> {
  const pool = await selectPool(ctx.db.read, id);
  if (!pool) return null;
  const published = await selectFrozenHash(ctx.db.read, id);
  return { isTableSame: isFrozenOne(ctx, pool), isHashSame: published === pool.tableHash };
}

function isFrozenOne(ctx: Context, pool: Parameters<typeof openTable>[1]): boolean {
  try {
    openTable(ctx, pool);
    return true;
  } catch {
    // Altered, sealed with another key, or another table: each is what the check is for.
    return false;
  }
}
