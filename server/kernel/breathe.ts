const SLICE_MS = 10;

/**
 * Lets other requests in, so that nobody's page waits for the whole of a long list. Also between the
 * statements of a long write: other writes wait for it as they would anyway, pages do not.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Does the same with every item, and breathes after each slice of some milliseconds. */
export async function inSlices<Item, Done>(
  items: readonly Item[],
  work: (item: Item) => Done,
): Promise<Done[]> {
  const done: Done[] = [];
  let since = performance.now();
  for (const item of items) {
    done.push(work(item));
    if (performance.now() - since < SLICE_MS) continue;
    await breathe();
    since = performance.now();
  }
  return done;
}
