import { z } from 'zod';
import { villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost, may } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { createPost } from '#server/posts/create.ts';
import { key, shownAs, words } from '#server/posts/forms.ts';
import { firstWords, holdsWords, prepareWords, roleOf } from '#server/posts/wording.ts';
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
  const { body, html, engine } = wording.value;
  const at = ctx.clock.now();
  const no = await ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: 'talk', key: form.key, at }, async () => {
      const post = await createPost(tx, ctx, {
        kind: talkKind.code,
        villageCode: village.code,
        groupCode: null,
        authorId: personId,
        enteredById: null,
        shownAs: form.shownAs,
        title: firstWords(html),
        body,
        html,
        renderedBy: engine,
        audience: form.audience,
        state: 'standing',
        holderId: null,
        holderGridCode: null,
        firstDueAt: null,
        finishDueAt: null,
        nextDueAt: null,
        at,
        photoIds: form.photoIds,
        holdWords,
      });
      await append(tx, {
        what: 'talk.posted',
        subjectKind: 'post',
        subjectId: post.id,
        villageCode: village.code,
        actorId: personId,
        actorRole: roleOf(ctx.viewer, village.code, heldPost),
        at,
        ruleVersion: ctx.book.rules.version,
        content: { body },
      });
      return post.no;
    }),
  );
  return accept({ path: talkKind.path(slug, no) });
}
