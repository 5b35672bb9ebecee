import { selectSlug, selectSuccessor } from '#server/grids/division-records.ts';
import { villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { memory } from '#server/kernel/memory.ts';
import { villagePath } from '#server/rules/links.ts';

const DIVISION_CODE = /^\d{12}$/;
const successors = memory<{ slug: string | null }>();

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
  const successor = await successorOf(ctx, village);
  if (successor === null) return null;
  if (tail !== '') {
    // What a merged village published stays under its own name, with its own numbers.
    const own = await villageBySlug(ctx, village);
    if (own) return null;
  }
  return `${villagePath(successor)}${tail}?from=${encodeURIComponent(village)}`;
}

async function successorOf(ctx: Context, village: string): Promise<string | null> {
  const found = await successors(ctx, [village], async () => {
    const slug = await selectSuccessor(ctx.db.read, village);
    return new Map([[village, { slug }]]);
  });
  return found.get(village)?.slug ?? null;
}
