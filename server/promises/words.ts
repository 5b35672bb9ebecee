import type { Reader, Tx } from '#db/surface.ts';
import {
  rewordReport,
  rewordVersion,
  selectByLetter,
  selectReports,
  selectVersions,
  selectWordsOf,
  updatePromise,
} from '#server/promises/records.ts';

type Cover = (text: string) => string;

/** 隐私更正 in a letter's promises: lines, every version, every report; how many texts changed. */
export async function coverPromiseWords(tx: Tx, postId: string, cover: Cover): Promise<number> {
  const promises = await selectByLetter(tx, postId);
  const ids = promises.map(({ id }) => id);
  if (ids.length === 0) return 0;
  let changed = 0;
  for (const { id, ...row } of promises) {
    const line = covered({ what: row.what, measure: row.measure, helpers: row.helpers }, cover);
    if (!line) continue;
    await updatePromise(tx, id, line);
    changed += 1;
  }
  for (const row of await selectVersions(tx, ids)) {
    const { what, measure, helpers, reason } = row;
    const words = covered({ what, measure, helpers, reason }, cover);
    if (!words) continue;
    await rewordVersion(tx, { ...row, ...words });
    changed += 1;
  }
  for (const { id, body, html } of await selectReports(tx, ids)) {
    const words = covered({ body, html }, cover);
    if (!words) continue;
    await rewordReport(tx, { id, ...words });
    changed += 1;
  }
  return changed;
}

/** A letter is found by what it promises too. */
export async function promiseSearchWords(
  db: Reader,
  postIds: string[],
): Promise<Map<string, string>> {
  const rows = await selectWordsOf(db, postIds);
  const found = new Map<string, string>();
  for (const { postId, what, measure } of rows) {
    found.set(postId, `${found.get(postId) ?? ''} ${what} ${measure}`);
  }
  return found;
}

/** The texts with the datum covered; null when it stood in none of them. */
function covered<T extends Record<string, string>>(texts: T, cover: Cover): T | null {
  const pairs = Object.entries(texts).map(([name, text]) => [name, cover(text)] as const);
  if (pairs.every(([name, text]) => texts[name] === text)) return null;
  return { ...texts, ...Object.fromEntries(pairs) };
}
