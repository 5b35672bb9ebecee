import type drawsJson from '#content/draws.json';

/** content/draws.json: the public lotteries to choose from, and how a draw is announced. */
export type DrawBook = typeof drawsJson;

/** A public lottery, as a draw names it. */
export type Lottery = DrawBook['lotteries'][number];
