import { lock } from '#db/dialect.ts';
import { itemOf } from '#server/disclosure-catalogue/items.ts';
import { formOf, record, villageFor } from '#server/disclosure-duties/act.ts';
import { type StartRow, selectStart, upsertStart } from '#server/disclosure-duties/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { type LocalDate, localDate } from '#server/rules/dates.ts';
import type { CatalogueItem, Frequency } from '#server/rules/disclosure-book.ts';
import { changesFrom, frequencyOn } from '#server/rules/disclosure-duties.ts';
import { periodStart } from '#server/rules/disclosure-periods.ts';

/** Another of the two frequencies that the county offers, from the next whole period on. */
export async function chooseFrequency(
  ctx: Context,
  choice: {
    villageCode: string;
    itemCode: string;
    frequency: Frequency;
    key?: string | undefined;
  },
): Promise<Result> {
  const { villageCode, itemCode, frequency } = choice;
  const village = await villageFor(ctx, villageCode, 'disclosure.set-up');
  const item = village && (await itemOf(ctx, villageCode, itemCode));
  if (!village || !item) return refuse('notFound');
  const isOffered = frequency === item.frequency || frequency === item.orElse;
  if (item.orElse === null || !isOffered) return refuse('pickOne', 'frequency');
  const today = localDate(ctx.clock.now());
  return ctx.db.write((tx) =>
    once(tx, formOf(ctx, 'disclosure.frequency', choice.key), async () => {
      await lock(tx, 'village_disclosure', 'village_code', villageCode);
      const start = await selectStart(tx, villageCode);
      if (!start) return refuse('notFound');
      const choices = chosen(start, { item, frequency, today });
      await upsertStart(tx, { ...start, choices });
      const facts = { item: itemCode, frequency, from: choices[itemCode]?.at(-1)?.from };
      await record(tx, ctx, { what: 'disclosure.frequency', village, facts });
      return accept();
    }),
  );
}

// A change that has not begun yet is taken back by another.
function chosen(
  { choices }: StartRow,
  { item, frequency, today }: { item: CatalogueItem; frequency: Frequency; today: LocalDate },
): StartRow['choices'] {
  const begun = (choices[item.code] ?? []).filter(({ from }) => periodStart(from) <= today);
  const now = frequencyOn(item, { [item.code]: begun }, today);
  const change = { frequency, from: changesFrom(now, frequency, today) };
  return { ...choices, [item.code]: now === frequency ? begun : [...begun, change] };
}
