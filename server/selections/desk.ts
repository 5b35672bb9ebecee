import { type Town, townsOf } from '#server/grids/county.ts';
import { gridPath } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, actingPost, permissions, type Role } from '#server/kernel/permissions.ts';
import { instantOf } from '#server/rules/dates.ts';
import type { KindNumbers, RoundKindCode } from '#server/rules/selection-book.ts';
import { monthOf } from '#server/rules/selection-rounds.ts';
import {
  type EntryPlace,
  type EntryView,
  entriesOf,
  entryPlaces,
  haveTownsChosen,
  type RoundView,
  roundView,
} from '#server/selections/entries.ts';
import { type Offer, roundKind, roundKinds, roundNumbers } from '#server/selections/kinds.ts';
import { ownReadings } from '#server/selections/reading-views.ts';
import { type RoundRow, selectEntries, selectRound } from '#server/selections/records.ts';
import { type ReviewState, reviewState } from '#server/selections/review-state.ts';
import { selectReviewer } from '#server/selections/reviewer-records.ts';
import { type RoundList, selectionList } from '#server/selections/views.ts';

/** The desk of selections: the rounds, and which of this month's may be opened here and now. */
export interface SelectionDesk extends RoundList {
  /** Empty when all are open, or not the viewer's to open. */
  toOpen: { kind: RoundKindCode; month: string }[];
  /** Whether the viewer keeps the list of reviewers. */
  namesReviewers: boolean;
  /** The rounds that the viewer was drawn to read. */
  reading: RoundView[];
  /** Whether the viewer is on the list of reviewers himself. */
  isReviewer: boolean;
  /** Whether rounds have a desk for the viewer: a reviewer alone reads their public pages. */
  hasRounds: boolean;
}

/** The rounds as people in office see them; null for whoever has no part in them. */
export async function selectionDesk(
  ctx: Context,
  before: string | null,
): Promise<SelectionDesk | null> {
  ctx.page.keepPrivate();
  const opens = await mayOpen(ctx);
  const [reading, isReviewer] = await Promise.all([ownReadings(ctx), isListed(ctx)]);
  const hasRounds = opens || hasPart(ctx);
  if (!hasRounds && !isReviewer && reading.length === 0) return null;
  const list = await selectionList(ctx, before);
  const month = monthOf(ctx.clock.now());
  const { rounds } = before === null ? list : await selectionList(ctx, null);
  const isOpen = (code: string) =>
    rounds.some((round) => round.kind === code && round.month === month);
  const closed = roundKinds().filter(({ code }) => !isOpen(code));
  const toOpen = opens ? closed.map(({ code }) => ({ kind: code, month })) : [];
  return { ...list, toOpen, namesReviewers: opens, reading, isReviewer, hasRounds };
}

/** A post of the viewer's place with each rule's verdict. */
export interface OwnPost extends Offer {
  path: string;
  isEntered: boolean;
}

/** A place of the viewer with what it might enter. */
export interface OwnPlace {
  place: EntryPlace;
  posts: OwnPost[];
  hasEntered: boolean;
}

/** A town that the viewer recommends for, with what entered from it. */
export interface OwnTown {
  town: Town;
  entries: EntryView[];
  recommended: number;
}

/** One round for those who work at it: each sees the part that is his. */
export interface RoundDesk {
  round: RoundView;
  places: OwnPlace[];
  towns: OwnTown[];
  /** Everything that entered, for whoever opened the round. */
  all: EntryView[] | null;
  /** How far its reviewers are, for the same. */
  review: ReviewState | null;
  numbers: KindNumbers;
}

/** The desk of one round; null where there is none, or nothing of it is the viewer's. */
export async function selectionRoundDesk(ctx: Context, id: string): Promise<RoundDesk | null> {
  ctx.page.keepPrivate();
  const row = await selectRound(ctx.db.read, id);
  if (!row) return null;
  const opens = await mayOpen(ctx);
  if (!opens && !hasPart(ctx)) return null;
  const towns = await ownTowns(ctx);
  const entries = opens || towns.length > 0 ? await entriesOf(ctx, row) : [];
  return {
    round: roundView(ctx, row),
    places: await ownPlaces(ctx, row),
    towns: towns.map((town) => ofTown(town, entries)),
    all: opens ? entries : null,
    review: opens && haveTownsChosen(roundView(ctx, row)) ? await reviewState(ctx, row) : null,
    numbers: await roundNumbers(ctx.db.read, ctx, row),
  };
}

async function isListed({ db, viewer }: Context): Promise<boolean> {
  const { personId } = viewer;
  return personId !== null && (await selectReviewer(db.read, personId)) !== null;
}

/** Whether the viewer opens rounds and keeps the list of reviewers. */
export async function mayOpen(ctx: Context): Promise<boolean> {
  const county = await gridPath(ctx, ctx.env.countyCode);
  return county !== null && actingPost(ctx.viewer, 'selection.open', county) !== null;
}

function ofTown(town: Town, all: EntryView[]): OwnTown {
  const entries = all.filter(({ place }) => place.townCode === town.code);
  return { town, entries, recommended: entries.filter(({ reason }) => reason !== null).length };
}

async function ownTowns(ctx: Context): Promise<Town[]> {
  if (!holdsAny(ctx, ['selection.recommend'])) return [];
  const towns = await townsOf(ctx, ctx.env.countyCode);
  return towns.filter(({ path }) => actingPost(ctx.viewer, 'selection.recommend', path) !== null);
}

async function ownPlaces(ctx: Context, round: RoundRow): Promise<OwnPlace[]> {
  const kind = roundKind(round.kind);
  const held = ctx.viewer.posts.filter(({ post }) => carries(post, kind.enters));
  const codes = [...new Set(held.map(({ gridCode }) => gridCode))];
  const places = codes.length === 0 ? new Map() : await entryPlaces(ctx, codes);
  const own = codes.flatMap((code) => places.get(code) ?? []);
  if (own.length === 0) return [];
  const rows = await selectEntries(ctx.db.read, round.id);
  const entered = new Set(rows.map(({ entry }) => entry.postId));
  return Promise.all(own.map((place) => ownPosts(ctx, { place, round, entered })));
}

async function ownPosts(
  ctx: Context,
  {
    place,
    round,
    entered,
  }: { place: EntryPlace & { slug: string | null }; round: RoundRow; entered: Set<string> },
): Promise<OwnPlace> {
  const kind = roundKind(round.kind);
  const asked = { month: round.month, byId: ctx.viewer.personId ?? '' };
  const span = { from: instantOf(`${round.month}-01`), until: round.entriesUntil };
  const offers = await kind.offers(ctx, { ...asked, ...span, placeCode: place.code });
  const posts = offers.map((offer) => ({
    ...offer,
    path: kind.path(place.slug, offer.no),
    isEntered: entered.has(offer.postId),
  }));
  return { place, posts, hasEntered: posts.some(({ isEntered }) => isEntered) };
}

/** Whether the viewer enters posts of some kind, or recommends. */
function hasPart(ctx: Context): boolean {
  return holdsAny(ctx, ['selection.recommend', ...roundKinds().map(({ enters }) => enters)]);
}

function holdsAny(ctx: Context, actions: Action[]): boolean {
  return ctx.viewer.posts.some(({ post }) => actions.some((action) => carries(post, action)));
}

function carries(post: Role, action: Action): boolean {
  const roles: Role[] = permissions[action];
  return roles.includes(post);
}
