import type promisesJson from '#content/promises.json';

/** content/promises.json: the numbers of promises that a county may set. */
export type PromiseBook = typeof promisesJson;
