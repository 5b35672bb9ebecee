import { and, eq } from 'drizzle-orm';
import { post } from '#db/schema/posts.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { postPlain } from '#server/plain/commands.ts';
import { talkKind } from '#server/talks/kind.ts';
import type { World } from '#tests/support/world.ts';

/** Somebody whose first post was looked at long ago, so that his words appear at once. */
export async function known(world: World, personId: string): Promise<string> {
  const at = world.clock.now() - 1;
  const blank = { title: '', body: '', html: '', renderedBy: '', state: 'standing' };
  const counters = { likes: 0, comments: 0, cosigns: 0, photos: 0 };
  await world.app.db.write(async (tx) => {
    await tx.insert(post).values({
      ...blank,
      ...counters,
      id: newId(),
      kind: 'talk',
      villageCode: '999999101999',
      no: Math.floor(Math.random() * 1e9),
      slipCode: newToken(),
      authorId: personId,
      shownAs: 'resident',
      audience: 'public',
      createdAt: at,
      changedAt: at,
      releasedAt: at,
    });
  });
  return personId;
}

/** 村里话 as a form would send it. */
export function talk(body: string, more: { audience?: 'public' | 'village' } = {}) {
  return {
    body,
    shownAs: 'resident' as const,
    audience: more.audience ?? ('public' as const),
    key: newToken(),
    photoIds: [],
  };
}

/** A released talk in 北坡村 by the villager; its id and path. */
export async function aTalk(
  world: World,
  body = '谁家的黄狗跑到我家院坝了',
): Promise<{ id: string; path: string }> {
  const villager = await known(world, world.people.villager);
  const posted = await postPlain(await world.ctx(villager), talkKind, 'beipo', talk(body));
  if (!posted.ok) throw new Error(posted.code);
  const { path } = posted.value;
  const [row] = await world.app.db.read
    .select({ id: post.id, no: post.no })
    .from(post)
    .where(
      and(eq(post.villageCode, world.county.north), eq(post.no, Number(path.split('/').at(-1)))),
    );
  if (!row) throw new Error('the talk is not there');
  return { id: row.id, path };
}
