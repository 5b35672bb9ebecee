import type { Tx } from '#db/surface.ts';
import { selectStandingRows } from '#server/disclosure-drafts/records.ts';
import {
  keptNumbers,
  type NewRow,
  type PreparedRow,
  prepareRow,
  type RowsFor,
} from '#server/disclosure-drafts/row-writing.ts';
import { strikeRows, unstrikeRows } from '#server/disclosure-drafts/struck-line-records.ts';
import type { DisclosureRow } from '#server/disclosures/row-records.ts';
import { breathe, inSlices } from '#server/kernel/breathe.ts';
import type { Context } from '#server/kernel/context.ts';
import type { OwnDatum } from '#server/rules/disclosure-book.ts';
import { planLines } from '#server/rules/kept-lines.ts';

/** What becomes of the lines that stand published when a file takes their place. */
export interface Replacing {
  /** The lines to write, each in the place of the one that it changes. */
  written: PreparedRow[];
  /** Ids of the lines to strike out. */
  struck: string[];
  counts: ReplacingCounts;
}

/** How many lines stay, are changed, come new, and are struck out without another in their place. */
export interface ReplacingCounts {
  kept: number;
  changed: number;
  added: number;
  gone: number;
}

/** Holds a file against what stands published; null for a first draft, where nothing does. */
export async function replacing(
  ctx: Context,
  of: RowsFor,
  rows: NewRow[],
): Promise<Replacing | null> {
  if (of.draft.version === 0) return null;
  const published = await selectStandingRows(ctx.db.read, of.draft);
  const prepared = await inSlices(rows, (row) => prepareRow(ctx, of, row));
  await breathe();
  const plan = planLines(
    of.item,
    published.map((row) => ({ ...row, own: ownIn(ctx, row) })),
    prepared.map(({ row }, at) => ({
      ...row,
      cells: rows[at]?.cells ?? {},
      own: rows[at]?.own ?? {},
    })),
  );
  await breathe();
  const known = new Map(published.map((row) => [row.id, row]));
  const written = plan.written.flatMap(({ at, insteadOf }) => {
    const line = prepared[at];
    const was = known.get(insteadOf ?? '');
    if (!line || !was) return line ?? [];
    const { row, findings, ...shown } = keptNumbers(line, was, of.item);
    return { ...shown, findings, row: { ...row, replacesId: was.id } };
  });
  const changed = plan.written.filter(({ insteadOf }) => insteadOf !== null).length;
  const [kept, all] = [plan.kept.length, plan.written.length];
  const counts = { kept, changed, added: all - changed, gone: plan.struck.length - changed };
  return { written, struck: plan.struck, counts };
}

function ownIn(
  { secrets }: Context,
  { ownSealed }: DisclosureRow,
): Partial<Record<OwnDatum, string>> {
  return ownSealed === null ? {} : JSON.parse(secrets.open('disclosure-row', ownSealed));
}

/** Strikes what a file changed or left out, and nothing else: a line struck before stands again. */
export async function strike(
  tx: Tx,
  { id, version }: RowsFor['draft'],
  { struck }: Pick<Replacing, 'struck'>,
): Promise<void> {
  await unstrikeRows(tx, { disclosureId: id, version: version + 1 });
  await strikeRows(tx, struck, version + 1);
}
