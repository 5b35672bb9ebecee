import { sayAges } from '#server/bodies/ages.ts';
import { ageForm } from '#server/bodies/forms.ts';
import { importRoll } from '#server/bodies/importing.ts';
import { type DecidingOf, SIGNED_MINUTES } from '#server/demo/deciding-content.ts';
import { type DecidingStage, landed } from '#server/demo/deciding-stage.ts';
import { must } from '#server/demo/places.ts';
import { takePhotos } from '#server/demo/scenes.ts';
import { castMember, ctxAt, ctxOf, key, type Stage, told } from '#server/demo/stage.ts';
import { recordConsensus } from '#server/motions/consensus.ts';
import {
  amendForm,
  consensusForm,
  decideForm,
  logForm,
  raiseForm,
  voiceForm,
} from '#server/motions/forms.ts';
import { logMotion } from '#server/motions/handling.ts';
import { raiseMotion } from '#server/motions/raising.ts';
import { signMotion } from '#server/motions/signing.ts';
import { decideAmendment, proposeAmendment, speakFor } from '#server/motions/voices.ts';

/** The clerk says that everybody on the roster whose age is not known has grown up. */
export async function ages({ stage }: DecidingStage, event: DecidingOf<'ages'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  must(await sayAges(ctx, stage.village.code, ageForm.parse({ all: 'yes' })));
}

/** A roll of those who decide, brought in as one list. */
export async function roll({ stage }: DecidingStage, event: DecidingOf<'roll'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const { body, women, men } = event;
  const people = [
    ...women.map((name) => ({ name, isWoman: true })),
    ...men.map((name) => ({ name, isWoman: false })),
  ].map((one, at) => ({ ...one, sheet: '', row: at + 1, groupCode: null, idTail: null }));
  const ref = { villageCode: stage.village.code, body };
  const { added } = must(await importRoll(ctx, ref, { people, key: key() }));
  if (added !== people.length) throw new Error(`${added} of ${people.length} stand on ${body}`);
}

/** A matter is raised. */
export async function motion(one: DecidingStage, event: DecidingOf<'motion'>): Promise<void> {
  const { stage } = one;
  const ctx = await ctxAt(stage, event.who, event.at);
  const { title, text: body, as } = event;
  const form = { title, body, as, shownAs: 'resident', notSame: 'yes', key: key() };
  const { path } = must(await raiseMotion(ctx, stage.village.slug, raiseForm.parse(form)));
  await landed(one, event, path);
}

/** The branch takes it up. */
export async function log({ stage }: DecidingStage, event: DecidingOf<'log'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const { matter, until: talkThrough } = event;
  const form = logForm.parse({ matter, talkThrough, key: key() });
  must(await logMotion(ctx, told(stage, event.post), form));
}

/** So many more villagers put their names under it. */
export async function sign({ stage }: DecidingStage, event: DecidingOf<'sign'>): Promise<void> {
  const post = told(stage, event.post);
  const people = villagersOf(stage).filter(({ personId }) => personId !== post.authorId);
  const chosen = people.slice(0, event.people);
  if (chosen.length < event.people) throw new Error(`only ${chosen.length} may sign`);
  for (const { personId } of chosen) {
    must(await signMotion(await ctxOf(stage.app, personId, event.at), post, true));
  }
}

/** Somebody says why he is for or against. */
export async function voice({ stage }: DecidingStage, event: DecidingOf<'voice'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const { side, text: body } = event;
  const form = voiceForm.parse({ side, body, shownAs: 'resident', key: key() });
  must(await speakFor(ctx, told(stage, event.post), form));
}

/** Somebody would rather have other words. */
export async function amend({ stage }: DecidingStage, event: DecidingOf<'amend'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const form = amendForm.parse({ body: event.text, shownAs: 'resident', key: key() });
  const { id } = must(await proposeAmendment(ctx, told(stage, event.post), form));
  stage.comments.set(event.id, id);
}

/** What becomes of these words. */
export async function decideWords(
  { stage }: DecidingStage,
  event: DecidingOf<'amend-decided'>,
): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const comment = stage.comments.get(event.id);
  if (comment === undefined) throw new Error(`nobody proposed ${event.id}`);
  const { verdict, text: reason } = event;
  const form = decideForm.parse({ verdict, reason, key: key() });
  must(await decideAmendment(ctx, told(stage, event.post), comment, form));
}

/** The record of a talk in person, with its signed sheet. */
export async function consensus(
  { stage }: DecidingStage,
  event: DecidingOf<'consensus'>,
): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const photoIds = await takeMinutes(stage, ctx);
  const { form, on: heldOn, place, present, outcome, text: body, dissent, next } = event;
  const typed = { form, heldOn, place, present, outcome, body, dissent, next, key: key() };
  must(await recordConsensus(ctx, told(stage, event.post), consensusForm.parse(typed), photoIds));
}

/** The photo of signed minutes, as whoever enters them has just taken it. */
export function takeMinutes(
  { scenes }: Stage,
  ctx: Parameters<typeof takePhotos>[0],
): Promise<string[]> {
  return takePhotos(ctx, scenes, [{ scene: SIGNED_MINUTES, caption: '' }], 'signed');
}

/** Who of the village has an account that its roster knows, in the order of the households. */
export function villagersOf({ cast, village }: Stage) {
  const keys = village.households.flatMap(({ members }) =>
    members.map((one) => `${village.slug}/${one.key}`),
  );
  return keys.flatMap((one) => {
    const member = cast.members.get(one);
    return member && member.householdId !== null ? [member] : [];
  });
}

/** The id of an account by its key. */
export function personOf(stage: Stage, who: string): string {
  return castMember(stage, who).personId;
}
