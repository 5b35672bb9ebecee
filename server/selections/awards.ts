import type { Context } from '#server/kernel/context.ts';
import { pageAddress, qrOf } from '#server/posts/printed-address.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { selectBadge } from '#server/selections/badge-records.ts';
import { type EntryView, type RoundView, roundView } from '#server/selections/entries.ts';
import { selectRound } from '#server/selections/records.ts';
import { resultOf } from '#server/selections/result-views.ts';

/** An award to print: who and what, which place, and why; with the way to the table of scores. */
export interface AwardPage {
  round: RoundView;
  entry: EntryView;
  place: number;
  /** The middle reviewer's sentence; '' where he said none. */
  remark: string;
  wonAt: EpochMs;
  /** Since when it is not worn any more; null while it is. */
  lostAt: EpochMs | null;
  /** Where the table of scores is read: its path, its full address, and that as a QR. */
  path: string;
  url: string;
  qr: string;
}

/** The award of an entry of a final round; null before, for others, and when it was taken down. */
export async function awardPage(
  ctx: Context,
  roundId: string,
  postId: string,
): Promise<AwardPage | null> {
  const [round, badge] = await Promise.all([
    selectRound(ctx.db.read, roundId),
    selectBadge(ctx.db.read, { roundId, postId }),
  ]);
  const result = round && badge && (await resultOf(ctx, round));
  const found = result?.entries.find((one) => one.postId === postId);
  if (!round || !badge || !found?.shown) return null;
  const path = `/selections/${roundId}/${postId}`;
  const url = pageAddress(ctx, path);
  return {
    round: roundView(ctx, round),
    entry: found.shown,
    place: badge.place,
    remark: found.remark,
    wonAt: badge.at,
    lostAt: badge.lostAt,
    ...{ path, url, qr: qrOf(url) },
  };
}
