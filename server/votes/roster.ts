import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { blacken } from '#server/posts/wording.ts';
import { voteCode, voteType } from '#server/rules/vote-book.ts';
import { actOnVote, noteAct, type VoteActing } from '#server/votes/act.ts';
import { type ElectorLine, electorLines } from '#server/votes/electorate.ts';
import type { AdditionForm, ElectorForm } from '#server/votes/forms.ts';
import { selectVote, updateVote } from '#server/votes/records.ts';
import {
  countRoster,
  type ElectorRecord,
  insertElector,
  replaceRoster,
  selectAddable,
  selectElectors,
  selectRoster,
  updateStanding,
} from '#server/votes/roster-records.ts';
import { moveVote } from '#server/votes/state.ts';

/**
 * Draws up who may vote: from the village's roster, its households or the rolls of its bodies. What
 * was decided about somebody before stays decided.
 */
export async function draftRoster(ctx: Context, id: string): Promise<Result<{ lines: number }>> {
  const vote = await selectVote(ctx.db.read, id);
  const code = vote && voteCode(vote.type);
  if (!vote || !code) return refuse('notFound');
  const type = voteType(ctx.book.votes, code);
  const electorate = ctx.book.votes.electorates.find((one) => one.code === type.electorate);
  if (!electorate) throw new Error(`votes.json: there is no electorate ${type.electorate}`);
  const lines = await electorLines(ctx.db.read, electorate, vote, ctx.clock.now());
  const before = await selectRoster(ctx.db.read, id);
  return actOnVote(ctx, { id, action: 'vote.prepare', states: ['preparing'] }, async (acting) => {
    if (lines.length === 0) return refuse('rosterEmpty');
    const rows = withDecisions(id, lines, before);
    await replaceRoster(acting.tx, id, rows);
    const { in: standing, unknown } = await countRoster(acting.tx, id);
    await updateVote(acting.tx, id, { rosterCount: standing });
    await noteAct(acting, 'vote.roster-drafted', { facts: { electors: standing, unknown } });
    return accept({ lines: rows.length });
  });
}

/** Says whether somebody may vote, or all of whom nobody has said; before it opens alone. */
export async function decideElector(ctx: Context, id: string, form: ElectorForm): Promise<Result> {
  const states = ['preparing', 'announced'];
  return actOnVote(ctx, { id, action: 'vote.prepare', states }, async (acting) => {
    const { tx, actorId } = acting;
    const { standing } = form;
    const reason = blacken(form.reason);
    const which = { voteId: id, id: form.elector === 'all' ? null : form.elector };
    const decided = await updateStanding(tx, which, { standing, reason, decidedById: actorId });
    if (decided === 0) return refuse('nobodyToDecide');
    const facts = { decided, standing };
    await noteAct(acting, 'vote.elector-decided', { facts, content: { ...which, reason } });
    await thaw(acting);
    return accept();
  });
}

/** Puts somebody on who was forgotten, or came to the village meanwhile; before it opens alone. */
export async function addElector(ctx: Context, id: string, form: AdditionForm): Promise<Result> {
  const vote = await selectVote(ctx.db.read, id);
  const person = vote && (await selectAddable(ctx.db.read, vote.villageCode, form.villager));
  if (!person || vote.unit !== 'person') return refuse('notFound');
  const states = ['preparing', 'announced'];
  return actOnVote(ctx, { id, action: 'vote.prepare', states }, async (acting) => {
    const { tx, actorId } = acting;
    const there = await selectRoster(tx, id);
    if (there.some(({ villagerId }) => villagerId === person.id)) return refuse('electorThere');
    const reason = blacken(form.reason);
    const line = { villagerId: person.id, householdId: null, memberId: null, name: person.name };
    const standing = { standing: 'in' as const, reason, decidedById: actorId };
    await insertElector(tx, {
      ...blankElector(id),
      ...{ ...line, ...standing, groupCode: person.groupCode, no: there.length + 1 },
    });
    await noteAct(acting, 'vote.elector-added', { content: { villagerId: person.id, reason } });
    await thaw(acting);
    return accept();
  });
}

/**
 * What happened to somebody's right after the vote had opened: it is kept in the record. The roster
 * is frozen, and a ballot that was cast stays.
 */
export async function noteEligibility(
  ctx: Context,
  id: string,
  { elector, reason }: { elector: string; reason: string },
): Promise<Result> {
  return actOnVote(ctx, { id, action: 'vote.prepare', states: ['open'] }, async (acting) => {
    const [line] = await selectElectors(acting.tx, id, [elector]);
    if (line?.standing !== 'in') return refuse('notFound');
    const { actorId: decidedById } = acting;
    const noted = { standing: 'in' as const, reason: blacken(reason), decidedById };
    await updateStanding(acting.tx, { voteId: id, id: elector }, noted);
    const content = { elector, reason: noted.reason };
    await noteAct(acting, 'vote.eligibility-noted', { facts: { no: line.no }, content });
    return accept();
  });
}

/** A frozen roster that is changed has to be frozen again; the numbers are counted anew. */
async function thaw(acting: VoteActing): Promise<void> {
  const { tx, vote, at } = acting;
  const { in: rosterCount } = await countRoster(tx, vote.id);
  const isFrozen = vote.frozenAt !== null;
  if (!isFrozen) return updateVote(tx, vote.id, { rosterCount });
  const open = { state: 'preparing', frozenById: null, frozenAt: null, rosterHash: '' };
  await moveVote(tx, vote, { changes: { ...open, rosterCount }, at });
}

function withDecisions(
  voteId: string,
  lines: ElectorLine[],
  before: ElectorRecord[],
): ElectorRecord[] {
  const decided = new Map(
    before.flatMap((row) => (row.decidedById === null ? [] : [[keyOf(row), row] as const])),
  );
  const rows = lines.map((line) => {
    const kept = decided.get(keyOf(line));
    const { standing, reason, decidedById } = kept ?? { ...line, decidedById: null };
    const mandate = kept && {
      mandateVillagerId: kept.mandateVillagerId,
      mandateById: kept.mandateById,
    };
    return { ...blankElector(voteId), ...line, standing, reason, decidedById, ...mandate };
  });
  const drawn = new Set(lines.map(keyOf));
  const added = [...decided].flatMap(([key, row]) => (drawn.has(key) ? [] : [row]));
  return [...rows, ...added].map((row, at) => ({ ...row, no: at + 1 }));
}

function blankElector(voteId: string): Omit<ElectorRecord, 'name'> {
  return {
    // Random, since an id that tells when it was made would tell an order.
    ...{ id: newToken(), voteId, no: 0, villagerId: null, householdId: null, memberId: null },
    ...{ groupCode: null, standing: 'unknown', reason: '', decidedById: null },
    ...{ mandateVillagerId: null, mandateById: null, voted: null, tableId: null },
  };
}

type Known = Pick<ElectorRecord, 'villagerId' | 'householdId' | 'memberId' | 'name'>;

function keyOf({ villagerId, householdId, memberId, name }: Known): string {
  return villagerId ?? householdId ?? memberId ?? name;
}
