import { wordsFor } from '#content/messages/words.ts';
import { isTakenAway, itemOf } from '#server/disclosure-catalogue/items.ts';
import { periodWords } from '#server/disclosure-catalogue/sentence.ts';
import {
  type Copied,
  copiedMonth,
  copySentence,
  copyTitle,
} from '#server/disclosure-copies/copies.ts';
import {
  type PublicRow,
  type PublishedRecord,
  type SignedStep,
  selectPrinted,
  selectSigned,
  standingRows,
} from '#server/disclosure-copies/records.ts';
import { type SheetTable, sheetTable } from '#server/disclosure-copies/sheet-table.ts';
import { noticeNow } from '#server/disclosures/on-notice.ts';
import { profileOf } from '#server/grids/county.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { pageAddress, qrOf } from '#server/posts/printed-address.ts';
import { type LocalDate, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { type DisclosureFacts, factsFrom } from '#server/rules/disclosure-words.ts';
import { disclosurePath, openPath } from '#server/rules/links.ts';
import { formatSlipCode } from '#server/rules/slip-code.ts';

/** A disclosed table on paper: what stands now, as everybody reads it. */
export interface SheetItem {
  no: number;
  title: string;
  sentence: string;
  note: string;
  version: number;
  facts: DisclosureFacts | null;
  isLedger: boolean;
  table: SheetTable;
  /** Members of the supervision committee who signed this version. */
  signers: string[];
  publishedOn: LocalDate;
  shownThrough: LocalDate;
  /** 公示 runs through this day; null when there is none, or it is over. */
  publicityThrough: LocalDate | null;
}

/** What every sheet has besides: whose board it is for, and the way from paper to the page. */
export interface SheetFrame {
  village: Village;
  path: string;
  url: string;
  /** The address as a QR, an SVG string. */
  qr: string;
  help: { name: string; phone: string } | null;
  today: LocalDate;
}

/** An item's sheets for the board. */
export interface ItemSheet extends SheetFrame {
  item: SheetItem;
  /** K7Q2 M9XH 4T */
  slipCode: string;
  /** Only for the village's own board: it names people in need, though masked. */
  isGuarded: boolean;
  /** The number of the line after which the next part begins; null at the end. */
  next: number | null;
}

/**
 * One item on paper, for whoever may read it. A list of people in need is printed by those who serve
 * in the village and by nobody else, with masked names as everywhere.
 */
export async function itemSheet(
  ctx: Context,
  { slug, no, after }: { slug: string; no: number; after: number },
): Promise<ItemSheet | null> {
  const village = await villageBySlug(ctx, slug);
  const asked = village && { villageCode: village.code, no };
  const record = asked && (await selectPrinted(ctx.db.read, ctx.viewer, asked));
  const item = record && (await itemOf(ctx, village.code, record.itemCode));
  if (!item) return null;
  const isGuarded = !record.isTakenAway || !isTakenAway(item);
  if (isGuarded && !may(ctx.viewer, 'disclosure.read-drafts', village.path)) return null;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  ctx.page.shows(`post:${record.postId}`);
  const limit = ctx.book.disclosures.sheetRows;
  const { id: disclosureId, version } = record;
  const [found, steps] = await Promise.all([
    standingRows(ctx.db.read, { disclosureId, version, after, limit: limit + 1 }),
    selectSigned(ctx.db.read, [disclosureId]),
  ]);
  const rows = found.slice(0, limit);
  const signed = steps.get(disclosureId) ?? [];
  const total = factsFrom(record.summary)?.rows ?? rows.length;
  return {
    ...(await frameOf(ctx, village, disclosurePath(village.slug, no))),
    item: sheetItem(ctx, { item, record, rows, total, steps: signed }),
    slipCode: formatSlipCode(record.slipCode),
    isGuarded,
    next: found.length > limit ? (rows.at(-1)?.no ?? null) : null,
  };
}

/** A village's month on paper: every item that everybody may take away. */
export interface MonthSheet extends SheetFrame {
  /** 10月 */
  month: string;
  items: SheetItem[];
}

/** The sheets of a village's month ('2026-10'); null where nothing was published for it. */
export async function monthSheet(
  ctx: Context,
  ref: { slug: string; month: string },
): Promise<MonthSheet | null> {
  const found = await copiedMonth(ctx, ref);
  if (!found || found.copies.length === 0) return null;
  const { village, copies } = found;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const ids = copies.map(({ record }) => record.id);
  const steps = await selectSigned(ctx.db.read, ids);
  const limit = ctx.book.disclosures.monthSheetRows;
  return {
    ...(await frameOf(ctx, village, openPath(village.slug, ref.month))),
    month: periodWords(ctx.lang, ref.month, { withYear: true }),
    items: copies.map(({ item, record, rows }: Copied) => {
      const standing = rows.filter(
        ({ toVersion }) => toVersion === null || toVersion > record.version,
      );
      return sheetItem(ctx, {
        ...{ item, record, rows: standing.slice(0, limit), total: standing.length },
        steps: steps.get(record.id) ?? [],
      });
    }),
  };
}

async function frameOf(ctx: Context, village: Village, path: string): Promise<SheetFrame> {
  ctx.page.shows(`village:${village.code}`);
  const profile = await profileOf(ctx, village.code);
  const url = pageAddress(ctx, path);
  const help = profile?.helpPhone ? { name: profile.helpName, phone: profile.helpPhone } : null;
  return { village, path, url, qr: qrOf(url), help, today: localDate(ctx.clock.now()) };
}

interface SheetParts {
  item: CatalogueItem;
  record: PublishedRecord;
  rows: PublicRow[];
  /** How many rows stand in all. */
  total: number;
  steps: SignedStep[];
}

function sheetItem(ctx: Context, { item, record, rows, total, steps }: SheetParts): SheetItem {
  const { no, note, version, shownThrough, publishedAt } = record;
  return {
    ...{ no, note, version, shownThrough, isLedger: item.isLedger },
    title: copyTitle(ctx.lang, { item, record }),
    sentence: copySentence(ctx.lang, { item, record }),
    facts: factsFrom(record.summary),
    table: sheetTable(ctx, { item, rows, total }),
    signers: signersOf(ctx, steps, version),
    publishedOn: localDate(publishedAt ?? record.versionAt),
    publicityThrough: noticeNow(ctx, record),
  };
}

/** Signatures count since a version was last sent: what came back was signed anew. */
function signersOf({ lang }: Context, steps: SignedStep[], version: number): string[] {
  const own = steps.filter((step) => step.version === version);
  const lastSent = own.findLastIndex(({ what }) => what === 'sent');
  const posts: Record<string, string> = wordsFor(lang).common.post;
  const { signer } = wordsFor(lang).disclosureCopies.sheet;
  const signed = own.filter(({ what }, at) => what === 'signed' && at > lastSent);
  return [...new Set(signed.map(({ name, byPost }) => signer(name, posts[byPost] ?? byPost)))];
}
