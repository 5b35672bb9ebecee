import { wordsFor } from '#content/messages/words.ts';
import { tell } from '#server/kernel/outbox.ts';
import { noteSelection, type SelectionActing } from '#server/selections/act.ts';
import { type Correction, correctedTable } from '#server/selections/corrected-table.ts';
import { tableHash } from '#server/selections/publishing.ts';
import { selectEntry } from '#server/selections/records.ts';
import { insertResult, selectResults } from '#server/selections/result-records.ts';

/**
 * Publishes the next version of a round's result with the reason; the older ones stay in view. Gives
 * its number, or null when the entry fell out before.
 */
export async function publishCorrection(
  acting: SelectionActing,
  { correction, no, reason }: { correction: Correction; no: number; reason: string },
): Promise<number | null> {
  const { tx, ctx, round, at } = acting;
  const [newest] = await selectResults(tx, round.id);
  const before = newest?.table.entries.find(({ postId }) => postId === correction.postId);
  if (!newest || !before) return null;
  const table = correctedTable(newest.table, correction);
  const { version } = table;
  const hash = tableHash(table);
  const { version: ruleVersion } = ctx.book.selections;
  const said = wordsFor('zh').objections.versionReason(no, reason);
  const { words } = newest;
  await insertResult(tx, {
    ...{ roundId: round.id, version, table, words, hash, reason: said, ruleVersion, at },
  });
  const { postId, verdict, line } = correction;
  const facts = { version, hash, objection: no, postId, verdict, line };
  const act = { what: 'selection.corrected', facts, content: { reason } };
  await noteSelection(acting, act, before.villageCode);
  await tellEntrant(acting, { postId, no, reason });
  tx.touch(...newest.table.entries.map((entry) => `post:${entry.postId}`));
  return version;
}

async function tellEntrant(
  { tx, round, at }: SelectionActing,
  { postId, no, reason }: { postId: string; no: number; reason: string },
): Promise<void> {
  const entry = await selectEntry(tx, { roundId: round.id, postId });
  if (!entry) return;
  const body = wordsFor('zh').objections.messages.corrected(no, reason);
  const path = `/selections/${round.id}`;
  await tell(tx, { personId: entry.byId, template: 'selection.corrected', body, path, at });
}
