import type { Database } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';

/** More than a county has; a reader who tries many names must not fill the memory. */
const MOST_KEPT = 5_000;

/** Reads values by key, from the database only those that are not remembered. */
export type Memory<T> = (
  ctx: Pick<Context, 'db'>,
  keys: readonly string[],
  load: (missing: string[]) => Promise<ReadonlyMap<string, T>>,
) => Promise<Map<string, T>>;

/**
 * Remembers what stands on every page and changes a few times a year: places, and who is in office.
 * Everything is forgotten when any place changes (every act on places and posts touches `grid:…`),
 * and one value when its own tag is touched, given the beginning of such tags ('person:'). Other
 * processes hear of it as of finished pages. What a write decides by is read through its tx.
 */
export function memory<T>(ownTags: string | null = null): Memory<T> {
  const shelves = new WeakMap<Database, ReturnType<typeof shelf<T>>>();
  return async ({ db }, keys, load) => {
    const own = shelves.get(db) ?? shelf<T>(db, ownTags);
    shelves.set(db, own);
    const { kept, drops } = own;
    const missing = [...new Set(keys.filter((key) => !kept.has(key)))];
    const found = new Map<string, T>();
    const began = drops.n;
    const loaded = missing.length === 0 ? found : await load(missing);
    for (const key of keys) {
      const value = kept.get(key) ?? loaded.get(key);
      if (value !== undefined) found.set(key, value);
    }
    // What was read before a change that has been told meanwhile is not kept.
    if (drops.n === began) for (const [key, value] of loaded) kept.set(key, value);
    if (kept.size > MOST_KEPT) kept.clear();
    return found;
  };
}

function shelf<T>(db: Database, ownTags: string | null) {
  const kept = new Map<string, T>();
  const drops = { n: 0 };
  db.onTouched((tags) => {
    for (const tag of tags) {
      const isOwn = ownTags !== null && tag.startsWith(ownTags);
      const isPlace = tag === '*' || tag.startsWith('grid:');
      if (isPlace) kept.clear();
      if (isOwn) kept.delete(tag.slice(ownTags.length));
      if (isPlace || isOwn) drops.n += 1;
    }
  });
  return { kept, drops };
}
