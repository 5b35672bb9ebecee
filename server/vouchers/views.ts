import { itemOf } from '#server/disclosure-catalogue/items.ts';
import { endOfNames } from '#server/disclosure-review/publishing.ts';
import { readsVillage } from '#server/disclosures/lines.ts';
import { type Village, villageByCode, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { may } from '#server/kernel/permissions.ts';
import { sealedPhoto } from '#server/photos/sealed.ts';
import { postById } from '#server/posts/load.ts';
import { type LocalDate, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { href } from '#server/rules/links.ts';
import { paperPath, paperPicture } from '#server/rules/voucher-links.ts';
import {
  lineView,
  type PaperLineView,
  type PaperView,
  paperView,
  seesOriginal,
} from '#server/vouchers/paper-line.ts';
import {
  selectByRows,
  selectPlace,
  selectVoucher,
  type VoucherRow,
} from '#server/vouchers/records.ts';

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
