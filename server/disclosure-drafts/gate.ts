import { callAgain } from '#server/disclosure-drafts/account-names.ts';
import {
  actInDraft,
  type DraftActing,
  draftOf,
  noteDraft,
} from '#server/disclosure-drafts/drafts.ts';
import {
  acceptOpen,
  type FindingRow,
  selectFinding,
  updateFinding,
} from '#server/disclosure-drafts/finding-records.ts';
import { mayLetStand, showAgain, whereFound } from '#server/disclosure-drafts/let-stand.ts';
import { gateOf } from '#server/disclosures/gate-knowledge.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';

/** Which open findings stay masked: all, those of a column and kind, or a single one. */
export interface WhichFindings {
  columnCode?: string | undefined;
  kind?: string | undefined;
  findingId?: string | undefined;
  key?: string | undefined;
}

/** Leaves open findings masked as they are; says how many. */
export function decideFindings(
  ctx: Context,
  id: string,
  { columnCode, kind, findingId, key }: WhichFindings,
): Promise<Result<{ decided: number }>> {
  return actInDraft(ctx, id, { key }, async (acting) => {
    const { tx, disclosure, at, actorId } = acting;
    const which = {
      ...{ disclosureId: id, version: disclosure.version + 1 },
      ...(columnCode !== undefined && { columnCode }),
      ...(kind !== undefined && { kind }),
      ...(findingId !== undefined && { id: findingId }),
    };
    const decided = await acceptOpen(tx, which, { firstById: actorId, firstAt: at });
    await noteDraft({ ...acting, ctx }, 'disclosure.masked', { findings: decided });
    return accept({ decided });
  });
}

const SHORTEST_REASON = 4;

/** Says why a datum may stand; it stays masked until somebody else agrees. */
export async function claimFinding(
  ctx: Context,
  id: string,
  { findingId, reason, key }: { findingId: string; reason: string; key?: string | undefined },
): Promise<Result> {
  if ([...reason.trim()].length < SHORTEST_REASON) return refuse('reasonShort', 'reason');
  if (await isNeverShown(ctx, id, findingId)) return refuse('neverShown', 'reason');
  return actInDraft(ctx, id, { key }, async (acting) => {
    const { tx, at, actorId } = acting;
    const finding = await findingOf(acting, findingId);
    if (!finding) return refuse('notFound');
    if (finding.state !== 'open') return refuse('alreadyDone');
    const first = { firstById: actorId, firstAt: at };
    await updateFinding(tx, findingId, { ...first, state: 'claimed', reason: reason.trim() });
    await noteDraft({ ...acting, ctx }, 'disclosure.claimed', factsOf(finding), { reason });
    return accept();
  });
}

/** The second person agrees that a datum may stand, or leaves it masked; never the first himself. */
export async function decideClaim(
  ctx: Context,
  id: string,
  { findingId, agrees, key }: { findingId: string; agrees: boolean; key?: string | undefined },
): Promise<Result> {
  const draft = await draftOf(ctx, id);
  if (!draft?.mayJustify) return refuse('notFound');
  // What was asked for before is held against the same rule as what is asked for now.
  if (agrees && (await isNeverShown(ctx, id, findingId))) return refuse('neverShown');
  const { known } = await gateOf(ctx, draft.village);
  const action = 'disclosure.justify';
  return actInDraft(ctx, id, { action, key }, async (acting) => {
    const { tx, at, actorId } = acting;
    const finding = await findingOf(acting, findingId);
    if (!finding) return refuse('notFound');
    if (finding.state !== 'claimed') return refuse('alreadyDone');
    if (finding.firstById === actorId) return refuse('secondPerson');
    const state = agrees ? 'justified' : 'refused';
    await updateFinding(tx, findingId, { state, secondById: actorId, secondAt: at });
    const rowIds = finding.rowId === null ? [] : [finding.rowId];
    if (agrees && rowIds.length > 0) await showAgain(ctx, acting, { rowIds, known });
    if (agrees && finding.place === 'account') await callAgain(ctx, acting, finding.columnCode);
    await noteDraft({ ...acting, ctx }, `disclosure.${state}`, factsOf(finding));
    return accept();
  });
}

async function isNeverShown(ctx: Context, id: string, findingId: string): Promise<boolean> {
  const finding = await selectFinding(ctx.db.read, findingId);
  const draft = finding?.disclosureId === id ? await draftOf(ctx, id) : null;
  if (!finding || !draft) return false;
  return !mayLetStand(ctx, finding, await whereFound(ctx, draft.disclosure, [finding]));
}

async function findingOf(
  { tx, disclosure }: DraftActing,
  findingId: string,
): Promise<FindingRow | null> {
  const finding = await selectFinding(tx, findingId);
  const isOfDraft =
    finding?.disclosureId === disclosure.id && finding.version === disclosure.version + 1;
  return isOfDraft ? finding : null;
}

function factsOf({ place, columnCode, kind, rowNo }: FindingRow) {
  return { place, column: columnCode, kind, row: rowNo };
}
