import { myPage } from '#server/accounts/my-page.ts';
import type { Context } from '#server/kernel/context.ts';
import { ownPosts } from '#server/posts/views.ts';
import { ownAsks } from '#server/promises/verdict-views.ts';
import { ownVotes } from '#server/votes/receipts.ts';

const POSTS_SHOWN = 30;

/** One's own page with what one is asked and votes on, has raised and said; null for visitors. */
export async function mySquare(ctx: Context) {
  const account = await myPage(ctx);
  if (!account) return null;
  const [posts, asks, votes] = await Promise.all([
    ownPosts(ctx, POSTS_SHOWN),
    ownAsks(ctx),
    ownVotes(ctx),
  ]);
  return { ...account, posts, asks, votes, now: ctx.clock.now() };
}
