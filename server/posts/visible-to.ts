import { and, eq, inArray, isNotNull, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { grid } from '#db/schema/grids.ts';
import { post } from '#db/schema/posts.ts';
import { type Action, permissions, type Role } from '#server/kernel/permissions.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { type Audience, allKinds, type PostKind } from '#server/posts/kinds.ts';

/**
 * The one condition on `post` for what a viewer may see. Page, list, feed, export, search, photo,
 * count and poster all carry it in their own statement; what it leaves out is a 404.
 */
export function visibleTo(viewer: Viewer): SQL {
  if (viewer.isSystem) return sql`1 = 1`;
  const shown = isNotNull(post.releasedAt);
  const open = openToAll();
  if (viewer.personId === null) return open;
  const mine = or(
    eq(post.authorId, viewer.personId),
    eq(post.enteredById, viewer.personId),
    eq(post.holderId, viewer.personId),
    // Who was asked first keeps seeing it, unless it was moved out of the village's sight.
    and(eq(post.firstHolderId, viewer.personId), ne(post.audience, 'town')),
  );
  const village = and(eq(post.audience, 'village'), shown, isAtHome(viewer));
  return both(or(open, mine, village, ...allKinds().flatMap((kind) => forOffice(viewer, kind))));
}

/** The part of it that asks nobody who he is: public words that are released. */
export function openToAll(): SQL {
  return both(and(eq(post.audience, 'public'), isNotNull(post.releasedAt)));
}

/** The condition for lists, feeds and search: released, and neither withdrawn nor removed. */
export function standing(): SQL {
  const condition = and(
    isNotNull(post.releasedAt),
    isNull(post.withdrawnAt),
    isNull(post.removedAt),
  );
  return both(condition);
}

/** The audiences whose posts everybody of this kind of viewer reads in a village's lists. */
export function listAudiences(viewer: Viewer, villagePath: string): Audience[] {
  const belongs =
    viewer.memberships.some(({ villageCode }) => villagePath.includes(`/${villageCode}/`)) ||
    viewer.posts.some((held) => villagePath.startsWith(held.path) && held.post !== 'sysadmin');
  return belongs ? ['public', 'village'] : ['public'];
}

/** The condition that a place (a column holding a grid code) lies inside one of the paths. */
export function isInside(code: SQL, paths: string[]): SQL {
  if (paths.length === 0) return sql`1 = 0`;
  const inside = paths.map((path) => sql`substr(${grid.path}, 1, ${path.length}) = ${path}`);
  return sql`EXISTS (SELECT 1 FROM ${grid} WHERE ${grid.code} = ${code} AND (${sql.join(inside, sql` OR `)}))`;
}

/** The places where the viewer's posts carry this right. */
export function pathsOf(viewer: Viewer, action: Action): string[] {
  const roles: Role[] = permissions[action];
  return viewer.posts.filter((held) => roles.includes(held.post)).map((held) => held.path);
}

function both(condition: SQL | undefined): SQL {
  return condition ?? sql`1 = 0`;
}

function isAtHome(viewer: Viewer): SQL | undefined {
  const villages = viewer.memberships.map(({ villageCode }) => villageCode);
  const paths = viewer.posts.filter(({ post }) => post !== 'sysadmin').map(({ path }) => path);
  const lives = villages.length > 0 ? inArray(post.villageCode, villages) : undefined;
  const serves = paths.length > 0 ? isInside(sql`${post.villageCode}`, paths) : undefined;
  return or(lives, serves, sql`1 = 0`);
}

function forOffice(viewer: Viewer, kind: PostKind): SQL[] {
  const handlers = kind.readHandlers && pathsOf(viewer, kind.readHandlers);
  const town = kind.readTown && pathsOf(viewer, kind.readTown);
  const reviewers = pathsOf(viewer, 'review.decide');
  const place = sql`coalesce(${post.groupCode}, ${post.villageCode})`;
  return [
    handlers?.length &&
      // Clocks run from sending: a deputy answers also what nobody has looked at yet.
      and(eq(post.kind, kind.code), ne(post.audience, 'town'), isInside(place, handlers)),
    town?.length &&
      and(
        eq(post.kind, kind.code),
        eq(post.audience, 'town'),
        isInside(sql`${post.villageCode}`, town),
      ),
    // Whoever must look before words appear has to read them.
    reviewers.length &&
      and(
        eq(post.kind, kind.code),
        inArray(post.audience, ['public', 'village']),
        isInside(sql`${post.villageCode}`, reviewers),
      ),
  ].filter(
    (condition): condition is SQL => condition !== undefined && typeof condition === 'object',
  );
}
