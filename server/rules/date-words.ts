import {
  dayNumber,
  daysBetween,
  type EpochMs,
  type Lang,
  localParts,
  nextMidnight,
  nextMonth,
  nextYear,
  startOfDayNumber,
  startOfMonth,
  startOfYear,
  weekdayOfDay,
} from '#server/rules/dates.ts';

/**
 * Dates as people read them. The formats (9月11日, 周五, Fri 11 Sep) are spelled here, as a locale
 * library would. Words with a tone of voice (今天, 明早) belong to content/messages and are handed in.
 */

const WEEKDAYS = {
  zh: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} satisfies Record<Lang, string[]>;

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Words for days near now; they come from wordsFor(lang).time.day. */
export interface DayWords {
  today: string;
  tomorrow: string;
  yesterday: string;
  thisMorning: string;
  tomorrowMorning: string;
}

/** '周五', 'Fri'. */
export function weekdayName(lang: Lang, at: EpochMs): string {
  return WEEKDAYS[lang][weekdayOfDay(dayNumber(at)) - 1] ?? '';
}

/** '8:47', '18:00': as said, without a leading zero. */
export function timeOfDay(at: EpochMs): string {
  const { hour, minute } = localParts(at);
  return `${hour}:${String(minute).padStart(2, '0')}`;
}

/** '9月11日', '11 Sep'; with the year when it is another year than now's. */
export function plainDay(lang: Lang, at: EpochMs, now: EpochMs): string {
  const { year, month, day } = localParts(at);
  const isThisYear = year === localParts(now).year;
  if (lang === 'zh') return `${isThisYear ? '' : `${year}年`}${month}月${day}日`;
  return `${day} ${MONTHS[month - 1]}${isThisYear ? '' : ` ${year}`}`;
}

/** '9月11日（周五）', 'Fri 11 Sep'; with the year when it is another year than now's. */
export function shortDay(lang: Lang, at: EpochMs, now: EpochMs): string {
  const day = plainDay(lang, at, now);
  const name = weekdayName(lang, at);
  return lang === 'zh' ? `${day}（${name}）` : `${name} ${day}`;
}

/** '9月11日（周五）18:00', 'Fri 11 Sep, 18:00'. */
export function dayTime(lang: Lang, at: EpochMs, now: EpochMs): string {
  const between = lang === 'zh' ? '' : ', ';
  return `${shortDay(lang, at, now)}${between}${timeOfDay(at)}`;
}

/** 今天, 昨天, 明天, else '9月11日': for lists and steps. */
export function nearDay(lang: Lang, at: EpochMs, now: EpochMs, words: DayWords): string {
  return nearWord(at, now, words) ?? plainDay(lang, at, now);
}

/** 今天 8:47, 昨天 20:41, else '9月11日 8:47': when something happened. */
export function nearDayTime(lang: Lang, at: EpochMs, now: EpochMs, words: DayWords): string {
  return `${nearDay(lang, at, now, words)} ${timeOfDay(at)}`;
}

/** The narrow form of the plate: 今天, 明天, '27日' in this month, else '12月1日'. */
export function plateDay(lang: Lang, at: EpochMs, now: EpochMs, words: DayWords): string {
  const near = nearWord(at, now, words);
  if (near) return near;
  const isThisMonth = startOfMonth(at) === startOfMonth(now);
  return lang === 'zh' && isThisMonth ? `${localParts(at).day}日` : plainDay(lang, at, now);
}

/** The plate's day with its time: '今天 18:00', '27日 18:00'. */
export function plateDayTime(lang: Lang, at: EpochMs, now: EpochMs, words: DayWords): string {
  return `${plateDay(lang, at, now, words)} ${timeOfDay(at)}`;
}

/** When an office opens: '明早8:30', '今早8:30', '14:00' later today, else '23日 8:30'. */
export function opensAt(lang: Lang, at: EpochMs, now: EpochMs, words: DayWords): string {
  const ahead = daysBetween(now, at);
  const isMorning = localParts(at).hour < 12;
  const space = lang === 'zh' ? '' : ' ';
  if (ahead === 0 && isMorning) return `${words.thisMorning}${space}${timeOfDay(at)}`;
  if (ahead === 0) return timeOfDay(at);
  if (ahead === 1 && isMorning) return `${words.tomorrowMorning}${space}${timeOfDay(at)}`;
  return plateDayTime(lang, at, now, words);
}

/** The next midnight at which a day printed by these functions reads differently; null for never. */
export function dayWordChangesAt(at: EpochMs, now: EpochMs): EpochMs | null {
  const ahead = daysBetween(now, at);
  const isNear = ahead >= -1 && ahead <= 1;
  if (isNear) return nextMidnight(now);
  const turn = turnOfCalendar(at, now);
  const becomesNear = ahead > 1 ? startOfDayNumber(dayNumber(at) - 1) : null;
  if (becomesNear === null) return turn;
  return turn === null ? becomesNear : Math.min(turn, becomesNear);
}

function nearWord(at: EpochMs, now: EpochMs, words: DayWords): string | null {
  const ahead = daysBetween(now, at);
  if (ahead === 0) return words.today;
  if (ahead === 1) return words.tomorrow;
  return ahead === -1 ? words.yesterday : null;
}

// A past day grows longer when its month, then its year, is over. A coming day grows shorter when
// its year, then its month, has come.
function turnOfCalendar(at: EpochMs, now: EpochMs): EpochMs | null {
  const isThisYear = startOfYear(at) === startOfYear(now);
  const isThisMonth = startOfMonth(at) === startOfMonth(now);
  if (isThisMonth) return nextMonth(now);
  if (at > now) return isThisYear ? startOfMonth(at) : startOfYear(at);
  return isThisYear ? nextYear(now) : null;
}
