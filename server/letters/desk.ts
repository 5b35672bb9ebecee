import { type Village, villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { actingPost, permissions, type Role } from '#server/kernel/permissions.ts';
import { selectDrafts } from '#server/letters/draft-records.ts';
import { selectScheduledBy } from '#server/letters/scheduled-records.ts';
import { titleIn } from '#server/letters/scheduling.ts';
import { type PromiseRowView, promisesOwed } from '#server/promises/views.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** The desk of whoever writes letters: what he has begun, what waits, and what he owes next. */
export interface LetterDeskView {
  /** Where he may write. */
  villages: Village[];
  drafts: { village: Village; title: string; savedAt: EpochMs }[];
  waiting: WaitingLetter[];
  owed: PromiseRowView[];
}

/** A letter that is set to appear, or did not. */
export interface WaitingLetter {
  id: string;
  village: Village;
  title: string;
  publishAt: EpochMs;
  /** The code of what stood in its way; null while it waits. */
  refusal: string | null;
}

/** Letters and promises of the viewer; null for whoever writes no letters. */
export async function letterDesk(ctx: Context): Promise<LetterDeskView | null> {
  const { personId, posts } = ctx.viewer;
  const writers: Role[] = permissions['letter.write'];
  const held = posts.filter(({ post }) => writers.includes(post));
  if (personId === null || held.length === 0) return null;
  ctx.page.keepPrivate();
  const [drafts, waiting, owed] = await Promise.all([
    selectDrafts(ctx.db.read, personId),
    selectScheduledBy(ctx.db.read, personId),
    promisesOwed(ctx, personId),
  ]);
  const codes = [
    ...held.map(({ gridCode }) => gridCode),
    ...drafts.map(({ subject }) => subject),
    ...waiting.map(({ villageCode }) => villageCode),
  ];
  const villages = await villagesByCode(ctx, [...new Set(codes)]);
  return {
    villages: [...villages.values()].filter(({ path }) => mayWriteAt(ctx, path)),
    drafts: drafts.flatMap(({ subject, values, updatedAt }) => {
      const village = villages.get(subject);
      return village ? [{ village, title: titleIn(values), savedAt: updatedAt }] : [];
    }),
    waiting: waiting.flatMap(({ id, villageCode, values, publishAt, refusal }) => {
      const village = villages.get(villageCode);
      return village ? [{ id, village, title: titleIn(values), publishAt, refusal }] : [];
    }),
    owed,
  };
}

function mayWriteAt(ctx: Context, path: string): boolean {
  return actingPost(ctx.viewer, 'letter.write', path) !== null;
}
