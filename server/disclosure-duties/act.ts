import type { Tx } from '#db/surface.ts';
import { type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { type Action, actingPost, may } from '#server/kernel/permissions.ts';
import { append } from '#server/ledger/append.ts';

/** The village, when the viewer may do this there; null otherwise. */
export async function villageFor(
  ctx: Context,
  villageCode: string,
  action: Action,
): Promise<Village | null> {
  const village = await villageByCode(ctx, villageCode);
  return village && may(ctx.viewer, action, village.path) ? village : null;
}

/** An act on what a village owes, in the act's own write; its pages change. */
export async function record(
  tx: Tx,
  ctx: Context,
  act: {
    what: string;
    village: Village;
    facts: Record<string, unknown>;
    content?: unknown;
    action?: Action;
  },
): Promise<void> {
  const { what, village, facts, content, action = 'disclosure.read-drafts' } = act;
  await append(tx, {
    what,
    subjectKind: 'village',
    subjectId: village.code,
    villageCode: village.code,
    actorId: ctx.viewer.personId,
    actorRole: actingPost(ctx.viewer, action, village.path) ?? 'system',
    at: ctx.clock.now(),
    ruleVersion: ctx.book.catalogue.version,
    facts,
    content,
  });
  tx.touch(`village:${village.code}`);
}

/** The form's marks for `once`; a command called without a form has a key of its own. */
export function formOf(ctx: Context, action: string, key: string | undefined) {
  return { actorId: actorOf(ctx), action, key: key ?? newId(), at: ctx.clock.now() };
}

/** Who acts, for the marks of a form. */
export function actorOf(ctx: Context): string {
  return ctx.viewer.personId ?? 'system';
}
