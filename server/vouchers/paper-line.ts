import { cellWords } from '#server/disclosure-drafts/cells.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { headColumn } from '#server/rules/disclosure-words.ts';
import type { PaperLine, VoucherRow } from '#server/vouchers/records.ts';

/** A paper as lists name it. */
export interface PaperView {
  id: string;
  /** 发票, 收据: in the reader's language. */
  kind: string;
  /** 'sealed' | 'covered' | 'open' | 'returned' | 'wrong' */
  state: string;
  /** Why a copy came back, or why it is not the right paper. */
  reason: string;
}

/** A line with its papers. */
export interface PaperLineView {
  no: number;
  words: string;
  papers: PaperView[];
}

/** A paper of a line in the reader's language. */
export function paperView(ctx: Context, { id, title, state, reason }: VoucherRow): PaperView {
  const kind = ctx.book.disclosures.papers.find(({ code }) => code === title);
  return { id, kind: kind?.[ctx.lang] ?? title, state, reason };
}

/** A line by its first cell in words, with those of these papers that are its own. */
export function lineView(
  ctx: Context,
  item: CatalogueItem,
  { id, no, shown }: PaperLine,
  papers: VoucherRow[],
): PaperLineView {
  const head = headColumn(item);
  return {
    no,
    words: cellWords(ctx.book, ctx.lang, head, shown[head.code]),
    papers: papers.filter(({ rowId }) => rowId === id).map((row) => paperView(ctx, row)),
  };
}

/** Whether the viewer sees a paper before anything in it was blackened. */
export function seesOriginal(ctx: Context, village: Village): boolean {
  return (
    may(ctx.viewer, 'voucher.keep', village.path) ||
    may(ctx.viewer, 'disclosure.sign', village.path)
  );
}
