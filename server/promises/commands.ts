import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { givePhotos } from '#server/posts/step-photos.ts';
import { blacken, prepareWords, type Wording } from '#server/posts/wording.ts';
import {
  actOnPromise,
  notePromise,
  type PromiseActing,
  type PromiseRef,
} from '#server/promises/act.ts';
import type { ChangeForm } from '#server/promises/forms.ts';
import { insertReport, insertVersion, updatePromise } from '#server/promises/records.ts';
import { addDays, localDate } from '#server/rules/dates.ts';
import { type Claim, mayChange, promiseDueAt, promiseState } from '#server/rules/promise-states.ts';

/** Tells how far a promise is, with photos as evidence. */
export async function reportProgress(
  ctx: Context,
  ref: PromiseRef,
  form: { words: string; key: string; photoIds: string[] },
): Promise<Result> {
  const words = prepareWords(ctx, form.words, { isOfficial: true });
  if (!words.ok) return { ...words, field: 'words' };
  return actOnPromise<undefined>(ctx, ref, { act: 'report', key: form.key }, async (acting) => {
    await addReport(acting, { kind: 'progress', claim: null, words: words.value }, form.photoIds);
    await notePromise(acting, 'promise.reported', {}, words.value.body);
    return accept();
  });
}

/**
 * The owner says how it came out. What he calls done needs a photo or a figure; only drawn villagers
 * decide whether it was kept.
 */
export async function claimPromise(
  ctx: Context,
  ref: PromiseRef,
  form: { claim: Claim; words: string; key: string; photoIds: string[] },
): Promise<Result> {
  const words = prepareWords(ctx, form.words, { isOfficial: true });
  if (!words.ok) return { ...words, field: 'words' };
  const hasEvidence = form.photoIds.length > 0 || /\d/.test(words.value.body);
  if (form.claim !== 'not-done' && !hasEvidence) return refuse('needsEvidence', 'words');
  return actOnPromise<undefined>(ctx, ref, { act: 'claim', key: form.key }, async (acting) => {
    const { tx, promise, at } = acting;
    if (promise.dueAt === null) return refuse('notCounted');
    const report = { kind: 'claim', claim: form.claim, words: words.value };
    await addReport(acting, report, form.photoIds);
    await updatePromise(tx, promise.id, { state: 'claimed', claim: form.claim, claimedAt: at });
    await notePromise(acting, 'promise.claimed', { claim: form.claim }, words.value.body);
    return accept();
  });
}

/**
 * A new wording or day before the promise is over, with its reason: a new version beside the old
 * one. An intention that gets a measure and a day becomes a promise.
 */
export async function changePromise(
  ctx: Context,
  ref: PromiseRef,
  { key, reason, ...typed }: ChangeForm,
): Promise<Result> {
  const now = ctx.clock.now();
  const { farthestDays } = ctx.book.promises;
  if (typed.dueOn < localDate(now)) return refuse('planInPast', 'dueOn');
  if (typed.dueOn > addDays(localDate(now), farthestDays)) return refuse('dateTooFar', 'dueOn');
  const line = {
    what: blacken(typed.what),
    measure: blacken(typed.measure),
    helpers: blacken(typed.helpers),
    dueOn: typed.dueOn,
  };
  return actOnPromise<undefined>(ctx, ref, { act: 'change', key }, async (acting) => {
    const { tx, promise, at, actorId } = acting;
    if (!mayChange(promiseState(promise.state), promise.dueAt, at)) return refuse('promiseOver');
    const no = promise.versions + 1;
    const version = { ...line, reason: blacken(reason), byId: actorId, at };
    await insertVersion(tx, { promiseId: promise.id, no, ...version });
    const dueAt = promiseDueAt(line.dueOn);
    await updatePromise(tx, promise.id, { ...line, dueAt, versions: no });
    const facts = { from: promise.dueOn, to: line.dueOn };
    await notePromise(acting, 'promise.changed', facts, version);
    return accept();
  });
}

async function addReport(
  { tx, ctx, promise, at, actorId }: PromiseActing,
  { kind, claim, words }: { kind: string; claim: Claim | null; words: Wording },
  photoIds: string[],
): Promise<void> {
  const id = newId();
  const { body, html } = words;
  const row = { id, promiseId: promise.id, kind, claim, body, html, fromId: null };
  await insertReport(tx, { ...row, byId: actorId, at });
  const { postId, villageCode } = promise;
  const place = { subjectKind: 'step', subjectId: id, postId, villageCode, ownerId: actorId };
  await givePhotos(tx, ctx, photoIds, place, at);
}
