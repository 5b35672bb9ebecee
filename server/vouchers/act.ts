import type { Tx } from '#db/surface.ts';
import { type Draft, draftOf } from '#server/disclosure-drafts/drafts.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';

/** Somebody in office at the papers of a table. */
export interface PaperActing extends Pick<Draft, 'disclosure' | 'village'> {
  personId: string;
  byPost: string;
}

/** The viewer as one who may do this to the papers of a table; whoever may not learns of nothing. */
export async function actingOn(
  ctx: Context,
  disclosureId: string,
  action: Action,
): Promise<Result<PaperActing>> {
  const draft = await draftOf(ctx, disclosureId);
  const { personId } = ctx.viewer;
  if (!draft || personId === null) return refuse('notFound');
  const { disclosure, village } = draft;
  const byPost = actingPost(ctx.viewer, action, village.path);
  return byPost === null ? refuse('notFound') : accept({ disclosure, village, personId, byPost });
}

/** Notes an act about a paper in the ledger, and drops the pages that show it. */
export async function notePaper(
  tx: Tx,
  ctx: Context,
  { village, personId, byPost, disclosure }: PaperActing,
  { what, facts, content }: { what: string; facts: Record<string, unknown>; content?: unknown },
): Promise<void> {
  await append(tx, {
    what,
    subjectKind: disclosure.postId === null ? 'disclosure' : 'post',
    subjectId: disclosure.postId ?? disclosure.id,
    villageCode: village.code,
    actorId: personId,
    actorRole: byPost,
    at: ctx.clock.now(),
    ruleVersion: ctx.book.disclosures.version,
    facts,
    content,
  });
  if (disclosure.postId !== null) tx.touch(`post:${disclosure.postId}`);
}
