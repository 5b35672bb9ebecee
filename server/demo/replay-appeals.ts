import { confirmAppeal, proposeClose, sayNotYet } from '#server/appeals/closing.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { answerAppeal, planAppeal, reportProgress, signAppeal } from '#server/appeals/handling.ts';
import { classifyAppeal } from '#server/appeals/remedy.ts';
import { appealPage } from '#server/appeals/views.ts';
import { cosignAppeal } from '#server/appeals/voices.ts';
import type { CastMember } from '#server/demo/cast.ts';
import type { EventOf } from '#server/demo/content.ts';
import { gridOf, must } from '#server/demo/places.ts';
import { takePhotos } from '#server/demo/scenes.ts';
import { castMember, ctxAt, ctxOf, key, remember, type Stage, told } from '#server/demo/stage.ts';
import { MINUTE_MS } from '#server/rules/dates.ts';

/** Neighbours do not all press in the same second. */
const BETWEEN_VOICES_MS = 3 * MINUTE_MS;

export async function raise(stage: Stage, event: EventOf<'raise'>): Promise<void> {
  const { village, places, scenes } = stage;
  const ctx = await ctxAt(stage, event.who, event.at);
  const { no } = must(
    await raiseAppeal(ctx, village.slug, {
      key: key(),
      picture: event.picture,
      words: event.words,
      photoIds: await takePhotos(ctx, scenes, event.photos, 'before'),
      groupCode: gridOf(places, village.code, event.group),
      landmark: event.landmark,
      latitude: null,
      longitude: null,
      addressee: event.addressee,
      audience: event.audience,
      shownAs: event.shownAs,
      notAccusation: false,
      forPersonId: event.for ? castMember(stage, event.for).personId : null,
    }),
  );
  await remember(stage, { post: event.post, who: event.for ?? event.who }, no);
}

/** 我家也是 of so many more households: each by somebody who lives there. */
export async function cosign(stage: Stage, event: EventOf<'cosign'>): Promise<void> {
  const post = told(stage, event.post);
  const given = stage.cosigned.get(event.post) ?? new Set<string>();
  stage.cosigned.set(event.post, given);
  const voices = nextVoices(stage, post.authorId, given, event.households);
  await Promise.all(
    voices.map(async ({ personId, householdId }, n) => {
      given.add(householdId ?? '');
      const ctx = await ctxOf(stage.app, personId, event.at + n * BETWEEN_VOICES_MS);
      must(await cosignAppeal(ctx, post, true));
    }),
  );
}

function nextVoices(
  { cast, village, posts }: Stage,
  authorId: string,
  given: Set<string>,
  count: number,
): CastMember[] {
  const people = [...cast.members.values()].filter((one) => one.villageCode === village.code);
  const home = people.find((one) => one.personId === authorId)?.householdId;
  const households = new Map<string, CastMember>();
  for (const one of people) {
    const { householdId } = one;
    if (householdId === null || householdId === home || given.has(householdId)) continue;
    if (!households.has(householdId)) households.set(householdId, one);
  }
  // Not always the same neighbours.
  const all = [...households.values()];
  const from = all.length === 0 ? 0 : (posts.size * 5) % all.length;
  const chosen = [...all.slice(from), ...all.slice(0, from)].slice(0, count);
  if (chosen.length < count) throw new Error(`only ${chosen.length} more households are left`);
  return chosen;
}

export async function sign(stage: Stage, event: EventOf<'sign'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  must(await signAppeal(ctx, told(stage, event.post), key()));
}

export async function answer(stage: Stage, event: EventOf<'answer'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const words = { key: key(), words: event.text, photoIds: [] };
  const { isReceipt } = must(await answerAppeal(ctx, told(stage, event.post), words));
  if (isReceipt) throw new Error('this answer is only a receipt');
}

export async function classify(stage: Stage, event: EventOf<'classify'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const { item: itemCode, remedy, text: words } = event;
  must(
    await classifyAppeal(ctx, told(stage, event.post), {
      key: key(),
      itemCode,
      remedy,
      isUrgent: false,
      words,
    }),
  );
}

export async function plan(stage: Stage, event: EventOf<'plan'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const { steps, text: words } = event;
  must(await planAppeal(ctx, told(stage, event.post), { key: key(), words, steps }));
}

export async function progress(stage: Stage, event: EventOf<'progress'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const post = told(stage, event.post);
  const page = event.step === undefined ? null : await appealPage(ctx, post);
  const milestoneId = page?.plan[(event.step ?? 1) - 1]?.id ?? null;
  const isStepThere = event.step === undefined || milestoneId !== null;
  if (!isStepThere) throw new Error(`the plan has no step ${event.step}`);
  const photoIds = await takePhotos(ctx, stage.scenes, event.photos, 'progress');
  must(await reportProgress(ctx, post, { key: key(), words: event.text, photoIds, milestoneId }));
}

export async function propose(stage: Stage, event: EventOf<'propose-close'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const { count, text: words } = event;
  const photoIds = await takePhotos(ctx, stage.scenes, event.photos, 'after');
  must(await proposeClose(ctx, told(stage, event.post), { key: key(), words, photoIds, count }));
}

export async function notYet(stage: Stage, event: EventOf<'not-yet'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const form = { key: key(), words: event.text, photoIds: [] };
  must(await sayNotYet(ctx, told(stage, event.post), form));
}

export async function confirm(stage: Stage, event: EventOf<'confirm'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const { grade, text: words } = event;
  must(await confirmAppeal(ctx, told(stage, event.post), { key: key(), grade, words }));
}
