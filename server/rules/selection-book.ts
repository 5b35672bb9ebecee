import type selectionsJson from '#content/selections.json';

/** content/selections.json: the numbers of the month's selections that a county may set. */
export type SelectionBook = typeof selectionsJson;
