import { wordsFor } from '#content/messages/words.ts';
import type { EventOf } from '#server/demo/content.ts';
import { must } from '#server/demo/places.ts';
import { takePhotos } from '#server/demo/scenes.ts';
import { takeChime } from '#server/demo/sounds.ts';
import { castMember, ctxAt, key, remember, type Stage, told } from '#server/demo/stage.ts';
import { makeLesson } from '#server/lessons/commands.ts';
import { lessonForm } from '#server/lessons/forms.ts';
import { markMember, recordMeeting } from '#server/meetings/commands.ts';
import { meetingForm } from '#server/meetings/forms.ts';

/** 微党课, with its slides and, where somebody speaks, what stands for his voice here. */
export async function lesson(stage: Stage, event: EventOf<'lesson'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const { title, text: body, series, number, featured, consentOn, consentHow } = event;
  const { sketch, chime } = wordsFor('zh').demo;
  const photoIds = await takePhotos(ctx, stage.scenes, event.photos, 'post');
  const spoken = event.length === '' ? {} : { recordingId: await takeChime(ctx) };
  const voiceCaption = event.length === '' ? '' : chime(featured, event.length);
  const { transcript, quiz } = event;
  const column = (name: 'question' | 'right' | 'why') => quiz.map((one) => one[name]);
  const option = (at: number) => quiz.map(({ options }) => options[at] ?? '');
  const form = lessonForm.parse({
    ...{ title, body, series, number, featured, consentOn, consentHow, transcript },
    ...{ ...spoken, voiceCaption, photoIds },
    slideWords: event.photos.map(({ caption }) => sketch(caption)),
    ...{ question: column('question'), right: column('right'), why: column('why') },
    ...{ optionA: option(0), optionB: option(1), optionC: option(2) },
    key: key(),
  });
  const { no } = must(await makeLesson(ctx, stage.village.slug, form));
  await remember(stage, event, no);
}

/** 三会一课. */
export async function meeting(stage: Stage, event: EventOf<'meeting'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const idsOf = (people: string[]) => people.map((one) => castMember(stage, one).personId);
  const { kind, heldOn, topic, place, agenda, due, present, remote, audience } = event;
  const lessonIds = event.lessons.map((name) => (name.includes('/') ? told(stage, name).id : name));
  const form = meetingForm.parse({
    ...{ kind, heldOn, topic, place, agenda, due, present, remote, audience, lessonIds },
    ...{ here: idsOf(event.here), away: idsOf(event.away), body: event.text, key: key() },
  });
  must(await recordMeeting(ctx, stage.village.slug, form));
}

/** Who is a member of the Party here, as its secretary says. */
export async function members(stage: Stage, event: EventOf<'party-members'>): Promise<void> {
  const ctx = await ctxAt(stage, event.who, event.at);
  const all = stage.village.households.flatMap((household) => household.members);
  for (const person of event.people) {
    const known = all.find((one) => person === `${stage.village.slug}/${one.key}`);
    if (!known?.phone) throw new Error(`${person} has no phone`);
    must(await markMember(ctx, stage.village.slug, { name: known.name, phone: known.phone }));
  }
}
