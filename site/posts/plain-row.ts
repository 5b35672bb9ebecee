import { wordsFor } from '#content/messages/words.ts';
import type { PostRow } from '#server/posts/views.ts';
import { dayTime, plainDay, shortDay } from '#server/rules/date-words.ts';
import { type EpochMs, type Lang, startOfDay } from '#server/rules/dates.ts';
import { href } from '#server/rules/links.ts';
import { rowPicture } from '#site/posts/row-picture.ts';

/** A post of a plain kind as one row of a list; `showsVillage` on pages of the whole county. */
export function plainRow(
  lang: Lang,
  row: PostRow,
  { now, showsVillage }: { now: EpochMs; showsVillage: boolean },
) {
  const { posts, grids } = wordsFor(lang);
  const day = plainDay(lang, row.createdAt, now);
  const meta = [
    showsVillage ? `${row.townName}${row.villageName}` : null,
    row.saidBy,
    // Official words have no author beside them: they were posted.
    row.saidBy === null ? posts.state.postedOn(day) : day,
    row.activityPlace === null ? periodWords(lang, row, now) : activityDay(lang, row, now),
    row.activityPlace || null,
    row.forGroups.length > 0 ? grids.groupsOf(row.forGroups) : null,
    row.likes > 0 ? posts.likes.count(row.likes) : null,
    row.comments > 0 ? posts.talk.counted(row.comments) : null,
  ];
  return {
    lang,
    href: href(lang, row.path),
    title: row.title || row.excerpt,
    tags: showsVillage ? [{ kind: 'plain' as const, label: row.kindName, icon: row.icon }] : [],
    no: null,
    meta: meta.filter((part) => part !== null),
    duty: null,
    picture: rowPicture(lang, row),
    now,
  };
}

/** From and until which day a notice holds; the period ends at the midnight after its last day. */
export function periodWords(
  lang: Lang,
  { periodStartsAt, periodEndsAt }: Pick<PostRow, 'periodStartsAt' | 'periodEndsAt'>,
  now: EpochMs,
): string | null {
  if (periodStartsAt === null && periodEndsAt === null) return null;
  const { state } = wordsFor(lang).posts;
  const firstDay = periodStartsAt === null ? null : plainDay(lang, periodStartsAt, now);
  const lastDay = periodEndsAt === null ? null : plainDay(lang, periodEndsAt - 1, now);
  const period = state.period(firstDay, lastDay);
  const isOver = periodEndsAt !== null && periodEndsAt <= now;
  return isOver ? state.periodOver(period) : period;
}

/** The day on which people met or will meet, with its hour where one was said; null for none. */
export function activityDay(
  lang: Lang,
  { periodStartsAt: at }: Pick<PostRow, 'periodStartsAt'>,
  now: EpochMs,
): string | null {
  if (at === null) return null;
  const hasHour = at !== startOfDay(at);
  return hasHour ? dayTime(lang, at, now) : shortDay(lang, at, now);
}
