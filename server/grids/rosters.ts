import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { selectOwnPosts, takeCadreNo } from '#server/grids/assignment-records.ts';
import {
  endPairing,
  insertDutyShift,
  insertLeave,
  insertPairing,
  selectHousehold,
} from '#server/grids/place-records.ts';
import { selectPath } from '#server/grids/records.ts';
import { touchPlaces } from '#server/grids/touching.ts';
import type { Context } from '#server/kernel/context.ts';
import { newId } from '#server/kernel/ids.ts';
import { once } from '#server/kernel/once.ts';
import { type Action, actingPost, may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { Act } from '#server/ledger/append.ts';
import { append } from '#server/ledger/append.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { CODE_LENGTH } from '#server/rules/place-codes.ts';

/** A person from one instant to another. */
export interface Span {
  personId: string;
  fromAt: EpochMs;
  untilAt: EpochMs;
}

/** The span as a form sends it; its key makes a second press the same record. */
type Recorded = Span & { key?: string | undefined };

/** Records that a person is away: his deputy answers, and the clocks name him. Own leave too. */
export async function recordLeave(ctx: Context, { key, ...span }: Recorded): Promise<Result> {
  if (span.untilAt <= span.fromAt) return refuse('dateWrong', 'untilAt');
  const at = ctx.clock.now();
  const posts = await selectOwnPosts(ctx.db.read, span.personId, at);
  const isOwn = ctx.viewer.personId === span.personId;
  const isAllowed = isOwn || posts.some(({ path }) => may(ctx.viewer, 'leave.record', path));
  const [post] = posts;
  if (!post || !isAllowed) return refuse('notFound');
  await writeOnce(ctx, { action: 'leave', key, at }, async (tx) => {
    await insertLeave(tx, { id: newId(), ...span, recordedAt: at });
    await append(tx, {
      ...actAt(ctx, { action: 'leave.record', path: post.path, gridCode: post.gridCode, at }),
      what: 'leave.recorded',
      subjectKind: 'person',
      subjectId: span.personId,
      facts: { fromAt: span.fromAt, untilAt: span.untilAt },
    });
    for (const { gridCode } of posts) touchPlaces(tx, gridCode, span.personId);
  });
  return accept();
}

/** Puts a person on the duty roster of a place: only then do the clocks of E0 and E1 run there. */
export async function recordDutyShift(
  ctx: Context,
  { gridCode, key, ...span }: Recorded & { gridCode: string },
): Promise<Result> {
  if (span.untilAt <= span.fromAt) return refuse('dateWrong', 'untilAt');
  const path = await selectPath(ctx.db.read, gridCode);
  if (path === null || !may(ctx.viewer, 'duty.record', path)) return refuse('notFound');
  const at = ctx.clock.now();
  await writeOnce(ctx, { action: 'shift', key, at }, async (tx) => {
    await insertDutyShift(tx, { id: newId(), gridCode, ...span });
    await append(tx, {
      ...actAt(ctx, { action: 'duty.record', path, gridCode, at }),
      what: 'duty.recorded',
      subjectKind: 'grid',
      subjectId: gridCode,
      facts: { fromAt: span.fromAt, untilAt: span.untilAt },
    });
    touchPlaces(tx, gridCode, span.personId);
  });
  return accept();
}

/**
 * Pairs a household with one cadre (Yishui: about 30 households each); it outranks the grid's own
 * cadre. A household has one pairing at a time: the one before ends here.
 */
export async function pairHousehold(
  ctx: Context,
  { householdId, personId }: { householdId: string; personId: string },
): Promise<Result> {
  const household = await selectHousehold(ctx.db.read, householdId);
  const isAllowed = household && may(ctx.viewer, 'pairing.set', household.path);
  if (!isAllowed) return refuse('notFound');
  const at = ctx.clock.now();
  await ctx.db.write(async (tx) => {
    await lock(tx, 'household', 'id', householdId);
    await endPairing(tx, householdId, at);
    await insertPairing(tx, { id: newId(), householdId, personId, since: at });
    await takeCadreNo(tx, personId, at);
    const { path, gridCode } = household;
    await append(tx, {
      ...actAt(ctx, { action: 'pairing.set', path, gridCode, at }),
      what: 'household.paired',
      subjectKind: 'household',
      subjectId: householdId,
      content: { personId },
    });
    touchPlaces(tx, gridCode, personId);
  });
  return accept();
}

/** What the product records by itself has no form, and no key. */
async function writeOnce(
  ctx: Context,
  { action, key = newId(), at }: { action: string; key: string | undefined; at: EpochMs },
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  const form = { actorId: ctx.viewer.personId ?? 'system', action, key, at };
  await ctx.db.write((tx) => once(tx, form, () => work(tx)));
}

interface ActPlace {
  action: Action;
  path: string;
  gridCode: string;
  at: EpochMs;
}

function actAt(
  ctx: Context,
  { action, path, gridCode, at }: ActPlace,
): Pick<Act, 'villageCode' | 'actorId' | 'actorRole' | 'at' | 'ruleVersion'> {
  const village = gridCode.slice(0, CODE_LENGTH.village);
  return {
    villageCode: village.length === CODE_LENGTH.village ? village : null,
    actorId: ctx.viewer.personId,
    actorRole: actingPost(ctx.viewer, action, path) ?? 'system',
    at,
    ruleVersion: ctx.book.rules.version,
  };
}
