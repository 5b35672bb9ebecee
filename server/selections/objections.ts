import { wordsFor } from '#content/messages/words.ts';
import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { gridPath } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { tell } from '#server/kernel/outbox.ts';
import { type Action, actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { blacken } from '#server/posts/wording.ts';
import {
  FULFILMENT,
  isObjectable,
  objectionVerdict,
  verdictsFor,
  WHOLE,
} from '#server/rules/objections.ts';
import { afterWorkDays, roundFace } from '#server/rules/selection-rounds.ts';
import { noteSelection, type SelectionActing } from '#server/selections/act.ts';
import { concernedIn } from '#server/selections/concerned.ts';
import { publishCorrection } from '#server/selections/correction.ts';
import type { ObjectionForm, SecondForm, VerdictForm } from '#server/selections/objection-forms.ts';
import {
  insertObjection,
  lastObjectionNo,
  type ObjectionRow,
  selectObjection,
  updateObjection,
} from '#server/selections/objection-records.ts';
import { type EntryKey, selectRound } from '#server/selections/records.ts';
import { selectResults } from '#server/selections/result-records.ts';

/**
 * Anybody who is signed in objects to an entry of a published result, or to one line of it, until
 * the days of objections are over. Gives the number of its receipt.
 */
export async function objectTo(
  ctx: Context,
  { roundId, postId }: EntryKey,
  { line, body, key }: ObjectionForm,
): Promise<Result<{ no: number }>> {
  const round = await selectRound(ctx.db.read, roundId);
  const { personId } = ctx.viewer;
  if (!round || round.objectionsUntil === null) return refuse('notFound');
  if (personId === null) return refuse('signInFirst');
  const { decideWorkDays, bodyLength } = ctx.book.selections.objections;
  if ([...body].length > bodyLength) return refuse('tooLong', 'body');
  const at = ctx.clock.now();
  if (!isObjectable(round, at)) return refuse('roundMovedOn');
  const dueAt = afterWorkDays(ctx.book.calendar, at, decideWorkDays);
  const sent = { actorId: personId, action: 'selection.object', key, at };
  return ctx.db.write(async (tx) => {
    await lock(tx, 'selection_round', 'id', roundId);
    return once(tx, sent, async () => {
      const [result] = await selectResults(tx, roundId);
      const entry = result?.table.entries.find((one) => one.postId === postId);
      if (!result || !entry) return refuse('notFound');
      if (!linesOf(result.table).includes(line)) return refuse('pickOne', 'line');
      const no = (await lastObjectionNo(tx, roundId)) + 1;
      const said = { roundId, no, postId, line, body: blacken(body), byId: personId, at, dueAt };
      await insertObjection(tx, { ...said, ...UNDECIDED, id: newId() });
      const acting = { tx, ctx, round, at, actorId: personId, byPost: 'phone_user' };
      const facts = { no, postId, line, dueAt };
      await noteSelection(
        acting,
        { what: 'selection.objected', facts, content: { body: said.body } },
        null,
      );
      tx.touch(`selection:${roundId}`);
      return accept({ no });
    });
  });
}

/** The lines of a result to which one may object; '' is the whole entry. */
export function linesOf(table: { rubric: { code: string }[]; fulfilmentMost: number }): string[] {
  const fulfilment = table.fulfilmentMost > 0 ? [FULFILMENT] : [];
  return [WHOLE, ...table.rubric.map(({ code }) => code), ...fulfilment];
}

/**
 * The organization department says what an objection comes to, and why. A refusal holds at once;
 * what changes the result waits for a second person of another office.
 */
export async function proposeVerdict(
  ctx: Context,
  id: string,
  { verdict, reason, done, due }: VerdictForm,
): Promise<Result> {
  return onObjection(ctx, { id, action: 'objection.decide' }, async (acting, row) => {
    const { tx, at, actorId } = acting;
    if (row.verdict !== null) return refuse('alreadyDone');
    if (!verdictsFor(row.line).includes(verdict)) return refuse('pickOne', 'verdict');
    const said = { verdict, reason: blacken(reason), done, due, proposedById: actorId };
    const isRefused = verdict === 'refused';
    const decided = isRefused ? { decidedAt: at } : {};
    await updateObjection(tx, id, { ...said, ...decided, proposedAt: at });
    const what = `selection.objection-${isRefused ? 'refused' : 'proposed'}`;
    const facts = { no: row.no, postId: row.postId, verdict };
    await noteSelection(acting, { what, facts, content: { reason: said.reason } }, null);
    if (isRefused) await tellObjector(acting, { ...row, ...said });
    return accept();
  });
}

/** The second person agrees, and the result is computed anew; or sends the proposal back. */
export async function secondVerdict(
  ctx: Context,
  id: string,
  { agrees, words }: SecondForm,
): Promise<Result> {
  return onObjection(ctx, { id, action: 'objection.second' }, async (acting, row) => {
    const { tx, at, actorId } = acting;
    const verdict = objectionVerdict(row.verdict);
    if (verdict === null) return refuse('alreadyDone');
    if (agrees === 'no') return sendBack(acting, row, blacken(words));
    const { postId, line, no, reason } = row;
    const counts = { done: row.done ?? 0, due: row.due ?? 0 };
    const correction = { postId, verdict, line, ...counts };
    const version = await publishCorrection(acting, { correction, no, reason });
    if (version === null) return refuse('alreadyDone');
    await updateObjection(tx, id, { secondById: actorId, decidedAt: at, version });
    await tellObjector(acting, row);
    return accept();
  });
}

async function sendBack(acting: SelectionActing, row: ObjectionRow, sentBack: string) {
  const { verdict, reason, done, due, proposedById, proposedAt } = UNDECIDED;
  const open = { verdict, reason, done, due, proposedById, proposedAt };
  await updateObjection(acting.tx, row.id, { ...open, sentBack });
  const facts = { no: row.no, postId: row.postId };
  const what = 'selection.objection-sent-back';
  await noteSelection(acting, { what, facts, content: { words: sentBack } }, null);
  return accept();
}

/** One act on an undecided objection by somebody who had no part in what it is about. */
async function onObjection(
  ctx: Context,
  { id, action }: { id: string; action: Action },
  work: (acting: SelectionActing, row: ObjectionRow) => Promise<Result>,
): Promise<Result> {
  const seen = await selectObjection(ctx.db.read, id);
  const round = seen && (await selectRound(ctx.db.read, seen.roundId));
  const county = await gridPath(ctx, ctx.env.countyCode);
  const byPost = county && actingPost(ctx.viewer, action, county);
  const { personId: actorId } = ctx.viewer;
  if (!seen || !round || !byPost || actorId === null) return refuse('notFound');
  const at = ctx.clock.now();
  if (roundFace(round, at).phase !== 'objecting') return refuse('roundMovedOn');
  return ctx.db.write(async (tx: Tx) => {
    await lock(tx, 'selection_round', 'id', round.id);
    const row = await selectObjection(tx, id);
    const isConcerned = await concernedIn(tx, round);
    const hasPart = isConcerned(seen, actorId) || row?.proposedById === actorId;
    if (!row || hasPart) return refuse('notFound');
    if (row.decidedAt !== null) return refuse('alreadyDone');
    const result = await work({ tx, ctx, round, at, actorId, byPost }, row);
    if (result.ok) tx.touch(`selection:${round.id}`, 'selections');
    return result;
  });
}

async function tellObjector(
  { tx, at, round }: SelectionActing,
  { byId, no, verdict, reason }: Pick<ObjectionRow, 'byId' | 'no' | 'verdict' | 'reason'>,
): Promise<void> {
  const { messages } = wordsFor('zh').objections;
  const body = verdict === 'refused' ? messages.refused(no, reason) : messages.upheld(no, reason);
  const path = `/selections/${round.id}`;
  await tell(tx, { personId: byId, template: 'selection.objection', body, path, at });
}

const UNDECIDED = {
  ...{ verdict: null, reason: '', done: null, due: null, proposedById: null, proposedAt: null },
  ...{ sentBack: '', secondById: null, decidedAt: null, version: null },
};
