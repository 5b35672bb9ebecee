import {
  type AccountFault,
  type AccountState,
  countAccounts,
} from '#server/disclosure-drafts/accounts.ts';
import { cellTyped, cellWords } from '#server/disclosure-drafts/cells.ts';
import {
  type Draft,
  draftOf,
  type Fillable,
  fillable,
  type WhichDraft,
} from '#server/disclosure-drafts/drafts.ts';
import { lastPeriod } from '#server/disclosure-drafts/last-period.ts';
import {
  selectDraftRows,
  selectLastNo,
  selectNamedRows,
} from '#server/disclosure-drafts/records.ts';
import { type ResolutionChoice, resolutionsOf } from '#server/disclosure-drafts/resolutions.ts';
import { type Waiting, waitingOf } from '#server/disclosure-drafts/waiting.ts';
import { countRows, countUndecided, selectSteps } from '#server/disclosures/records.ts';
import type { DisclosureRow } from '#server/disclosures/row-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { type PeriodParts, parsePeriod } from '#server/rules/disclosure-periods.ts';

/** A line of a draft as everybody will read it. */
export interface DraftLine {
  no: number;
  /** In the order of the item's columns. */
  cells: string[];
  /** It was published: changed, it stays struck out. */
  isPublished: boolean;
}

/** What the head of every page of a draft says. */
export interface DraftHead {
  id: string;
  village: { code: string; name: string; slug: string };
  item: CatalogueItem;
  period: PeriodParts;
  state: string;
  mayDraft: boolean;
  mayJustify: boolean;
  key: string;
}

/** The draft as the clerk works on it. */
export interface DraftView extends DraftHead {
  /** Why it was sent back, or why a published version is being changed. */
  returnedReason: string | null;
  changeReason: string;
  /** How many lines the town's bookkeeper sent; null where he did not. */
  uploaded: number | null;
  rows: number;
  lines: DraftLine[];
  /** The highest number that a line of it ever had. */
  lastNo: number;
  /** The number after which the next page begins. */
  next: number | null;
  isFirstPage: boolean;
  undecided: number;
  accounts: { states: AccountState[]; faults: AccountFault[] } | null;
  kinds: { value: string; label: string; side: 'in' | 'out' }[];
  note: string;
  recipientRule: string;
  resolutions: ResolutionChoice[];
  /** Lines of the period before, to be taken over into the form. */
  last: { period: PeriodParts; lines: Record<string, string>[] } | null;
  hasImportWaiting: boolean;
  /** What it waits for before it may be sent. */
  waiting: Waiting | null;
}

/** A draft page: its rows after a number, and what is still to be done; null for whoever may not. */
export async function draftPage(
  ctx: Context,
  id: string,
  after: string | null,
): Promise<DraftView | null> {
  ctx.page.keepPrivate();
  const draft = await draftOf(ctx, id);
  if (!draft) return null;
  const { disclosure, item } = draft;
  const limit = ctx.book.disclosures.pageRows;
  const from = placeOf(after);
  const [rows, page, lastNo, undecided, accounts, last, steps, resolutions, waiting] =
    await Promise.all([
      countRows(ctx.db.read, id, disclosure.version + 1),
      selectDraftRows(ctx.db.read, disclosure, { after: from, limit: limit + 1 }),
      selectLastNo(ctx.db.read, id),
      countUndecided(ctx.db.read, id, disclosure.version + 1),
      item.isLedger ? countAccounts(ctx.db.read, disclosure) : null,
      draft.mayDraft ? lastPeriod(ctx, draft) : null,
      selectSteps(ctx.db.read, id),
      draft.mayDraft ? resolutionsOf(ctx, disclosure.villageCode) : [],
      waitingOf(ctx, draft, disclosure),
    ]);
  const shown = page.slice(0, limit);
  const returned = steps.findLast(({ what }) => what === 'returned');
  return {
    ...headOf(draft),
    returnedReason: disclosure.state === 'returned' ? (returned?.reason ?? null) : null,
    changeReason: disclosure.changeReason,
    uploaded: disclosure.uploadId !== null && disclosure.version === 0 ? rows : null,
    rows,
    lastNo,
    lines: shown.map((row) => lineOf(ctx, draft, row)),
    next: page.length > limit ? (shown.at(-1)?.no ?? null) : null,
    isFirstPage: from === 0,
    ...{ undecided, accounts, resolutions },
    kinds: kindChoices(ctx),
    note: disclosure.note,
    recipientRule: disclosure.recipientRule,
    last: last && last.lines.length > 0 ? { ...last, period: partsOf(last.period) } : null,
    hasImportWaiting: false,
    waiting,
  };
}

/** One line of a draft with what was typed into it; null for whoever may not change it. */
export async function rowPage(ctx: Context, id: string, no: string) {
  ctx.page.keepPrivate();
  const draft = await draftOf(ctx, id);
  const number = placeOf(no);
  if (!draft?.mayDraft || number === 0) return null;
  const [row] = await selectNamedRows(ctx.db.read, draft.disclosure, [number]);
  if (!row) return null;
  const cells = typedCells(ctx, row);
  const accounts = draft.item.isLedger ? await countAccounts(ctx.db.read, draft.disclosure) : null;
  return {
    ...headOf(draft),
    no: row.no,
    isPublished: row.fromVersion <= draft.disclosure.version,
    typed: Object.fromEntries(
      draft.item.columns.map((column) => [column.code, cellTyped(column, cells[column.code])]),
    ),
    kinds: kindChoices(ctx),
    accounts: accounts?.states.map(({ name }) => name) ?? [],
    resolution: row.resolutionRowId ?? '',
    resolutions: await resolutionsOf(ctx, draft.disclosure.villageCode),
  };
}

/** Where a new table begins; null where there is no such item, period or right. */
export async function beginPage(
  ctx: Context,
  which: WhichDraft,
): Promise<(Fillable & { now: EpochMs; waiting: Waiting | null }) | null> {
  ctx.page.keepPrivate();
  const found = await fillable(ctx, which, 'disclosure.draft');
  if (!found) return null;
  const { period, disclosureId } = found;
  // One that is begun says it itself.
  const isBegun = disclosureId !== null;
  const waiting = isBegun ? null : await waitingOf(ctx, found, { period, version: 0 });
  return { ...found, now: ctx.clock.now(), waiting };
}

/** What every page of a draft says of it. */
export function headOf({ disclosure, item, village, mayDraft, mayJustify }: Draft): DraftHead {
  return {
    id: disclosure.id,
    village: { code: village.code, name: village.name, slug: village.slug ?? village.code },
    item,
    period: partsOf(disclosure.period),
    state: disclosure.state,
    ...{ mayDraft, mayJustify },
    key: newToken(),
  };
}

/** The cells of a row as they came while nobody has published them, else as the village reads them. */
export function typedCells({ secrets }: Context, row: DisclosureRow): DisclosureRow['shown'] {
  if (row.draftSealed !== null) return JSON.parse(secrets.open('disclosure-row', row.draftSealed));
  return { ...row.shown, ...row.village };
}

function lineOf(ctx: Context, { item, disclosure }: Draft, row: DisclosureRow): DraftLine {
  return {
    no: row.no,
    cells: item.columns.map((column) =>
      cellWords(ctx.book, ctx.lang, column, row.shown[column.code]),
    ),
    isPublished: row.fromVersion <= disclosure.version,
  };
}

function kindChoices({ book, lang }: Context): DraftView['kinds'] {
  const { kinds } = book.disclosures;
  return (['in', 'out'] as const).flatMap((side) =>
    kinds[side].map((kind) => ({ value: kind.code, label: kind[lang], side })),
  );
}

function partsOf(period: string): PeriodParts {
  const parts = parsePeriod(period);
  if (!parts) throw new Error(`${period} is no period`);
  return parts;
}

function placeOf(after: string | null): number {
  return after !== null && /^\d{1,6}$/.test(after) ? Number(after) : 0;
}
