import type { Tx } from '#db/surface.ts';
import type { GridRow } from '#server/grids/division-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, actingPost } from '#server/kernel/permissions.ts';
import { type Act, append } from '#server/ledger/append.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { CODE_LENGTH, serialOf } from '#server/rules/place-codes.ts';

/** A new place below another; its name is short as people say it, and it has no address of its own. */
export function placeRow({
  code,
  name,
  level,
  kind,
  parent,
}: {
  code: string;
  name: string;
  level: string;
  kind: string;
  parent: { code: string; path: string };
}): GridRow {
  return {
    code,
    level,
    parentCode: parent.code,
    path: `${parent.path}${code}/`,
    name,
    shortName: name,
    kind,
    slug: null,
    sort: serialOf(code),
  };
}

/** What was done to the grid at a place, for the ledger. */
export interface PlaceAct {
  what: string;
  /** Code and path of the place it was done to. */
  parentCode: string;
  path: string;
  at: EpochMs;
  action?: Action;
  facts?: Act['facts'];
  content?: unknown;
}

/** Appends an act on the grid to the ledger, in the act's own write. */
export async function recordPlaces(
  tx: Tx,
  ctx: Context,
  { what, parentCode, path, at, action = 'grid.manage', facts = {}, content }: PlaceAct,
): Promise<void> {
  const village = parentCode.slice(0, CODE_LENGTH.village);
  const isInVillage = /^\d{12}$/.test(village);
  await append(tx, {
    what,
    subjectKind: 'grid',
    subjectId: parentCode,
    villageCode: isInVillage ? village : null,
    actorId: ctx.viewer.personId,
    actorRole: actingPost(ctx.viewer, action, path) ?? 'system',
    at,
    ruleVersion: ctx.book.rules.version,
    facts,
    content,
  });
}
