import type { Reader } from '#db/surface.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { selectCheckedRows, selectOpenOfRows } from '#server/line-objections/line-records.ts';
import { type PostRow, postList } from '#server/posts/views.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** What a table shows beside one of its lines of what was asked about it. */
export interface LineAsked {
  /** Questions that this viewer may read, and how many of them are answered. */
  asked: number;
  answered: number;
  /** Somebody asked in private and it was checked: 有人问过,已核实, and no word more. */
  isChecked: boolean;
  /** The newest answer, else the newest question; null where everything was private. */
  newest: {
    postId: string;
    no: number;
    title: string;
    state: string;
    askedAt: EpochMs;
    outcome: string | null;
    /** '' while there is none. */
    answerHtml: string;
    answeredById: string | null;
    answeredByPost: string | null;
    answeredAt: EpochMs | null;
  } | null;
}

/** What was asked about these lines of a table, by row; lines without a question are left out. */
export async function objectionsOfLines(
  db: Reader,
  viewer: Viewer,
  disclosureId: string,
  rowIds: string[],
): Promise<Map<string, LineAsked>> {
  if (rowIds.length === 0) return new Map();
  const which = { disclosureId, rowIds };
  const [open, checked] = await Promise.all([
    selectOpenOfRows(db, viewer, which),
    selectCheckedRows(db, which),
  ]);
  const ofRows = Map.groupBy(open, ({ rowId }) => rowId);
  const isChecked = new Set(checked.map(({ rowId }) => rowId));
  const asked = rowIds.filter((id) => ofRows.has(id) || isChecked.has(id));
  return new Map(
    asked.map((id) => {
      const questions = ofRows.get(id) ?? [];
      const answered = questions.filter(({ answeredAt }) => answeredAt !== null);
      const [newest] = answered.toSorted((a, b) => (b.answeredAt ?? 0) - (a.answeredAt ?? 0));
      return [
        id,
        {
          asked: questions.length,
          answered: answered.length,
          isChecked: isChecked.has(id),
          newest: newest ?? questions[0] ?? null,
        },
      ];
    }),
  );
}

/** What was asked about the lines of a village's tables, newest first. */
export interface ObjectionList {
  village: Village;
  now: EpochMs;
  rows: PostRow[];
  newer: string | null;
  older: string | null;
}

/** The list of a village's questions about its accounts; null for no such village. */
export async function objectionList(
  ctx: Context,
  slug: string,
  { before, after }: { before: string | null; after: string | null },
): Promise<ObjectionList | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const page = await postList(ctx, { villageCode: village.code, kind: 'objection', before, after });
  return { village, now: ctx.clock.now(), ...page };
}
