import type { DecidingOf } from '#server/demo/deciding-content.ts';
import { takeMinutes } from '#server/demo/deciding-hall.ts';
import type { DecidingStage } from '#server/demo/deciding-stage.ts';
import { must } from '#server/demo/places.ts';
import type { DrawStep } from '#server/demo/replay-draws.ts';
import { ctxAt, key, told } from '#server/demo/stage.ts';
import { callStep } from '#server/steps/calling.ts';
import { checkStep } from '#server/steps/checking.ts';
import { callForm, recordForm } from '#server/steps/forms.ts';
import { recordStep } from '#server/steps/recording.ts';
import { selectTry } from '#server/steps/records.ts';

/** A meeting: it is called, and what it came to is entered from its signed minutes. */
export function meet(one: DecidingStage, event: DecidingOf<'meet'>): DrawStep[] {
  const { record } = event;
  const called = { at: event.at, play: () => call(one, event) };
  return record ? [called, { at: record.at, play: () => enter(one, event, record) }] : [called];
}

async function call(one: DecidingStage, event: DecidingOf<'meet'>): Promise<void> {
  const ctx = await ctxAt(one.stage, event.who, event.at);
  const { step, meeting, matter, on: meetOn, time: meetTime, place, chair } = event;
  const form = callForm.parse({
    ...{ step, meeting, matter, meetOn, meetTime, place, chair, key: key() },
    ...(event.merged && { isMerged: 'yes' }),
    ...(meeting === 'reps_meeting' && { isDelegated: 'yes' }),
  });
  const called = await callStep(ctx, told(one.stage, event.post).id, form);
  one.tries.set(nameOf(event), must(called, nameOf(event)).attempt);
}

async function enter(
  one: DecidingStage,
  event: DecidingOf<'meet'>,
  record: NonNullable<DecidingOf<'meet'>['record']>,
): Promise<void> {
  const ctx = await ctxAt(one.stage, record.who, record.at);
  const ref = tryOf(one, event);
  const row = await selectTry(ctx.db.read, ref);
  if (!row) throw new Error(`${nameOf(event)} was not called`);
  const { yes, no, abstain, text: minutes, dissent, comesTo } = record;
  const form = recordForm.parse({
    ...{ from: 1, through: row.entitled, here: present(row.entitled, record.present) },
    ...{ yes: String(yes), no: String(no), abstain: String(abstain) },
    ...{ minutes, dissent, decidedOption: comesTo === undefined ? '' : String(comesTo) },
    key: key(),
  });
  const photoIds = await takeMinutes(one.stage, ctx);
  must(await recordStep(ctx, ref, { ...form, photoIds }), nameOf(event));
}

/** The supervision committee holds the record against the minutes. */
export async function check(one: DecidingStage, event: DecidingOf<'check'>): Promise<void> {
  const ctx = await ctxAt(one.stage, event.who, event.at);
  must(await checkStep(ctx, tryOf(one, event), key()), nameOf(event));
}

type Which = Pick<DecidingOf<'check'>, 'post' | 'step'>;

function tryOf(one: DecidingStage, event: Which) {
  const attempt = one.tries.get(nameOf(event)) ?? 1;
  return { motionId: told(one.stage, event.post).id, step: event.step, attempt };
}

function nameOf({ post, step }: Which): string {
  return `${post} ${step}`;
}

/** So many of a roll who came, those who did not scattered over it. */
function present(entitled: number, came: number): string[] {
  const away = entitled - came;
  const missing = new Set(
    Array.from({ length: away }, (_, at) => Math.floor(((at + 0.5) * entitled) / away) + 1),
  );
  const all = Array.from({ length: entitled }, (_, at) => at + 1);
  return all.filter((no) => !missing.has(no)).map(String);
}
