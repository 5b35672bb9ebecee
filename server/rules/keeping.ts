/** A text that was left for two months is not coming back; the privacy page says so. Days. */
export const DRAFT_DAYS = 60;

/** The kinds of draft that hold a list of people while somebody looks at it. */
export const IMPORT_DRAFTS = [
  'roster-import',
  'posts-import',
  'disclosure-import',
  'roll-import',
] as const;

/** One of these kinds. */
export type ImportDraft = (typeof IMPORT_DRAFTS)[number];

/** A list of people that was read and not brought in is forgotten after so many hours. */
export const IMPORT_DRAFT_HOURS = 24;
