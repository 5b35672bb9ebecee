import { type EpochMs, localParts } from '#server/rules/dates.ts';

/** An instant for machines, in Shanghai time: '2026-11-16T08:30+08:00'. */
export function isoTime(at: EpochMs): string {
  const { date, hour, minute } = localParts(at);
  return `${date}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}+08:00`;
}

/** The same as feeds and data packages must have it, to the second: '2026-11-16T08:30:00+08:00'. */
export function isoTimeFull(at: EpochMs): string {
  return isoTime(at).replace(/(T\d\d:\d\d)/, '$1:00');
}
