import { and, asc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { appeal } from '#db/schema/appeals.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import type { DeskList } from '#server/appeals/desk.ts';
import type { Viewer } from '#server/kernel/viewer.ts';
import { isInside, visibleTo } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export interface DeskRow {
  id: string;
  nextDueAt: EpochMs | null;
}

export interface DeskCursor {
  nextDueAt: EpochMs;
  id: string;
}

/** Open cases of a desk in order of deadline. */
export async function selectDesk(
  db: Reader,
  viewer: Viewer,
  { list, after, limit }: { list: DeskList; after: DeskCursor | null; limit: number },
): Promise<DeskRow[]> {
  return db
    .select({ id: post.id, nextDueAt: post.nextDueAt })
    .from(post)
    .innerJoin(appeal, eq(appeal.postId, post.id))
    .where(
      and(
        eq(post.kind, 'appeal'),
        isNotNull(post.nextDueAt),
        isNull(post.removedAt),
        belongsTo(list, viewer),
        visibleTo(viewer),
        after
          ? sql`(${post.nextDueAt}, ${post.id}) > (${after.nextDueAt}, ${after.id})`
          : undefined,
      ),
    )
    .orderBy(asc(post.nextDueAt), asc(post.id))
    .limit(limit);
}

function belongsTo(list: DeskList, viewer: Viewer): SQL | undefined {
  const me = viewer.personId ?? '';
  if (list === 'letters') return and(eq(appeal.secretaryId, me), isNull(post.firstAnsweredAt));
  const held = viewer.posts.filter((one) => one.post !== 'sysadmin');
  if (list === 'below') {
    const place = sql`coalesce(${post.groupCode}, ${post.villageCode})`;
    return isInside(
      place,
      held.map((one) => one.path),
    );
  }
  const grids = held.map((one) => one.gridCode);
  return or(
    eq(post.holderId, me),
    grids.length > 0 ? inArray(post.holderGridCode, grids) : undefined,
  );
}
