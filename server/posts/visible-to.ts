import {
  and,
  eq,
  inArray,
  isNotNull,
  isNull,
  ne,
  or,
  type Placeholder,
  type SQL,
  sql,
} from 'drizzle-orm';
import { among, beginsWithOne, type List } from '#db/dialect.ts';
import { type Marks, prepared } from '#db/prepared.ts';
import { grid } from '#db/schema/grids.ts';
import { post } from '#db/schema/posts.ts';
import type { Query, Reader, Tx, Value } from '#db/surface.ts';
import { type Action, permissions, type Role } from '#server/kernel/permissions.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { type Audience, allKinds, type PostKind } from '#server/posts/kinds.ts';
import { isInVillage } from '#server/rules/place-codes.ts';

/**
 * The one condition on `post` for what a viewer may see. Page, list, feed, export, search, photo,
 * count and poster all carry it in their own statement; what it leaves out is a 404.
 */
export function visibleTo(viewer: Viewer): SQL {
  if (viewer.isSystem) return sql`1 = 1`;
  if (viewer.personId === null) return openToAll();
  const sight = sightOf(viewer);
  return seenBy({
    viewerId: viewer.personId,
    list: (name) => (sight[name]?.length ? sight[name] : null),
  });
}

/**
 * A prepared query on posts that carries the condition of what the viewer may see: one text for
 * guests, one for whoever is signed in, one for the product itself.
 */
export function preparedFor<Name extends string, Rows>(
  names: readonly Name[],
  build: (db: Tx, marks: Marks<Name>, visible: SQL) => Query<Rows>,
): (db: Reader, viewer: Viewer, values: Record<NoInfer<Name>, Value>) => Promise<Rows> {
  const asked = (condition: () => SQL) =>
    prepared(names, (db, marks) => build(db, marks, condition()));
  const bySystem = asked(() => sql`1 = 1`);
  const byGuest = asked(() => openToAll());
  const byPerson = asked(() =>
    seenBy({ viewerId: sql.placeholder('viewerId'), list: (name) => sql.placeholder(name) }),
  );
  return (db, viewer, values) => {
    if (viewer.isSystem) return bySystem(db, values);
    const { personId } = viewer;
    if (personId === null) return byGuest(db, values);
    return byPerson(db, { ...values, viewerId: personId, ...sightOf(viewer) });
  };
}

/** The condition for what everybody may see, whoever he is. */
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
    pathsOf(viewer, 'post.read-village').some((path) => villagePath.startsWith(path));
  return belongs ? ['public', 'village'] : ['public'];
}

/** The condition that a place (a column holding a grid code) lies inside one of the paths. */
export function isInside(code: SQL, paths: List): SQL {
  if (Array.isArray(paths) && paths.length === 0) return sql`1 = 0`;
  return sql`EXISTS (SELECT 1 FROM ${grid} WHERE ${grid.code} = ${code} AND ${beginsWithOne(grid.path, paths)})`;
}

/** The places where the viewer's posts carry this right. */
export function pathsOf(viewer: Viewer, action: Action): string[] {
  const roles: Role[] = permissions[action];
  return viewer.posts.filter((held) => roles.includes(held.post)).map((held) => held.path);
}

/** The places where his posts in a village carry one of these rights; what lies above is left out. */
export function villagePathsOf(viewer: Viewer, actions: Action[]): string[] {
  const paths = actions.flatMap((action) => pathsOf(viewer, action));
  return [...new Set(paths)].filter((path) => isInVillage(path));
}

function both(condition: SQL | undefined): SQL {
  return condition ?? sql`1 = 0`;
}

/** Where a viewer lives, serves and has rights: the lists that his condition compares with. */
function sightOf(viewer: Viewer): Record<string, string[]> {
  const ofKinds = allKinds().flatMap(({ code, readHandlers, readTown }) => [
    [`handles_${code}`, readHandlers ? pathsOf(viewer, readHandlers) : []],
    [`town_${code}`, readTown ? pathsOf(viewer, readTown) : []],
  ]);
  return {
    homes: viewer.memberships.map(({ villageCode }) => villageCode),
    places: pathsOf(viewer, 'post.read-village'),
    reviews: pathsOf(viewer, 'review.decide'),
    ...Object.fromEntries(ofKinds),
  };
}

/** The viewer's id and lists, or the marks of them; a list that is known to be empty is null. */
interface Sight {
  viewerId: string | Placeholder;
  list: (name: string) => List | null;
}

function seenBy(sight: Sight): SQL {
  const { viewerId } = sight;
  const mine = or(
    eq(post.authorId, viewerId),
    eq(post.enteredById, viewerId),
    // Who was asked first and handed it on reads it no more, but for what his office shows him.
    eq(post.holderId, viewerId),
  );
  const isVillage = and(eq(post.audience, 'village'), isNotNull(post.releasedAt));
  const village = and(isVillage, isAtHome(sight));
  return both(
    or(openToAll(), mine, village, ...allKinds().flatMap((kind) => forOffice(sight, kind))),
  );
}

function isAtHome({ list }: Sight): SQL {
  const [homes, places] = [list('homes'), list('places')];
  const lives = homes ? among(post.villageCode, homes) : undefined;
  const serves = places ? isInside(sql`${post.villageCode}`, places) : undefined;
  return both(or(lives, serves));
}

function forOffice({ list }: Sight, { code, readHandlers, readTown }: PostKind): SQL[] {
  const handlers = readHandlers ? list(`handles_${code}`) : null;
  const town = readTown ? list(`town_${code}`) : null;
  const reviewers = list('reviews');
  const place = sql`coalesce(${post.groupCode}, ${post.villageCode})`;
  const village = sql`${post.villageCode}`;
  const isKind = eq(post.kind, code);
  return [
    // Clocks run from sending: a deputy answers also what nobody has looked at yet.
    handlers && and(isKind, ne(post.audience, 'town'), isInside(place, handlers)),
    town && and(isKind, eq(post.audience, 'town'), isInside(village, town)),
    // Whoever must look before words appear has to read them.
    reviewers &&
      and(isKind, inArray(post.audience, ['public', 'village']), isInside(village, reviewers)),
  ].filter((condition) => condition !== null && condition !== undefined);
}
