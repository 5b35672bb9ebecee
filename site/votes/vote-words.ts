import { wordsFor } from '#content/messages/words.ts';
import type { Article } from '#server/rules/articles.ts';
import { dayTime, plainDay } from '#server/rules/date-words.ts';
import { DAY_MS, type EpochMs, HOUR_MS, type Lang } from '#server/rules/dates.ts';
import type { Threshold } from '#server/rules/thresholds.ts';
import type { Pass } from '#server/rules/vote-book.ts';
import type { VotePhase } from '#server/rules/vote-times.ts';
import type { RecountResult } from '#server/votes/recount-views.ts';
import type { ResultLine } from '#server/votes/result-view.ts';
import type { TypeView } from '#server/votes/type-view.ts';

/** How far a vote is, as a tag. */
export function phaseTag(lang: Lang, phase: VotePhase) {
  return { ...LOOKS[phase], label: wordsFor(lang).votes.states[phase] };
}

const LOOKS = {
  preparing: { kind: 'plain' as const, icon: 'pencil' },
  announced: { kind: 'wait' as const, icon: 'megaphone' },
  open: { kind: 'go' as const, icon: 'vote' },
  closed: { kind: 'wait' as const, icon: 'lock' },
  counted: { kind: 'done' as const, icon: 'check' },
  void: { kind: 'plain' as const, icon: 'x' },
};

/** When it opens, how long is left, or when it was over: beside the tag. */
export function timeWords(
  lang: Lang,
  { phase, opensAt, closesAt }: { phase: VotePhase; opensAt: EpochMs; closesAt: EpochMs },
  { now, isCast }: { now: EpochMs; isCast: boolean },
): string {
  const words = wordsFor(lang).votes.page;
  const day = (at: EpochMs) => dayTime(lang, at, now);
  if (!isCast) return words.meets(day(opensAt));
  if (phase === 'preparing' || phase === 'announced')
    return words.opens(day(opensAt), day(closesAt));
  if (phase !== 'open') return words.over(day(closesAt));
  const left = closesAt - now;
  // Two days and more are counted in days; less in hours, so that the last evening is not 1 天.
  if (left >= 2 * DAY_MS) return words.leftDays(Math.floor(left / DAY_MS), day(closesAt));
  if (left >= HOUR_MS) return words.leftHours(Math.floor(left / HOUR_MS), day(closesAt));
  return words.leftLast(day(closesAt));
}

/** 2,318 人, or 45 户. */
export function countWords(lang: Lang, unit: string, n: number): string {
  const { people, households } = wordsFor(lang).votes.page;
  return unit === 'household' ? households(n) : people(n);
}

/** What comes of a vote online, and what decides. */
export function effectWords(lang: Lang, { reason, body }: TypeView): string {
  const words = wordsFor(lang).votes.page;
  if (reason === 'never-here') return words.neverRun;
  if (reason === 'never-online') return words.never;
  if (reason === 'talk-decides-nothing') return words.talk;
  return reason === 'charter-silent' ? words.charter(body[lang]) : words.advisory(body[lang]);
}

/** 过半数, or 三分之二以上. */
export function thresholdWords(lang: Lang, { part, of, isStrict }: Threshold): string {
  const { moreThan, atLeast } = wordsFor(lang).voteDesk.types;
  return isStrict ? moreThan(part, of) : atLeast(part, of);
}

/** How many must agree, and of whom: 到会的过半数. */
export function passWords(lang: Lang, pass: Pass): string {
  const { bases, passOf } = wordsFor(lang).voteDesk.types;
  return passOf(bases[pass.base], thresholdWords(lang, pass));
}

/** 《村民委员会组织法》第26条（2025-10-28）. */
export function articleWords(lang: Lang, basis: Article[]): string {
  const { article, wholeLaw, between } = wordsFor(lang).votes.basis;
  return basis
    .map((one) => {
      const law = one.law[lang];
      return one.article === '' ? wholeLaw(law) : article(law, one.article, one.lawVersion);
    })
    .join(between);
}

/** What a list says of a vote's times. */
export function rowTimes(
  lang: Lang,
  row: { phase: VotePhase; opensAt: EpochMs; closesAt: EpochMs; countedAt: EpochMs | null },
  now: EpochMs,
): string {
  const words = wordsFor(lang).votes.list;
  const day = (at: EpochMs) => plainDay(lang, at, now);
  if (row.phase === 'announced' || row.phase === 'preparing') return words.opens(day(row.opensAt));
  if (row.countedAt !== null) return words.counted(day(row.countedAt));
  return words.closes(day(row.closesAt));
}

/** The name of a line of a result: an option as the village wrote it, or who named none of them. */
export function lineWords(lang: Lang, { label, meaning }: Pick<ResultLine, 'label' | 'meaning'>) {
  const { ballot, result } = wordsFor(lang).votes;
  if (meaning === 'together') return result.together;
  return meaning === 'blank' ? ballot.abstain : label;
}

/** What the opened ballots add up to. */
export function sizeWords(lang: Lang, result: RecountResult): string {
  const { recount } = wordsFor(lang).tellers;
  if ('together' in result) return recount.together(result.voted, result.together);
  const { online, paper, spoiled } = result;
  return recount.size(online + paper - spoiled, online, paper, spoiled);
}
