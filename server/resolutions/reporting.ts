import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { accept, type Refusal, type Result, refuse } from '#server/kernel/result.ts';
import { givePhotos } from '#server/posts/step-photos.ts';
import { blacken, prepareWords, type Wording } from '#server/posts/wording.ts';
import {
  actOnResolution,
  noteResolution,
  type ResolutionActing,
  type ResolutionRef,
} from '#server/resolutions/act.ts';
import type { ProgressForm, ResultForm } from '#server/resolutions/forms.ts';
import {
  insertReport,
  type ReportRow,
  type ResolutionRow,
  selectReports,
  updateResolution,
} from '#server/resolutions/records.ts';
import { localDate } from '#server/rules/dates.ts';
import { type Difference, differencesOf, excessesOf } from '#server/rules/resolutions.ts';

type WithPhotos<Form> = Form & { photoIds: string[] };

/** How far it is, with photos; the report at ninety days is one of these. */
export async function reportProgress(
  ctx: Context,
  ref: ResolutionRef,
  form: WithPhotos<ProgressForm>,
): Promise<Result> {
  const words = prepareWords(ctx, form.body, { isOfficial: true });
  if (!words.ok) return { ...words, field: 'body' };
  const how = { action: 'resolution.report', act: 'report', key: form.key } as const;
  return actOnResolution(ctx, ref, how, async (acting) => {
    const { resolution, at } = acting;
    if (resolution.state !== 'carrying-out') return refuse('alreadyDone');
    const isNinety = form.kind === 'ninety';
    if (isNinety && resolution.reportedAt !== null) return refuse('alreadyDone', 'kind');
    const outcome = { ...planOf(resolution), spentFen: form.spent, doneOn: null };
    const differs = excessesOf({ ...outcome, isSame: form.isSame }, localDate(at));
    const unsaid = unexplained(ctx, differs, form.difference);
    if (isNinety && unsaid) return unsaid;
    await addReport(acting, words.value, form, { kind: form.kind, doneOn: null });
    if (isNinety) await updateResolution(acting.tx, resolution.id, { reportedAt: at });
    return accept();
  });
}

/**
 * What came of it in the end, plan beside outcome; where they differ it says why. It is published when
 * somebody of the supervision committee has put his name under it.
 */
export async function reportResult(
  ctx: Context,
  ref: ResolutionRef,
  form: WithPhotos<ResultForm>,
): Promise<Result> {
  const words = prepareWords(ctx, form.body, { isOfficial: true });
  if (!words.ok) return { ...words, field: 'body' };
  const how = { action: 'resolution.report', act: 'result', key: form.key } as const;
  return actOnResolution(ctx, ref, how, async (acting) => {
    const { resolution, at, tx } = acting;
    if (resolution.state !== 'carrying-out') return refuse('alreadyDone');
    const today = localDate(at);
    if (form.doneOn > today) return refuse('notFinishedYet', 'doneOn');
    if (form.doneOn < resolution.passedOn) return refuse('dateWrong', 'doneOn');
    const { spent: spentFen, doneOn, isSame } = form;
    const outcome = { ...planOf(resolution), spentFen, doneOn, isSame };
    const unsaid = unexplained(ctx, differencesOf(outcome, today), form.difference);
    if (unsaid) return unsaid;
    // A result that nobody has signed yet may be put right by the next one; all of them stay.
    await addReport(acting, words.value, form, { kind: 'end', doneOn });
    await updateResolution(tx, resolution.id, { doneOn, spentFen });
    return accept();
  });
}

function planOf({ budgetFen, dueOn }: ResolutionRow) {
  return { budgetFen, dueOn };
}

function unexplained(ctx: Context, differs: Difference[], said: string): Refusal | null {
  if ([...said].length > ctx.book.rules.texts.reasonLength) return refuse('tooLong', 'difference');
  const isSilent = differs.length > 0 && [...said].length < 4;
  return isSilent ? refuse('differenceUnsaid', 'difference') : null;
}

async function addReport(
  acting: ResolutionActing,
  { body, html }: Wording,
  form: { spent: number | null; isSame: boolean; difference: string; photoIds: string[] },
  { kind, doneOn }: Pick<ReportRow, 'kind' | 'doneOn'>,
): Promise<void> {
  const { tx, ctx, resolution, at, actorId } = acting;
  const id = newId();
  const no = (await selectReports(tx, resolution.id)).length + 1;
  const difference = blacken(form.difference);
  await insertReport(tx, {
    ...{ id, resolutionId: resolution.id, no, kind, body, html, difference, doneOn },
    isSame: form.isSame,
    ...{ spentFen: form.spent, byId: actorId, at, checkedById: null, checkedAt: null },
  });
  const place = { subjectKind: 'step', subjectId: id, postId: resolution.id };
  const of = { villageCode: resolution.villageCode, ownerId: actorId };
  await givePhotos(tx, ctx, form.photoIds, { ...place, ...of }, at);
  const facts = { kind, spentFen: form.spent, doneOn };
  await noteResolution(acting, 'resolution.reported', facts, { body, difference });
}
