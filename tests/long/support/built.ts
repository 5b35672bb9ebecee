import { buildIfNeeded } from '#server/build.mjs';

/** The long stories run the built product: it is built first. */
export function setup(): void {
  buildIfNeeded();
}
