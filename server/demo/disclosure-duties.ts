import { meetingDay, stepTimes } from '#server/demo/disclosure-days.ts';
import { type DisclosingStage, inPost, nameOf } from '#server/demo/disclosure-stage.ts';
import { LEDGER, type PlannedTable } from '#server/demo/disclosure-tables.ts';
import { must } from '#server/demo/places.ts';
import type { DrawStep } from '#server/demo/replay-draws.ts';
import { ctxAt } from '#server/demo/stage.ts';
import { insertAccounts } from '#server/disclosure-drafts/account-records.ts';
import { declareEvent, declareNone, isNoneable } from '#server/disclosure-duties/declaring.ts';
import { startDisclosure } from '#server/disclosure-duties/duties.ts';
import { chooseFrequency } from '#server/disclosure-duties/frequencies.ts';
import { selectOpenDuties } from '#server/disclosure-duties/records.ts';
import { newId } from '#server/kernel/ids.ts';
import { type EpochMs, HOUR_MS, localDate } from '#server/rules/dates.ts';
import { periodEnd, periodsBetween } from '#server/rules/disclosure-periods.ts';

/** The first thing: since when a village discloses, in which accounts its money lies, what comes how often. */
export function beginning({ stage, told, shared }: DisclosingStage): DrawStep {
  const { at, who, on: since, quarterly } = told.since;
  const { code: villageCode } = stage.village;
  return {
    at,
    async play() {
      const ctx = await ctxAt(stage, who, at);
      must(await startDisclosure(ctx, { villageCode, since }));
      // Tables stand in the order of their accounts' ids, which tells nothing within one instant.
      const ids = told.accounts.map(newId).toSorted();
      const accounts = told.accounts.map(({ name }, sort) => {
        return { id: ids[sort] ?? newId(), villageCode, name, sort, openedOn: since };
      });
      await ctx.db.write((tx) => insertAccounts(tx, accounts));
      for (const itemCode of shared.yearly) {
        must(await chooseFrequency(ctx, { villageCode, itemCode, frequency: 'yearly' }));
      }
      if (!quarterly) return;
      const choice = { villageCode, itemCode: LEDGER, frequency: 'quarterly' as const };
      must(await chooseFrequency(ctx, choice));
    },
  };
}

/** What happened in a village falls due to be published, before anybody drafts it. */
export function happenings({ stage, village, told }: DisclosingStage): DrawStep[] {
  return told.events.map(({ at, who, item: itemCode, day, text: words }) => ({
    at,
    async play() {
      const event = { villageCode: village.code, itemCode, day, words };
      must(await declareEvent(await ctxAt(stage, who, at), event));
    },
  }));
}

/** 本期无: the clerk says so of what may be empty and nobody drafts, on the day of the meeting. */
export function emptyPeriods(one: DisclosingStage, tables: PlannedTable[]): DrawStep[] {
  const { calendar } = one.stage.app.book;
  const { told, turn, stage } = one;
  const known = new Set([...tables.map(nameOf), ...told.skip]);
  const today = localDate(stage.content.county.beginsAt);
  const periods = (['monthly', 'quarterly', 'yearly'] as const)
    .flatMap((frequency) => periodsBetween(frequency, told.since.on, today))
    .filter((period) => periodEnd(period) < today);
  return periods.map((period) => {
    const times = stepTimes(calendar, period, meetingDay(calendar, period, turn));
    const at = times.publishedAt - HOUR_MS;
    return { at, play: () => sayNone(one, { at, period, known }) };
  });
}

async function sayNone(
  one: DisclosingStage,
  { at, period, known }: { at: EpochMs; period: string; known: Set<string> },
): Promise<void> {
  const ctx = await inPost(one, 'clerk', at);
  const { code: villageCode } = one.village;
  const today = localDate(at);
  const emptied = ctx.book.catalogue.items.filter(({ mayBeEmpty }) => mayBeEmpty);
  const mayBeEmpty = new Set(emptied.map(({ code }) => code));
  const open = await selectOpenDuties(ctx.db.read, villageCode);
  const dutyIds = open
    .filter((duty) => duty.period === period && mayBeEmpty.has(duty.itemCode))
    .filter((duty) => isNoneable(duty, today))
    .filter(({ itemCode: item }) => !known.has(nameOf({ item, period })))
    .map(({ id }) => id);
  if (dutyIds.length > 0) must(await declareNone(ctx, { villageCode, dutyIds }));
}
