import { typedName } from '#server/disclosure-drafts/account-names.ts';
import type { MoneyAccount } from '#server/disclosure-drafts/account-records.ts';
import { cellWords } from '#server/disclosure-drafts/cells.ts';
import { type Draft, draftOf } from '#server/disclosure-drafts/drafts.ts';
import {
  countFindings,
  type FindingRow,
  selectFindings,
} from '#server/disclosure-drafts/finding-records.ts';
import { mayLetStand, whereFound } from '#server/disclosure-drafts/let-stand.ts';
import { type DraftHead, headOf, typedCells } from '#server/disclosure-drafts/views.ts';
import type { DisclosureRow } from '#server/disclosures/row-records.ts';
import type { Context } from '#server/kernel/context.ts';

/** How many open findings of a kind a column has. */
export interface FindingGroup {
  place: string;
  columnCode: string;
  kind: string;
  n: number;
}

/** One finding with its cell as it is shown and, for those who decide, as it came. */
export interface FindingView {
  id: string;
  place: string;
  columnCode: string;
  kind: string;
  rowNo: number | null;
  shown: string;
  was: string;
  reason: string;
  /** Whether the viewer is the second person for it. */
  mayDecide: boolean;
  /** Whether two people may let it stand at all: an ID number or a bank card is masked or taken out. */
  mayStand: boolean;
}

/** What the gate found in a draft, and what is decided. */
export interface GateView extends DraftHead {
  open: FindingGroup[];
  /** How many are open in all. */
  count: number;
  masked: number;
  singles: FindingView[];
  claimed: FindingView[];
}

const SHOWN = 20;
const CLAIMED = 100;

/** The gate of a draft; null for whoever may not read it. */
export async function gatePage(ctx: Context, id: string): Promise<GateView | null> {
  ctx.page.keepPrivate();
  const draft = await draftOf(ctx, id);
  if (!draft) return null;
  const version = draft.disclosure.version + 1;
  const of = { disclosureId: id, version };
  const [counts, open, claimed] = await Promise.all([
    countFindings(ctx.db.read, id, version),
    selectFindings(ctx.db.read, { ...of, state: 'open' }, SHOWN),
    selectFindings(ctx.db.read, { ...of, state: 'claimed' }, CLAIMED),
  ]);
  const where = await whereFound(ctx, draft.disclosure, [...open, ...claimed]);
  const rowOf = new Map(where.rows.map((row) => [row.id, row]));
  const view = (finding: FindingRow) => ({
    ...(finding.place === 'account'
      ? accountFinding(ctx, draft, finding, where.accounts)
      : findingView(ctx, draft, finding, rowOf.get(finding.rowId ?? '') ?? null)),
    mayStand: mayLetStand(ctx, finding, where),
  });
  const groups = counts.filter(({ state }) => state === 'open');
  const sum = (some: { n: number }[]) => some.reduce((total, { n }) => total + n, 0);
  return {
    ...headOf(draft),
    open: groups.map(({ place, columnCode, kind, n }) => ({ place, columnCode, kind, n })),
    count: sum(groups),
    masked: sum(counts.filter(({ state }) => state === 'masked')),
    singles: open.map(view),
    claimed: claimed.map(view),
  };
}

// What was found in the name of an account is decided like what was found in a cell.
function accountFinding(
  ctx: Context,
  draft: Draft,
  finding: FindingRow,
  accounts: MoneyAccount[],
): Omit<FindingView, 'mayStand'> {
  const account = accounts.find(({ id }) => id === finding.columnCode);
  const mayRead = draft.mayDraft || draft.mayJustify;
  return {
    ...findingView(ctx, draft, finding, null),
    shown: account?.name ?? '',
    was: account && mayRead ? typedName(ctx, account) : '',
  };
}

function findingView(
  ctx: Context,
  { item, mayDraft, mayJustify }: Draft,
  finding: FindingRow,
  row: DisclosureRow | null,
): Omit<FindingView, 'mayStand'> {
  const { id, place, columnCode, kind, rowNo, reason } = finding;
  const column = item.columns.find(({ code }) => code === columnCode);
  const words = (cells: DisclosureRow['shown']) =>
    column ? cellWords(ctx.book, ctx.lang, column, cells[columnCode]) : '';
  return {
    ...{ id, place, columnCode, kind, rowNo, reason },
    shown: row ? words(row.shown) : '',
    was: row && (mayDraft || mayJustify) ? words(typedCells(ctx, row)) : '',
    mayDecide: mayJustify && finding.firstById !== ctx.viewer.personId,
  };
}
