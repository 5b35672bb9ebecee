import { type StepTimes, workdayOn } from '#server/demo/disclosure-days.ts';
import {
  type DisclosingStage,
  inPost,
  nameOf,
  tableOf,
  type Which,
} from '#server/demo/disclosure-stage.ts';
import { must } from '#server/demo/places.ts';
import type { DrawStep } from '#server/demo/replay-draws.ts';
import { endPublicity } from '#server/disclosure-review/publicity.ts';
import { publishDisclosure } from '#server/disclosure-review/publishing.ts';
import { sendForReview, signDisclosure } from '#server/disclosure-review/steps.ts';
import { addDays, type EpochMs, instantOf } from '#server/rules/dates.ts';
import { shownThrough } from '#server/rules/disclosure-periods.ts';

/**
 * From the clerk's hands to everybody's: the clerk hands a table over, two of the supervision
 * committee sign it, the joint meeting sees it and the secretary publishes it; a list that is on
 * notice is decided when its days are over.
 */
export function reviewSteps(
  one: DisclosingStage,
  table: Which,
  { times, lateReason = '' }: { times: StepTimes; lateReason?: string },
): DrawStep[] {
  const { sentAt, signedAt, publishedAt, metOn } = times;
  return [
    { at: sentAt, play: () => send(one, table, sentAt) },
    ...signedAt.map((at, member) => ({ at, play: () => sign(one, table, { at, member }) })),
    { at: publishedAt, play: () => publish(one, table, { times, lateReason }) },
    ...decisions(one, table, metOn),
  ];
}

/** The clerk hands a table over. */
export async function send(one: DisclosingStage, table: Which, at: EpochMs): Promise<void> {
  const ctx = await inPost(one, 'clerk', at);
  must(await sendForReview(ctx, tableOf(one, table).id), nameOf(table));
}

async function sign(
  one: DisclosingStage,
  table: Which,
  { at, member }: { at: EpochMs; member: number },
): Promise<void> {
  const ctx = await inPost(one, 'supervision', at, member);
  must(await signDisclosure(ctx, tableOf(one, table).id), nameOf(table));
}

async function publish(
  one: DisclosingStage,
  table: Which,
  { times, lateReason }: { times: StepTimes; lateReason: string },
): Promise<void> {
  const ctx = await inPost(one, 'secretary', times.publishedAt);
  const { id } = tableOf(one, table);
  const meeting = { ...one.shared.meeting, metOn: times.metOn, lateReason };
  const { no } = must(await publishDisclosure(ctx, id, meeting), nameOf(table));
  one.tables.set(nameOf(table), { id, no });
}

function decisions(one: DisclosingStage, table: Which, metOn: string): DrawStep[] {
  const { calendar, catalogue } = one.stage.app.book;
  const days = catalogue.items.find(({ code }) => code === table.item)?.publicityDays ?? null;
  if (days === null) return [];
  const decidedOn = workdayOn(calendar, addDays(shownThrough(metOn, days), 1));
  const at = instantOf(decidedOn, '10:30');
  const isOver = at < one.stage.content.county.beginsAt;
  return isOver ? [{ at, play: () => decide(one, table, at) }] : [];
}

async function decide(one: DisclosingStage, table: Which, at: EpochMs): Promise<void> {
  const ctx = await inPost(one, 'secretary', at);
  must(await endPublicity(ctx, tableOf(one, table).id, { outcome: 'confirmed' }), nameOf(table));
}
