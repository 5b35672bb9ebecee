import { wordsFor } from '#content/messages/words.ts';
import { type DriveRef, loadDrive } from '#server/drives/load.ts';
import { projectsOf } from '#server/drives/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { localDate } from '#server/rules/dates.ts';
import { writeDelimited } from '#server/rules/delimited.ts';
import { plainMoney } from '#server/rules/money.ts';

/** The projects of a discussion as a table to take away; null where there is none for this viewer. */
export async function projectsCsv(
  ctx: Context,
  ref: DriveRef,
): Promise<{ name: string; text: string } | null> {
  const loaded = await loadDrive(ctx, ref);
  if (!loaded || loaded.post.removedAt !== null) return null;
  const { csv, projects: words } = wordsFor(ctx.lang).drives;
  const states: Record<string, string> = words.states;
  const projects = await projectsOf(ctx, loaded);
  const rows = projects.map((one) => [
    ...[String(one.no), one.title, one.owner],
    one.budgetFen === null ? '' : plainMoney(one.budgetFen),
    ...[one.dueOn, one.isKey ? csv.yes : csv.no, states[one.state] ?? one.state],
    ...[String(one.ideas), one.now, localDate(one.changedAt)],
  ]);
  const name = `${csv.file(loaded.village.name, loaded.post.no)}.csv`;
  return { name, text: writeDelimited([Object.values(csv.heads), ...rows]) };
}
