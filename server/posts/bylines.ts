import { type Words, wordsFor } from '#content/messages/words.ts';
import type { Context } from '#server/kernel/context.ts';
import { speakingPost } from '#server/kernel/permissions.ts';
import type { ListRecord } from '#server/posts/list-records.ts';
import { selectNames } from '#server/posts/records.ts';

/** How an author wishes to be seen; office holders are always seen by name. */
export type ShownAs = 'resident' | 'name' | 'nickname';

/** An author, and what kind of place he lives in. */
export interface Author {
  shownAs: string;
  name: string;
  nickname: string | null;
  kind: 'village' | 'community' | 'campus';
}

/** The public name of an author: 本村村民 unless he chose his name or a nickname. */
export function shownName(words: Words, { shownAs, name, nickname, kind }: Author): string {
  if (shownAs === 'name') return name;
  if (shownAs === 'nickname' && nickname) return nickname;
  return words.common.people.villager[kind];
}

/** Who is about to speak, for the choice of a name. */
export interface Speaker {
  name: string;
  /** '' when there is none. */
  nickname: string;
  /** In office here: speaks by name and title, and has no choice. */
  isOfficial: boolean;
}

/** The viewer as a speaker at this place (a grid's path); null for guests. */
export async function speakerOf(ctx: Context, path: string): Promise<Speaker | null> {
  const { personId, name } = ctx.viewer;
  if (personId === null) return null;
  const [own] = await selectNames(ctx.db.read, [personId]);
  const isOfficial = speakingPost(ctx.viewer, 'comment.answer', path) !== null;
  return { name, nickname: own?.nickname ?? '', isOfficial };
}

type Said = Pick<ListRecord, 'authorId' | 'shownAs'>;

/** How the authors of these posts are shown; most are 本村村民, so few names are looked up. */
export async function bylinesOf(
  ctx: Context,
  posts: Said[],
): Promise<(post: Said, kind: Author['kind']) => string> {
  const named = posts.filter(({ shownAs }) => shownAs !== 'resident');
  const ids = [...new Set(named.map(({ authorId }) => authorId))];
  const people = new Map((await selectNames(ctx.db.read, ids)).map((one) => [one.id, one]));
  const words = wordsFor(ctx.lang);
  return ({ authorId, shownAs }, kind) => {
    const { name = '', nickname = null } = people.get(authorId) ?? {};
    return shownName(words, { shownAs: name === '' ? 'resident' : shownAs, name, nickname, kind });
  };
}
