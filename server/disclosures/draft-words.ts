import { setResolution } from '#server/disclosures/draft-records.ts';
import { actInDraft, type Draft, draftOf, noteDraft } from '#server/disclosures/drafts.ts';
import { resolutionsOf } from '#server/disclosures/resolutions.ts';
import { updateDisclosure } from '#server/disclosures/review-records.ts';
import { gateOf } from '#server/disclosures/row-writing.ts';
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

/**
 * What is said around a table: without personal numbers, and around one of persons without the names
 * of villagers, which nobody reads in the table itself.
 */
export async function coveredSaying(
  ctx: Context,
  { item, village }: Pick<Draft, 'item' | 'village'>,
  typed: string,
): Promise<string> {
  const said = blacken(typed.trim());
  if (!item.isPersonal || said === '') return said;
  const { known } = await gateOf(ctx, village);
  const names = findInText(said, known, true).filter(({ kind }) => kind === 'name');
  return String(maskCell(said, names, 'public'));
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
