import { and, eq, inArray, lt, ne, type SQL, sql } from 'drizzle-orm';
import { photo, post } from '#db/schema/posts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { Parties } from '#server/posts/parties.ts';
import type { PhotoRecord } from '#server/posts/photo-records.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export async function insertPhotos(tx: Tx, rows: (typeof photo.$inferInsert)[]): Promise<void> {
  await tx.insert(photo).values(rows);
}

/** A photo with what of its post says who sees it. */
export interface SeenPhoto extends Parties {
  photo: PhotoRecord;
  audience: string;
  villageCode: string;
  isStanding: boolean;
  /** The photo or its post was taken down, or the post taken back. */
  isGone: boolean;
}

/** The photos with this content, removed ones too, that belong to posts meeting the condition. */
export async function selectShownByHash(
  db: Reader,
  hash: string,
  condition: SQL,
): Promise<SeenPhoto[]> {
  const rows = await db
    .select({
      photo,
      kind: post.kind,
      audience: post.audience,
      villageCode: post.villageCode,
      groupCode: post.groupCode,
      authorId: post.authorId,
      enteredById: post.enteredById,
      holderId: post.holderId,
      removedAt: post.removedAt,
      withdrawnAt: post.withdrawnAt,
      releasedAt: post.releasedAt,
    })
    .from(photo)
    .innerJoin(post, eq(post.id, photo.postId))
    .where(and(eq(photo.hash, hash), condition))
    .limit(20);
  return rows.map(({ removedAt, withdrawnAt, releasedAt, ...row }) => {
    const isGone = row.photo.removedAt !== null || removedAt !== null || withdrawnAt !== null;
    return { ...row, isGone, isStanding: !isGone && releasedAt !== null };
  });
}

/** A person's own photo with this content, in a draft or anywhere but under seal; what was taken down too. */
export async function selectOwnByHash(
  db: Reader,
  hash: string,
  ownerId: string,
): Promise<PhotoRecord | null> {
  const [row] = await db
    .select()
    .from(photo)
    .where(and(eq(photo.hash, hash), eq(photo.ownerId, ownerId), ne(photo.subjectKind, 'sealed')))
    .limit(1);
  return row ?? null;
}

/** A photo by id, with its post if it has one. */
export async function selectPhoto(db: Reader, id: string): Promise<PhotoRecord | null> {
  const [row] = await db.select().from(photo).where(eq(photo.id, id)).limit(1);
  return row ?? null;
}

/** The viewer's photos that wait in drafts. */
export async function selectDrafts(
  db: Reader,
  ownerId: string,
  ids: string[],
): Promise<PhotoRecord[]> {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(photo)
    .where(and(eq(photo.ownerId, ownerId), eq(photo.subjectKind, 'draft'), inArray(photo.id, ids)))
    .limit(20);
}

/** Makes drafts young again, in this order. */
export async function renewDrafts(
  tx: Tx,
  ownerId: string,
  ids: string[],
  at: EpochMs,
): Promise<void> {
  const places = ids.map((id, place) => sql`WHEN ${id} THEN ${sql.raw(String(place))}`);
  const sort = sql<number>`CASE ${photo.id} ${sql.join(places, sql` `)} ELSE ${photo.sort} END`;
  await tx
    .update(photo)
    .set({ createdAt: at, sort })
    .where(and(eq(photo.ownerId, ownerId), eq(photo.subjectKind, 'draft'), inArray(photo.id, ids)));
}

/** Gives drafts their words and their order, in the order of the list. */
export async function captionDrafts(
  tx: Tx,
  ownerId: string,
  lines: { id: string; words: string }[],
): Promise<void> {
  const whens = (value: (line: { words: string }, at: number) => SQL) =>
    sql.join(
      lines.map((line, at) => sql`WHEN ${line.id} THEN ${value(line, at)}`),
      sql` `,
    );
  const sort = whens((_, at) => sql.raw(String(at)));
  const caption = whens(({ words }) => sql`${words}`);
  await tx
    .update(photo)
    .set({
      sort: sql<number>`CASE ${photo.id} ${sort} ELSE ${photo.sort} END`,
      caption: sql<string>`CASE ${photo.id} ${caption} ELSE ${photo.caption} END`,
    })
    .where(
      and(
        ...[eq(photo.ownerId, ownerId), eq(photo.subjectKind, 'draft')],
        inArray(
          photo.id,
          lines.map(({ id }) => id),
        ),
      ),
    );
}

export async function updatePhoto(
  tx: Tx,
  id: string,
  changes: Partial<PhotoRecord>,
): Promise<void> {
  await tx.update(photo).set(changes).where(eq(photo.id, id));
}

/** Whether any row still shows this content; a file without rows may go. */
export async function isHashUsed(db: Reader, hash: string): Promise<boolean> {
  const rows = await db.select({ id: photo.id }).from(photo).where(eq(photo.hash, hash)).limit(1);
  return rows.length > 0;
}

/** Takes away a sealed photo; the hash of what was removed, null when there was none. */
export async function deleteSealed(tx: Tx, id: string): Promise<string | null> {
  const gone = await tx
    .delete(photo)
    .where(and(eq(photo.id, id), eq(photo.subjectKind, 'sealed')))
    .returning({ hash: photo.hash });
  return gone[0]?.hash ?? null;
}

/** Photos left in drafts since before this instant; the hashes of what was removed. */
export async function deleteOldDrafts(tx: Tx, before: EpochMs): Promise<(string | null)[]> {
  const gone = await tx
    .delete(photo)
    .where(and(eq(photo.subjectKind, 'draft'), lt(photo.createdAt, before)))
    .returning({ hash: photo.hash });
  return gone.map((row) => row.hash);
}
