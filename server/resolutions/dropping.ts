import { wordsFor } from '#content/messages/words.ts';
import type { Reader } from '#db/surface.ts';
import { sizeOf } from '#server/bodies/roll.ts';
import type { Context } from '#server/kernel/context.ts';
import { tell } from '#server/kernel/outbox.ts';
import {
  accept,
  type Refusal,
  type RefusalCode,
  type Result,
  refuse,
} from '#server/kernel/result.ts';
import { changePost } from '#server/posts/create.ts';
import { blacken } from '#server/posts/wording.ts';
import {
  actOnResolution,
  noteResolution,
  type ResolutionActing,
  type ResolutionRef,
} from '#server/resolutions/act.ts';
import { selectDecided, selectGroupOf, selectRaiser } from '#server/resolutions/drop-records.ts';
import type { BackForm, DropForm } from '#server/resolutions/forms.ts';
import { updateResolution } from '#server/resolutions/records.ts';
import { type Decided, type NoEnding, noEnding } from '#server/rules/dropping.ts';
import { resolutionsPath } from '#server/rules/links.ts';
import type { MotionFacts, StepRow } from '#server/steps/records.ts';

/** An act on a resolution without its post. */
type Dropping = Omit<ResolutionActing, 'loaded'>;

/**
 * 停止执行: the village asks that a resolution be carried out no further, because a later one of the
 * same body or of one above it says so. Nothing changes until the supervision committee has signed;
 * until then it may be asked anew.
 */
export function askToDrop(ctx: Context, ref: ResolutionRef, form: DropForm): Promise<Result> {
  const how = { action: 'resolution.report', act: 'drop', key: form.key } as const;
  return actOnResolution(ctx, ref, how, async (acting) => {
    const { successor, reason } = form;
    const later = successor === '' ? null : await selectDecided(acting.tx, successor);
    if (!later) return refuse('pickOne', 'successor');
    const against = await againstDrop(acting, { later, reason });
    if (against) return against;
    await enterAsked(acting, { successorId: later.id, reason });
    return accept();
  });
}

/** Why a resolution is not to be dropped for a later one, as both stand inside the write; null when it is. */
export async function againstDrop(
  acting: Dropping,
  { later, reason }: { later: Decided; reason: string },
): Promise<Refusal | null> {
  const { ctx, resolution } = acting;
  if (resolution.state !== 'carrying-out') return refuse('alreadyDone', 'successor');
  const against = await whyNot(acting, later);
  if (against) return refuse(against, 'successor');
  const said = [...reason].length;
  if (said > ctx.book.rules.texts.reasonLength) return refuse('tooLong', 'reason');
  return said < LEAST_SAID ? refuse('dropUnsaid', 'reason') : null;
}

/** What a meeting has decided and nobody has published yet, as it may end what was decided before. */
export async function decidedNow(
  db: Reader,
  { matter, villageCode }: MotionFacts,
  { id: stepId, meetOn: passedOn, voteType: meeting }: StepRow,
): Promise<Decided> {
  return {
    ...{ id: '', no: Number.MAX_SAFE_INTEGER, villageCode, passedOn, state: 'carrying-out' },
    ...{ matter, meeting, groupCode: await selectGroupOf(db, stepId) },
  };
}

/** Characters of a reason that says something. */
const LEAST_SAID = 4;

/** Enters what was asked, where nothing is against it. */
export async function enterAsked(
  acting: Dropping,
  { successorId, reason }: { successorId: string; reason: string },
): Promise<void> {
  const { tx, resolution, at, actorId } = acting;
  const dropReason = blacken(reason);
  const asked = { successorId, dropReason, dropAskedById: actorId, dropAskedAt: at };
  await updateResolution(tx, resolution.id, asked);
  await noteResolution(acting, 'resolution.drop-asked', { successorId }, { reason: dropReason });
  tx.touch(`post:${resolution.id}`);
}

async function whyNot(
  { tx, ctx, resolution, at }: Dropping,
  later: Decided,
): Promise<RefusalCode | null> {
  const earlier = await selectDecided(tx, resolution.id);
  if (!earlier) throw new Error(`the meeting of resolution ${resolution.id} is missing`);
  const { size } = await sizeOf(tx, resolution.villageCode, 'collective_members', at);
  const no = noEnding(ctx.book.fourTwo, earlier, later, { hasCollective: size > 0 });
  return no && noEndings[no];
}

const noEndings = {
  'not-later': 'dropNotLater',
  'ended-itself': 'dropEnded',
  'lower-body': 'dropLowerBody',
  'other-body': 'dropOtherBody',
  'other-group': 'dropOtherGroup',
  'own-majority': 'dropOwnMajority',
} satisfies Record<NoEnding, RefusalCode>;

/**
 * Somebody of the supervision committee puts his name under the end of a resolution (村民委员会组织法
 * 第三十七条), neither who asked for it nor who carries it out: from then on it is dropped.
 */
export function signDrop(ctx: Context, ref: ResolutionRef, key: string): Promise<Result> {
  const how = { action: 'resolution.check', act: 'drop-sign', key } as const;
  return actOnResolution(ctx, ref, how, async (acting) => {
    const { tx, resolution, loaded, at, actorId } = acting;
    const { successorId, dropAskedById } = resolution;
    const isAsked = resolution.state === 'carrying-out' && dropAskedById !== null;
    if (!isAsked || successorId === null) return refuse('alreadyDone');
    if ([dropAskedById, resolution.ownerId].includes(actorId)) return refuse('notOwnWork');
    // Since it was asked the later one may have been ended itself.
    const later = await selectDecided(tx, successorId);
    const against = later ? await whyNot(acting, later) : 'alreadyDone';
    if (against) return refuse(against);
    const dropped = { state: 'dropped', droppedById: actorId, droppedAt: at };
    await updateResolution(tx, resolution.id, dropped);
    await changePost(tx, loaded.post, { state: 'dropped', finishedAt: at }, at);
    tx.touch(`post:${successorId}`, `post:${resolution.motionId}`);
    await noteResolution(acting, 'resolution.dropped', { successorId });
    await tellDropped(acting);
    return accept();
  });
}

/** Who carries it out, and who raised the matter, hear that it is over. */
async function tellDropped({ tx, ctx, resolution, loaded, at }: ResolutionActing): Promise<void> {
  const { dropped } = wordsFor(ctx.lang).resolutions.news;
  const message = { template: 'resolution.dropped', body: dropped, path: loaded.path, at };
  const raisedById = await selectRaiser(tx, resolution.motionId);
  const people = new Set([resolution.ownerId, ...(raisedById === null ? [] : [raisedById])]);
  await tell(tx, ...[...people].map((personId) => ({ ...message, personId })));
}

/** The supervision committee does not agree: it goes on being carried out, and who asked hears why. */
export function sendDropBack(ctx: Context, ref: ResolutionRef, form: BackForm): Promise<Result> {
  const how = { action: 'resolution.check', act: 'drop-back', key: form.key } as const;
  return actOnResolution(ctx, ref, how, async (acting) => {
    const { tx, resolution, village, at, actorId } = acting;
    const { dropAskedById: personId, successorId } = resolution;
    if (resolution.state !== 'carrying-out' || personId === null) return refuse('alreadyDone');
    if ([personId, resolution.ownerId].includes(actorId)) return refuse('notOwnWork');
    const reason = blacken(form.reason);
    if ([...reason].length > ctx.book.rules.texts.reasonLength) return refuse('tooLong', 'reason');
    const none = { successorId: null, dropReason: null, dropAskedById: null, dropAskedAt: null };
    await updateResolution(tx, resolution.id, none);
    await noteResolution(acting, 'resolution.drop-sent-back', { successorId }, { reason });
    const body = wordsFor(ctx.lang).resolutions.news.dropSentBack(reason);
    const path = resolutionsPath(village.slug, resolution.no);
    await tell(tx, { personId, template: 'resolution.drop-sent-back', body, path, at });
    return accept();
  });
}
