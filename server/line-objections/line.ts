import { itemOf } from '#server/disclosure-catalogue/items.ts';
import { disclosureTitle } from '#server/disclosure-catalogue/sentence.ts';
import { holdersAt } from '#server/grids/duties.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { livesWithOneOf } from '#server/line-objections/household-records.ts';
import { type AskedLine, selectLine } from '#server/line-objections/line-records.ts';
import type { Audience } from '#server/posts/kinds.ts';
import { type LoadedPost, loadPost } from '#server/posts/load.ts';
import type { CatalogueItem, ItemColumn } from '#server/rules/disclosure-book.ts';
import type { ObjectionLevel } from '#server/rules/line-objections.ts';
import { disclosurePath, lineAnchor } from '#server/rules/links.ts';
import { moneyText, plainQuantity } from '#server/rules/money.ts';

/** A published table as its address names it. */
export interface LineRef {
  slug: string;
  no: number;
}

/** A line that somebody may ask about, and who will read the question. */
export interface LineToAsk {
  village: Village;
  /** The post of the table. */
  loaded: LoadedPost;
  item: CatalogueItem;
  row: AskedLine;
  isPrivate: boolean;
  audience: Audience;
  /** Who answers first: the town, where the supervision committee would be asked about itself. */
  level: ObjectionLevel;
}

/** A standing line of a published table that this viewer may see; null for every other. */
export async function lineToAsk(
  ctx: Context,
  { slug, no }: LineRef,
  rowNo: number,
): Promise<LineToAsk | null> {
  const village = await villageBySlug(ctx, slug);
  const loaded = village && (await loadPost(ctx, { villageCode: village.code, no }));
  if (!village || loaded?.post.kind !== 'disclosure') return null;
  if (loaded.post.removedAt !== null) return null;
  const row = await selectLine(ctx.db.read, loaded.post.id, rowNo);
  const item = row && (await itemOf(ctx, village.code, row.itemCode));
  if (!item || !stands(row)) return null;
  const isPrivate = isAboutPerson(item, row);
  if (await isOfCommittee(ctx, village, row)) {
    return { village, loaded, item, row, isPrivate, audience: 'town', level: 'town' };
  }
  const audience = audienceOf(row, isPrivate);
  return { village, loaded, item, row, isPrivate, audience, level: 'village' };
}

/** Whether a line is about one person: what is asked about it is nobody else's business. */
export function isAboutPerson(
  { isPersonal }: Pick<CatalogueItem, 'isPersonal'>,
  { villagerId }: Pick<AskedLine, 'villagerId'>,
): boolean {
  return isPersonal || villagerId !== null;
}

/** 经手人 of a line of accounts as everybody reads it; '' where it has none. */
export function handlerOf({ shown }: Pick<AskedLine, 'shown'>): string {
  return typeof shown.handler === 'string' ? shown.handler : '';
}

/** A line as a page shows it above a question: its number, its public cells, where it stands. */
export interface LineView {
  no: number;
  /** Title of the table in the reader's language: 10月的账. */
  title: string;
  path: string;
  /** Cells that say something, in the order of the columns. */
  cells: { label: string; text: string; isChinese: boolean }[];
  /** A later version struck it out. */
  isStruck: boolean;
}

/** What everybody reads of a line, in the reader's language where the words are ours. */
export function lineView(
  ctx: Context,
  { slug, no }: LineRef,
  item: CatalogueItem,
  row: AskedLine,
): LineView {
  const cells = item.columns.flatMap((column) => {
    const value = row.shown[column.code] ?? null;
    if (value === null || value === '') return [];
    return [{ label: column[ctx.lang], ...cellWords(ctx, column, value) }];
  });
  const path = lineAnchor(disclosurePath(slug, no), row.rowNo);
  const title = disclosureTitle(ctx.lang, item, row.period);
  return { no: row.rowNo, title, path, cells, isStruck: !stands(row) };
}

function cellWords(
  { book, lang }: Context,
  { is }: ItemColumn,
  value: string | number,
): { text: string; isChinese: boolean } {
  if (is === 'kind') {
    const { kinds } = book.disclosures;
    const kind = [...kinds.in, ...kinds.out].find(({ code }) => code === value);
    return { text: kind?.[lang] ?? String(value), isChinese: kind === undefined };
  }
  if (typeof value === 'string') return { text: value, isChinese: true };
  const text =
    is === 'money' ? moneyText(value) : is === 'quantity' ? plainQuantity(value) : String(value);
  return { text, isChinese: false };
}

function stands({ fromVersion, toVersion, version }: AskedLine): boolean {
  return version > 0 && fromVersion <= version && (toVersion === null || toVersion > version);
}

// Nobody reads or answers what was asked about himself or those he lives with.
async function isOfCommittee(
  ctx: Context,
  { code }: Village,
  { villagerId }: AskedLine,
): Promise<boolean> {
  if (villagerId === null) return false;
  const personIds = await holdersAt(ctx.db.read, code, ['supervision'], ctx.clock.now());
  return livesWithOneOf(ctx.db.read, { villagerId, personIds });
}

function audienceOf({ openTo }: AskedLine, isPrivate: boolean): Audience {
  if (isPrivate) return 'handlers';
  return openTo === 'village' ? 'village' : 'public';
}
