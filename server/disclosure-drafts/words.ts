import { actInDraft, draftOf, noteDraft } from '#server/disclosure-drafts/drafts.ts';
import { setResolution } from '#server/disclosure-drafts/records.ts';
import { resolutionsOf } from '#server/disclosure-drafts/resolutions.ts';
import { gateOf } from '#server/disclosures/gate-knowledge.ts';
import { updateDisclosure } from '#server/disclosures/records.ts';
import { coveredSaying } from '#server/disclosures/saying.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { blacken } from '#server/posts/wording.ts';
import { findInText, maskCell } from '#server/rules/disclosure-gate.ts';

/** The words before a table, and the resolution that allowed all of its lines. */
export interface DraftWords {
  note: string;
  rule: string;
  /** The row of a published resolution; '' to leave the lines as they are. */
  resolution: string;
}

/** The words with every personal datum blackened; the same words when there is none. */
export async function coveredWords(
  ctx: Context,
  id: string,
  words: Pick<DraftWords, 'note' | 'rule'>,
): Promise<Pick<DraftWords, 'note' | 'rule'> | null> {
  const draft = await draftOf(ctx, id);
  if (!draft) return null;
  const { known } = await gateOf(ctx, draft.village);
  const cover = (text: string) =>
    String(maskCell(text, findInText(text, known, draft.item.isPersonal), 'public') ?? '');
  return { note: cover(words.note), rule: cover(words.rule) };
}

/** A reason or a decision about a draft, as `coveredSaying` leaves it. */
export async function coveredReason(ctx: Context, id: string, typed: string): Promise<string> {
  const draft = await draftOf(ctx, id);
  return draft ? coveredSaying(ctx, draft, typed) : blacken(typed.trim());
}

/** Keeps the words before a table; what the gate finds in them is blackened whatever the form said. */
export async function saveWords(
  ctx: Context,
  id: string,
  { resolution, key, ...typed }: DraftWords & { key?: string | undefined },
): Promise<Result> {
  const covered = await coveredWords(ctx, id, typed);
  const draft = await draftOf(ctx, id);
  if (!covered || !draft) return refuse('notFound');
  const known = await resolutionsOf(ctx, draft.disclosure.villageCode);
  const allowing = known.find(({ rowId }) => rowId === resolution);
  if (resolution !== '' && !allowing) return refuse('pickOne', 'resolution');
  return actInDraft(ctx, id, { key }, async (acting) => {
    const { tx, disclosure, at } = acting;
    const { note, rule: recipientRule } = covered;
    await updateDisclosure(tx, id, { note, recipientRule, changedAt: at });
    if (allowing) await setResolution(tx, disclosure, allowing.rowId);
    await noteDraft({ ...acting, ctx }, 'disclosure.worded', {}, { note, recipientRule });
    return accept();
  });
}
