import { and, eq, isNull } from 'drizzle-orm';
import { photo, post } from '#db/schema/posts.ts';
import { confirmAppeal, proposeClose } from '#server/appeals/closing.ts';
import { raiseAppeal } from '#server/appeals/commands.ts';
import { answerAppeal } from '#server/appeals/handling.ts';
import { newId, newToken } from '#server/kernel/ids.ts';
import { DAY_MS } from '#server/rules/dates.ts';
import type { World } from '#tests/support/world.ts';

const MATTER = {
  picture: null,
  photoIds: [],
  landmark: '老槐树下',
  latitude: null,
  longitude: null,
  addressee: 'cadre' as const,
  audience: 'public' as 'public' | 'handlers',
  shownAs: 'resident' as const,
  notAccusation: false,
  forPersonId: null,
};

/** Something the villager raised in 北坡村; everybody may read it. */
export async function aMatter(
  world: World,
  words = '路灯不亮，天黑看不见路',
  changes: { audience?: 'public' | 'handlers' } = {},
) {
  const wish = { ...MATTER, words, groupCode: `${world.county.north}001`, ...changes };
  const raised = await raiseAppeal(await world.ctx(world.people.villager), 'beipo', {
    ...wish,
    key: newToken(),
  });
  if (!raised.ok) throw new Error(raised.code);
  const releasedAt = world.clock.now();
  await world.app.db.write(async (tx) => {
    await tx.update(post).set({ releasedAt }).where(isNull(post.releasedAt));
  });
  const { no } = raised.value;
  const [row] = await world.app.db.read
    .select({ id: post.id })
    .from(post)
    .where(and(eq(post.villageCode, world.county.north), eq(post.no, no)));
  return { id: row?.id ?? '', slug: 'beipo', no };
}

/** The same, answered at once, done within `days` days and called done by the villager. */
export async function aSolvedMatter(
  world: World,
  { words, days = 6, audience = 'public' as 'public' | 'handlers' } = {} as {
    words?: string;
    days?: number;
    audience?: 'public' | 'handlers';
  },
) {
  const matter = await aMatter(world, words, { audience });
  const cadre = await world.ctx(world.people.cadre);
  const form = { key: newToken(), words: '今天下午去看，一盏一盏数清楚。', photoIds: [] };
  await answerAppeal(cadre, matter, form);
  world.clock.set(world.clock.now() + days * DAY_MS);
  const done = { key: newToken(), words: '三盏都换了灯泡。', photoIds: [], count: '3 盏' };
  await proposeClose(cadre, matter, done);
  const author = await world.ctx(world.people.villager);
  const said = await confirmAppeal(author, matter, { key: newToken(), grade: 1, words: '亮了' });
  if (!said.ok) throw new Error(said.code);
  return matter;
}

/** A released photo of a matter, as it was sent with it or with what was done; gives its id. */
export async function matterPhoto(
  world: World,
  postId: string,
  purpose: 'before' | 'after',
): Promise<string> {
  const id = newId();
  const at = world.clock.now();
  await world.app.db.write(async (tx) => {
    await tx.insert(photo).values({
      ...{ id, postId, purpose, subjectKind: 'post', subjectId: postId, sort: 0 },
      ...{ ownerId: world.people.cadre, hash: id.replaceAll('-', ''), width: 900, height: 600 },
      ...{ bytes: { 320: 1, 720: 2, 1600: 3 }, state: 'ready', caption: '', createdAt: at },
      releasedAt: at,
    });
  });
  return id;
}
