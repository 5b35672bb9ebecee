import { createHash } from 'node:crypto';
import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Job } from '#server/kernel/job.ts';
import { tell } from '#server/kernel/outbox.ts';
import { append, canonicalJson } from '#server/ledger/append.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { afterWorkDays } from '#server/rules/selection-rounds.ts';
import { roundKind, roundNumbers } from '#server/selections/kinds.ts';
import { type JudgedEntry, judgedEntries } from '#server/selections/readers.ts';
import { type RoundRow, selectRound } from '#server/selections/records.ts';
import {
  insertResult,
  type ResultTable,
  type ResultWords,
  setPublished,
} from '#server/selections/result-records.ts';
import { type EntryToScore, scoreTable } from '#server/selections/scoring.ts';
import {
  type SheetRow,
  selectSheets,
  selectUnpublished,
} from '#server/selections/sheet-records.ts';
import { roundTitle } from '#server/selections/words.ts';

/**
 * Publishes the result of each round whose reviewers' days are over, or in which no town recommended
 * anything. Each round is one write that freezes sheets, fulfilment and places, so that nothing that
 * happens to letters and promises afterwards changes what was published.
 */
export const publishResults: Job = {
  name: 'publish-results',
  async run(ctx) {
    const rounds = await selectUnpublished(ctx.db.read, ctx.clock.now());
    for (const { id } of rounds) await ctx.db.write((tx) => publish(tx, ctx, id));
  },
};

/** The hash of a result's table, as the ledger has it. */
export function tableHash(table: ResultTable): string {
  return createHash('sha256').update(canonicalJson(table)).digest('hex');
}

async function publish(tx: Tx, ctx: Context, roundId: string): Promise<void> {
  await lock(tx, 'selection_round', 'id', roundId);
  const round = await selectRound(tx, roundId);
  if (!round || round.publishedAt !== null) return;
  const at = ctx.clock.now();
  const entries = await judgedEntries(tx, roundId);
  const isOver = round.reviewUntil !== null && at >= round.reviewUntil;
  if (!isOver && entries.length > 0) return;
  const numbers = await roundNumbers(tx, ctx, round);
  const sheets = (await selectSheets(tx, roundId)).filter(({ sentAt }) => sentAt !== null);
  const toScore = await entriesToScore(tx, ctx, { round, entries, sheets, at });
  const table = scoreTable({ round: roundId, version: 1, entries: toScore }, numbers);
  const words = wordsOf(sheets, entries);
  const hash = tableHash(table);
  const { version: ruleVersion } = ctx.book.selections;
  await insertResult(tx, { roundId, version: 1, table, words, hash, reason: '', ruleVersion, at });
  const objectionsUntil = afterWorkDays(ctx.book.calendar, at, numbers.objectionWorkDays);
  await setPublished(tx, roundId, { publishedAt: at, objectionsUntil });
  await append(tx, {
    what: 'selection.published',
    subjectKind: 'selection',
    subjectId: roundId,
    villageCode: null,
    actorId: null,
    actorRole: 'system',
    at,
    ruleVersion,
    facts: { version: 1, hash, entries: entries.length, objectionsUntil },
    content: words,
  });
  await tellEntrants(tx, ctx, { round, entries, table, at });
  tx.touch('selections', `selection:${roundId}`, ...entries.map(({ postId }) => `post:${postId}`));
}

/** The entries of a round with the sheets that were sent and what was kept until this instant. */
async function entriesToScore(
  tx: Tx,
  ctx: Context,
  {
    round,
    entries,
    sheets,
    at,
  }: { round: RoundRow; entries: JudgedEntry[]; sheets: SheetRow[]; at: EpochMs },
): Promise<EntryToScore[]> {
  const kept = await roundKind(round.kind).fulfilments(tx, ctx, entries, at);
  return entries.map(({ postId, villageCode, townCode }) => {
    const own = sheets.filter((sheet) => sheet.postId === postId);
    const given = own.map(({ no, points }) => ({ no, points }));
    const { done, due } = kept.get(postId) ?? { done: 0, due: 0 };
    return { postId, villageCode, townCode, sheets: given, done, due };
  });
}

function wordsOf(sheets: SheetRow[], entries: JudgedEntry[]): ResultWords {
  return Object.fromEntries(
    entries.map(({ postId }) => {
      const own = sheets.filter((sheet) => sheet.postId === postId);
      const said = own.map(({ no, reasons, remark }) => [String(no), { reasons, remark }] as const);
      return [postId, Object.fromEntries(said)];
    }),
  );
}

/** Whoever entered reads how it came out in a message of his own. */
async function tellEntrants(
  tx: Tx,
  ctx: Context,
  {
    round,
    entries,
    table,
    at,
  }: { round: RoundRow; entries: JudgedEntry[]; table: ResultTable; at: EpochMs },
): Promise<void> {
  const { messages } = wordsFor(ctx.lang).reviewing;
  const title = roundTitle(ctx.lang, round);
  const places = new Map(table.entries.map(({ postId, place }) => [postId, place]));
  const told = entries.map(({ postId, byId }) => {
    const place = places.get(postId) ?? null;
    const body = place === null ? messages.published(title) : messages.chosen(title, place);
    const path = `/selections/${round.id}`;
    return { personId: byId, template: 'selection.published', body, path, at };
  });
  await tell(tx, ...told);
}
