import { createHash } from 'node:crypto';
import { wordsFor } from '#content/messages/words.ts';
import type { Reader } from '#db/surface.ts';
import { type PublicRow, publicRows } from '#server/disclosure-copies/records.ts';
import type { CountyBook } from '#server/kernel/county-book.ts';
import { writeDelimited } from '#server/rules/delimited.ts';
import type { CatalogueItem, ItemColumn } from '#server/rules/disclosure-book.ts';
import { plainMoney, plainQuantity } from '#server/rules/money.ts';

/**
 * The one public table of a disclosed item: what its downloads hold and its hash is made of. It has
 * Chinese heads in every language, so that the same table is the same bytes for everybody.
 */
export interface PublicTable {
  columns: PublicColumn[];
  rows: string[][];
}

/** A column of the public table: one of the item's, or what every table has besides. */
export interface PublicColumn {
  code: string;
  is: ItemColumn['is'] | 'number';
  head: string;
  en: string;
  isRequired: boolean;
}

/** Which version of which item's table. */
export interface WhichTable {
  item: CatalogueItem;
  disclosureId: string;
  version: number;
}

/** The columns of an item's public table: its line number, its own, and the versions of the line. */
export function publicColumns(item: CatalogueItem): PublicColumn[] {
  const [zh, en] = [wordsFor('zh').disclosureCopies.heads, wordsFor('en').disclosureCopies.heads];
  const besides = (code: keyof typeof zh, isRequired: boolean): PublicColumn => ({
    code,
    is: 'number',
    head: zh[code],
    en: en[code],
    isRequired,
  });
  const own = item.columns.map(
    ({ code, is, isRequired, ...words }): PublicColumn => ({
      code,
      is,
      head: words.zh,
      en: words.en,
      isRequired,
    }),
  );
  return [besides('line', true), ...own, besides('since', true), besides('struck', false)];
}

/** The public table of some rows: money as '126431.72', quantities and days as machines read them. */
export function publicTable(
  book: CountyBook,
  { item, version }: Pick<WhichTable, 'item' | 'version'>,
  rows: PublicRow[],
): PublicTable {
  const cells = (row: PublicRow) => [
    String(row.no),
    ...item.columns.map((column) => cellText(book, column, row.shown[column.code] ?? null)),
    String(row.fromVersion),
    struckIn(row, version),
  ];
  return { columns: publicColumns(item), rows: rows.map(cells) };
}

/** The public table as CSV in UTF-8 with its mark: the bytes that are hashed and downloaded. */
export function tableCsv({ columns, rows }: PublicTable): string {
  return writeDelimited([columns.map(({ head }) => head), ...rows]);
}

/** SHA-256 of a text's UTF-8 bytes, 64 hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Reads the public table of one version, struck rows with the version that struck them. */
export async function readPublicTable(
  db: Reader,
  book: CountyBook,
  which: WhichTable,
): Promise<PublicTable> {
  return publicTable(book, which, await publicRows(db, which));
}

/** The hash of a version's public table, for `disclosureVersion.hash`; also inside a write. */
export async function publicHash(db: Reader, book: CountyBook, which: WhichTable): Promise<string> {
  return sha256(tableCsv(await readPublicTable(db, book, which)));
}

/** A cell as text for machines and spreadsheets; '' for an empty one. */
export function cellText(
  book: CountyBook,
  { is }: Pick<ItemColumn, 'is'>,
  value: string | number | null,
): string {
  if (value === null) return '';
  if (is === 'kind') return kindName(book, String(value));
  if (typeof value === 'string') return value;
  if (is === 'money') return plainMoney(value);
  return is === 'quantity' ? plainQuantity(value) : String(value);
}

/** A kind of income or expense in Chinese, from its code; any other word as it is. */
function kindName({ disclosures }: CountyBook, code: string): string {
  const kinds = [...disclosures.kinds.in, ...disclosures.kinds.out];
  return kinds.find((kind) => kind.code === code)?.zh ?? code;
}

/** What a later version strikes out still stands in this one. */
function struckIn({ toVersion }: PublicRow, version: number): string {
  return toVersion !== null && toVersion <= version ? String(toVersion) : '';
}
