import { wordsFor } from '#content/messages/words.ts';
import type { StepLine, StepTry } from '#server/motions/step-lines.ts';
import { plainDay } from '#server/rules/date-words.ts';
import { type EpochMs, instantOf, type Lang } from '#server/rules/dates.ts';
import { meetingWhen } from '#server/rules/meeting-hours.ts';

/** What a step is called; the last one by the body that meets, once that is known. */
export function stepName(lang: Lang, { code, tries }: StepLine): string {
  const { names, assembly } = wordsFor(lang).motions.stages;
  const body = tries.at(-1)?.body;
  if (code !== 's4_resolve' || body === undefined) return names[code];
  const byBody: Record<string, string> = assembly;
  return byBody[body] ?? names[code];
}

/** One try in one sentence: the day, who came, how many agreed, and whether it was enough. */
export function stepFacts(lang: Lang, { code }: StepLine, one: StepTry, now: EpochMs): string {
  const words = wordsFor(lang).motions.stages;
  const day = one.meetOn === '' ? '' : plainDay(lang, instantOf(one.meetOn), now);
  const isPublication = code === 'p1_decision' || code === 'p2_result';
  if (isPublication) return words.shown(day);
  if (one.state === 'called') return words.called(meetingWhen(lang, one, now), one.place);
  if (one.state === 'void') return words.void(day);
  const said = [day, words.came(one.entitled, one.present)];
  // Too few came, and nobody voted: there is no count to tell.
  if (one.state === 'failed' && one.yes + one.no + one.abstain === 0) {
    return [...said, words.tooFew].join(words.between);
  }
  if (one.voteType !== '') said.push(words.agreed(one.yes, one.no, one.abstain));
  if (one.state === 'failed') said.push(words.failed);
  return said.join(words.between);
}
