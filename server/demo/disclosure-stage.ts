import type { Disclosing, PlannedTable } from '#server/demo/disclosure-tables.ts';
import { selectDisclosedLines } from '#server/demo/records.ts';
import { ctxAt, type Stage } from '#server/demo/stage.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Post } from '#server/kernel/viewer.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';

/** Which table of a village. */
export type Which = Pick<PlannedTable, 'item' | 'period'>;

/** A table where it landed: its draft, and the number of its page once it was published. */
export interface LandedTable {
  id: string;
  no: number | null;
}

/** A village that discloses, and its tables by `nameOf`. */
export interface DisclosingStage extends Disclosing {
  stage: Stage;
  /** Its place among the villages: not all of them meet on the same day. */
  turn: number;
  tables: Map<string, LandedTable>;
}

/** '<item> <period>', as the content calls a table. */
export function nameOf({ item, period }: Which): string {
  return `${item} ${period}`;
}

/** Where a table landed; throws when it was not drafted yet. */
export function tableOf({ tables }: DisclosingStage, which: Which): LandedTable {
  const found = tables.get(nameOf(which));
  if (!found) throw new Error(`${nameOf(which)} is not disclosed yet`);
  return found;
}

/** A standing line of a table, by its words or its number. */
export async function lineOf(
  { stage }: DisclosingStage,
  { id }: LandedTable,
  called: string | number,
): Promise<{ id: string; no: number }> {
  const lines = await selectDisclosedLines(stage.app.db.read, id);
  const found = lines.find(({ no, shown }) => no === called || shown.item === called);
  if (!found) throw new Error(`no line is called ${called}`);
  return found;
}

/** The context of whoever held a post of the village at that moment; of several the so-manieth. */
export function inPost(
  { stage, village }: DisclosingStage,
  post: Post,
  at: EpochMs,
  nth = 0,
): Promise<Context> {
  const day = localDate(at);
  const holders = village.people.filter(
    ({ posts, since, until = '9999' }) =>
      posts.some((held) => held.post === post) && since <= day && until > day,
  );
  const holder = holders[nth];
  if (!holder) throw new Error(`${village.slug} has nobody as ${post} on ${day}`);
  return ctxAt(stage, `${village.slug}/${holder.key}`, at);
}
