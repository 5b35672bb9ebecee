import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { append } from '#server/ledger/append.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Appends an act of a draw to the ledger; names and tables never stand in its facts. */
export async function noteDraw(
  tx: Tx,
  ctx: Context,
  act: {
    what: string;
    id: string;
    villageCode?: string | null;
    actorId: string;
    byPost: string;
    at: EpochMs;
    facts?: Record<string, unknown>;
    content?: unknown;
  },
): Promise<void> {
  const { what, id, villageCode = null, actorId, byPost, at, facts = {}, content } = act;
  await append(tx, {
    what,
    subjectKind: 'draw',
    subjectId: id,
    villageCode,
    actorId,
    actorRole: byPost,
    at,
    ruleVersion: ctx.book.draws.version,
    facts,
    content,
  });
}
