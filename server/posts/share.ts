import { wordsFor } from '#content/messages/words.ts';
import { profileOf } from '#server/grids/county.ts';
import { villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { plainText } from '#server/kernel/markdown.ts';
import { kindOf } from '#server/posts/kinds.ts';
import { type LoadedPost, loadPost } from '#server/posts/load.ts';
import { pageAddress, qrOf } from '#server/posts/printed-address.ts';
import { villagePath } from '#server/rules/links.ts';

/** What is handed on from a post: a few plain sentences, or a sheet for the wall. No private names. */
export interface ShareView {
  loaded: LoadedPost;
  /** 村里话, 公告, 诉求 */
  kindName: string;
  title: string;
  /** Three sentences and the address of the page, one a line. */
  text: string;
  /** The page that everybody may read: never the author's slip code. */
  url: string;
  /** The address as a QR, an SVG string. */
  qr: string;
  /** What the post says beyond its title, for the sheet; '' when the title says it all. */
  excerpt: string;
  /** Who helps people without a smartphone. */
  helpPhone: string | null;
}

/** Where a post lies: village, the kind's part of the address, number. */
export interface SharedAddress {
  slug: string;
  list: string;
  no: number;
}

/** With a title of three lines it still fits on one sheet in large type. */
const EXCERPT = 220;
const TITLE = 24;

/** The share page and the poster of a post that everybody may read; null for any other. */
export async function sharePage(ctx: Context, address: SharedAddress): Promise<ShareView | null> {
  const loaded = await postAt(ctx, address);
  if (!loaded || !isForTheStreet(loaded)) return null;
  const { post, village } = loaded;
  ctx.page.shows(`post:${post.id}`, `village:${village.code}`);
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const kind = kindOf(post.kind);
  const { share } = wordsFor(ctx.lang).posts;
  const title = post.title || plainText(post.html, TITLE);
  const url = pageAddress(ctx, loaded.path);
  const profile = await profileOf(ctx, village.code);
  const sentences = [
    kind.words[ctx.lang].shared(`${village.townName}${village.name}`, title),
    share.said(post.comments),
    kind.hasClock ? share.invite : share.inviteTalk,
    share.link(url),
  ];
  return {
    loaded,
    kindName: kind.words[ctx.lang].name,
    title,
    text: sentences.join('\n'),
    url,
    qr: qrOf(url),
    excerpt: wordsAfter(title, plainText(post.html, EXCERPT)),
    helpPhone: profile?.helpPhone || null,
  };
}

async function postAt(ctx: Context, { slug, list, no }: SharedAddress): Promise<LoadedPost | null> {
  const village = Number.isNaN(no) ? null : await villageBySlug(ctx, slug);
  const loaded = village && (await loadPost(ctx, { villageCode: village.code, no }));
  return loaded?.path === `${villagePath(slug)}/${list}/${no}` ? loaded : null;
}

// A title that is the first sentence is not said twice; one cut short is said whole below.
function wordsAfter(title: string, words: string): string {
  return words.startsWith(title) ? words.slice(title.length).replace(/^[。；;.\s]+/u, '') : words;
}

function isForTheStreet({ post }: LoadedPost): boolean {
  const stands = post.releasedAt !== null && post.withdrawnAt === null && post.removedAt === null;
  return stands && post.audience === 'public';
}
