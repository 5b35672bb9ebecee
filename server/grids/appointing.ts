import { accountOfPhone } from '#server/accounts/accounts-for-others.ts';
import { sendsCodes } from '#server/accounts/gateway.ts';
import { giveOncePassword, makeOncePassword } from '#server/accounts/once-password.ts';
import { selectAssignment, updateReach } from '#server/grids/assignment-records.ts';
import type { NewAssignment } from '#server/grids/assignments.ts';
import type { FirstPassword } from '#server/grids/first-passwords.ts';
import { actOf, fillPost, isTaken, othersInPost, rightToFill } from '#server/grids/granting.ts';
import { selectPlace } from '#server/grids/place-records.ts';
import { touchPlaces } from '#server/grids/touching.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { Post } from '#server/kernel/viewer.ts';
import { append } from '#server/ledger/append.ts';

/** Which posts are held on which level of the county. The operator is made from the command line. */
const POSTS_OF_LEVEL: Record<string, Post[]> = {
  county: ['dispatcher', 'department', 'org_dept', 'discipline'],
  town: ['town_admin', 'bookkeeper'],
  area: ['grid_cadre'],
  village: [
    'secretary',
    'village_director',
    'clerk',
    'committee_member',
    'supervision',
    'grid_cadre',
  ],
  grid: ['grid_cadre', 'group_leader'],
  micro_grid: ['grid_cadre'],
};

/** The posts held at places of this level, in the order in which they are chosen from. */
export function postsOfLevel(level: string): Post[] {
  return POSTS_OF_LEVEL[level] ?? [];
}

/** A post for somebody known by his phone number. */
export type Appointment = Omit<NewAssignment, 'personId' | 'grantedById'> & {
  name: string;
  phone: string;
};

/** A post that was granted; with the holder's first password where he could not come in without. */
export interface Appointed {
  id: string;
  first: FirstPassword | null;
}

/**
 * Grants a post to the account of a phone number; one is opened when there is none. Where no code
 * reaches a phone, somebody without a password gets his first one from whoever appoints him.
 */
export async function appointByPhone(
  ctx: Context,
  { name, phone, ...fields }: Appointment,
): Promise<Result<Appointed>> {
  const place = await selectPlace(ctx.db.read, fields.gridCode);
  const right = place && rightToFill(ctx, place.path);
  if (!place || !right) return refuse('notFound');
  if (!postsOfLevel(place.level).includes(fields.post)) return refuse('postNotHere', 'post');
  const made = sendsCodes(ctx) ? null : await makeOncePassword();
  const at = ctx.clock.now();
  return ctx.db.write(async (tx) => {
    // Looked at before an account is opened, so that none is left without its post.
    if (isTaken(fields, await othersInPost(tx, fields))) return refuse('postTaken', 'post');
    const account = await accountOfPhone(tx, ctx, { name, phone, at });
    if (!account.ok) return account;
    const { personId, hasPassword } = account.value;
    const filled = await fillPost(
      tx,
      ctx,
      { ...fields, personId },
      { right, path: place.path, at },
    );
    if (!filled.ok || made === null || hasPassword) return withFirst(filled, null);
    const until = await giveOncePassword(tx, ctx, { personId, ...made, at });
    return withFirst(filled, { password: made.password, name, until });
  });
}

function withFirst(filled: Result<{ id: string }>, first: FirstPassword | null): Result<Appointed> {
  return filled.ok ? accept({ ...filled.value, first }) : filled;
}

/** How the holder of a post is reached, and what he looks after. */
export interface Reach {
  duty: string;
  workPhone: string;
  officeHours: string;
}

/** Changes a post's work phone, office hours and duty: for whoever fills it or describes the village. */
export async function describePost(
  ctx: Context,
  assignmentId: string,
  { duty, workPhone, officeHours }: Reach,
): Promise<Result<{ gridCode: string }>> {
  const found = await selectAssignment(ctx.db.read, assignmentId);
  const right = found && rightToDescribe(ctx, found.path);
  if (!found || !right) return refuse('notFound');
  const at = ctx.clock.now();
  const reach = { duty, workPhone: workPhone || null, officeHours };
  return ctx.db.write(async (tx) => {
    await updateReach(tx, assignmentId, reach);
    await append(tx, {
      ...actOf(ctx, { right, path: found.path, gridCode: found.gridCode, at }),
      what: 'post.described',
      subjectId: assignmentId,
      content: reach,
    });
    touchPlaces(tx, found.gridCode, found.personId);
    return accept({ gridCode: found.gridCode });
  });
}

/** By which right the viewer may say how the holder of a post is reached; null when he may not. */
export function rightToDescribe(ctx: Context, path: string): Action | null {
  const right = rightToFill(ctx, path);
  if (right !== null) return right;
  return may(ctx.viewer, 'village.describe', path) ? 'village.describe' : null;
}
