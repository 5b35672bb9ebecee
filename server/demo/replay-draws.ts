import type { DemoContent, DemoDraw } from '#server/demo/content.ts';
import { must } from '#server/demo/places.ts';
import { selectAskLinks, selectAsksOfPromise, selectPromiseId } from '#server/demo/records.ts';
import type { DemoNumbers } from '#server/demo/rounds-content.ts';
import { castMember, ctxOf, key, type Stage, told } from '#server/demo/stage.ts';
import { announceRound } from '#server/draws/announcing.ts';
import { askToOpen, openedTokens, openWithSecond } from '#server/draws/opening.ts';
import { purposeOf } from '#server/draws/purposes.ts';
import { typeNumbers } from '#server/draws/typing.ts';
import { handClock } from '#server/kernel/clock.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import { answerAsk } from '#server/promises/answering.ts';
import { codeHash } from '#server/promises/asking.ts';
import { enterPaper } from '#server/promises/paper.ts';
import { type EpochMs, localDate } from '#server/rules/dates.ts';

/** One thing that is done about a draw, and when. */
export interface DrawStep {
  at: EpochMs;
  play(): Promise<void>;
}

/**
 * The draws of the county as steps in order: announced, typed by two, answered. Who is drawn differs
 * from one demonstration to the next; what those who are drawn answer does not.
 */
export function drawSteps({ draws }: DemoContent, stages: Stage[]): DrawStep[] {
  return draws.flatMap((draw) => stepsOf(draw, stages)).toSorted((a, b) => a.at - b.at);
}

function stepsOf(draw: DemoDraw, stages: Stage[]): DrawStep[] {
  const asked = Object.entries(draw.answers).flatMap(([name, answers]) => {
    const [post = '', line = ''] = name.split('#');
    const stage = stages.find(({ village }) => post.startsWith(`${village.slug}/`));
    return stage ? [{ stage, post, no: Number(line), answers }] : [];
  });
  const [first] = asked;
  // Told of a few villages alone, a draw for others has nothing to draw for.
  if (!first) return [];
  const { stage } = first;
  return [
    { at: draw.announcedAt, play: () => announceFor(stage, 'promise', draw) },
    { at: draw.typedAt, play: () => typeFor(stage, 'promise', draw) },
    ...asked.flatMap((one) =>
      one.answers.map((given, index) => ({
        at: given.at,
        play: () => say(one.stage, draw, { ...one, index, given }),
      })),
    ),
  ];
}

/** Announces a round of draws with its sources. */
export async function announceFor(
  stage: Stage,
  purpose: string,
  { by, announcedAt, sources }: DemoNumbers,
): Promise<void> {
  const ctx = await ctxOf(stage.app, castMember(stage, by).personId, announcedAt);
  must(await announceRound(ctx, { purpose, sources, key: key() }));
}

/** Two people type the numbers of a round. */
export async function typeFor(stage: Stage, purpose: string, draw: DemoNumbers): Promise<void> {
  const month = localDate(draw.announcedAt).slice(0, 7).replace('-', '');
  for (const person of [draw.by, draw.second]) {
    const ctx = await ctxOf(stage.app, castMember(stage, person).personId, draw.typedAt);
    must(await typeNumbers(ctx, `${purposeOf(purpose).initial}-${month}`, draw.numbers));
  }
}

/** The next of those who were drawn answers: by the link of his message, or on paper through two. */
async function say(
  stage: Stage,
  draw: DemoDraw,
  one: { post: string; no: number; index: number; given: DemoDraw['answers'][string][number] },
): Promise<void> {
  const { read } = stage.app.db;
  const { given } = one;
  const promiseId = await selectPromiseId(read, told(stage, one.post).id, one.no);
  const ask = (await selectAsksOfPromise(read, promiseId))[one.index];
  if (!ask) throw new Error(`fewer were drawn for ${one.post} than answer`);
  const links = await selectAskLinks(read, draw.typedAt);
  const code = links.find((link) => codeHash(link) === ask.codeHash);
  const [first, second] = await Promise.all(
    [draw.by, draw.second].map((person) =>
      ctxOf(stage.app, castMember(stage, person).personId, given.at),
    ),
  );
  if (!first || !second) throw new Error('a draw has its two people');
  if (code !== undefined) {
    // Whoever holds the link need not sign in.
    must(await answerAsk({ ...systemContext(stage.app), clock: handClock(given.at) }, code, given));
    return;
  }
  const { poolId } = ask;
  if (!(await openedTokens(first, poolId, []))) {
    must(await askToOpen(first, poolId, draw.openingReason));
    must(await openWithSecond(second, poolId));
  }
  const sheet = { poolId, askId: ask.id, answer: given.answer, reasons: given.reasons };
  for (const ctx of [first, second]) must(await enterPaper(ctx, sheet));
}
