import { itemOf } from '#server/disclosure-catalogue/items.ts';
import { disclosureTitle } from '#server/disclosure-catalogue/sentence.ts';
import { cellWords } from '#server/disclosure-drafts/cells.ts';
import {
  type ChangedRow,
  selectChangedRows,
} from '#server/disclosure-review/correcting-records.ts';
import {
  selectVersions,
  type VersionRecord,
} from '#server/disclosure-review/publishing-records.ts';
import { disclosureKind } from '#server/disclosures/kind.ts';
import { selectDisclosureOfPost } from '#server/disclosures/reading-records.ts';
import { dutyPeople, type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { loadPost } from '#server/posts/load.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';

/** A line that a version added or struck out, as everybody reads it. */
export interface ChangedLine {
  no: number;
  /** Column and words of each cell that is not empty; none of a line that was withdrawn. */
  cells: { name: string; words: string }[];
  isWithdrawn: boolean;
}

/** One version: who published it and why, and what it changed. */
export interface VersionView {
  no: number;
  reason: string;
  note: string;
  rows: number;
  at: EpochMs;
  by: { name: string; post: string };
  shownThrough: LocalDate;
  hash: string;
  added: ChangedLine[];
  struck: ChangedLine[];
}

/** Every version of a disclosed item, newest first. */
export interface VersionsPage {
  village: Village;
  title: string;
  path: string;
  audience: string;
  versions: VersionView[];
  /** Some changed lines are not listed: there are more than a page holds. */
  hasMore: boolean;
}

/** Corrections are few; a village that changes more lines than this has published a new table. */
const MOST_CHANGES = 400;

/** The versions of a disclosed item by village and number; null where this viewer may see none. */
export async function versionsPage(
  ctx: Context,
  slug: string,
  no: string,
): Promise<VersionsPage | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village || !/^\d{1,6}$/.test(no)) return null;
  const loaded = await loadPost(ctx, { villageCode: village.code, no: Number(no) });
  if (!loaded || loaded.post.kind !== disclosureKind.code) return null;
  const read = await selectDisclosureOfPost(ctx.db.read, loaded.post.id);
  const item = read && (await itemOf(ctx, read.villageCode, read.itemCode));
  if (!read || !item) return null;
  const { audience, id: postId } = loaded.post;
  ctx.page.shows(`post:${postId}`);
  if (audience !== 'public' || ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const which = { disclosureId: read.id, version: read.version, limit: MOST_CHANGES + 1 };
  const [versions, changes] = await Promise.all([
    selectVersions(ctx.db.read, read.id),
    selectChangedRows(ctx.db.read, which),
  ]);
  return {
    ...{ village, audience, path: loaded.path },
    title: disclosureTitle(ctx.lang, item, read.period),
    versions: await versionViews(ctx, { village, item, versions, changes }),
    hasMore: changes.length > MOST_CHANGES,
  };
}

async function versionViews(
  ctx: Context,
  of: { village: Village; item: CatalogueItem; versions: VersionRecord[]; changes: ChangedRow[] },
): Promise<VersionView[]> {
  const { village, item, versions, changes } = of;
  const holders = versions.map(({ publishedById: personId }) => ({
    ...{ personId, gridCode: village.code },
  }));
  const people = await dutyPeople(ctx, holders);
  const lines = (rows: ChangedRow[]) => rows.map((row) => changedLine(ctx, item, row));
  const views = versions.map((version): VersionView => {
    const { no, reason, note, rows, publishedAt: at, shownThrough, hash } = version;
    const name = people.get(version.publishedById)?.name ?? '';
    return {
      ...{ no, reason, note, rows, at, shownThrough, hash },
      by: { name, post: version.publishedByPost },
      added: no === 1 ? [] : lines(changes.filter(({ fromVersion }) => fromVersion === no)),
      struck: lines(changes.filter(({ toVersion }) => toVersion === no)),
    };
  });
  return views.toReversed();
}

function changedLine(
  { book, lang }: Context,
  { columns }: CatalogueItem,
  { no, shown }: ChangedRow,
): ChangedLine {
  const cells = columns.flatMap((column) => {
    const words = cellWords(book, lang, column, shown[column.code]);
    return words === '' ? [] : [{ name: column[lang], words }];
  });
  return { no, cells, isWithdrawn: cells.length === 0 };
}
