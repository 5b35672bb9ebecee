import { wordsFor } from '#content/messages/words.ts';
import type { Receipt } from '#server/appeals/tracking.ts';
import { dayTime } from '#server/rules/date-words.ts';
import type { EpochMs, Lang } from '#server/rules/dates.ts';
import { awayWords, namedWords, reachedNow } from '#site/posts/words.ts';

/** Who answers, by when, in one sentence: 3组网格员廖小满负责，最晚 9月11日（周五）18:00 前回您. */
export function answersWords(lang: Lang, { duty, secretary, readAt, now }: Receipt): string {
  const { time, appeals } = wordsFor(lang);
  const person = secretary ?? duty?.holder;
  const who = person ? namedWords(lang, person) : '';
  const { endedAt = null, amount = null, dueAt = null } = duty?.first ?? {};
  if (endedAt !== null && amount) {
    return time.say.answered(
      duty?.answeredBy?.name ?? duty?.holder.name ?? who,
      time.length(amount),
    );
  }
  if (dueAt !== null) return time.say.answersBy(who, dayTime(lang, dueAt, now));
  if (readAt === null) return time.say.answersUnknown(who);
  if (readAt <= now) return appeals.receipt.readSoon(who);
  return time.say.answersWhenRead(who, dayTime(lang, readAt, now));
}

/** What happens next, in order; whoever has no account gets no messages and presses no button. */
export function nextWords(lang: Lang, { isForOther }: Receipt, who: string): string[] {
  const { receipt } = wordsFor(lang).appeals;
  const { forOther } = receipt;
  return isForOther
    ? [forOther.read(who), forOther.tell, forOther.confirm]
    : [receipt.nextRead(who), receipt.nextTell, receipt.nextConfirm];
}

/** The same for the sheet that is handed over, in one paragraph to its reader. */
export function nextOnPaper(lang: Lang, { isForOther }: Receipt): string {
  const { receipt } = wordsFor(lang).appeals;
  return isForOther ? receipt.forOther.onPaper : receipt.nextConfirm;
}

/** Until when whoever answers is on leave and who stands in; null while he is at work. */
export function leaveWords(lang: Lang, { duty, secretary, now }: Receipt): string | null {
  const person = secretary ?? duty?.holder;
  const isOver = duty !== null && duty.first.endedAt !== null && duty.finish?.endedAt !== null;
  return person && !isOver ? awayWords(lang, person, now) : null;
}

/** The number to dial about the matter: 廖小满 0838-…; null where this reader may not see it. */
export function phoneWords({ duty }: Receipt): string | null {
  const reached = duty && reachedNow(duty.holder);
  return reached?.phone ? `${reached.name} ${reached.phone}` : null;
}

/** While nobody is on the roster of an emergency: when somebody reads it, in a plain sentence. */
export function nobodyWords(lang: Lang, readAt: EpochMs | null, now: EpochMs): string {
  const words = wordsFor(lang).appeals.emergency;
  if (readAt === null) return words.nobodyUnknown;
  return readAt <= now ? words.nobodyNow : words.nobody(dayTime(lang, readAt, now));
}
