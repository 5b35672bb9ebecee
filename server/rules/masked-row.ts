import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import {
  findInCell,
  type GateFinding,
  type GateKnowledge,
  maskCell,
} from '#server/rules/disclosure-gate.ts';
import type { RowCells } from '#server/rules/disclosure-rows.ts';

/** What was found in a cell of a row. */
export interface RowFinding extends Omit<GateFinding, 'byRule'> {
  columnCode: string;
}

/** What may stand in a cell although it was found, because two people said why. */
export type JustifiedSpan = Pick<RowFinding, 'columnCode' | 'start' | 'end'>;

/** A row as its readers have it, and what somebody has to decide about it. */
export interface MaskedRow {
  shown: RowCells;
  /** The cells that the village's own people read otherwise; null where there are none. */
  village: RowCells | null;
  /** What the gate did not expect there; names in a column of names are masked without a word. */
  findings: RowFinding[];
}

/** What was decided about a row before it is masked anew. */
export interface DecidedSpans {
  /** What may stand, because two people said why. */
  justified: readonly JustifiedSpan[];
  /** What was found the first time, perhaps by names that stood in other rows. */
  found: readonly FoundSpan[];
}

type FoundSpan = JustifiedSpan & { kind: string };

/** Masks a row once, for all who will read it. Columns that the item does not have are left out. */
export function maskRow(
  item: Pick<CatalogueItem, 'class' | 'isPersonal' | 'columns'>,
  cells: RowCells,
  known: GateKnowledge,
  decided: DecidedSpans = { justified: [], found: [] },
): MaskedRow {
  const shown: RowCells = {};
  const village: RowCells = {};
  const findings: RowFinding[] = [];
  for (const column of item.columns) {
    const { code: columnCode } = column;
    const value = cells[columnCode] ?? null;
    const found = findInCell(value, { column, item }, known);
    const before = decided.found.filter((one) => one.columnCode === columnCode);
    const standing = together(found, before).filter(
      (one) => !isJustified(decided.justified, columnCode, one),
    );
    shown[columnCode] = maskCell(value, standing, 'public');
    const own = maskCell(value, standing, 'village');
    if (own !== shown[columnCode]) village[columnCode] = own;
    for (const { kind, start, end, byRule } of found)
      if (!byRule) findings.push({ columnCode, kind, start, end });
  }
  const hasOwn = Object.keys(village).length > 0;
  return { shown, village: hasOwn ? village : null, findings };
}

/** Findings of both, in order, and none over another. */
function together(found: GateFinding[], before: readonly FoundSpan[]): GateFinding[] {
  if (before.length === 0) return found;
  const missing = before.filter((one) => found.every((other) => !overlap(one, other)));
  const added = missing.map(
    ({ kind, start, end }): GateFinding => ({
      // Only a name is read differently by the village; anything else is black for all.
      kind: kind === 'name' ? 'name' : 'private',
      ...{ start, end, byRule: false },
    }),
  );
  return [...found, ...added].toSorted((a, b) => a.start - b.start);
}

function overlap(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}

function isJustified(
  justified: readonly JustifiedSpan[],
  columnCode: string,
  { start, end }: GateFinding,
): boolean {
  return justified.some(
    (one) => one.columnCode === columnCode && one.start <= start && end <= one.end,
  );
}
