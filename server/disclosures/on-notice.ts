import type { Context } from '#server/kernel/context.ts';
import { instantOf, type LocalDate } from '#server/rules/dates.ts';

/**
 * Through which day a list is on notice (公示) now; null when none runs. It ends with its last full
 * day, and its result is entered only after that: a correction under way ends no notice.
 */
export function noticeNow(
  ctx: Context,
  { publicityThrough }: { publicityThrough: LocalDate | null },
): LocalDate | null {
  if (publicityThrough === null) return null;
  const end = instantOf(publicityThrough, '24:00');
  if (ctx.clock.now() >= end) return null;
  ctx.page.changesAt(end);
  return publicityThrough;
}
