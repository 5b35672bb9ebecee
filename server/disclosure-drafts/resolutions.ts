import { selectResolutions } from '#server/disclosure-drafts/resolution-records.ts';
import type { Context } from '#server/kernel/context.ts';

/** A resolution that may have allowed a line: its row, and how people call it. */
export interface ResolutionChoice {
  rowId: string;
  /** '1203-2': the number of its disclosure and its line, as a sheet names it. */
  number: string;
  day: string;
  matter: string;
}

/** Item 12 of the county's catalogue. */
const RESOLUTIONS = 'meeting-resolutions';

/** The newest published resolutions of a village. */
export async function resolutionsOf(
  ctx: Context,
  villageCode: string,
): Promise<ResolutionChoice[]> {
  const rows = await selectResolutions(ctx.db.read, { villageCode, itemCode: RESOLUTIONS });
  return rows.map(({ rowId, rowNo, postNo, day, shown }) => ({
    ...{ rowId, number: `${postNo}-${rowNo}`, day: day ?? '' },
    matter: String(shown.matter ?? ''),
  }));
}
