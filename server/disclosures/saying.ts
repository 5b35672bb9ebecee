import { gateOf } from '#server/disclosures/gate-knowledge.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { blacken } from '#server/posts/wording.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { findInText, maskCell } from '#server/rules/disclosure-gate.ts';

/**
 * What is said around a table: without personal numbers, and around one of persons without the names
 * of villagers, which nobody reads in the table itself.
 */
export async function coveredSaying(
  ctx: Context,
  { item, village }: { item: CatalogueItem; village: Village },
  typed: string,
): Promise<string> {
  const said = blacken(typed.trim());
  if (!item.isPersonal || said === '') return said;
  const { known } = await gateOf(ctx, village);
  const names = findInText(said, known, true).filter(({ kind }) => kind === 'name');
  return String(maskCell(said, names, 'public'));
}
