import { loadViewer } from '#server/accounts/viewers.ts';
import type { AppealRef } from '#server/appeals/act.ts';
import type { Cast, CastMember } from '#server/demo/cast.ts';
import type { DemoContent, DemoEvent, DemoVillage } from '#server/demo/content.ts';
import type { DemoPlaces } from '#server/demo/places.ts';
import { selectPostId } from '#server/demo/records.ts';
import type { Scenes } from '#server/demo/scenes.ts';
import { handClock } from '#server/kernel/clock.ts';
import type { App, Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { systemContext } from '#server/kernel/system-context.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A post of a story, where it landed. */
export interface ToldPost extends AppealRef {
  id: string;
  village: DemoVillage;
  authorId: string;
}

/** Everything the replay of one village's story needs, and what it has told so far. */
export interface Stage {
  app: App;
  content: DemoContent;
  places: DemoPlaces;
  cast: Cast;
  scenes: Scenes;
  village: DemoVillage;
  /** By the story's own names. */
  posts: Map<string, ToldPost>;
  comments: Map<string, string>;
  /** Voices and likes already given, by post. */
  cosigned: Map<string, Set<string>>;
  liked: Map<string, Set<string>>;
}

/** The context of a person of the demonstration at a moment of the past. */
export async function ctxAt(stage: Stage, key: string, at: EpochMs): Promise<Context> {
  return ctxOf(stage.app, castMember(stage, key).personId, at);
}

/** The context of a person at a moment of the past. */
export async function ctxOf(app: App, personId: string, at: EpochMs): Promise<Context> {
  const ctx = { ...systemContext(app), clock: handClock(at) };
  return { ...ctx, viewer: await loadViewer(ctx, personId) };
}

/** Somebody with an account, by key. */
export function castMember({ cast }: Stage, key: string): CastMember {
  const member = cast.members.get(key);
  if (!member) throw new Error(`${key} has no account`);
  return member;
}

/** The post an event is about. */
export function told({ posts }: Stage, name: string): ToldPost {
  const post = posts.get(name);
  if (!post) throw new Error(`nothing was told of ${name} yet`);
  return post;
}

/** Remembers where a post landed. */
export async function remember(
  stage: Stage,
  { post, who }: Pick<DemoEvent & { post: string }, 'post' | 'who'>,
  no: number,
): Promise<void> {
  const { village, app } = stage;
  const id = await selectPostId(app.db.read, village.code, no);
  const { personId: authorId } = castMember(stage, who);
  stage.posts.set(post, { id, no, slug: village.slug, village, authorId });
}

/** A form's key: nobody presses twice here. */
export const key = newToken;
