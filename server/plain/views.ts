import type { PlainWords } from '#content/messages/kind-words.ts';
import { groupsOf, type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { type DraftPhoto, draftPhotos } from '#server/photos/draft-photos.ts';
import { mayPostPlain } from '#server/plain/commands.ts';
import { type PlainKind, plainKindAt } from '#server/plain/kinds.ts';
import { type Speaker, speakerOf } from '#server/posts/bylines.ts';
import { type PostPageView, postPage } from '#server/posts/page.ts';
import { type PostPage, postList } from '#server/posts/views.ts';
import { timeOfDay } from '#server/rules/date-words.ts';
import { localDate, startOfDay } from '#server/rules/dates.ts';

/** Where a page of a plain kind lies: a village, and the address of the kind's list. */
export interface PlainAddress {
  slug: string;
  list: string;
}

/** What every page of a plain kind knows. */
export interface PlainFrame {
  village: Village;
  kind: PlainKind;
  words: PlainWords;
  /** What its list is called here: 村里话, 邻里话, 公告. */
  listTitle: string;
  listPath: string;
}

/** The list of a plain kind in a village. */
export interface PlainListView extends PlainFrame, PostPage {
  /** Villagers are led to the form, which says who may post; offices see only what they may do. */
  showsAdd: boolean;
}

/** A page of the list, newest first; null where there is no such village or no such kind. */
export async function plainList(
  ctx: Context,
  { before, after, ...address }: PlainAddress & { before: string | null; after: string | null },
): Promise<PlainListView | null> {
  const frame = await frameOf(ctx, address);
  if (!frame) return null;
  const { village, kind } = frame;
  const filter = { villageCode: village.code, kind: kind.code, before, after };
  const page = await postList(ctx, filter);
  for (const { periodEndsAt } of page.rows) {
    if (periodEndsAt !== null && periodEndsAt > ctx.clock.now()) ctx.page.changesAt(periodEndsAt);
  }
  const showsAdd = !kind.isOfficial || mayPostPlain(ctx.viewer, kind, village);
  return { ...frame, ...page, showsAdd };
}

/** The form for a new post of a plain kind. */
export interface NewPlainView extends PlainFrame {
  mayPost: boolean;
  /** Under which names this viewer may speak; null for guests. */
  speaker: Speaker | null;
  isSignedIn: boolean;
  /** The groups to choose from; none for a kind without. */
  groups: { code: string; name: string }[];
  /** How many characters a short kind takes; null where there is room enough. */
  longest: number | null;
  /** How many photos a post takes; 0 for a kind without. */
  photoLimit: number;
  /** Photos of this form that are here already. */
  photos: DraftPhoto[];
  key: string;
}

/**
 * The form, with the photos that came with it before; null where there is none, and of official
 * words for whoever may not post them.
 */
export async function newPlain(
  ctx: Context,
  { photoIds = [], ...address }: PlainAddress & { photoIds?: string[] },
): Promise<NewPlainView | null> {
  const frame = await frameOf(ctx, address);
  if (!frame) return null;
  const { village, kind } = frame;
  const mayPost = mayPostPlain(ctx.viewer, kind, village);
  if (kind.isOfficial && !mayPost) return null;
  ctx.page.keepPrivate();
  return {
    ...frame,
    mayPost,
    speaker: await speakerOf(ctx, frame.village.path),
    isSignedIn: ctx.viewer.personId !== null,
    groups: kind.hasGroups ? await groupsOf(ctx, village.code) : [],
    longest: kind.isShort ? ctx.book.rules.texts.shortLength : null,
    photoLimit: photoLimit(ctx, kind),
    photos: await draftPhotos(ctx, photoIds),
    key: newToken(),
  };
}

function photoLimit(ctx: Context, { hasPhotos, isShort }: PlainKind): number {
  if (!hasPhotos) return 0;
  return isShort ? 1 : ctx.book.rules.photos.perPost;
}

/** One post of a plain kind, as its Body prints it. */
export type PlainPostView = PlainFrame &
  Omit<PostPageView, 'kind' | 'groupCodes'> & {
    /** Names of the groups it is meant for; none for the whole village. */
    forGroups: string[];
    /** The form for another day and place; null for everybody but its author. */
    move: { day: string; time: string; place: string; key: string } | null;
  };

/** A post by village, kind and number; null: there is nothing that this viewer may see. */
export async function plainPost(
  ctx: Context,
  { no, commentsAfter, ...address }: PlainAddress & { no: string; commentsAfter: string | null },
): Promise<PlainPostView | null> {
  const frame = await frameOf(ctx, address);
  if (!frame) return null;
  const { slug } = address;
  const view = await postPage(ctx, { slug, kind: frame.kind.code, no, commentsAfter });
  if (!view) return null;
  const { groupCodes, ...shown } = view;
  const groups = groupCodes ? await groupsOf(ctx, frame.village.code) : [];
  const meant = groups.filter(({ code }) => groupCodes?.includes(code));
  const isMine = view.parts.byline.isMine && view.html !== null;
  const move = frame.kind.hasActivity && isMine ? moveOf(view) : null;
  return { ...shown, ...frame, forGroups: meant.map(({ name }) => name), move };
}

function moveOf({ periodStartsAt: at, activityPlace }: PostPageView) {
  const isDayOnly = at === null || at === startOfDay(at);
  return {
    day: at === null ? '' : localDate(at),
    time: isDayOnly ? '' : timeOfDay(at).padStart(5, '0'),
    place: activityPlace ?? '',
    key: newToken(),
  };
}

async function frameOf(ctx: Context, { slug, list }: PlainAddress): Promise<PlainFrame | null> {
  const kind = plainKindAt(list);
  const village = kind && (await villageBySlug(ctx, slug));
  if (!kind || !village) return null;
  const words = kind.words[ctx.lang];
  const listTitle = words.title(village.kind);
  return { village, kind, words, listTitle, listPath: kind.listPath(village.slug) };
}
