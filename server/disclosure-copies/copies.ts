import { isTakenAway, itemOf, itemsOf } from '#server/disclosure-catalogue/items.ts';
import {
  disclosureSentence,
  disclosureTitle,
  plainSentence,
} from '#server/disclosure-catalogue/sentence.ts';
import {
  type PublicTable,
  publicTable,
  sha256,
  tableCsv,
} from '#server/disclosure-copies/public-table.ts';
import {
  type PublicRow,
  type PublishedRecord,
  publicRows,
  publicRowsOf,
  type SignedStep,
  selectDueOn,
  selectHashes,
  selectSigned,
  selectTaken,
  selectTakenOfMonth,
} from '#server/disclosure-copies/records.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Lang, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { parsePeriod, periodEnd, periodStart } from '#server/rules/disclosure-periods.ts';
import { factsFrom } from '#server/rules/disclosure-words.ts';
import { isoTime } from '#server/rules/iso-time.ts';
import { copyPath, disclosurePath } from '#server/rules/links.ts';
import type { WorkbookCell } from '#server/workshop/workbook.ts';

/** A published item that may be taken away, with its public table. */
export interface Copied {
  village: Village;
  item: CatalogueItem;
  record: PublishedRecord;
  /** Its rows as they are kept, struck ones too. */
  rows: PublicRow[];
  table: PublicTable;
}

/** Which item of which village. */
export interface CopyRef {
  slug: string;
  no: number;
}

/** An item with its table; null for everybody where rows are about people in need. */
export async function copiedItem(ctx: Context, { slug, no }: CopyRef): Promise<Copied | null> {
  const village = await villageBySlug(ctx, slug);
  const record = village && (await selectTaken(ctx.db.read, { villageCode: village.code, no }));
  const item = record && (await itemOf(ctx, village.code, record.itemCode));
  if (!item || !isTakenAway(item)) return null;
  const { version } = record;
  const rows = await publicRows(ctx.db.read, { disclosureId: record.id, version });
  ctx.page.shows(`post:${record.postId}`, `village:${village.code}`);
  return { village, item, record, rows, table: publicTable(ctx.book, { item, version }, rows) };
}

/** A village's month: '2026-10'. */
export interface MonthRef {
  slug: string;
  month: string;
}

/** The items of a village's month that may be taken away; null for no village or no month. */
export async function copiedMonth(
  ctx: Context,
  { slug, month }: MonthRef,
): Promise<{ village: Village; copies: Copied[] } | null> {
  const village = parsePeriod(month)?.kind === 'month' ? await villageBySlug(ctx, slug) : null;
  if (!village) return null;
  ctx.page.shows(`village:${village.code}`);
  const span = { from: periodStart(month), to: periodEnd(month) };
  const records = await selectTakenOfMonth(ctx.db.read, { villageCode: village.code, ...span });
  const [items, rows] = await Promise.all([
    itemsOf(ctx, village.code),
    publicRowsOf(
      ctx.db.read,
      records.map(({ id }) => id),
    ),
  ]);
  const copies = items.filter(isTakenAway).flatMap((item) =>
    records
      .filter(({ itemCode }) => itemCode === item.code)
      .map((record): Copied => {
        const own = rows.get(record.id) ?? [];
        const table = publicTable(ctx.book, { item, version: record.version }, own);
        return { village, item, record, rows: own, table };
      }),
  );
  return { village, copies };
}

/** What an item is called outside its own page: '2026年10月的账'. */
export function copyTitle(lang: Lang, { item, record }: Pick<Copied, 'item' | 'record'>): string {
  return disclosureTitle(lang, item, record.period);
}

/** What happened, in one sentence; '' where nothing was counted. */
export function copySentence(lang: Lang, { item, record }: Pick<Copied, 'item' | 'record'>) {
  const facts = factsFrom(record.summary);
  const { period } = record;
  return facts === null ? '' : plainSentence(disclosureSentence(lang, item, { period, facts }));
}

/** The name of a file without its ending: 'shiti-finance-lines-2026-10-1012', for every language. */
export function copyName({
  village,
  item,
  record,
}: Pick<Copied, 'village' | 'item' | 'record'>): string {
  return [village.slug, item.code, record.period.toLowerCase(), record.no].join('-');
}

/** The table as a workbook has it: numbers stay numbers. */
export function workbookRows({ columns, rows }: PublicTable): WorkbookCell[][] {
  const cell = (text: string, at: number): WorkbookCell => {
    const is = columns[at]?.is;
    if (!/^-?\d+(?:\.\d+)?$/.test(text)) return text;
    if (is === 'money' || is === 'quantity') return { digits: text, as: is };
    return is === 'count' || is === 'number' ? { digits: text, as: 'count' } : text;
  };
  return [columns.map(({ head }) => head), ...rows.map((row) => row.map(cell))];
}

/** Everything about an item for programs; the same bytes for every language. */
export async function copyJson(ctx: Context, copied: Copied) {
  const { village, item, record, table } = copied;
  const [steps, versions, dueOn] = await Promise.all([
    selectSigned(ctx.db.read, [record.id]),
    selectHashes(ctx.db.read, record.id),
    selectDueOn(ctx.db.read, record.id),
  ]);
  const path = disclosurePath(village.slug, record.no);
  return {
    page: path,
    title: { zh: copyTitle('zh', copied), en: copyTitle('en', copied) },
    summary: { zh: copySentence('zh', copied), en: copySentence('en', copied) },
    village: { code: village.code, name: village.name, town: village.townName },
    item: {
      code: item.code,
      no: item.no,
      class: item.class,
      name: item.name,
      basis: item.basis,
      frequency: item.frequency,
    },
    period: record.period,
    note: record.note,
    recipientRule: record.recipientRule,
    version: record.version,
    ...datesOf(record, dueOn),
    steps: toldSteps(steps.get(record.id) ?? [], record.version),
    versions: versions.map(({ at, ...version }) => ({ ...version, at: isoTime(at) })),
    files: {
      csv: copyPath(village.slug, record.no, 'csv'),
      xlsx: copyPath(village.slug, record.no, 'xlsx'),
    },
    // Of the table as it is now; what was blackened since a version was published changed it.
    hash: `sha256:${sha256(tableCsv(table))}`,
    licence: ctx.book.disclosures.licence,
    columns: table.columns.map(({ head, ...column }) => ({ ...column, zh: head })),
    rows: table.rows,
  };
}

/** As the page tells them: what was sent back stays inside, and so does a change under way. */
function toldSteps(steps: SignedStep[], published: number) {
  const isVoid = (step: SignedStep, at: number) =>
    step.what === 'signed' &&
    steps.some((later, n) => n > at && later.what === 'sent' && later.version === step.version);
  return steps
    .filter((step, at) => TOLD_STEPS.includes(step.what) && !isVoid(step, at))
    .filter(({ version }) => version <= published)
    .map(({ what, version, byPost, name, at }) => ({
      what,
      version,
      byPost,
      name,
      at: isoTime(at),
    }));
}

const TOLD_STEPS = ['drafted', 'signed', 'met', 'publicity', 'published', 'decided', 'corrected'];

function datesOf(record: PublishedRecord, dueOn: string | null) {
  const { endsOn, publishedAt, shownThrough, publicityThrough, lateDays } = record;
  const publishedOn = publishedAt === null ? null : localDate(publishedAt);
  return { endsOn, dueOn, publishedOn, shownThrough, publicityThrough, lateDays };
}
