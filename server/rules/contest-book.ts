import type contestsJson from '#content/contests.json';

/** content/contests.json: the numbers of what a village thanks families for. */
export type ContestBook = typeof contestsJson;
