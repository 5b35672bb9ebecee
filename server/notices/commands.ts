import { z } from 'zod';
import { villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type RefusalCode, type Result, refuse } from '#server/kernel/result.ts';
import { append } from '#server/ledger/append.ts';
import { noticeKind } from '#server/notices/kind.ts';
import { createPost } from '#server/posts/create.ts';
import { key, words } from '#server/posts/forms.ts';
import { blacken, prepareWords } from '#server/posts/wording.ts';
import { addDays, instantOf, isLocalDate, localDate } from '#server/rules/dates.ts';

const code = (refusal: RefusalCode): string => refusal;

/** 公告: a title, the words, and the day until which it stands (optional). */
export const noticeForm = z.object({
  title: words,
  body: words,
  audience: z.enum(['public', 'village']).default('public'),
  until: z
    .string()
    .trim()
    .default('')
    .refine((day) => day === '' || isLocalDate(day), code('dateWrong')),
  key,
});
export type NoticeForm = z.infer<typeof noticeForm>;

/** Posts a notice in the office's name; whoever posts it answers questions under it. */
export async function postNotice(
  ctx: Context,
  slug: string,
  form: NoticeForm & { photoIds: string[] },
): Promise<Result<{ path: string }>> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const heldPost = actingPost(ctx.viewer, noticeKind.mayPost, village.path);
  if (heldPost === null) return refuse('notAllowed');
  const at = ctx.clock.now();
  const isPast = form.until !== '' && form.until < localDate(at);
  if (isPast) return refuse('dateWrong', 'until');
  if ([...form.title].length > ctx.book.rules.texts.titleLength) return refuse('tooLong', 'title');
  const wording = prepareWords(ctx, form.body, { isOfficial: true });
  if (!wording.ok) return { ...wording, field: 'body' };
  const { body, html, engine } = wording.value;
  const title = blacken(form.title);
  const no = await ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: 'notice', key: form.key, at }, async () => {
      const post = await createPost(tx, ctx, {
        kind: noticeKind.code,
        villageCode: village.code,
        groupCode: null,
        authorId: personId,
        enteredById: null,
        shownAs: 'name',
        title,
        body,
        html,
        renderedBy: engine,
        audience: form.audience,
        state: 'standing',
        holderId: personId,
        holderGridCode: village.code,
        firstDueAt: null,
        finishDueAt: null,
        nextDueAt: null,
        at,
        ...(form.until === '' ? {} : { periodEndsAt: endOfDay(form.until) }),
        photoIds: form.photoIds,
        holdWords: false,
      });
      await append(tx, {
        what: 'notice.posted',
        subjectKind: 'post',
        subjectId: post.id,
        villageCode: village.code,
        actorId: personId,
        actorRole: heldPost,
        at,
        ruleVersion: ctx.book.rules.version,
        facts: { until: form.until },
        content: { title, body },
      });
      return post.no;
    }),
  );
  return accept({ path: noticeKind.path(slug, no) });
}

/** A period counts full days: it ends at the midnight after its last one. */
function endOfDay(day: string): number {
  return instantOf(addDays(day, 1));
}
