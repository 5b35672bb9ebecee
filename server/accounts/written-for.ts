import { lock } from '#db/dialect.ts';
import { insertPerson } from '#server/accounts/records.ts';
import { bind } from '#server/accounts/roster.ts';
import { selectVillager } from '#server/accounts/roster-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { actingPost, may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';

/** Somebody for whom a cadre or clerk writes, as an author. */
export interface WrittenFor {
  personId: string;
  name: string;
  villageSlug: string;
}

/**
 * The account of a villager for whom the viewer may write, so that the matter is the villager's own;
 * one without a phone is opened when there is none. Nobody writes for himself.
 */
export async function accountForVillager(
  ctx: Context,
  villagerId: string,
): Promise<Result<WrittenFor>> {
  const line = await selectVillager(ctx.db.read, villagerId);
  const byId = ctx.viewer.personId;
  if (!line || byId === null || !may(ctx.viewer, 'appeal.raise-for', line.path)) {
    return refuse('notFound');
  }
  const { name } = line;
  const villageSlug = line.villageSlug ?? '';
  if (line.personId === byId) return refuse('notYourself');
  if (line.personId !== null) return accept({ personId: line.personId, name, villageSlug });
  const at = ctx.clock.now();
  const byRole = actingPost(ctx.viewer, 'appeal.raise-for', line.path) ?? '';
  return ctx.db.write(async (tx) => {
    // Pressed twice, it is one account.
    await lock(tx, 'villager', 'id', villagerId);
    const known = (await selectVillager(tx, villagerId))?.personId;
    if (known) return accept({ personId: known, name, villageSlug });
    const personId = newId();
    await insertPerson(tx, { id: personId, name, createdAt: at });
    const binding = { villagerId, personId, how: 'entered', byId, byRole } as const;
    const bound = await bind(tx, ctx, { ...binding, mayReplace: false, at });
    return bound.ok ? accept({ personId, name, villageSlug }) : bound;
  });
}
