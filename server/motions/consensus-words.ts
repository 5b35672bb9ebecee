import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { renderMarkdown } from '#server/kernel/markdown.ts';
import {
  type ConsensusVersion,
  replaceConsensusVersion,
  selectConsensus,
  selectConsensusVersions,
  updateConsensus,
} from '#server/motions/consensus-records.ts';

type Said = Pick<ConsensusVersion, 'place' | 'body' | 'dissent'>;

/** 隐私更正 in the records of a motion's talks and in all they said before; how many texts changed. */
export async function coverConsensus(
  tx: Tx,
  motionId: string,
  cover: (text: string) => string,
  ctx: Context,
): Promise<number> {
  let changed = 0;
  const records = await selectConsensus(tx, motionId);
  for (const record of records) {
    const covered = coveredWords(record, cover);
    if (!covered) continue;
    await updateConsensus(tx, record.id, { ...covered, html: rendered(ctx, covered.body) });
    changed += 1;
  }
  const ids = records.map(({ id }) => id);
  for (const version of await selectConsensusVersions(tx, ids)) {
    const covered = coveredWords(version, cover);
    const reason = cover(version.reason);
    if (!covered && reason === version.reason) continue;
    await replaceConsensusVersion(tx, version, { ...covered, reason });
    changed += 1;
  }
  return changed;
}

/** The words with the datum covered; null when it stood in none of them. */
function coveredWords({ place, body, dissent }: Said, cover: (text: string) => string) {
  const after = { place: cover(place), body: cover(body), dissent: cover(dissent) };
  const isSame = after.place === place && after.body === body && after.dissent === dissent;
  return isSame ? null : after;
}

function rendered(ctx: Context, body: string): string {
  const limit = ctx.book.rules.texts.officialLength;
  const made = renderMarkdown(body, { limit, isOfficial: true });
  // It was within its limit before, and ■ is no longer than what it covers.
  if (!made.ok) throw new Error('a stored record is longer than its limit');
  return made.value.html;
}
