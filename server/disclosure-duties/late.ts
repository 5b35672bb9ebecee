import { owedBelow } from '#server/disclosure-duties/owing.ts';
import { ownPlaces } from '#server/grids/desk-places.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { localDate } from '#server/rules/dates.ts';
import { CODE_LENGTH } from '#server/rules/place-codes.ts';

/** What a village or the villages of a town should have disclosed by now and have not. */
export interface LateItems {
  villages: number;
  items: number;
  isTown: boolean;
}

/** Late items of the viewer's own village or town; null for whoever neither drafts nor orders there. */
export async function lateItems(ctx: Context): Promise<LateItems | null> {
  const drafts = (path: string) => may(ctx.viewer, 'disclosure.draft', path);
  const orders = (path: string) => may(ctx.viewer, 'disclosure.order', path);
  const [code] = ownPlaces(ctx, (path) => drafts(path) || orders(path));
  // A county has its board.
  if (code === undefined || code.length < CODE_LENGTH.town) return null;
  const today = localDate(ctx.clock.now());
  const owed = await owedBelow(ctx, { code, today, soon: today });
  const items = owed.reduce((sum, { late }) => sum + late, 0);
  const isTown = code.length === CODE_LENGTH.town;
  return items > 0 ? { villages: owed.length, items, isTown } : null;
}
