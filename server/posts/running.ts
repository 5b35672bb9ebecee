import type { LocalDate } from '#server/rules/dates.ts';

/** Something that a village does together now, as one line of its home. */
export interface Running<What extends string = string> {
  path: string;
  title: string;
  /** The last day on which one can take part, or the day of a meeting; null without one. */
  lastDay: LocalDate | null;
  what: What;
}
