import type lettersJson from '#content/letters.json';

/** content/letters.json: the numbers of letters that a county may set. */
export type LetterBook = typeof lettersJson;
