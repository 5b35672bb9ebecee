import type { DecidingOf } from '#server/demo/deciding-content.ts';
import { personOf } from '#server/demo/deciding-hall.ts';
import { type DecidingStage, landed } from '#server/demo/deciding-stage.ts';
import { must } from '#server/demo/places.ts';
import { takePhotos } from '#server/demo/scenes.ts';
import { ctxAt, key, told } from '#server/demo/stage.ts';
import { checkReport } from '#server/resolutions/checking.ts';
import { progressForm, publishForm, resultForm } from '#server/resolutions/forms.ts';
import { publishDecision } from '#server/resolutions/publishing.ts';
import { reportProgress, reportResult } from '#server/resolutions/reporting.ts';

/** 决议公开. */
export async function publish(one: DecidingStage, event: DecidingOf<'publish'>): Promise<void> {
  const { stage } = one;
  const ctx = await ctxAt(stage, event.who, event.at);
  const { title, text: body, budget, dueOn } = event;
  const ownerId = personOf(stage, event.owner);
  const form = publishForm.parse({ title, body, ownerId, budget, dueOn, key: key() });
  const { path } = must(await publishDecision(ctx, told(stage, event.motion).id, form));
  await landed(one, event, path);
}

/** How far it is. */
export async function report({ stage }: DecidingStage, event: DecidingOf<'report'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const photoIds = await takePhotos(ctx, stage.scenes, event.photos, 'post');
  const { kind, text: body, spent, difference } = event;
  const form = progressForm.parse({ kind, body, spent, ...said(difference), key: key() });
  must(await reportProgress(ctx, told(stage, event.post), { ...form, photoIds }));
}

/** What came of it. */
export async function result({ stage }: DecidingStage, event: DecidingOf<'result'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const photoIds = await takePhotos(ctx, stage.scenes, event.photos, 'post');
  const { text: body, spent, doneOn, difference } = event;
  const form = resultForm.parse({ body, spent, doneOn, ...said(difference), key: key() });
  must(await reportResult(ctx, told(stage, event.post), { ...form, photoIds }));
}

/** 结果公开: somebody of the supervision committee signs. */
export async function countersign(
  { stage }: DecidingStage,
  event: DecidingOf<'countersign'>,
): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  must(await checkReport(ctx, told(stage, event.post), key()));
}

function said(difference: string) {
  return { isSame: difference === '' ? 'same' : 'other', difference };
}
