import type { Tx } from '#db/surface.ts';
import {
  selectReports,
  selectResolution,
  updateReport,
  updateResolution,
} from '#server/resolutions/records.ts';

/** 隐私更正 in what was reported on a resolution and why it was ended; how many texts changed. */
export async function coverResolutionWords(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
): Promise<number> {
  let changed = await coverReason(tx, postId, cover);
  for (const { id, body, html, difference } of await selectReports(tx, postId)) {
    const after = { body: cover(body), html: cover(html), difference: cover(difference) };
    const isSame = after.body === body && after.html === html && after.difference === difference;
    if (isSame) continue;
    await updateReport(tx, id, after);
    changed += 1;
  }
  return changed;
}

async function coverReason(
  tx: Tx,
  postId: string,
  cover: (text: string) => string,
): Promise<number> {
  const before = (await selectResolution(tx, postId))?.dropReason ?? '';
  const dropReason = cover(before);
  if (dropReason === before) return 0;
  await updateResolution(tx, postId, { dropReason });
  return 1;
}
