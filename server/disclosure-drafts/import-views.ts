import { cellWords } from '#server/disclosure-drafts/cells.ts';
import { draftOf } from '#server/disclosure-drafts/drafts.ts';
import {
  type DisclosureFile,
  waitingDisclosureFile,
} from '#server/disclosure-drafts/import-file.ts';
import { ownWords } from '#server/disclosure-drafts/template.ts';
import { type DraftHead, headOf } from '#server/disclosure-drafts/views.ts';
import type { Context } from '#server/kernel/context.ts';

/** The page from which a table is sent. */
export interface ImportView extends DraftHead {
  /** Lines of the table that waits; null when none does. */
  waiting: number | null;
  /** Whether a published table is being corrected. */
  isCorrection: boolean;
  /** Personal numbers that the table may have, in words; '' for none. */
  own: string;
}

/** Where a table is brought into a draft; null for whoever may not. */
export async function importPage(ctx: Context, id: string): Promise<ImportView | null> {
  ctx.page.keepPrivate();
  const draft = await draftOf(ctx, id);
  if (!draft?.mayDraft) return null;
  const file = await waitingDisclosureFile(ctx, id);
  return {
    ...headOf(draft),
    waiting: file?.rows.length ?? null,
    isCorrection: draft.disclosure.version > 0,
    own: ownWords(ctx, draft),
  };
}

/** What a waiting table would bring, before anything is written. */
export interface ImportCheckView extends DraftHead {
  file: Pick<
    DisclosureFile,
    'faults' | 'owned' | 'dropped' | 'ignored' | 'skipped' | 'totals' | 'found' | 'against'
  >;
  rows: number;
  fileKey: string;
  /** The first lines as everybody will read them, in the order of the columns. */
  shown: string[][];
}

/** The check of the viewer's waiting table; 'none' when none waits; null for whoever may not. */
export async function importCheckPage(
  ctx: Context,
  id: string,
): Promise<ImportCheckView | 'none' | null> {
  ctx.page.keepPrivate();
  const draft = await draftOf(ctx, id);
  if (!draft?.mayDraft) return null;
  const waiting = await waitingDisclosureFile(ctx, id);
  if (!waiting) return 'none';
  const { rows, shown, key, ...file } = waiting;
  const { columns } = draft.item;
  return {
    ...headOf(draft),
    ...{ file, rows: rows.length, fileKey: key },
    shown: shown.map((cells) =>
      columns.map((column) => cellWords(ctx.book, ctx.lang, column, cells[column.code])),
    ),
  };
}
