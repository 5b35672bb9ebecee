import { type Town, townsOf, villagesBelow } from '#server/grids/county.ts';
import { villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { mayOpen } from '#server/selections/desk.ts';
import {
  selectReviewer,
  selectReviewerKin,
  selectReviewers,
} from '#server/selections/reviewer-records.ts';

/** The list of reviewers (评委库) at its desk. */
export interface ReviewerDesk {
  reviewers: { id: string; name: string; town: string | null; consentOn: string }[];
  towns: Town[];
}

/** The list of reviewers; null for whoever does not keep it. */
export async function reviewerDesk(ctx: Context): Promise<ReviewerDesk | null> {
  ctx.page.keepPrivate();
  if (!(await mayOpen(ctx))) return null;
  const towns = await townsOf(ctx, ctx.env.countyCode);
  const names = new Map(towns.map(({ code, name }) => [code, name]));
  const rows = await selectReviewers(ctx.db.read);
  const reviewers = rows.map(({ reviewer: { id, townCode, consentOn }, name }) => {
    return { id, name, town: names.get(townCode) ?? null, consentOn };
  });
  return { reviewers: reviewers.toSorted((a, b) => (a.name < b.name ? -1 : 1)), towns };
}

/** The villages in which a reviewer has declared relatives. */
export interface ReviewerKinDesk {
  kin: { code: string; name: string; townName: string }[];
  /** Every village of the county by its town, to choose from. */
  towns: { name: string; villages: { code: string; name: string }[] }[];
}

/** A reviewer's own declarations; null for everybody who is not on the list. */
export async function reviewerKinDesk(ctx: Context): Promise<ReviewerKinDesk | null> {
  ctx.page.keepPrivate();
  const { personId } = ctx.viewer;
  const own = personId === null ? null : await selectReviewer(ctx.db.read, personId);
  if (!own) return null;
  const rows = await selectReviewerKin(ctx.db.read, [own.personId]);
  const villages = await villagesByCode(
    ctx,
    rows.map(({ villageCode }) => villageCode),
  );
  const towns = await townsOf(ctx, ctx.env.countyCode);
  return {
    kin: [...villages.values()],
    towns: await Promise.all(
      towns.map(async ({ code, name }) => ({ name, villages: await villagesBelow(ctx, code) })),
    ),
  };
}
