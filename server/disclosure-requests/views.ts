import { standsOn } from '#server/bodies/roll.ts';
import { selectDuties } from '#server/disclosure-duties/records.ts';
import { askerOf, type Counted, countedFor, isBasis } from '#server/disclosure-requests/basis.ts';
import { findRequest, type RequestRef, villagerIn } from '#server/disclosure-requests/commands.ts';
import {
  hasSigned,
  type RequestRecord,
  selectDisclosurePost,
  selectRequests,
} from '#server/disclosure-requests/records.ts';
import { startedVillage } from '#server/disclosure-requests/village.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { newToken } from '#server/kernel/ids.ts';
import { type Speaker, speakerOf } from '#server/posts/bylines.ts';
import { postById } from '#server/posts/load.ts';
import { type PostParts, partsOf } from '#server/posts/parts.ts';
import { type PostRow, postList } from '#server/posts/views.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';
import {
  openThroughOf,
  type RequestState,
  requestState,
  signingEndsAt,
} from '#server/rules/disclosure-requests.ts';

/** The figures of a request, as everybody reads them. */
export interface RequestFigures {
  state: RequestState;
  signed: number;
  needed: number;
  /** Of whom the part is counted, and how many they were when it was begun. */
  basis: Counted['basis'];
  outOf: number;
  openThrough: LocalDate;
  reachedAt: EpochMs | null;
}

/** A village's requests, newest first. */
export interface RequestList {
  village: Village;
  now: EpochMs;
  rows: { post: PostRow; request: RequestFigures }[];
  newer: string | null;
  older: string | null;
}

/** The list of a village's joint requests; null where nothing is published. */
export async function requestList(
  ctx: Context,
  slug: string,
  { before, after }: { before: string | null; after: string | null },
): Promise<RequestList | null> {
  const village = await startedVillage(ctx, slug);
  if (!village) return null;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const page = await postList(ctx, { villageCode: village.code, kind: 'request', before, after });
  const ids = page.rows.map(({ id }) => id);
  const known = new Map((await selectRequests(ctx.db.read, ids)).map((one) => [one.id, one]));
  const { newer, older } = page;
  const rows = page.rows.flatMap((post) => {
    const request = known.get(post.id);
    return request ? [{ post, request: figuresOf(ctx, request) }] : [];
  });
  return { village, now: ctx.clock.now(), rows, newer, older };
}

/** Everything the page of one request prints. */
export interface RequestPage extends RequestFigures {
  village: Village;
  now: EpochMs;
  no: number;
  /** Null when the words were taken down; their author still reads them. */
  title: string | null;
  html: string | null;
  /** By when the village owes it; null before enough have signed. */
  dueOn: LocalDate | null;
  /** Where it was disclosed; null until then. */
  shownPath: string | null;
  isVillager: boolean;
  /** Asked by representatives, and the viewer is none. */
  isForOthers: boolean;
  hasSigned: boolean;
  maySign: boolean;
  mayUnsign: boolean;
  parts: PostParts;
}

/** The page of one request; null when the viewer may not see it. */
export async function requestPage(
  ctx: Context,
  ref: RequestRef,
  commentsAfter: string | null = null,
): Promise<RequestPage | null> {
  const seen = await findRequest(ctx, ref);
  if (!seen) return null;
  const { loaded, request } = seen;
  const { post, village } = loaded;
  ctx.page.shows(`post:${post.id}`, `village:${village.code}`);
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const villagerId = villagerIn(ctx, village);
  const { personId } = ctx.viewer;
  const isAskedByAll = askerOf(request.basis) === 'villagers';
  const [represents, parts, duty, isSigned] = await Promise.all([
    isAskedByAll ? null : standsOn(ctx, village.code, 'representatives'),
    partsOf(ctx, loaded, commentsAfter),
    dutyOfRequest(ctx, request),
    personId === null ? false : hasSigned(ctx.db.read, { requestId: post.id, personId }),
  ]);
  const figures = figuresOf(ctx, request);
  const isGone = post.removedAt !== null;
  const isHidden = isGone && post.authorId !== ctx.viewer.personId;
  const isForOthers = !isAskedByAll && represents === null;
  const takes = !isGone && villagerId !== null;
  return {
    ...figures,
    village,
    now: ctx.clock.now(),
    no: post.no,
    title: isHidden ? null : post.title,
    html: isHidden ? null : post.html,
    ...duty,
    isVillager: villagerId !== null,
    isForOthers,
    hasSigned: isSigned,
    maySign: takes && !isForOthers && !isSigned && figures.state !== 'over',
    mayUnsign: takes && isSigned && figures.state === 'open',
    parts,
  };
}

/** The form of a new request. */
export interface NewRequestPage extends Counted {
  village: Village;
  /** What counts where the viewer asks as a representative; null when he is none. */
  asRepresentative: Counted | null;
  openThrough: LocalDate;
  dueDays: number;
  now: EpochMs;
  isVillager: boolean;
  isSignedIn: boolean;
  speaker: Speaker | null;
  key: string;
}

/** The page on which a request is begun; null where nothing is published. */
export async function newRequestPage(ctx: Context, slug: string): Promise<NewRequestPage | null> {
  ctx.page.keepPrivate();
  const village = await startedVillage(ctx, slug);
  if (!village) return null;
  const { request } = ctx.book.disclosures;
  const line = await standsOn(ctx, village.code, 'representatives');
  const now = ctx.clock.now();
  return {
    village,
    ...(await countedFor(ctx, village.code, 'villagers')),
    asRepresentative: line && (await countedFor(ctx, village.code, 'representatives')),
    openThrough: openThroughOf(now, request.openDays),
    dueDays: request.dueDays,
    now,
    isVillager: villagerIn(ctx, village) !== null,
    isSignedIn: ctx.viewer.personId !== null,
    speaker: await speakerOf(ctx, village.path),
    key: ctx.viewer.personId === null ? '' : newToken(),
  };
}

function figuresOf(ctx: Context, request: RequestRecord): RequestFigures {
  const { signed, needed, outOf, openThrough, reachedAt } = request;
  const basis = isBasis(request.basis) ? request.basis : 'villagers';
  const state = requestState(request, ctx.clock.now());
  if (state === 'open') ctx.page.changesAt(signingEndsAt(openThrough));
  return { state, signed, needed, basis, outOf, openThrough, reachedAt };
}

async function dutyOfRequest(
  ctx: Context,
  { dutyId }: RequestRecord,
): Promise<Pick<RequestPage, 'dueOn' | 'shownPath'>> {
  const [duty] = dutyId === null ? [] : await selectDuties(ctx.db.read, [dutyId]);
  if (!duty) return { dueOn: null, shownPath: null };
  const { dueOn, disclosureId, metAt } = duty;
  const isShown = metAt !== null && disclosureId !== null;
  const postId = isShown ? await selectDisclosurePost(ctx.db.read, disclosureId) : null;
  const shown = postId === null ? null : await postById(ctx, postId);
  return { dueOn, shownPath: shown?.path ?? null };
}
