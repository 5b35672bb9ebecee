import { myPage } from '#server/accounts/my-page.ts';
import type { Context } from '#server/kernel/context.ts';
import { ownPosts } from '#server/posts/views.ts';

const POSTS_SHOWN = 30;

/** One's own page with what one has raised and said; null for visitors. */
export async function mySquare(ctx: Context) {
  const account = await myPage(ctx);
  if (!account) return null;
  return { ...account, posts: await ownPosts(ctx, POSTS_SHOWN), now: ctx.clock.now() };
}
