import { wordsFor } from '#content/messages/words.ts';
import { profileOf } from '#server/grids/county.ts';
import type { Context } from '#server/kernel/context.ts';
import { plainText } from '#server/kernel/markdown.ts';
import { kindOf } from '#server/posts/kinds.ts';
import { type LoadedPost, postBySlip } from '#server/posts/load.ts';
import { slipAddress, slipQr } from '#server/posts/slip-address.ts';
import { isSlipCode, normaliseSlipCode } from '#server/rules/slip-code.ts';

/** What is handed on from a post: a few plain sentences, or a sheet for the wall. No private names. */
export interface ShareView {
  loaded: LoadedPost;
  /** 村里话, 公告, 诉求 */
  kindName: string;
  /** Three sentences and the short address, one a line. */
  text: string;
  slipCode: string;
  url: string;
  /** The address as a QR, an SVG string. */
  qr: string;
  /** The post's first words, for the sheet. */
  excerpt: string;
  /** Who helps people without a smartphone. */
  helpPhone: string | null;
}

const EXCERPT = 160;

/** The share page and the poster of a post that everybody may read; null for any other. */
export async function sharePage(ctx: Context, slip: string): Promise<ShareView | null> {
  const code = normaliseSlipCode(slip);
  const loaded = isSlipCode(code) ? await postBySlip(ctx, code) : null;
  if (!loaded || !isForTheStreet(loaded)) return null;
  const { post, village } = loaded;
  ctx.page.shows(`post:${post.id}`);
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const kind = kindOf(post.kind);
  const { share } = wordsFor(ctx.lang).posts;
  const place = `${village.townName}${village.name}`;
  const title = post.title || plainText(post.html, 24);
  const url = slipAddress(ctx.env, post.slipCode);
  const profile = await profileOf(ctx, village.code);
  const sentences = [
    kind.words[ctx.lang].shared(place, title),
    share.said(post.comments),
    kind.hasClock ? share.invite : share.inviteTalk,
    share.link(url),
  ];
  return {
    loaded,
    kindName: kind.words[ctx.lang].name,
    text: sentences.join('\n'),
    slipCode: post.slipCode,
    url,
    qr: slipQr(ctx.env, post.slipCode),
    excerpt: plainText(post.html, EXCERPT),
    helpPhone: profile?.helpPhone || null,
  };
}

function isForTheStreet({ post }: LoadedPost): boolean {
  const stands = post.releasedAt !== null && post.withdrawnAt === null && post.removedAt === null;
  return stands && post.audience === 'public';
}
