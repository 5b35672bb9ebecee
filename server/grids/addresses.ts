import { selectSlug, selectSuccessor } from '#server/grids/division-records.ts';
import { selectVillages } from '#server/grids/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { villagePath } from '#server/rules/links.ts';

const DIVISION_CODE = /^\d{12}$/;

/**
 * Where an address that starts with a division code or the name of a merged village leads now; null
 * when the address is good as it is. The new village's page says why one is there (?from=).
 */
export async function readAddress(
  ctx: Context,
  village: string,
  rest: string,
): Promise<string | null> {
  const tail = rest === '' ? '' : `/${rest}`;
  if (DIVISION_CODE.test(village)) {
    const slug = await selectSlug(ctx.db.read, village);
    if (slug !== null) return villagePath(slug) + tail;
  }
  const successor = await selectSuccessor(ctx.db.read, village);
  if (successor === null) return null;
  if (tail !== '') {
    // What a merged village published stays under its own name, with its own numbers.
    const [own] = await selectVillages(ctx.db.read, { slug: village });
    if (own) return null;
  }
  return `${villagePath(successor)}${tail}?from=${encodeURIComponent(village)}`;
}
