import { agreeToNomination } from '#server/contests/consent.ts';
import { contestForm, familyForm, nominationForm } from '#server/contests/forms.ts';
import { likeNominee } from '#server/contests/liking.ts';
import { nominate } from '#server/contests/nominating.ts';
import { openContest } from '#server/contests/opening.ts';
import type { DecidingOf } from '#server/demo/deciding-content.ts';
import { villagersOf } from '#server/demo/deciding-hall.ts';
import { type DecidingStage, landed } from '#server/demo/deciding-stage.ts';
import { must } from '#server/demo/places.ts';
import type { DrawStep } from '#server/demo/replay-draws.ts';
import { castMember, ctxAt, ctxOf, key, told } from '#server/demo/stage.ts';
import { HOUR_MS } from '#server/rules/dates.ts';

type ContestEvent = DecidingOf<'contest'>;
type Nominee = ContestEvent['nominees'][number];

/** A choice: opened, families proposed, each asked; nobody reads of one before it has agreed. */
export function contest(one: DecidingStage, event: ContestEvent): DrawStep[] {
  return [
    { at: event.at, play: () => begin(one, event) },
    ...event.nominees.flatMap((family, at) => [
      { at: family.at, play: () => propose(one, event, family) },
      { at: family.said.at, play: () => answer(one, event, family, at + 1) },
    ]),
  ];
}

async function begin(one: DecidingStage, event: ContestEvent): Promise<void> {
  const ctx = await ctxAt(one.stage, event.who, event.at);
  const { title, text: body, about, places, jurors } = event;
  const { nominateThrough, objectThrough, judgeThrough } = event;
  const form = contestForm.parse({
    ...{ title, body, about, places: String(places), jurors: String(jurors) },
    ...{ nominateThrough, objectThrough, judgeThrough, key: key() },
  });
  const { path } = must(await openContest(ctx, one.stage.village.code, form));
  await landed(one, event, path);
}

async function propose(
  { stage }: DecidingStage,
  event: ContestEvent,
  { who, at, family, text: why }: Nominee,
): Promise<void> {
  const ctx = await ctxAt(stage, who, at);
  const { name } = castMember(stage, family);
  const form = nominationForm.parse({ name, household: '', why, key: key() });
  must(await nominate(ctx, told(stage, event.post), form));
}

/** What the family says; a few neighbours like it once it stands. */
async function answer(
  { stage }: DecidingStage,
  event: ContestEvent,
  { family, said, likes }: Nominee,
  no: number,
): Promise<void> {
  const ref = told(stage, event.post);
  const ctx = await ctxAt(stage, family, said.at);
  const { choice, name } = said;
  must(await agreeToNomination(ctx, ref, familyForm.parse({ choice, name, kin: '' })));
  const neighbours = villagersOf(stage).filter((one) => one.key !== family);
  for (const { personId } of neighbours.slice(0, likes)) {
    must(await likeNominee(await ctxOf(stage.app, personId, said.at + HOUR_MS), ref, no));
  }
}
