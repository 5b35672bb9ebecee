import { myPage } from '#server/accounts/my-page.ts';
import { waitingForMe } from '#server/agenda/mine.ts';
import type { Context } from '#server/kernel/context.ts';
import { ownPosts } from '#server/posts/views.ts';
import { ownAsks } from '#server/promises/verdict-views.ts';
import { ownVotes } from '#server/votes/receipts.ts';

const POSTS_SHOWN = 30;

/** One's own page with what one is asked and votes on, has raised and said; null for visitors. */
export async function mySquare(ctx: Context) {
  const account = await myPage(ctx);
  if (!account) return null;
  const [posts, asks, votes, waiting] = await Promise.all([
    ownPosts(ctx, POSTS_SHOWN),
    ownAsks(ctx),
    ownVotes(ctx),
    waitingForMe(ctx),
  ]);
  return { ...account, posts, asks, votes, waiting, now: ctx.clock.now() };
}
