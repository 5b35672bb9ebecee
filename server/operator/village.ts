import { statSync } from 'node:fs';
import { wordsFor } from '#content/messages/words.ts';
import { compareWithVillage, importPeople, importVillage } from '#server/grids/household-import.ts';
import { type PeopleFault, readPeopleFile } from '#server/grids/household-import-file.ts';
import { unclearFault } from '#server/grids/household-import-views.ts';
import type { App } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';

/**
 * Reads a village's list of people and says what it would do; with `isApplied` it is brought in, but
 * only without any mistake. Throws one sentence for each mistake, with its line and column.
 */
export async function importVillageFile(
  app: App,
  { villageCode, path, isApplied }: { villageCode: string; path: string; isApplied: boolean },
): Promise<Record<string, unknown>> {
  const ctx = systemContext(app);
  const words = wordsFor('en');
  const village = await importVillage(ctx, villageCode);
  if (!village) throw new Error(`There is no village ${villageCode}. Give its twelve digits.`);
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  if (!isFile) throw new Error(`There is no file ${path}.`);
  const read = await readPeopleFile(ctx, { path }, village);
  if (!read.ok) throw new Error(`${path}: ${words.errors[read.code]}.`);
  const { people, faults, ignored, skipped } = read.value;
  const { plan, counts } = await compareWithVillage(ctx, app.db.read, { villageCode, people });
  const all = [...faults, ...plan.unclear.map(unclearFault)];
  if (all.length > 0) throw new Error(all.map(sentenceOf).join('\n'));
  const told = { ...counts, same: plan.same, missing: plan.missing.length, ignored, skipped };
  if (!isApplied) return { village: village.name, applied: false, ...told };
  const done = await importPeople(ctx, { villageCode, people, key: newToken() });
  if (!done.ok) throw new Error(`${path}: ${words.errors[done.code]}.`);
  return { village: village.name, applied: true, ...told, ...done.value };
}

function sentenceOf({ sheet, row, column, header, code, other }: PeopleFault): string {
  const words = wordsFor('en').peopleImport;
  return `${words.at(sheet, row, column)}: ${words.fault[code](header, other ?? 0)}.`;
}
