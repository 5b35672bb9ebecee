import type { EventOf } from '#server/demo/content.ts';
import { must } from '#server/demo/places.ts';
import { takePhotos } from '#server/demo/scenes.ts';
import { castMember, ctxAt, key, remember, type Stage, told } from '#server/demo/stage.ts';
import { publishLetter } from '#server/letters/commands.ts';
import type { PromiseRef } from '#server/promises/act.ts';
import { changePromise, claimPromise, reportProgress } from '#server/promises/commands.ts';

/** 书记公开信, with its promises and intentions. */
export async function letter(stage: Stage, event: EventOf<'letter'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const { title, text: body, lines, portrait, photos } = event;
  const face = [{ scene: portrait, caption: castMember(stage, event.who).name }];
  const photoIds = [
    ...(await takePhotos(ctx, stage.scenes, face, 'portrait')),
    ...(await takePhotos(ctx, stage.scenes, photos, 'post')),
  ];
  const words = { title, body, lines, photoIds, key: key() };
  const { no } = must(await publishLetter(ctx, stage.village.slug, words));
  await remember(stage, event, no);
}

/** How far a promise is. */
export async function reportOn(stage: Stage, event: EventOf<'promise-report'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const photoIds = await takePhotos(ctx, stage.scenes, event.photos, 'post');
  const words = { words: event.text, key: key(), photoIds };
  must(await reportProgress(ctx, promiseOf(stage, event), words));
}

/** How a promise came out, as its owner says. */
export async function claim(stage: Stage, event: EventOf<'promise-claim'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const photoIds = await takePhotos(ctx, stage.scenes, event.photos, 'post');
  const words = { claim: event.claim, words: event.text, key: key(), photoIds };
  must(await claimPromise(ctx, promiseOf(stage, event), words));
}

/** A new wording or day, with its reason. */
export async function change(stage: Stage, event: EventOf<'promise-change'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const form = { ...event.to, reason: event.text, key: key() };
  must(await changePromise(ctx, promiseOf(stage, event), form));
}

function promiseOf(stage: Stage, { post, line }: { post: string; line: number }): PromiseRef {
  const { slug, no: letterNo } = told(stage, post);
  return { slug, letterNo, no: line };
}
