import { z } from 'zod';
import { villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost } from '#server/kernel/permissions.ts';
import { accept, type RefusalCode, type Result, refuse } from '#server/kernel/result.ts';
import { noticeKind } from '#server/notices/kind.ts';
import { key, words } from '#server/posts/forms.ts';
import { postPlain } from '#server/posts/plain.ts';
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
  const isPast = form.until !== '' && form.until < localDate(ctx.clock.now());
  if (isPast) return refuse('dateWrong', 'until');
  if ([...form.title].length > ctx.book.rules.texts.titleLength) return refuse('tooLong', 'title');
  const wording = prepareWords(ctx, form.body, { isOfficial: true });
  if (!wording.ok) return { ...wording, field: 'body' };
  const path = await postPlain(ctx, {
    ...form,
    kind: noticeKind,
    village,
    personId,
    heldPost,
    shownAs: 'name',
    title: blacken(form.title),
    wording: wording.value,
    periodEndsAt: form.until === '' ? null : endOfDay(form.until),
    holdWords: false,
  });
  return accept({ path });
}

/** A period counts full days: it ends at the midnight after its last one. */
function endOfDay(day: string): number {
  return instantOf(addDays(day, 1));
}
