import { z } from 'zod';
import { villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost, may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { key, shownAs, words } from '#server/posts/forms.ts';
import { postPlain } from '#server/posts/plain.ts';
import { firstWords, holdsWords, prepareWords } from '#server/posts/wording.ts';
import { talkKind } from '#server/talks/kind.ts';

/** 村里话: a title is not asked for; the first words are one. */
export const talkForm = z.object({
  body: words,
  shownAs,
  audience: z.enum(['public', 'village']).default('public'),
  key,
});
export type TalkForm = z.infer<typeof talkForm>;

/** Posts 村里话 in one's own village: words and up to six photos that ask nothing. */
export async function postTalk(
  ctx: Context,
  slug: string,
  form: TalkForm & { photoIds: string[] },
): Promise<Result<{ path: string }>> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  if (!may(ctx.viewer, talkKind.mayPost, village.path)) return refuse('notOfThisVillage');
  const wording = prepareWords(ctx, form.body, { isOfficial: false });
  if (!wording.ok) return { ...wording, field: 'body' };
  const heldPost = actingPost(ctx.viewer, talkKind.mayPost, village.path);
  const holdWords = await holdsWords(ctx, { kind: talkKind.code, isOfficial: heldPost !== null });
  const path = await postPlain(ctx, {
    ...form,
    kind: talkKind,
    village,
    personId,
    heldPost,
    title: firstWords(wording.value.html),
    wording: wording.value,
    periodEndsAt: null,
    holdWords,
  });
  return accept({ path });
}
