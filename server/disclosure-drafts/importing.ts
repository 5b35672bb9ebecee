import { actInDraft, type DraftActing, draftOf } from '#server/disclosure-drafts/drafts.ts';
import { disclosureSheet } from '#server/disclosure-drafts/import-file.ts';
import { havePapers } from '#server/disclosure-drafts/kept-line-records.ts';
import {
  DROPPED,
  deleteSomeRows,
  dropAddedRows,
  renumberRows,
  STAGED,
  selectLastNo,
  takeStagedRows,
} from '#server/disclosure-drafts/records.ts';
import { replacing, strike } from '#server/disclosure-drafts/replacing.ts';
import {
  insertPrepared,
  type NewRow,
  type PreparedRow,
  prepareRow,
  type RowsFor,
} from '#server/disclosure-drafts/row-writing.ts';
import { noteRows, rowsFor, type SavedRows } from '#server/disclosure-drafts/rows.ts';
import { countRows, updateDisclosure } from '#server/disclosures/records.ts';
import { dropSheet } from '#server/grids/waiting-sheet.ts';
import { breathe, inSlices } from '#server/kernel/breathe.ts';
import type { Context } from '#server/kernel/context.ts';
import { firstAnswer } from '#server/kernel/once.ts';
import type { Action } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';

/** Many lines for a draft at once. */
export interface RowImport {
  rows: NewRow[];
  /**
   * In place of the lines that the version being made has so far, or after them. In a correction the
   * file is the whole table: published lines that it holds unchanged stay, the others are struck.
   */
  how: 'replace' | 'add';
  key: string;
  /** The town's bookkeeper brings in what his village drafts. */
  action?: Action;
  uploadId?: string;
  /** Whether the lines may still come in, asked in the same write before anything gives way. */
  mayStill?: (acting: DraftActing) => Promise<boolean>;
  /** What belongs to the same act, in the same write, once the lines count. */
  besides?: (acting: DraftActing) => Promise<void>;
}

/**
 * Brings many lines into a draft. They are written by slices, under a version that never comes, so
 * that nobody's page or write waits for all of them; one short write lets them count. Cut off
 * halfway, nothing of it is seen, and the same press does it again.
 */
export async function importRows(
  ctx: Context,
  id: string,
  wanted: RowImport,
): Promise<Result<SavedRows>> {
  const of = await rowsFor(ctx, id, wanted.rows);
  if (!of) return refuse('notFound');
  const lock = `disclosure-import:${id}`;
  const done = await ctx.db.withLock(lock, () => bringIn(ctx, id, of, wanted));
  return done ?? refuse('importRunning');
}

async function bringIn(
  ctx: Context,
  id: string,
  of: RowsFor,
  wanted: RowImport,
): Promise<Result<SavedRows>> {
  const { rows, how, key, action = 'disclosure.draft' } = wanted;
  const actorId = ctx.viewer.personId;
  if (actorId === null) return refuse('signInFirst');
  const first = await firstAnswer<Result<SavedRows>>(ctx.db.read, {
    ...{ actorId, action: `draft:${id}`, key },
  });
  if (first) return first;
  // The table is gone: pressed late, an empty one would take away what was filled in meanwhile.
  if (rows.length === 0) return refuse('formGone');
  const draft = await draftOf(ctx, id);
  const kept = how === 'add' ? await countRows(ctx.db.read, id, of.draft.version + 1) : 0;
  if (!draft || kept + rows.length > ctx.book.disclosures.mostRows) return refuse('tooManyRows');
  await clearAway(ctx, id);
  const offset = await selectLastNo(ctx.db.read, id);
  const staged = { ...of, fromVersion: STAGED };
  const against = how === 'replace' ? await replacing(ctx, staged, rows) : null;
  const findings = against
    ? await stage(ctx, staged, against.written, (line) => line)
    : await stage(ctx, staged, rows, (row) => prepareRow(ctx, staged, row));
  const result = await actInDraft(ctx, id, { key, action }, async (acting) => {
    const { tx, disclosure } = acting;
    const version = disclosure.version + 1;
    if (version !== of.draft.version + 1) return refuse('alreadyDone');
    const mayStill = (await wanted.mayStill?.(acting)) ?? true;
    if (!mayStill) return refuse('uploadMoved');
    if (how === 'replace') {
      const isKept = await havePapers(tx, { disclosureIds: [id], fromVersion: version });
      if (isKept) return refuse('linesHavePapers');
      await dropAddedRows(tx, id, version);
      if (against) await strike(tx, disclosure, against);
    }
    await takeStagedRows(tx, id, version);
    await dropSheet(tx, ctx, disclosureSheet(id));
    const { uploadId } = wanted;
    if (uploadId !== undefined) await updateDisclosure(tx, id, { uploadId });
    await noteRows(ctx, acting, { imported: rows.length, ...against?.counts });
    await wanted.besides?.(acting);
    // A table that was written anew begins with its first line again.
    if (how === 'replace' && disclosure.version === 0) await renumberRows(tx, id, offset);
    return accept({ rows: rows.length, findings });
  });
  await clearAway(ctx, id);
  return result;
}

/** Prepares and writes the lines slice by slice; gives how much the gate found. */
async function stage<Line>(
  ctx: Context,
  of: RowsFor,
  rows: Line[],
  prepare: (row: Line) => PreparedRow,
): Promise<number> {
  const { sliceRows } = ctx.book.disclosures;
  let findings = 0;
  for (let from = 0; from < rows.length; from += sliceRows) {
    const some = rows.slice(from, from + sliceRows);
    const prepared = await inSlices(some, prepare);
    const written = await ctx.db.write((tx) => insertPrepared(tx, of, prepared));
    findings += written.findings;
    await breathe();
  }
  return findings;
}

/** Takes away what an import before left that was cut off, and what one replaced. */
export async function clearAway(ctx: Context, disclosureId: string): Promise<void> {
  const { sliceRows } = ctx.book.disclosures;
  for (const fromVersion of [STAGED, DROPPED]) {
    let gone = sliceRows;
    while (gone === sliceRows) {
      gone = await ctx.db.write((tx) =>
        deleteSomeRows(tx, { disclosureId, fromVersion }, sliceRows),
      );
    }
  }
}
