import { type UploadTown, uploadTown } from '#server/disclosure-upload/commands.ts';
import { type TownFile, uploadItem, waitingTownFile } from '#server/disclosure-upload/file.ts';
import { type PlannedVillage, uploadPlan } from '#server/disclosure-upload/plan.ts';
import {
  countDraftRows,
  selectPeriodDrafts,
  selectUpload,
  selectUploads,
  type UploadRow,
} from '#server/disclosure-upload/records.ts';
import { placesBelow } from '#server/grids/desk-places.ts';
import { dutyPeople } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import {
  lastPeriod,
  type PeriodParts,
  parsePeriod,
  periodOf,
} from '#server/rules/disclosure-periods.ts';

/** So many months and quarters back an export may be. */
const MONTHS = 12;
const QUARTERS = 4;
const PAST = 24;

/** An upload in the list of a town. */
export interface PastUpload extends Pick<UploadRow, 'id' | 'villages' | 'rows' | 'fileName'> {
  period: PeriodParts;
  isUndone: boolean;
}

/** The page from which a town's export is sent. */
export interface UploadPage {
  town: UploadTown;
  item: CatalogueItem;
  periods: { value: string; parts: PeriodParts }[];
  /** The last whole month. */
  period: string;
  waiting: { period: PeriodParts; villages: number } | null;
  past: PastUpload[];
}

/** Where a town's export is sent; null for whoever may not. */
export async function uploadPage(ctx: Context): Promise<UploadPage | null> {
  ctx.page.keepPrivate();
  const town = await uploadTown(ctx);
  if (!town) return null;
  const [waiting, past] = await Promise.all([
    waitingTownFile(ctx, town.code),
    selectUploads(ctx.db.read, town.code, PAST),
  ]);
  const periods = uploadPeriods(ctx);
  return {
    ...{ town, item: uploadItem(ctx) },
    periods: periods.map((value) => ({ value, parts: partsOf(value) })),
    period: periods[1] ?? '',
    waiting: waiting && {
      period: partsOf(waiting.period),
      villages: waiting.villages.length,
    },
    past: past.map(({ id, villages, rows, fileName, period, undoneAt }) => ({
      ...{ id, villages, rows, fileName, period: partsOf(period), isUndone: undoneAt !== null },
    })),
  };
}

/** The periods whose accounts may be sent: this month and those before, then quarters. */
export function uploadPeriods({ clock }: Context): string[] {
  const today = localDate(clock.now());
  const back = (first: string, count: number) => {
    const periods = [first];
    for (let last = lastPeriod(first); last !== null && periods.length < count; ) {
      periods.push(last);
      last = lastPeriod(last);
    }
    return periods;
  };
  return [
    ...back(periodOf('monthly', today), MONTHS),
    ...back(periodOf('quarterly', today), QUARTERS),
  ];
}

/** What a waiting export would do, before anything is written. */
export interface UploadCheck {
  town: UploadTown;
  period: PeriodParts;
  villages: PlannedVillage[];
  rows: number;
  /** Villages of the town of which the export says nothing. */
  missing: string[];
  /** A fault of no village: nothing comes in. */
  isBlocked: boolean;
  file: Pick<TownFile, 'faults' | 'owned' | 'dropped' | 'ignored' | 'skipped' | 'totals'>;
  key: string;
}

/** The check of the viewer's waiting export; 'none' when none waits; null for whoever may not. */
export async function uploadCheck(ctx: Context): Promise<UploadCheck | 'none' | null> {
  ctx.page.keepPrivate();
  const town = await uploadTown(ctx);
  if (!town) return null;
  const waiting = await waitingTownFile(ctx, town.code);
  if (!waiting) return 'none';
  const { key, townFaults, period, ...file } = waiting;
  const [villages, below] = await Promise.all([
    uploadPlan(ctx, waiting),
    placesBelow(ctx, { code: town.code, level: 'town' }),
  ]);
  const named = new Set(villages.map(({ code }) => code));
  return {
    ...{ town, period: partsOf(period), villages, file, key },
    rows: villages.reduce((sum, { lines }) => sum + lines, 0),
    missing: below.flatMap(({ code, name }) => (named.has(code) ? [] : name)),
    isBlocked: townFaults > 0,
  };
}

/** An upload that was carried out, with what became of it in its villages. */
export interface UploadView {
  id: string;
  period: PeriodParts;
  at: EpochMs;
  by: string;
  fileName: string;
  villages: number;
  rows: number;
  undoneAt: EpochMs | null;
  drafts: { id: string; village: string; rows: number; state: string }[];
  mayUndo: boolean;
  key: string;
}

/** One upload of the viewer's town; null for whoever may not. */
export async function uploadView(ctx: Context, id: string): Promise<UploadView | null> {
  ctx.page.keepPrivate();
  const town = await uploadTown(ctx);
  const upload = town && (await selectUpload(ctx.db.read, id));
  if (!town || upload?.townCode !== town.code) return null;
  const below = await placesBelow(ctx, { code: town.code, level: 'town' });
  const { itemCode, period, byId, undoneAt, at, villages, rows, fileName } = upload;
  const villageCodes = below.map(({ code }) => code);
  const all = await selectPeriodDrafts(ctx.db.read, { villageCodes, itemCode, period });
  const own = all.filter(({ uploadId }) => uploadId === id);
  const [lines, people] = await Promise.all([
    countDraftRows(
      ctx.db.read,
      own.map((draft) => draft.id),
    ),
    dutyPeople(ctx, [{ personId: byId, gridCode: town.code }]),
  ]);
  const nameOf = new Map(below.map(({ code, name }) => [code, name]));
  const isSent = own.some(({ sentAt, version }) => sentAt !== null || version > 0);
  return {
    ...{ id, period: partsOf(period), at, by: people.get(byId)?.name ?? '', fileName },
    ...{ villages, rows, undoneAt },
    drafts: own.map(({ id: draftId, villageCode, state }) => ({
      ...{ id: draftId, village: nameOf.get(villageCode) ?? '', state },
      rows: lines.get(draftId) ?? 0,
    })),
    mayUndo: undoneAt === null && !isSent,
    key: newToken(),
  };
}

function partsOf(period: string): PeriodParts {
  const parts = parsePeriod(period);
  if (!parts) throw new Error(`${period} is no period`);
  return parts;
}
