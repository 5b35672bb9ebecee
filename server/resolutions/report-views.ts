import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type PhotoView, photoViews } from '#server/posts/parts.ts';
import { photosOfSteps } from '#server/posts/step-photos.ts';
import type { ReportRow } from '#server/resolutions/records.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';

/** One report with who gave it. */
export interface ReportView {
  no: number;
  kind: string;
  html: string;
  spentFen: number | null;
  doneOn: LocalDate | null;
  /** Whether what was done is what was decided. */
  isSame: boolean;
  difference: string;
  at: EpochMs;
  by: DutyPerson | null;
  checkedAt: EpochMs | null;
  photos: PhotoView[];
}

/** The reports on a resolution, oldest first, and who carries it out. */
export async function reportViews(
  ctx: Context,
  village: Village,
  rows: ReportRow[],
  ownerId: string,
) {
  const ids = [...new Set([...rows.map(({ byId }) => byId), ownerId])];
  const [people, photos] = await Promise.all([
    dutyPeople(
      ctx,
      ids.map((personId) => ({ personId, gridCode: village.code })),
    ),
    photosOfSteps(
      ctx,
      rows.map(({ id }) => id),
    ),
  ]);
  const list = rows.map((row): ReportView => {
    const { no, kind, html, spentFen, doneOn, difference, at, checkedAt } = row;
    const isSame = row.isSame !== false;
    const own = photos.filter(({ subjectId }) => subjectId === row.id);
    const said = { no, kind, html, spentFen, doneOn, isSame, difference, at, checkedAt };
    return { ...said, by: people.get(row.byId) ?? null, photos: photoViews(ctx, own, village) };
  });
  return { list, owner: people.get(ownerId) ?? null };
}
