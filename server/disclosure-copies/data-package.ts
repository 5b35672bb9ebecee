import {
  type Copied,
  copySentence,
  copyTitle,
  type MonthRef,
} from '#server/disclosure-copies/copies.ts';
import { type PublicColumn, sha256, tableCsv } from '#server/disclosure-copies/public-table.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { isLocalDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { isoTimeFull } from '#server/rules/iso-time.ts';
import { href, openPath } from '#server/rules/links.ts';

/** The file of an item inside its month: 'finance-lines-1012.csv'. */
export function resourceFile({ item, record }: Pick<Copied, 'item' | 'record'>): string {
  return `${item.code}-${record.no}.csv`;
}

/**
 * A village's month as a tabular data package (Frictionless Data, specification 1.0): what each table
 * is called, what its columns hold, how many bytes it has and their SHA-256.
 */
export function dataPackage(
  ctx: Context,
  { month, village, copies }: MonthRef & { village: Village; copies: Copied[] },
) {
  const { publicOrigin } = ctx.env;
  const page = href('zh', openPath(village.slug, month));
  const newest = Math.max(0, ...copies.map(({ record }) => record.versionAt));
  return {
    profile: 'tabular-data-package',
    name: `${village.slug}-open-${month}`,
    title: `${village.townName}${village.name} ${month}`,
    // Without a name of its own the site cannot say where this came from for good.
    ...(publicOrigin && { homepage: publicOrigin + page }),
    ...(newest > 0 && { created: isoTimeFull(newest) }),
    licenses: [licenceOf(ctx)],
    sources: uniqueSources(copies.flatMap(({ item }) => sourcesOf(item))),
    resources: copies.map((copied) => resourceOf(ctx, copied)),
  };
}

function resourceOf(ctx: Context, copied: Copied) {
  const { item, record, table } = copied;
  const csv = tableCsv(table);
  return {
    profile: 'tabular-data-resource',
    name: `${item.code}-${record.no}`,
    path: resourceFile(copied),
    title: copyTitle('zh', copied),
    description: copySentence('zh', copied),
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    bytes: Buffer.byteLength(csv),
    hash: `sha256:${sha256(csv)}`,
    dialect: {
      delimiter: ',',
      lineTerminator: '\r\n',
      quoteChar: '"',
      doubleQuote: true,
      header: true,
    },
    schema: {
      fields: table.columns.map((column, at) => fieldOf(column, table.rows, at)),
      missingValues: [''],
      primaryKey: table.columns[0]?.head ?? '',
    },
    licenses: [licenceOf(ctx)],
    sources: sourcesOf(item),
  };
}

/** Types of Table Schema. Of a line that was withdrawn only its number is left, so no cell must be full. */
const TYPES: Record<PublicColumn['is'], string> = {
  text: 'string',
  day: 'date',
  money: 'number',
  quantity: 'number',
  count: 'integer',
  number: 'integer',
  name: 'string',
  officer: 'string',
  party: 'string',
  place: 'string',
  kind: 'string',
};

function fieldOf({ code, is, head, en }: PublicColumn, rows: string[][], at: number) {
  const constraints =
    code === 'line'
      ? { required: true, unique: true, minimum: 1 }
      : code === 'since'
        ? { required: true, minimum: 1 }
        : null;
  const isDays = rows.every((row) => row[at] === '' || isLocalDate(row[at] ?? ''));
  // A village that wrote no more than the month keeps its words.
  const type = is === 'day' && !isDays ? 'string' : TYPES[is];
  const isNumber = type === 'number';
  return {
    name: head,
    title: en,
    type,
    ...(isNumber && { decimalChar: '.', bareNumber: true }),
    ...(constraints && { constraints }),
  };
}

function licenceOf({ book }: Context) {
  const { name, path, zh } = book.disclosures.licence;
  return { name, path, title: zh };
}

/** The law that an item follows from, with the date of its text. */
function sourcesOf({ basis }: CatalogueItem) {
  return basis.map(({ law, article, lawVersion }) => ({
    title: [law.zh, article, lawVersion].filter((part) => part !== '').join(' '),
  }));
}

function uniqueSources(sources: { title: string }[]) {
  return [...new Map(sources.map((source) => [source.title, source])).values()];
}
