import { type DisclosingStage, lineOf, tableOf } from '#server/demo/disclosure-stage.ts';
import { LEDGER } from '#server/demo/disclosure-tables.ts';
import { must } from '#server/demo/places.ts';
import { selectVouchersOfLine } from '#server/demo/records.ts';
import type { DrawStep } from '#server/demo/replay-draws.ts';
import { withScene } from '#server/demo/scenes.ts';
import { ctxAt, key } from '#server/demo/stage.ts';
import { HOUR_MS } from '#server/rules/dates.ts';
import { coverVoucher, keepVouchers, openVoucher } from '#server/vouchers/commands.ts';

/** The clerk blackens the corner in which people sign. */
const SIGNED_SQUARES = [82, 83, 84, 94, 95, 96];
const COVERED_AFTER_MS = HOUR_MS;
const CHECKED_AFTER_MS = 3 * HOUR_MS;

/** A paper that was put behind a line. */
interface Paper {
  at: number;
  who: string;
  period: string;
  line: string | number;
  kind: string;
  scene: string;
  /** Who looks at the blackened copy; without him it stays sealed. */
  checkedBy?: string | undefined;
}

/** The papers behind lines: kept, a copy blackened by one, looked at and opened by another. */
export function voucherSteps(one: DisclosingStage): DrawStep[] {
  const { vouchers, asks } = one.told;
  const added = asks.flatMap(({ period, line, answer }): Paper[] =>
    answer?.voucher ? [{ ...answer.voucher, at: answer.at, who: answer.who, period, line }] : [],
  );
  return [...vouchers, ...added].flatMap((paper) => stepsOf(one, paper));
}

function stepsOf(one: DisclosingStage, paper: Paper): DrawStep[] {
  const { stage } = one;
  const { at, who, checkedBy } = paper;
  const kept = { at, play: () => keep(one, paper) };
  if (checkedBy === undefined) return [kept];
  const [coveredAt, checkedAt] = [at + COVERED_AFTER_MS, at + CHECKED_AFTER_MS];
  const cover = async () => {
    const ctx = await ctxAt(stage, who, coveredAt);
    must(await coverVoucher(ctx, await voucherOf(one, paper), SIGNED_SQUARES));
  };
  const open = async () => {
    const ctx = await ctxAt(stage, checkedBy, checkedAt);
    must(await openVoucher(ctx, await voucherOf(one, paper), key()));
  };
  return [kept, { at: coveredAt, play: cover }, { at: checkedAt, play: open }];
}

async function keep(one: DisclosingStage, paper: Paper): Promise<void> {
  const { stage } = one;
  const { id, line } = await placeOf(one, paper);
  const ctx = await ctxAt(stage, paper.who, paper.at);
  const form = { line: line.no, kind: paper.kind, key: key() };
  await withScene(stage.app, paper.scene, async ({ path, bytes }) => {
    const file = { field: 'photo1', path, bytes, isTooBig: false };
    must(await keepVouchers(ctx, id, form, [file]));
  });
}

async function voucherOf(one: DisclosingStage, paper: Paper): Promise<string> {
  const { line } = await placeOf(one, paper);
  const [first] = await selectVouchersOfLine(one.stage.app.db.read, line.id);
  if (!first) throw new Error(`${paper.period} has no paper behind ${paper.line}`);
  return first.id;
}

async function placeOf(one: DisclosingStage, { period, line }: Paper) {
  const table = tableOf(one, { item: LEDGER, period });
  return { id: table.id, line: await lineOf(one, table, line) };
}
