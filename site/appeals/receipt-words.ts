import { wordsFor } from '#content/messages/words.ts';
import type { Receipt } from '#server/appeals/tracking.ts';
import { dayTime, type Lang } from '#server/rules/dates.ts';
import { postWords } from '#site/posts/words.ts';

/** Who answers, by when, in one sentence: 3组网格员廖小满负责，最晚 9月11日（周五）18:00 前回您. */
export function answersWords(lang: Lang, { duty, secretary, readAt, now }: Receipt): string {
  const { say } = wordsFor(lang).time;
  const person = secretary ?? duty?.holder;
  const who = person ? `${postWords(lang, person)}${lang === 'zh' ? '' : ' '}${person.name}` : '';
  const dueAt = duty?.first.dueAt ?? null;
  if (dueAt !== null) return say.answersBy(who, dayTime(lang, dueAt, now));
  return readAt === null
    ? say.answersUnknown(who)
    : say.answersWhenRead(who, dayTime(lang, readAt, now));
}

/** Of an emergency while nobody is on the roster: when somebody reads it; null otherwise. */
export function nobodyWords(
  lang: Lang,
  { isEmergency, isManned, readAt, now }: Receipt,
): string | null {
  if (!isEmergency || isManned) return null;
  const words = wordsFor(lang).appeals.emergency;
  return readAt === null ? words.nobodyUnknown : words.nobody(dayTime(lang, readAt, now));
}
