import { itemsOf } from '#server/disclosure-catalogue/items.ts';
import {
  type ListedDuty,
  moveDueDays,
  selectOpenDuties,
  selectStarts,
} from '#server/disclosure-duties/records.ts';
import { oncePerCalendar } from '#server/kernel/calendar-job.ts';
import type { Context } from '#server/kernel/context.ts';
import { append } from '#server/ledger/append.ts';
import type { CatalogueItem } from '#server/rules/disclosure-book.ts';
import { owed } from '#server/rules/disclosure-duties.ts';

/** When the notice of a year's holidays comes in, what is still owed gets the days it gives. */
export const recountedDuties = oncePerCalendar(
  'recounted-duties',
  'disclosures.calendar',
  recountDuties,
);

/** Counts every unmet duty by the calendar in force; done twice, it changes nothing more. */
export async function recountDuties(ctx: Context): Promise<number> {
  let changed = 0;
  for (const { villageCode } of await selectStarts(ctx.db.read))
    changed += await recountVillage(ctx, villageCode);
  return changed;
}

async function recountVillage(ctx: Context, villageCode: string): Promise<number> {
  const items = await itemsOf(ctx, villageCode);
  const open = await selectOpenDuties(ctx.db.read, villageCode);
  const moved = open.flatMap((duty) => movedDay(ctx, items, duty));
  if (moved.length === 0) return 0;
  await ctx.db.write(async (tx) => {
    await moveDueDays(tx, moved);
    await append(tx, {
      what: 'disclosure.recounted',
      subjectKind: 'village',
      subjectId: villageCode,
      villageCode,
      actorId: null,
      actorRole: 'system',
      at: ctx.clock.now(),
      ruleVersion: ctx.book.calendar.version,
      facts: { duties: moved.length },
    });
    tx.touch(`village:${villageCode}`);
  });
  return moved.length;
}

// An order or a request named its day itself; no calendar moves it.
function movedDay(
  ctx: Context,
  items: CatalogueItem[],
  { id, itemCode, period, dueOn, why }: ListedDuty,
): { id: string; dueOn: string }[] {
  const item = items.find(({ code }) => code === itemCode);
  if (!item || (why !== 'calendar' && why !== 'event')) return [];
  const due = owed(ctx.book.calendar, item, period).dueOn;
  return due === dueOn ? [] : [{ id, dueOn: due }];
}
