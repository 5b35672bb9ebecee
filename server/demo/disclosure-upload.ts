import { type DisclosingStage, nameOf } from '#server/demo/disclosure-stage.ts';
import type { PlannedTable } from '#server/demo/disclosure-tables.ts';
import { must } from '#server/demo/places.ts';
import { ctxAt, key } from '#server/demo/stage.ts';
import { selectByPeriod } from '#server/disclosure-drafts/records.ts';
import { bringUpload, uploadTown } from '#server/disclosure-upload/commands.ts';
import { readTownFile, uploadItem } from '#server/disclosure-upload/file.ts';
import { uploadPlan } from '#server/disclosure-upload/plan.ts';
import { writeDelimited } from '#server/rules/delimited.ts';
import { parseMoney, plainMoney } from '#server/rules/money.ts';

/** The town's bookkeeper sends the accounts of a period, as the platform of the town exports them. */
export async function uploadAccounts(
  one: DisclosingStage,
  table: PlannedTable,
  { at, who, file: fileName }: NonNullable<DisclosingStage['told']['upload']>,
): Promise<void> {
  const { stage, village, tables } = one;
  const ctx = await ctxAt(stage, who, at);
  const town = await uploadTown(ctx);
  if (!town) throw new Error(`${who} keeps the books of no town`);
  const { item: itemCode, period } = table;
  const villages = [{ code: village.code, name: village.name }];
  const of = { item: uploadItem(ctx), period, villages, fileName };
  const file = must(await readTownFile(ctx, of, { text: exported(one, table) }));
  const seen = (await uploadPlan(ctx, file)).map((planned) => planned.seen);
  must(await bringUpload(ctx, town, { file, key: key(), replace: [], seen }));
  const draft = await selectByPeriod(ctx.db.read, { villageCode: village.code, itemCode, period });
  if (!draft) throw new Error(`the upload brought no ${nameOf(table)}`);
  tables.set(nameOf(table), { id: draft.id, no: null });
}

/** Its lines with the village's name, and with what is left after each. */
function exported({ village, shared }: DisclosingStage, table: PlannedTable): string {
  const headers = Object.entries(shared.headers);
  let left = table.balances[0]?.opening ?? 0;
  const rows = table.rows.map((line) => {
    left += (parseMoney(line.in || '0') ?? 0) - (parseMoney(line.out || '0') ?? 0);
    const cells = { ...line, village: village.name, balance: plainMoney(left) };
    return headers.map(([, code]) => (cells as Record<string, string>)[code] ?? '');
  });
  return writeDelimited([headers.map(([header]) => header), ...rows]);
}
