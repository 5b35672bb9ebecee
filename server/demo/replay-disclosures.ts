import type { DemoContent } from '#server/demo/content.ts';
import { meetingDay, stepTimes } from '#server/demo/disclosure-days.ts';
import { draftTable } from '#server/demo/disclosure-drafting.ts';
import { beginning, emptyPeriods, happenings } from '#server/demo/disclosure-duties.ts';
import { askSteps, correctionSteps } from '#server/demo/disclosure-events.ts';
import { requestSteps } from '#server/demo/disclosure-requests.ts';
import { reviewSteps, send } from '#server/demo/disclosure-review.ts';
import { type DisclosingStage, tableOf } from '#server/demo/disclosure-stage.ts';
import { LEDGER, type PlannedTable, plannedTables } from '#server/demo/disclosure-tables.ts';
import { uploadAccounts } from '#server/demo/disclosure-upload.ts';
import { voucherSteps } from '#server/demo/disclosure-vouchers.ts';
import { must } from '#server/demo/places.ts';
import type { DrawStep } from '#server/demo/replay-draws.ts';
import { ctxAt, type Stage } from '#server/demo/stage.ts';
import { returnDisclosure } from '#server/disclosure-review/steps.ts';
import { HOUR_MS, instantOf } from '#server/rules/dates.ts';

/**
 * What each lively village discloses, as steps in order, village by village: who drafts, signs and
 * publishes are different people, and each comes through the product's own commands.
 */
export function disclosureLanes(content: DemoContent, stages: Stage[]): DrawStep[][] {
  const { shared, villages } = content.disclosed;
  return villages.flatMap((told, turn) => {
    const stage = stages.find(({ village }) => village.slug === told.village);
    if (!stage) return [];
    const { village } = stage;
    return [stepsOf({ stage, village, told, shared, turn, tables: new Map() })];
  });
}

function stepsOf(one: DisclosingStage): DrawStep[] {
  const tables = plannedTables(one);
  return [
    beginning(one),
    ...tables.flatMap((table) => tableSteps(one, table)),
    ...correctionSteps(one),
    ...voucherSteps(one),
    ...askSteps(one),
    ...requestSteps(one),
    ...happenings(one),
    ...emptyPeriods(one, tables),
  ].toSorted((a, b) => a.at - b.at);
}

function tableSteps(one: DisclosingStage, table: PlannedTable): DrawStep[] {
  const { calendar } = one.stage.app.book;
  if (table.stays) return unfinishedSteps(one, table, table.stays);
  const metOn = table.metOn ?? meetingDay(calendar, table.period, one.turn);
  const times = stepTimes(calendar, table.period, metOn);
  const { lateReason } = table;
  const upload = table.item === LEDGER ? uploadOf(one, table) : null;
  if (upload) {
    const { at } = upload;
    const sentAt = Math.max(times.sentAt, at + CONFIRMED_AFTER_MS);
    const sent = { at, play: () => uploadAccounts(one, table, upload) };
    return [sent, ...reviewSteps(one, table, { times: { ...times, sentAt }, lateReason })];
  }
  const { draftedAt: at } = times;
  return [
    { at, play: () => draftTable(one, table, at) },
    ...reviewSteps(one, table, { times, lateReason }),
  ];
}

/** The next morning the village's clerk confirms what the town sent. */
const CONFIRMED_AFTER_MS = 18 * HOUR_MS;

function uploadOf({ told: { upload } }: DisclosingStage, { period }: PlannedTable) {
  return upload?.period === period ? upload : null;
}

/** A table that waits for signatures, or was sent back. */
function unfinishedSteps(
  one: DisclosingStage,
  table: PlannedTable,
  { sent, returned }: NonNullable<PlannedTable['stays']>,
): DrawStep[] {
  const draftedAt = instantOf(sent, '09:40');
  const sentAt = instantOf(sent, '15:10');
  const steps = [
    { at: draftedAt, play: () => draftTable(one, table, draftedAt) },
    { at: sentAt, play: () => send(one, table, sentAt) },
  ];
  if (!returned) return steps;
  const { at, who, reason } = returned;
  const play = async () => {
    const ctx = await ctxAt(one.stage, who, at);
    must(await returnDisclosure(ctx, tableOf(one, table).id, reason));
  };
  return [...steps, { at, play }];
}
