import { isLocalDate, type LocalDate } from '#server/rules/dates.ts';

/** 公民: eighteen whole years (宪法第34条; 民法典第17条). */
const ADULT_AGE = 18;
/** Whoever would be older stands on no list of the living. */
const OLDEST_AGE = 130;

/** A birth as lists write it: a day, a month or a year alone. */
export type Birth = string;

/**
 * The eighteenth birthday of a day of birth. Who was born on 29 February comes of age on the 28th where
 * the year has no 29th (民法典第202条: the month's last day).
 */
export function eighteenthBirthday(birth: LocalDate): LocalDate {
  const year = Number(birth.slice(0, 4)) + ADULT_AGE;
  const day = `${year}${birth.slice(4)}`;
  return isLocalDate(day) ? day : `${year}-02-28`;
}

/** What a list's birth says on a day. */
export type ComingOfAge =
  /** The first day on which somebody is known to be eighteen; nothing else of his birth is kept. */
  { adultFrom: LocalDate } | { fault: 'birthWrong' | 'birthUnclear' };

/**
 * From which day somebody is known to be eighteen. For who is so already it is the day of the list
 * itself, so that nobody's birthday is kept; for who is not, the birthday, which only a whole date
 * tells. A birth to come, or more than 130 years ago, is wrong.
 */
export function comingOfAge(birth: Birth, today: LocalDate): ComingOfAge {
  const latest = latestDay(birth);
  if (birth > today.slice(0, birth.length)) return { fault: 'birthWrong' };
  if (Number(today.slice(0, 4)) - Number(birth.slice(0, 4)) > OLDEST_AGE) {
    return { fault: 'birthWrong' };
  }
  const adultFrom = eighteenthBirthday(latest);
  if (adultFrom <= today) return { adultFrom: today };
  return latest === birth ? { adultFrom } : { fault: 'birthUnclear' };
}

/** The last day that a month or a year alone may mean. */
function latestDay(birth: Birth): LocalDate {
  if (birth.length === 4) return `${birth}-12-31`;
  if (birth.length === 10) return birth;
  const days = ['31', '30', '29', '28'].map((day) => `${birth}-${day}`);
  return days.find(isLocalDate) ?? `${birth}-28`;
}

/** The day of birth inside a whole ID number (GB 11643, signs 7 to 14); null in anything shorter. */
export function birthOfId(id: string): LocalDate | null {
  const [, year, month, day] = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dXx]$/.exec(id) ?? [];
  const birth = `${year}-${month}-${day}`;
  return year !== undefined && isLocalDate(birth) ? birth : null;
}

/** How somebody's age stands on a day. */
export function ageOn(adultFrom: LocalDate | null, day: LocalDate): 'adult' | 'minor' | 'unknown' {
  if (adultFrom === null) return 'unknown';
  return adultFrom <= day ? 'adult' : 'minor';
}
