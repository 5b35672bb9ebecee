import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import type { Context } from '#server/kernel/context.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { blacken } from '#server/posts/wording.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { isFullSheet } from '#server/rules/selection.ts';
import { assignReadings } from '#server/selections/assigning.ts';
import { roundNumbers } from '#server/selections/kinds.ts';
import { judgedEntries } from '#server/selections/readers.ts';
import { type EntryKey, type RoundRow, selectRound } from '#server/selections/records.ts';
import { selectReaderOf, selectReadings } from '#server/selections/reviewer-records.ts';
import {
  type SheetKey,
  selectSheet,
  selectUnpublished,
  setRecused,
  updateSheet,
} from '#server/selections/sheet-records.ts';

/** What a reviewer has written on a sheet: whole points and a reason a line, and the remark. */
export interface GivenSheet {
  points: Record<string, number>;
  reasons: Record<string, string>;
  remark: string;
}

/** Keeps a sheet as far as it is written; one that was sent waits to be sent again. */
export function keepSheet(ctx: Context, key: EntryKey, given: GivenSheet): Promise<Result> {
  return onOwnSheet(ctx, key, ({ tx, at, sheet }) =>
    updateSheet(tx, sheet, { ...covered(given), changedAt: at, sentAt: null }),
  );
}

/** Sends a sheet on which every line has its points and its reason; until the last day it may change. */
export async function sendSheet(ctx: Context, key: EntryKey, given: GivenSheet): Promise<Result> {
  const round = await selectRound(ctx.db.read, key.roundId);
  if (!round) return refuse('notFound');
  const { rubric } = await roundNumbers(ctx.db.read, ctx, round);
  const isReasoned = rubric.every(({ code }) => (given.reasons[code] ?? '') !== '');
  if (!isFullSheet(given.points, rubric) || !isReasoned) return refuse('sheetUnfinished');
  if (given.remark === '') return refuse('required', 'remark');
  const sheetGiven = covered(given);
  return onOwnSheet(ctx, key, async ({ tx, at, sheet }) => {
    await updateSheet(tx, sheet, { ...sheetGiven, changedAt: at, sentAt: at });
    // Only a commitment is kept of what he gave, so that nobody can change it unseen until it is published.
    const act = { what: 'selection.sheet-sent', content: sheetGiven };
    await noteReader(tx, ctx, { ...act, key: sheet, at });
  });
}

/** A reviewer says that he should not judge this one; who was drawn next reads it where too few do. */
export function recuse(ctx: Context, key: EntryKey): Promise<Result> {
  return onOwnSheet(ctx, key, async ({ tx, at, round, reviewUntil, sheet }) => {
    await setRecused(tx, sheet, [key.postId], at);
    const short = await assignReadings(tx, ctx, { round, reviewUntil, at });
    const facts = { short: short.length };
    await noteReader(tx, ctx, { what: 'selection.recused', facts, key: sheet, at });
    tx.touch(`selection:${round.id}`);
  });
}

/** Gives back what somebody reads of a village in which he has just declared relatives. */
export async function giveBackVillage(
  tx: Tx,
  ctx: Context,
  { personId, villageCode, at }: { personId: string; villageCode: string; at: EpochMs },
): Promise<void> {
  const readings = new Map(
    (await selectReadings(tx, personId)).map(({ roundId, no }) => [roundId, no]),
  );
  // At most one round of each kind is being read at a time.
  for (const round of await selectUnpublished(tx, at)) {
    const no = readings.get(round.id);
    const { id: roundId, reviewUntil } = round;
    if (no === undefined || reviewUntil === null || at >= reviewUntil) continue;
    await lock(tx, 'selection_round', 'id', roundId);
    const entries = (await judgedEntries(tx, roundId)).filter(
      (entry) => entry.villageCode === villageCode,
    );
    const postIds = entries.map(({ postId }) => postId);
    await setRecused(tx, { roundId, no }, postIds, at);
    await assignReadings(tx, ctx, { round, reviewUntil, at });
    tx.touch(`selection:${roundId}`);
  }
}

interface SheetActing {
  tx: Tx;
  at: EpochMs;
  round: RoundRow;
  reviewUntil: EpochMs;
  sheet: SheetKey;
}

/** The one way a sheet changes: by the reviewer whose it is, while he may, and not given back. */
async function onOwnSheet(
  ctx: Context,
  { roundId, postId }: EntryKey,
  work: (acting: SheetActing) => Promise<void>,
): Promise<Result> {
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const reader = await selectReaderOf(ctx.db.read, roundId, personId);
  if (!reader) return refuse('notFound');
  const key = { roundId, postId, no: reader.no };
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    await lock(tx, 'selection_round', 'id', roundId);
    const [round, sheet] = await Promise.all([selectRound(tx, roundId), selectSheet(tx, key)]);
    if (!round || !sheet || sheet.recusedAt !== null) return refuse('notFound');
    const { reviewUntil, publishedAt } = round;
    if (reviewUntil === null || publishedAt !== null || at >= reviewUntil) {
      return refuse('roundMovedOn');
    }
    await work({ tx, at, round, reviewUntil, sheet: key });
    return accept();
  });
}

/** Appends what a reviewer did by his number; who he is stands nowhere in it. */
async function noteReader(
  tx: Tx,
  ctx: Context,
  act: {
    what: string;
    key: SheetKey;
    at: EpochMs;
    facts?: Record<string, unknown>;
    content?: unknown;
  },
): Promise<void> {
  const { what, key, at, facts = {}, content } = act;
  await append(tx, {
    what,
    subjectKind: 'selection',
    subjectId: key.roundId,
    villageCode: null,
    actorId: null,
    actorRole: 'reviewer',
    at,
    ruleVersion: ctx.book.selections.version,
    facts: { postId: key.postId, no: key.no, ...facts },
    content,
  });
}

function covered({ points, reasons, remark }: GivenSheet): GivenSheet {
  const words = Object.entries(reasons).map(([code, text]) => [code, blacken(text)] as const);
  return { points, reasons: Object.fromEntries(words), remark: blacken(remark) };
}
