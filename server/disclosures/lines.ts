import { kindName } from '#server/disclosures/kind-names.ts';
import {
  type LineOrder,
  type LineRecord,
  selectLinePlace,
  selectLines,
  selectOwnRows,
  selectRowPlaces,
} from '#server/disclosures/line-records.ts';
import type { Cells } from '#server/disclosures/row-records.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type AskedView, askedOfLines } from '#server/line-objections/beside-line.ts';
import { listAudiences } from '#server/posts/visible-to.ts';
import type { CatalogueItem, OwnDatum } from '#server/rules/disclosure-book.ts';
import { filterText } from '#server/rules/disclosure-words.ts';
import { disclosurePath, lineAnchor } from '#server/rules/links.ts';

/** What somebody asked of a table: in which order, which lines, which page of them. */
export interface LineFilter {
  sort: 'table' | 'amount' | 'day';
  side: 'in' | 'out' | null;
  /** A kind of the county's, by its code. */
  kind: string | null;
  /** As it was typed; '' for all. */
  q: string;
  /** The number of the line after or before which the page begins. */
  after: number | null;
  before: number | null;
}

/** A line of a published table, as this viewer may read it. */
export interface LineView {
  id: string;
  no: number;
  accountId: string | null;
  side: string | null;
  /** A kind of the county's in the reader's language; null where the line has none. */
  kindName: string | null;
  day: string | null;
  amount: number | null;
  /** By the code of their column; those of the village's own people over those of everybody. */
  cells: Cells;
  /** The version that struck it out; null while it stands. */
  struckIn: number | null;
  /** The version that added it, when that was a correction. */
  addedIn: number | null;
  /** Nobody is named in it any longer. */
  isWithdrawn: boolean;
  /** It is about the viewer himself. */
  isMine: boolean;
  /** His numbers but for a few digits, for him alone. */
  own: Partial<Record<OwnDatum, string>>;
  /** The line of a published resolution that allowed it. */
  resolution: string | null;
  vouchers: number;
  /** What was asked about it; null for nothing. */
  asked: AskedView | null;
}

/** A page of a table's lines, with the numbers from which its neighbours begin. */
export interface LinePage {
  lines: LineView[];
  /** Begin of the page before (`before=`) and after this one (`after=`); null at the ends. */
  previous: number | null;
  next: number | null;
}

/** Which version of which table. */
export interface TableRef {
  village: Village;
  item: CatalogueItem;
  disclosureId: string;
  version: number;
}

/** Longest word that anybody looks for in a table. */
const LONGEST_WORDS = 40;

/** What an address asks of a table; anything that it cannot give is not asked. */
export function readLineFilter(item: CatalogueItem, query: URLSearchParams): LineFilter {
  const sort = query.get('sort');
  const side = query.get('side');
  const isSide = item.isLedger && (side === 'in' || side === 'out');
  const kind = query.get('kind');
  return {
    sort: sort === 'amount' || sort === 'day' ? (sortsBy(item, sort) ? sort : 'table') : 'table',
    side: isSide ? side : null,
    kind: item.isLedger && kind && /^[a-z-]{1,40}$/.test(kind) ? kind : null,
    q: (query.get('q') ?? '').trim().slice(0, LONGEST_WORDS),
    after: numberIn(query.get('after')),
    before: numberIn(query.get('before')),
  };
}

/** Whether every line has what it would be sorted by. */
export function sortsBy(item: CatalogueItem, sort: 'amount' | 'day'): boolean {
  if (item.isLedger) return true;
  const is = sort === 'amount' ? 'money' : 'day';
  return item.columns.some((column) => column.is === is && column.isRequired);
}

/** Whether the viewer reads what a table tells the village's own people. */
export function readsVillage(ctx: Context, village: Village): boolean {
  return listAudiences(ctx.viewer, village.path).includes('village');
}

/** One page of a published table's lines, in the order and after the filters that were asked for. */
export async function disclosureLines(
  ctx: Context,
  table: TableRef,
  filter: LineFilter,
): Promise<LinePage> {
  const { disclosureId, version } = table;
  const limit = ctx.book.disclosures.pageRows;
  const place = async (no: number | null) =>
    no === null ? null : selectLinePlace(ctx.db.read, { disclosureId, no });
  const before = await place(filter.before);
  const after = before ? null : await place(filter.after);
  const found = await selectLines(ctx.db.read, {
    ...{ disclosureId, version, before, after },
    readsVillage: readsVillage(ctx, table.village),
    order: orderOf(table.item, filter),
    side: filter.side,
    kind: filter.kind,
    words: filterText(filter.q),
    limit: limit + 1,
  });
  const page = found.slice(0, limit);
  if (before) page.reverse();
  const hasMore = found.length > limit;
  const first = page[0]?.no ?? null;
  const last = page.at(-1)?.no ?? null;
  return {
    lines: await lineViews(ctx, table, page),
    previous: (before ? hasMore : after !== null) ? first : null,
    next: (before ? true : hasMore) ? last : null,
  };
}

async function lineViews(
  ctx: Context,
  { village, disclosureId, version }: TableRef,
  records: LineRecord[],
): Promise<LineView[]> {
  const villagerIds = ctx.viewer.memberships
    .filter(({ villageCode }) => villageCode === village.code)
    .map(({ villagerId }) => villagerId);
  const ids = records.map(({ id }) => id);
  const [mine, asked, places] = await Promise.all([
    selectOwnRows(ctx.db.read, { disclosureId, version, villagerIds }),
    askedOfLines(ctx, village, { disclosureId, rowIds: ids }),
    selectRowPlaces(
      ctx.db.read,
      records.flatMap(({ resolutionRowId }) => resolutionRowId ?? []),
    ),
  ]);
  const own = new Map(mine.map(({ id, sealed }) => [id, sealed]));
  const resolutions = new Map(
    places.map(({ rowId, rowNo, postNo }) => [
      rowId,
      lineAnchor(disclosurePath(village.slug, postNo), rowNo),
    ]),
  );
  return records.map((record) => {
    const isMine = own.has(record.id);
    const resolution = resolutions.get(record.resolutionRowId ?? '') ?? null;
    const sealed = own.get(record.id) ?? null;
    return {
      ...lineView(record, version),
      kindName: record.kind === null ? null : kindName(ctx, record.kind),
      ...{ isMine, own: openOwn(ctx, sealed), resolution },
      asked: asked.get(record.id) ?? null,
    };
  });
}

function lineView(record: LineRecord, version: number) {
  const { id, no, accountId, side, day, amount, vouchers } = record;
  const { shown, village, fromVersion, toVersion } = record;
  const cells = { ...shown, ...village };
  const isStruck = toVersion !== null && toVersion <= version;
  return {
    ...{ id, no, accountId, side, day, amount, vouchers },
    cells,
    struckIn: isStruck ? toVersion : null,
    addedIn: fromVersion > 1 ? fromVersion : null,
    isWithdrawn: isStruck && Object.keys(shown).length === 0,
  };
}

const OWN: OwnDatum[] = ['id', 'card', 'phone'];

function openOwn(ctx: Context, sealed: string | null): LineView['own'] {
  if (sealed === null) return {};
  const opened: unknown = JSON.parse(ctx.secrets.open('disclosure-row', sealed));
  if (typeof opened !== 'object' || opened === null) return {};
  const known = new Map(Object.entries(opened));
  return Object.fromEntries(
    OWN.flatMap((datum) => {
      const value: unknown = known.get(datum);
      return typeof value === 'string' ? [[datum, value]] : [];
    }),
  );
}

function orderOf(item: CatalogueItem, { sort }: LineFilter): LineOrder {
  if (sort !== 'table') return sort;
  return item.isLedger ? 'ledger' : 'table';
}

function numberIn(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
