import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import {
  type LeftRow,
  selectLeftAwaiting,
  selectLeftOwed,
} from '#server/appeals/handover-records.ts';
import { tellPeople } from '#server/appeals/messages.ts';
import { type AppealRow, insertStep, selectById, updateAppeal } from '#server/appeals/records.ts';
import { answererFor, placeAfter, secretaryOf } from '#server/grids/duties.ts';
import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import type { Job } from '#server/kernel/job.ts';
import { append } from '#server/ledger/append.ts';
import { changePost } from '#server/posts/create.ts';
import { appealState, isOpen } from '#server/rules/appeal-states.ts';
import type { EpochMs } from '#server/rules/dates.ts';

const AT_ONCE = 100;

/**
 * Open appeals of somebody who left his post pass to whoever answers there now, and while nobody
 * does, one level up (domain, edge case 22: cases follow the grid). The clocks run on. Leave passes
 * nothing on, and what is closed keeps its names.
 */
export const handedAppeals: Job = {
  name: 'handed-appeals',
  async run(ctx) {
    await handOwed(ctx);
    await handAwaiting(ctx);
  },
};

async function handOwed(ctx: Context): Promise<void> {
  let after = { nextDueAt: 0, id: '' };
  for (;;) {
    const at = ctx.clock.now();
    const rows = await selectLeftOwed(ctx.db.read, { after, at, limit: AT_ONCE });
    for (const row of rows) await handOn(ctx, row);
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return;
    after = { nextDueAt: last.nextDueAt ?? 0, id: last.postId };
  }
}

async function handAwaiting(ctx: Context): Promise<void> {
  let after = '';
  for (;;) {
    const at = ctx.clock.now();
    const rows = await selectLeftAwaiting(ctx.db.read, { after, at, limit: AT_ONCE });
    for (const row of rows) await handOn(ctx, row);
    if (rows.length < AT_ONCE) return;
    after = rows.at(-1)?.postId ?? '';
  }
}

/** From whom to whom, and where it waits from now on. */
interface Move {
  of: 'holder' | 'secretary';
  fromId: string;
  toId: string;
  gridCode: string;
}

async function handOn(ctx: Context, row: LeftRow): Promise<void> {
  const village = await villageByCode(ctx, row.villageCode);
  if (!village) throw new Error(`village ${row.villageCode} does not exist`);
  const at = ctx.clock.now();
  const found = await Promise.all([
    newHolder(ctx, row, village, at),
    newSecretary(ctx, row, village, at),
  ]);
  const moves = found.filter((move) => move !== null);
  // Somebody from above stands in until the post is filled: nothing moves meanwhile.
  if (moves.length === 0) return;
  const people = await dutyPeople(
    ctx,
    moves.map(({ toId, gridCode }) => ({ personId: toId, gridCode })),
  );
  await ctx.db.write(async (tx) => {
    await lock(tx, 'post', 'id', row.postId);
    const now = await selectById(tx, row.postId);
    if (!now || !isAsSeen(now, row)) return;
    for (const move of moves) await makeMove(tx, ctx, now, { move, at });
    await tellMoved(tx, ctx, now, { moves, people, village, at });
  });
}

async function newHolder(
  ctx: Context,
  row: LeftRow,
  village: Village,
  at: EpochMs,
): Promise<Move | null> {
  if (row.holderId === null) return null;
  const isTowns = row.audience === 'town';
  const place = isTowns ? village.townCode : (row.groupCode ?? village.code);
  const householdId = isTowns ? null : row.householdId;
  const answerer = await answererFor(ctx.db.read, { gridCode: place, householdId }, at);
  if (!answerer || answerer.personId === row.holderId) return null;
  const gridCode = placeAfter(row.holderGridCode ?? place, answerer);
  return { of: 'holder', fromId: row.holderId, toId: answerer.personId, gridCode };
}

// Who was written to by name was written to as secretary: the next one owes the answer, and while
// there is none the town above.
async function newSecretary(
  ctx: Context,
  { secretaryId, audience, firstAnsweredAt }: LeftRow,
  village: Village,
  at: EpochMs,
): Promise<Move | null> {
  if (secretaryId === null || firstAnsweredAt !== null || audience === 'town') return null;
  const { read } = ctx.db;
  const next =
    (await secretaryOf(read, village.code, at)) ??
    (await answererFor(read, { gridCode: village.townCode, householdId: null }, at));
  if (!next || next.personId === secretaryId) return null;
  return { of: 'secretary', fromId: secretaryId, toId: next.personId, gridCode: next.gridCode };
}

/** Whether nobody changed it since it was looked at: else the next minute looks again. */
function isAsSeen({ post, appeal }: AppealRow, row: LeftRow): boolean {
  const isStanding = isOpen(appealState(post.state)) && post.removedAt === null;
  const isSame =
    post.holderId === row.holderId &&
    post.holderGridCode === row.holderGridCode &&
    post.firstAnsweredAt === row.firstAnsweredAt &&
    appeal.secretaryId === row.secretaryId;
  return isStanding && isSame;
}

async function makeMove(
  tx: Tx,
  ctx: Context,
  { post, appeal }: AppealRow,
  { move, at }: { move: Move; at: EpochMs },
): Promise<void> {
  const { of, fromId, toId, gridCode } = move;
  const changes = of === 'holder' ? { holderId: toId, holderGridCode: gridCode } : {};
  await changePost(tx, post, changes, at);
  if (of === 'secretary') await updateAppeal(tx, post.id, { secretaryId: toId });
  const step = { id: newId(), postId: post.id, kind: 'handed', body: '', html: '', at };
  const who = { byId: toId, byPost: 'system', insteadOfId: fromId };
  await insertStep(tx, { ...step, ...who, round: appeal.round, facts: { of } });
  await append(tx, {
    what: 'appeal.handed',
    subjectKind: 'appeal',
    subjectId: post.id,
    villageCode: post.villageCode,
    actorId: null,
    actorRole: 'system',
    at,
    ruleVersion: ctx.book.rules.version,
    facts: { of },
    content: { fromId, toId },
  });
  tx.touch(`person:${fromId}`, `person:${toId}`);
}

async function tellMoved(
  tx: Tx,
  ctx: Context,
  { post }: AppealRow,
  {
    moves,
    people,
    village,
    at,
  }: { moves: Move[]; people: Map<string, DutyPerson>; village: Village; at: EpochMs },
): Promise<void> {
  const [first] = moves;
  const person = first && people.get(first.toId);
  if (!person) return;
  const isAnswered = post.firstAnsweredAt !== null;
  await tellPeople(tx, ctx, {
    template: 'handed',
    village,
    no: post.no,
    to: [post.authorId],
    handlers: moves.map(({ toId }) => toId),
    isPrivate: post.audience !== 'public',
    at,
    dueAt: post.state === 'awaiting' ? null : isAnswered ? post.finishDueAt : post.firstDueAt,
    who: person.name,
    place: person.groupName ?? person.gridName,
  });
}
