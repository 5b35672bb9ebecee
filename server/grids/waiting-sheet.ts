import type { Tx } from '#db/surface.ts';
import {
  dropImportDraft,
  keepImportDraft,
  selectImportDraft,
} from '#server/grids/waiting-sheet-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { HOUR_MS } from '#server/rules/dates.ts';
import { IMPORT_DRAFT_HOURS, type ImportDraft } from '#server/rules/keeping.ts';

/** What a list would do, and for which place; its sender is the viewer. */
export interface SheetFor {
  kind: ImportDraft;
  /** Code of the place. */
  subject: string;
}

/** So many faults are kept to be shown; whoever has more corrects these first. */
const MOST_FAULTS = 500;

/** Keeps a list sealed, for the one who sent it, until he has looked at what it would do. */
export async function keepSheet<File extends { faults: unknown[] }>(
  ctx: Context,
  { kind, subject }: SheetFor,
  file: File,
): Promise<void> {
  const { personId } = ctx.viewer;
  if (personId === null) throw new Error('a list needs somebody signed in');
  const kept = { ...file, faults: file.faults.slice(0, MOST_FAULTS), key: newToken() };
  const sealed = ctx.secrets.seal(kind, JSON.stringify(kept));
  const at = ctx.clock.now();
  await ctx.db.write((tx) => keepImportDraft(tx, { personId, kind, subject, sealed, at }));
}

/** The viewer's list that waits for this place, with the key that carries it out once; or null. */
export async function waitingSheet<File>(
  ctx: Context,
  { kind, subject }: SheetFor,
): Promise<(File & { key: string }) | null> {
  const { personId } = ctx.viewer;
  if (personId === null) return null;
  const since = ctx.clock.now() - IMPORT_DRAFT_HOURS * HOUR_MS;
  const sealed = await selectImportDraft(ctx.db.read, { personId, kind, subject }, since);
  return sealed === null ? null : JSON.parse(ctx.secrets.open(kind, sealed));
}

/** Forgets the viewer's list inside a write; the operator has none. */
export async function dropSheet(
  tx: Tx,
  { viewer: { personId } }: Context,
  { kind, subject }: SheetFor,
): Promise<void> {
  if (personId !== null) await dropImportDraft(tx, { personId, kind, subject });
}
