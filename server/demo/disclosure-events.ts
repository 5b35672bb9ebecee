import type { DemoAsk, DemoCorrection } from '#server/demo/disclosure-content.ts';
import { stepTimes } from '#server/demo/disclosure-days.ts';
import { typedRows } from '#server/demo/disclosure-drafting.ts';
import { reviewSteps } from '#server/demo/disclosure-review.ts';
import { type DisclosingStage, inPost, lineOf, tableOf } from '#server/demo/disclosure-stage.ts';
import { LEDGER } from '#server/demo/disclosure-tables.ts';
import { must } from '#server/demo/places.ts';
import type { DrawStep } from '#server/demo/replay-draws.ts';
import { look } from '#server/demo/replay-posts.ts';
import { ctxAt, key, remember } from '#server/demo/stage.ts';
import { changeRow, saveRows } from '#server/disclosure-drafts/rows.ts';
import { beginCorrection } from '#server/disclosure-review/correcting.ts';
import { askAboutLine } from '#server/line-objections/asking.ts';
import { answerObjection, replyToObjection } from '#server/line-objections/handling.ts';
import { MINUTE_MS } from '#server/rules/dates.ts';

/** Somebody looks at a new question after so long. */
const LOOKED_AT_AFTER_MS = 25 * MINUTE_MS;

/** What villagers asked about lines, and what was answered. */
export function askSteps(one: DisclosingStage): DrawStep[] {
  return one.told.asks.flatMap((asked, turn) => stepsOfAsk(one, asked, turn));
}

function stepsOfAsk(one: DisclosingStage, asked: DemoAsk, turn: number): DrawStep[] {
  const { stage } = one;
  const { slug } = one.village;
  const name = `${slug}/asked-${turn + 1}`;
  const { reply, answer } = asked;
  const ref = () => ({ slug, no: stage.posts.get(name)?.no ?? 0 });
  const steps: DrawStep[] = [
    { at: asked.at, play: () => ask(one, asked, name) },
    {
      at: asked.at + LOOKED_AT_AFTER_MS,
      play: () => look(stage, name, asked.at + LOOKED_AT_AFTER_MS),
    },
  ];
  if (reply) {
    const { at, who, text: body } = reply;
    const play = async () => {
      must(await replyToObjection(await ctxAt(stage, who, at), ref(), { body, key: key() }));
    };
    steps.push({ at, play });
  }
  if (answer) {
    const { at, who, text: body, outcome } = answer;
    const play = async () => {
      const form = { body, outcome, key: key() };
      must(await answerObjection(await ctxAt(stage, who, at), ref(), form));
    };
    steps.push({ at, play });
  }
  return steps;
}

async function ask(one: DisclosingStage, asked: DemoAsk, name: string): Promise<void> {
  const { stage, village } = one;
  const { who, at, text: body } = asked;
  const table = tableOf(one, asked);
  const { no: line } = await lineOf(one, table, asked.line);
  const ctx = await ctxAt(stage, who, at);
  const form = { line, body, shownAs: 'resident' as const, key: key() };
  const where = { slug: village.slug, no: table.no ?? 0 };
  const { no } = must(await askAboutLine(ctx, where, form));
  await remember(stage, { post: name, who }, no);
}

/** A line that was wrong, and the lines that stand in its place. */
export function correctionSteps(one: DisclosingStage): DrawStep[] {
  return one.told.corrections.flatMap((told) => {
    const table = { item: LEDGER, period: told.period };
    const times = stepTimes(one.stage.app.book.calendar, told.period, told.met);
    const begun = { at: told.begunAt, play: () => correct(one, told) };
    return [begun, ...reviewSteps(one, table, { times })];
  });
}

async function correct(one: DisclosingStage, told: DemoCorrection): Promise<void> {
  const which = { item: LEDGER, period: told.period };
  const table = tableOf(one, which);
  const ctx = await inPost(one, 'clerk', told.begunAt);
  const { no } = await lineOf(one, table, told.line);
  const before = one.told.lines.find(
    ({ item, day = '' }) => item === told.line && day.startsWith(told.period),
  );
  if (!before) throw new Error(`${told.period} has no line ${told.line}`);
  const side = before.in === '' ? 'out' : 'in';
  const instead = told.instead.map(({ item, amount }) => ({ ...before, item, [side]: amount }));
  const [row, ...rows] = await typedRows(one, ctx, which, instead);
  if (!row) throw new Error(`nothing stands instead of ${told.line}`);
  must(await beginCorrection(ctx, table.id, told.reason));
  must(await changeRow(ctx, table.id, { no, row }));
  if (rows.length > 0) must(await saveRows(ctx, table.id, { rows }));
}
