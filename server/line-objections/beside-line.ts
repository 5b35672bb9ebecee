import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { objectionsOfLines } from '#server/line-objections/list.ts';
import { type Duty, postRows } from '#server/posts/views.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { objectionPath } from '#server/rules/links.ts';

/** What stands beside a line of what was asked about it. */
export interface AskedView {
  /** Questions that this viewer may read. */
  asked: number;
  /** Somebody asked in private and it was checked. */
  isChecked: boolean;
  newest: {
    path: string;
    title: string;
    askedAt: EpochMs;
    /** Null while there is none; then the plate says who owes it. */
    answer: { html: string; by: DutyPerson | null; at: EpochMs } | null;
    duty: Duty | null;
  } | null;
}

/** What was asked about these lines; lines without a question are left out. */
export async function askedOfLines(
  ctx: Context,
  village: Village,
  { disclosureId, rowIds }: { disclosureId: string; rowIds: string[] },
): Promise<Map<string, AskedView>> {
  const found = await objectionsOfLines(ctx.db.read, ctx.viewer, disclosureId, rowIds);
  const newest = [...found.values()].flatMap((line) => line.newest ?? []);
  const open = newest.filter(({ answeredAt }) => answeredAt === null);
  ctx.page.shows(...newest.map(({ postId }) => `post:${postId}`));
  const [rows, people] = await Promise.all([
    postRows(
      ctx,
      open.map(({ postId }) => postId),
    ),
    dutyPeople(
      ctx,
      newest.flatMap(({ answeredById }) =>
        answeredById === null ? [] : [{ personId: answeredById, gridCode: village.code }],
      ),
    ),
  ]);
  const duties = new Map(rows.map(({ id, duty }) => [id, duty]));
  return new Map(
    [...found].map(([rowId, { asked, isChecked, newest: last }]) => [
      rowId,
      {
        ...{ asked, isChecked },
        newest: last && {
          path: objectionPath(village.slug, last.no),
          title: last.title,
          askedAt: last.askedAt,
          answer:
            last.answeredAt === null
              ? null
              : {
                  html: last.answerHtml,
                  by: people.get(last.answeredById ?? '') ?? null,
                  at: last.answeredAt,
                },
          duty: last.answeredAt === null ? (duties.get(last.postId) ?? null) : null,
        },
      },
    ]),
  );
}
