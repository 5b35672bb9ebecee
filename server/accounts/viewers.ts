import { and, eq, gt, isNull, lte, or, sql } from 'drizzle-orm';
import { prepared } from '#db/prepared.ts';
import { person, villager } from '#db/schema/accounts.ts';
import { assignment, grid } from '#db/schema/grids.ts';
import type { Context } from '#server/kernel/context.ts';
import type { HeldPost, Membership, Post, Viewer } from '#server/kernel/viewer.ts';
import { visitor } from '#server/kernel/viewer.ts';

/**
 * The person as a viewer at this moment, in one query: posts held now and places on rosters, so
 * that a change of role counts at once. An unknown or stopped account is a visitor.
 */
export async function loadViewer(
  ctx: Pick<Context, 'db' | 'clock'>,
  personId: string,
): Promise<Viewer> {
  const rows = await viewerRows(ctx.db.read, { personId, at: ctx.clock.now() });
  const [first] = rows;
  if (!first) return visitor;
  const memberships = membershipsIn(rows);
  return {
    ...visitor,
    personId,
    name: first.name,
    owesPassword: first.owesPassword,
    posts: postsIn(rows),
    memberships,
    homeVillageCode: first.homeVillageCode ?? memberships[0]?.villageCode ?? null,
  };
}

interface ViewerRow {
  name: string;
  owesPassword: boolean;
  homeVillageCode: string | null;
  assignmentId: string | null;
  post: string | null;
  gridCode: string | null;
  path: string | null;
  isDeputy: boolean | null;
  title: string | null;
  villageCode: string | null;
  villagerId: string | null;
  householdId: string | null;
}

const viewerRows = prepared(['personId', 'at'], (db, { personId, at }) => {
  const isHeldNow = and(
    eq(assignment.personId, person.id),
    lte(assignment.since, at),
    or(isNull(assignment.until), gt(assignment.until, at)),
  );
  // One row per post and place on a roster: three posts at most, so the product stays small.
  return db
    .select({
      name: person.name,
      owesPassword:
        sql`${person.passwordHash} IS NULL AND ${person.passwordUntil} IS NOT NULL`.mapWith(
          Boolean,
        ),
      homeVillageCode: person.villageCode,
      assignmentId: assignment.id,
      post: assignment.post,
      gridCode: assignment.gridCode,
      path: grid.path,
      isDeputy: assignment.isDeputy,
      title: assignment.title,
      villageCode: villager.villageCode,
      villagerId: villager.id,
      householdId: villager.householdId,
    })
    .from(person)
    .leftJoin(assignment, isHeldNow)
    .leftJoin(grid, eq(grid.code, assignment.gridCode))
    .leftJoin(villager, and(eq(villager.personId, person.id), isNull(villager.leftAt)))
    .where(and(eq(person.id, personId), isNull(person.disabledAt)))
    .limit(200);
});

const POSTS = new Set<string>([
  'grid_cadre',
  'group_leader',
  'secretary',
  'village_director',
  'committee_member',
  'clerk',
  'supervision',
  'town_admin',
  'bookkeeper',
  'department',
  'dispatcher',
  'org_dept',
  'discipline',
  'sysadmin',
] satisfies Post[]);

/** Whether a text read from a row or a form names a post. */
export function isPost(text: string | null): text is Post {
  return text !== null && POSTS.has(text);
}

function postsIn(rows: ViewerRow[]): HeldPost[] {
  const posts = new Map<string, HeldPost>();
  for (const { assignmentId, post, gridCode, path, isDeputy, title } of rows) {
    if (assignmentId === null || gridCode === null || path === null || !isPost(post)) continue;
    posts.set(assignmentId, {
      post,
      gridCode,
      path,
      isDeputy: isDeputy === true,
      title: title ?? '',
    });
  }
  return [...posts.values()];
}

function membershipsIn(rows: ViewerRow[]): Membership[] {
  const memberships = new Map<string, Membership>();
  for (const { villageCode, villagerId, householdId } of rows) {
    if (villageCode === null || villagerId === null || householdId === null) continue;
    memberships.set(villagerId, { villageCode, villagerId, householdId });
  }
  return [...memberships.values()];
}
