import { lock } from '#db/dialect.ts';
import type { Tx } from '#db/surface.ts';
import { openedAccount } from '#server/accounts/accounts-for-others.ts';
import { giveOncePassword, makeOncePassword } from '#server/accounts/once-password.ts';
import { selectAssignment, selectSpans } from '#server/grids/assignment-records.ts';
import { endAssignment, insertAssignment, type NewAssignment } from '#server/grids/assignments.ts';
import { selectHolders } from '#server/grids/duty-records.ts';
import { selectPath } from '#server/grids/records.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, actingPost, may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { Post } from '#server/kernel/viewer.ts';
import { append } from '#server/ledger/append.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { CODE_LENGTH } from '#server/rules/place-codes.ts';

/**
 * Grants a post from a day on. A town fills the posts below it, the county those of towns, and the
 * county's own posts are filled by the operator, who has no say in any matter himself. Nobody
 * grants a post to himself.
 */
export async function grantPost(
  ctx: Context,
  fields: Omit<NewAssignment, 'grantedById'>,
): Promise<Result<{ id: string }>> {
  const path = await selectPath(ctx.db.read, fields.gridCode);
  const right = path === null ? null : rightToFill(ctx, path);
  if (path === null || right === null) return refuse('notFound');
  const at = ctx.clock.now();
  return ctx.db.write((tx) => fillPost(tx, ctx, fields, { right, path, at }));
}

/** By which right a post is filled, at which place, when. */
export interface Filling {
  right: Action;
  path: string;
  at: EpochMs;
}

/**
 * Fills a post inside a write. A place has one secretary and one cadre at a time; whoever else is
 * to answer there is their deputy.
 */
export async function fillPost(
  tx: Tx,
  ctx: Context,
  fields: Omit<NewAssignment, 'grantedById'>,
  { right, path, at }: Filling,
): Promise<Result<{ id: string }>> {
  const { personId: grantedById } = ctx.viewer;
  const { post, gridCode, since, until = null, isDeputy = false, personId } = fields;
  if (grantedById === personId) return refuse('notYourself', 'personId');
  if (until && until <= since) return refuse('dateWrong', 'until');
  const others = await othersInPost(tx, fields);
  if (others.some((one) => one.personId === personId)) return refuse('holdsItAlready', 'post');
  if (isTaken(fields, others)) return refuse('postTaken', 'post');
  const id = await insertAssignment(tx, { ...fields, grantedById });
  await append(tx, {
    ...actOf(ctx, { right, path, gridCode, at }),
    what: 'post.granted',
    subjectId: id,
    facts: { post, since, until, isDeputy },
    content: { personId },
  });
  return accept({ id });
}

/** Who else is in a post during the span for which it would be filled; nobody joins meanwhile. */
export async function othersInPost(tx: Tx, fields: Omit<NewAssignment, 'personId'>) {
  const { gridCode, post, since, until = null } = fields;
  await lock(tx, 'grid', 'code', gridCode);
  return selectSpans(tx, { gridCode, post, since, until });
}

/** Whether a post that answers for its place alone is held by somebody else. */
export function isTaken(
  { post, isDeputy = false }: Pick<NewAssignment, 'post' | 'isDeputy'>,
  others: { isDeputy: boolean }[],
): boolean {
  return HEADS.has(post) && !isDeputy && others.some((one) => !one.isDeputy);
}

/** Posts that answer for their place alone; whoever else is in them is a deputy. */
export const HEADS: ReadonlySet<string> = new Set<Post>(['grid_cadre', 'secretary']);

/** Ends a post now: the rights end with the next request. Whoever may fill it may end it. */
export async function endPost(ctx: Context, assignmentId: string): Promise<Result> {
  const found = await selectAssignment(ctx.db.read, assignmentId);
  const right = found && rightToFill(ctx, found.path);
  if (!found || !right) return refuse('notFound');
  if (found.personId === ctx.viewer.personId) return refuse('notYourself');
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    if (!(await endAssignment(tx, assignmentId, at))) return refuse('alreadyDone');
    await append(tx, {
      ...actOf(ctx, { right, path: found.path, gridCode: found.gridCode, at }),
      what: 'post.ended',
      subjectId: assignmentId,
      content: { personId: found.personId },
    });
    return accept();
  });
}

/**
 * Makes a person the installation's operator and gives him a random password that works once
 * within a day. The password is returned to be printed, and kept nowhere in clear; done again, the
 * same operator gets a new one.
 */
export async function createAdmin(
  ctx: Context,
  { name, phone }: { name: string; phone: string },
): Promise<Result<{ personId: string; password: string }>> {
  const gridCode = ctx.env.countyCode;
  const path = await selectPath(ctx.db.read, gridCode);
  if (path === null || !ctx.viewer.isSystem) return refuse('notFound');
  const made = await makeOncePassword();
  if (made === null) return refuse('tooBusy');
  const { password, passwordHash } = made;
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    const personId = await openedAccount(tx, ctx, { name, phone, at });
    await giveOncePassword(tx, ctx, { personId, passwordHash, at });
    const operators = await selectHolders(tx, { gridCodes: [gridCode], posts: ['sysadmin'], at });
    if (operators.some((one) => one.personId === personId)) return accept({ personId, password });
    const id = await insertAssignment(tx, { personId, post: 'sysadmin', gridCode, since: at });
    await append(tx, {
      ...actOf(ctx, { right: 'assignment.grant-county', path, gridCode, at }),
      what: 'post.granted',
      subjectId: id,
      facts: { post: 'sysadmin' },
      content: { personId },
    });
    return accept({ personId, password });
  });
}

/** To fill a post at a place one must govern the place above it; the county has none above. */
export function rightToFill(ctx: Context, path: string): Action | null {
  const above = path.replace(/[^/]+\/$/, '');
  const right: Action = above === '/' ? 'assignment.grant-county' : 'assignment.grant';
  const isAllowed = may(ctx.viewer, right, above === '/' ? path : above);
  return isAllowed ? right : null;
}

/** What the ledger's entries about a post have in common. */
export function actOf(
  ctx: Context,
  { right, path, gridCode, at }: { right: Action; path: string; gridCode: string; at: EpochMs },
) {
  const village = gridCode.slice(0, CODE_LENGTH.village);
  return {
    subjectKind: 'assignment',
    villageCode: village.length === CODE_LENGTH.village ? village : null,
    actorId: ctx.viewer.personId,
    actorRole: actingPost(ctx.viewer, right, path) ?? 'system',
    at,
    ruleVersion: ctx.book.rules.version,
  };
}
