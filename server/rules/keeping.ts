/** A text that was left for two months is not coming back; the privacy page says so. Days. */
export const DRAFT_DAYS = 60;
