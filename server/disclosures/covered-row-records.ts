import { and, eq, lte } from 'drizzle-orm';
import {
  disclosure,
  disclosureFinding,
  disclosureRow,
  disclosureVersion,
} from '#db/schema/disclosures.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { villageItems } from '#server/disclosure-catalogue/records.ts';
import type { Cells } from '#server/disclosures/row-records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { ItemColumn } from '#server/rules/disclosure-book.ts';
import { filterWords } from '#server/rules/disclosure-words.ts';

type Cover = (text: string) => string;

/**
 * Changes what the public and the village read in the rows of a post's table, and what a correction
 * under way would show of them; how many cells changed. Days, kinds and accounts are no data of
 * persons: they stay.
 */
export async function coverInRows(
  tx: Tx,
  { postId, cover }: { postId: string; cover: Cover },
  ctx: Context,
): Promise<number> {
  const columns = await freeColumns(tx, postId, ctx);
  const { id, shown, village, draftSealed } = disclosureRow;
  const rows = await tx
    .select({ id, shown, village, draftSealed })
    .from(disclosureRow)
    .innerJoin(disclosure, eq(disclosure.id, disclosureRow.disclosureId))
    .where(eq(disclosure.postId, postId));
  let changed = 0;
  for (const row of rows) {
    const public_ = covered(row.shown, columns, cover);
    const own = row.village && covered(row.village, columns, cover);
    const sealed = coverSealed(ctx, row.draftSealed, columns, cover);
    const cells = public_.changed + (own?.changed ?? 0) + sealed.changed;
    if (cells === 0) continue;
    const { cells: after } = public_;
    const set = { shown: after, village: own?.cells ?? null, words: filterWords(after) };
    await tx
      .update(disclosureRow)
      .set({ ...set, draftSealed: sealed.text })
      .where(eq(disclosureRow.id, row.id));
    changed += cells;
  }
  return changed;
}

// What the catalogue knows no more has no columns, and nothing in it is covered.
async function freeColumns(db: Reader, postId: string, { book }: Context): Promise<ItemColumn[]> {
  const { villageCode, itemCode } = disclosure;
  const [table] = await db
    .select({ villageCode, itemCode })
    .from(disclosure)
    .where(eq(disclosure.postId, postId))
    .limit(1);
  if (!table) return [];
  const isIt = ({ code }: { code: string }) => code === table.itemCode;
  const ofCounty = book.catalogue.items.find(isIt);
  const item = ofCounty ?? (await villageItems(db, table.villageCode)).find(isIt);
  return item?.columns.filter(isFree) ?? [];
}

const FREE: readonly ItemColumn['is'][] = ['text', 'name', 'party', 'place', 'officer'];

/** Whether somebody writes what he likes in a column. */
export function isFree({ code, is }: ItemColumn): boolean {
  return FREE.includes(is) && code !== 'account';
}

// Opened, covered and sealed again, or what was covered would come back with the draft.
function coverSealed(
  { secrets }: Context,
  text: string | null,
  columns: readonly ItemColumn[],
  cover: Cover,
): { text: string | null; changed: number } {
  if (text === null) return { text, changed: 0 };
  const cells: Cells = JSON.parse(secrets.open('disclosure-row', text));
  const after = covered(cells, columns, inPlace(cover));
  if (after.changed === 0) return { text, changed: 0 };
  const sealed = secrets.seal('disclosure-row', JSON.stringify(after.cells));
  return { text: sealed, changed: after.changed };
}

/** Findings count characters in these cells: a rare one that takes two places must leave two. */
function inPlace(cover: Cover): Cover {
  return (text) => {
    const after = cover(text);
    return after.length === text.length ? after : '■'.repeat(text.length);
  };
}

function covered(cells: Cells, columns: readonly ItemColumn[], cover: Cover) {
  const after = { ...cells };
  let changed = 0;
  for (const { code, is } of columns) {
    const value = cells[code];
    if (typeof value !== 'string') continue;
    const text = cover(value);
    // Who handled and who approved is told in office; only a number beside his name is his own.
    if (text === value || (is === 'officer' && letters(text) < letters(value))) continue;
    after[code] = text;
    changed += 1;
  }
  return { cells: after, changed };
}

function letters(text: string): number {
  return text.match(/\p{Script=Han}/gu)?.length ?? 0;
}

/** The published rows of a table as everybody and the village read them. */
export function selectPublishedCells(
  db: Reader,
  { id, version }: { id: string; version: number },
): Promise<{ id: string; shown: Cells; village: Cells | null }[]> {
  return db
    .select({
      id: disclosureRow.id,
      shown: disclosureRow.shown,
      village: disclosureRow.village,
    })
    .from(disclosureRow)
    .where(and(eq(disclosureRow.disclosureId, id), lte(disclosureRow.fromVersion, version)))
    .limit(100_000);
}

/** What was said around the published versions of a table, and signed with it. */
export async function selectPublishedWords(db: Reader, disclosureId: string): Promise<string[]> {
  const { note, reason, recipientRule } = disclosureVersion;
  const rows = await db
    .select({ note, reason, recipientRule })
    .from(disclosureVersion)
    .where(eq(disclosureVersion.disclosureId, disclosureId))
    .limit(200);
  return rows.flatMap((row) => [row.note, row.reason, row.recipientRule]);
}

/** The cells of which two people said that nothing personal stands there, as `row column`. */
export async function selectJustifiedCells(db: Reader, disclosureId: string): Promise<Set<string>> {
  const { rowId, columnCode, state } = disclosureFinding;
  const rows = await db
    .select({ rowId, columnCode })
    .from(disclosureFinding)
    .where(and(eq(disclosureFinding.disclosureId, disclosureId), eq(state, 'justified')))
    .limit(10_000);
  return new Set(rows.map((row) => `${row.rowId} ${row.columnCode}`));
}
