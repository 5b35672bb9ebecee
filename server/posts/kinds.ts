import type { InBothLanguages, KindWords } from '#content/messages/kind-words.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Action } from '#server/kernel/permissions.ts';
import type { ClockPace } from '#server/rules/clock-amounts.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Who may read a post: everybody, the village, author and handlers, or author and town. */
export type Audience = 'public' | 'village' | 'handlers' | 'town';

/** Whether more people than the author and the handlers read what has this audience. */
export function isReadByMany(audience: string): boolean {
  return audience === 'public' || audience === 'village';
}

/** What a kind with a life of its own knows about the clocks of one post. */
export interface ClockExtras {
  pace: ClockPace;
  limitConfirmed: boolean;
  begun: boolean;
  awaits: { until: EpochMs | null } | null;
  paused: { since: EpochMs } | null;
  planKept: boolean;
  /** What is owed next is a dated plan (P60), not the finish itself. */
  forPlan: boolean;
}

/** The post whose words are looked at, and its village. */
export interface PostHere {
  post: { id: string };
  village: Village;
}

/** One kind of post, as all that is common to posts must know it. */
export interface PostKind {
  code: string;
  words: InBothLanguages<KindWords>;
  /** A name of site/ui/icons.ts. */
  icon: string;
  /** Whether the post itself owes a first answer and a finish; questions under it always do. */
  hasClock: boolean;
  /** Official words keep every published wording; a villager's own are sealed when changed. */
  isOfficial: boolean;
  /** Nobody is asked for a title: the first words are one. */
  titleIsFirstWords?: true;
  /** Three sentences: no longer than `texts.shortLength`, and with one photo at most. */
  isShort?: true;
  /** Nobody takes it back: what it promised is still owed. Its words may be changed, in sight of all. */
  isBinding?: true;
  /** Its words come from a table that others signed: nobody edits them, and no desk takes them down. */
  isSettled?: true;
  /** Nobody changes its words: others have put their names under them. */
  areWordsFixed?: true;
  audiences: Audience[];
  mayPost: Action;
  /** Who besides author and holder reads posts for handlers, and those for the town. */
  readHandlers: Action | null;
  readTown: Action | null;
  /** States in order; a post begins with the first. */
  states: string[];
  /** The page of one post, and of the list, in the one page tree. */
  path(slug: string, no: number): string;
  listPath(slug: string): string;
  /** Facts that only the kind knows, for the clocks of many posts in one query. */
  clockExtras?: (ctx: Context, postIds: string[]) => Promise<Map<string, ClockExtras>>;
  /** 隐私更正 in the kind's own tables, inside the write; how many texts changed. */
  coverWords?: (
    tx: Tx,
    postId: string,
    cover: (text: string) => string,
    ctx: Context,
  ) => Promise<number>;
  /** Whether a datum is personal, of what others signed: nobody covers anything else in it alone. */
  isPersonal?: (ctx: Context, of: PostHere, datum: string) => Promise<boolean>;
  /** Further words under which a post is found (a landmark), by post id, in one query. */
  searchWords?: (db: Reader, postIds: string[]) => Promise<Map<string, string>>;
  /** Posts of this kind that tell another post again; they are taken down and covered with it. */
  tellAgain?: (db: Reader, postId: string) => Promise<string[]>;
}

const kinds = new Map<string, PostKind>();

/** Makes a kind known. server/kinds.ts names every kind, so that posts need to know none. */
export function registerKind(kind: PostKind): PostKind {
  kinds.set(kind.code, kind);
  return kind;
}

/** The kind with this code; throws when nobody registered it. */
export function kindOf(code: string): PostKind {
  const kind = kinds.get(code);
  if (!kind) throw new Error(`kind of post ${code} is not registered`);
  return kind;
}

/** Every kind of post, in the order of registration. */
export function allKinds(): PostKind[] {
  return [...kinds.values()];
}

/** Ids of the posts that tell this one again, whatever their kind; a few at most. */
export async function toldAgain(db: Reader, postId: string): Promise<string[]> {
  const ids: string[] = [];
  for (const { tellAgain } of kinds.values()) ids.push(...((await tellAgain?.(db, postId)) ?? []));
  return ids;
}
