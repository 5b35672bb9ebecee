import { itemOf } from '#server/disclosure-catalogue/items.ts';
import { disclosureTitle } from '#server/disclosure-catalogue/sentence.ts';
import { cellWords } from '#server/disclosure-drafts/cells.ts';
import { draftOf } from '#server/disclosure-drafts/drafts.ts';
import { endOfNames } from '#server/disclosure-review/publishing.ts';
import { readsVillage } from '#server/disclosures/lines.ts';
import { type Village, villageByCode, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { may } from '#server/kernel/permissions.ts';
import { sealedPhoto } from '#server/photos/sealed.ts';
import { postById } from '#server/posts/load.ts';
import { type EpochMs, type LocalDate, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { headColumn } from '#server/rules/disclosure-words.ts';
import { href, paperPath, paperPicture } from '#server/rules/links.ts';
import {
  type PaperLine,
  selectByRows,
  selectLine,
  selectPaperLines,
  selectPlace,
  selectVoucher,
  selectWaiting,
  type VoucherRow,
} from '#server/vouchers/records.ts';

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

/** A link to an opened copy. */
export interface PaperLink {
  kind: string;
  path: string;
}

/** A published table as far as the links to its papers must know it. */
export interface PaperTable {
  item: CatalogueItem;
  shownThrough: LocalDate | null;
  lines: { id: string; vouchers: number; isWithdrawn: boolean }[];
}

/** Links to the opened copies behind these lines, for whoever reads what the village reads; none for others. */
export async function openPaperLinks(
  ctx: Context,
  village: Village,
  { item, shownThrough, lines }: PaperTable,
): Promise<Map<string, PaperLink[]>> {
  const found = new Map<string, PaperLink[]>();
  if (!readsVillage(ctx, village) || areNamesOver(ctx, item, shownThrough)) return found;
  const rowIds = lines.flatMap(({ id, vouchers, isWithdrawn }) =>
    vouchers > 0 && !isWithdrawn ? id : [],
  );
  for (const row of await selectByRows(ctx.db.read, rowIds)) {
    if (row.state !== 'open') continue;
    const path = href(ctx.lang, paperPath(village.slug, row.id));
    const link = { kind: paperView(ctx, row).kind, path };
    found.set(row.rowId, [...(found.get(row.rowId) ?? []), link]);
  }
  return found;
}

/** A line with its papers, on the desk. */
export interface PaperLineView {
  no: number;
  words: string;
  papers: PaperView[];
}

/** The papers of a table on the desk. */
export interface PapersView {
  id: string;
  title: string;
  village: Village;
  lines: PaperLineView[];
  next: number | null;
  /** The line that papers are being added to. */
  line: PaperLineView | null;
  waiting: (PaperView & { isMine: boolean })[];
  kinds: { value: string; label: string }[];
  mayKeep: boolean;
  perPost: number;
  key: string;
}

/** The papers of a table for whoever works on it; null for everybody else. */
export async function papersPage(
  ctx: Context,
  disclosureId: string,
  { line, after }: { line: string | null; after: string | null },
): Promise<PapersView | null> {
  const draft = await draftOf(ctx, disclosureId);
  if (!draft) return null;
  ctx.page.keepPrivate();
  const { disclosure, item, village } = draft;
  const limit = ctx.book.disclosures.pageRows;
  const found = await selectPaperLines(ctx.db.read, {
    ...{ disclosureId, version: disclosure.version, limit: limit + 1 },
    after: numberIn(after) ?? 0,
  });
  const page = found.slice(0, limit);
  const no = numberIn(line);
  const chosen = no === null ? null : await selectLine(ctx.db.read, disclosure, no);
  const waiting = await selectWaiting(ctx.db.read, disclosureId);
  const papers = await selectByRows(
    ctx.db.read,
    [...page, ...(chosen ? [chosen] : [])].map(({ id }) => id),
  );
  const viewOf = (one: PaperLine) => lineView(ctx, item, one, papers);
  return {
    ...{ id: disclosureId, village },
    title: disclosureTitle(ctx.lang, item, disclosure.period),
    lines: page.map(viewOf),
    next: found.length > limit ? (page.at(-1)?.no ?? null) : null,
    line: chosen && viewOf(chosen),
    waiting: waiting.map((row) => ({
      ...paperView(ctx, row),
      isMine: row.coveredById === ctx.viewer.personId,
    })),
    kinds: ctx.book.disclosures.papers.map((kind) => ({ value: kind.code, label: kind[ctx.lang] })),
    mayKeep: may(ctx.viewer, 'voucher.keep', village.path),
    perPost: ctx.book.rules.photos.perPost,
    key: newToken(),
  };
}

/** One paper on the desk: the picture to blacken, or the copy to look at. */
export interface PaperDeskView extends PaperView {
  disclosureId: string;
  title: string;
  line: PaperLineView;
  village: Village;
  /** The size of the picture that is shown. */
  picture: { src: string; width: number; height: number };
  isCopy: boolean;
  coveredAt: EpochMs | null;
  checkedAt: EpochMs | null;
  /** What this viewer may do with it now. */
  may: { keep: boolean; check: boolean; seePaper: boolean };
  isOwnWork: boolean;
  key: string;
}

/** A paper for whoever works on it; null for everybody else. */
export async function paperDesk(ctx: Context, id: string): Promise<PaperDeskView | null> {
  const row = await selectVoucher(ctx.db.read, id);
  const draft = row && (await draftOf(ctx, row.disclosureId));
  const place = row && (await selectPlace(ctx.db.read, row));
  if (!row || !draft || !place) return null;
  ctx.page.keepPrivate();
  const { village, item, disclosure } = draft;
  const seesPaper = seesOriginal(ctx, village);
  const isCopy = row.copyId !== null;
  if (!isCopy && !seesPaper) return null;
  const photo = await sealedPhoto(ctx, row.copyId ?? row.photoId);
  const isOwnWork = row.coveredById === ctx.viewer.personId;
  const isCovered = row.state === 'covered';
  return {
    ...paperView(ctx, row),
    ...{ disclosureId: row.disclosureId, village, isCopy, isOwnWork },
    title: disclosureTitle(ctx.lang, item, disclosure.period),
    line: lineView(ctx, item, place.line, []),
    picture: {
      src: paperPicture(id, isCopy ? 'copy' : 'paper', 720),
      width: photo?.width ?? 720,
      height: photo?.height ?? 540,
    },
    ...{ coveredAt: row.coveredAt, checkedAt: row.checkedAt },
    may: {
      keep: row.state !== 'wrong' && may(ctx.viewer, 'voucher.keep', village.path),
      check: isCovered && !isOwnWork && may(ctx.viewer, 'voucher.check', village.path),
      seePaper: seesPaper,
    },
    key: newToken(),
  };
}

/** One opened copy as the village's people read it. */
export interface OpenPaperView extends PaperView {
  village: Village;
  line: PaperLineView;
  postNo: number;
  title: string;
  src: string;
  width: number;
  height: number;
}

/** An opened copy; null for whoever does not read what the village reads. */
export async function openPaper(
  ctx: Context,
  slug: string,
  id: string,
): Promise<OpenPaperView | null> {
  const village = await villageBySlug(ctx, slug);
  const row = village && (await selectVoucher(ctx.db.read, id));
  const place = row && (await selectPlace(ctx.db.read, row));
  if (!village || !row || place?.villageCode !== village.code) return null;
  if (!(await readsCopy(ctx, village, row, place))) return null;
  const loaded = place.postId === null ? null : await postById(ctx, place.postId);
  const item = await itemOf(ctx, village.code, place.itemCode);
  const photo = row.copyId === null ? null : await sealedPhoto(ctx, row.copyId);
  if (!loaded || !item || !photo) return null;
  ctx.page.keepPrivate();
  return {
    ...paperView(ctx, row),
    ...{ village, postNo: loaded.post.no, title: loaded.post.title },
    line: lineView(ctx, item, place.line, []),
    src: paperPicture(id, 'copy', 1600),
    ...{ width: photo.width ?? 1600, height: photo.height ?? 1200 },
  };
}

/** The photo behind an address of a picture, for whoever may see it; null for everybody else. */
export async function pictureFor(
  ctx: Context,
  id: string,
  which: 'copy' | 'paper',
): Promise<string | null> {
  const row = await selectVoucher(ctx.db.read, id);
  const place = row && (await selectPlace(ctx.db.read, row));
  const village = place && (await villageByCode(ctx, place.villageCode));
  if (!row || !place || !village) return null;
  if (which === 'paper') return seesOriginal(ctx, village) ? row.photoId : null;
  const works =
    may(ctx.viewer, 'disclosure.read-drafts', village.path) && ctx.viewer.personId !== null;
  const reads = works || (await readsCopy(ctx, village, row, place));
  return reads ? row.copyId : null;
}

type Place = NonNullable<Awaited<ReturnType<typeof selectPlace>>>;

/** An opened copy, of a line that was published, through the post that carries it. */
async function readsCopy(
  ctx: Context,
  village: Village,
  row: VoucherRow,
  { postId, itemCode, shownThrough, version, fromVersion, line }: Place,
): Promise<boolean> {
  const isOut = row.state === 'open' && fromVersion <= version && postId !== null;
  // A withdrawn line names nobody any more; neither may its papers.
  const isWithdrawn = Object.keys(line.shown).length === 0;
  if (!isOut || isWithdrawn || !readsVillage(ctx, village)) return false;
  const item = await itemOf(ctx, village.code, itemCode);
  if (!item || areNamesOver(ctx, item, shownThrough)) return false;
  return (await postById(ctx, postId)) !== null;
}

// A paper names whom the list itself names no more once its days are over (domain 8.43).
function areNamesOver(ctx: Context, item: CatalogueItem, through: LocalDate | null): boolean {
  const end = through && endOfNames(item, through);
  return end !== null && localDate(ctx.clock.now()) > end;
}

function seesOriginal(ctx: Context, village: Village): boolean {
  return (
    may(ctx.viewer, 'voucher.keep', village.path) ||
    may(ctx.viewer, 'disclosure.sign', village.path)
  );
}

function paperView(ctx: Context, { id, title, state, reason }: VoucherRow): PaperView {
  const kind = ctx.book.disclosures.papers.find(({ code }) => code === title);
  return { id, kind: kind?.[ctx.lang] ?? title, state, reason };
}

function lineView(
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

function numberIn(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null;
}
