import { eq, sql } from 'drizzle-orm';
import { prepared } from '#db/prepared.ts';
import { person } from '#db/schema/accounts.ts';
import { post } from '#db/schema/posts.ts';
import type { Reader } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** How well an author is known here. */
export interface Standing {
  accountOpenedAt: EpochMs;
  /** Whether a post of his that others read was ever released. */
  hasPosted: boolean;
}

const standingOf = prepared(['personId'], (db, { personId }) =>
  db
    .select({
      accountOpenedAt: person.createdAt,
      hasPosted:
        sql`EXISTS (SELECT 1 FROM ${post} WHERE ${post.authorId} = ${personId} AND ${post.releasedAt} IS NOT NULL AND ${post.audience} IN ('public', 'village'))`.mapWith(
          Boolean,
        ),
    })
    .from(person)
    .where(eq(person.id, personId))
    .limit(1),
);

/** When this account was opened, and whether its first post is still to come; null for nobody. */
export async function selectStanding(db: Reader, personId: string): Promise<Standing | null> {
  const [row] = await standingOf(db, { personId });
  return row ?? null;
}
