import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, type Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { type PhotoView, photoViews } from '#server/posts/parts.ts';
import { photosOfSteps } from '#server/posts/step-photos.ts';
import { findPromise, owingPost, type PromiseRef } from '#server/promises/act.ts';
import {
  type PromiseReportRow,
  type PromiseVersionRow,
  selectReports,
  selectVersions,
} from '#server/promises/records.ts';
import { askingNow, type VerdictView, verdictsOf } from '#server/promises/verdict-views.ts';
import { lineOf, type PromiseLineView, peopleOf } from '#server/promises/views.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { promisePath } from '#server/rules/links.ts';
import { isPromiseActPossible, mayChange, promiseState } from '#server/rules/promise-states.ts';

/** What was told of a promise, as its page shows it. */
export interface PromiseReportView {
  id: string;
  /** 'progress' | 'claim' | 'passed' */
  kind: string;
  claim: string | null;
  html: string;
  by: DutyPerson | null;
  /** Of a promise that passed: who had owed it. */
  from: DutyPerson | null;
  at: EpochMs;
  photos: PhotoView[];
}

/** The page of one promise: how it stands, every wording, every report, what its owner may do. */
export interface PromisePageView {
  village: Village;
  letter: { title: string; path: string };
  line: PromiseLineView;
  /** Every wording, the newest first; one alone was never changed. */
  versions: PromiseVersionRow[];
  reports: PromiseReportView[];
  /** What drawn villagers decided, the newest first. */
  verdicts: VerdictView[];
  /** While drawn villagers are being asked. */
  asking: { drawId: string; closesAt: EpochMs } | null;
  may: { report: boolean; change: boolean; claim: boolean };
  photos: number;
  key: string;
}

/** One promise of a letter; null: there is nothing that this viewer may see. */
export async function promisePage(
  ctx: Context,
  { slug, letterNo, no }: Record<keyof PromiseRef, string>,
): Promise<PromisePageView | null> {
  const found = await findPromise(ctx, { slug, letterNo: Number(letterNo), no: Number(no) });
  if (!found || found.letter.post.removedAt !== null) return null;
  const { promise, letter, village } = found;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  ctx.page.shows(`post:${letter.post.id}`);
  const [versions, rows, people, verdicts, asking] = await Promise.all([
    selectVersions(ctx.db.read, [promise.id]),
    selectReports(ctx.db.read, [promise.id]),
    peopleOf(ctx, [promise]),
    verdictsOf(ctx, promise),
    askingNow(ctx, promise),
  ]);
  const state = promiseState(promise.state);
  const isOwner = owingPost(ctx, found) !== null;
  return {
    village,
    letter: { title: letter.post.title, path: letter.path },
    line: lineOf(ctx, promise, people, promisePath(slug, letter.post.no, promise.no)),
    versions,
    reports: await reportsOf(ctx, village, rows),
    verdicts,
    asking,
    may: {
      report: isOwner && isPromiseActPossible('report', state),
      change: isOwner && mayChange(state, promise.dueAt, ctx.clock.now()),
      claim: isOwner && promise.dueAt !== null && isPromiseActPossible('claim', state),
    },
    photos: ctx.book.rules.photos.perPost,
    key: isOwner ? newToken() : '',
  };
}

async function reportsOf(
  ctx: Context,
  village: Village,
  rows: PromiseReportRow[],
): Promise<PromiseReportView[]> {
  const holders = rows.flatMap(({ byId, fromId }) =>
    [byId, fromId].flatMap((personId) =>
      personId === null ? [] : [{ personId, gridCode: village.code }],
    ),
  );
  const [people, photos] = await Promise.all([
    dutyPeople(ctx, holders),
    photosOfSteps(
      ctx,
      rows.map(({ id }) => id),
    ),
  ]);
  return rows.map(({ id, kind, claim, html, byId, fromId, at }) => {
    const own = photos.filter(({ subjectId }) => subjectId === id);
    const by = people.get(byId) ?? null;
    const from = people.get(fromId ?? '') ?? null;
    return { id, kind, claim, html, by, from, at, photos: photoViews(ctx, own, village) };
  });
}
