import { type Town, townsOf } from '#server/grids/county.ts';
import { gridPath, type Village, villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, actingPost, permissions, type Role } from '#server/kernel/permissions.ts';
import { instantOf } from '#server/rules/dates.ts';
import { letterPath } from '#server/rules/links.ts';
import {
  type EntryVerdict,
  letterVerdicts,
  monthOf,
  roundId,
} from '#server/rules/selection-rounds.ts';
import {
  type RoundRow,
  selectEntries,
  selectLetters,
  selectLines,
  selectRound,
} from '#server/selections/records.ts';
import {
  type EntryView,
  entriesOf,
  type RoundList,
  type RoundView,
  roundView,
  selectionList,
} from '#server/selections/views.ts';

/** The desk of selections: the rounds, and whether this month's may be opened here and now. */
export interface SelectionDesk extends RoundList {
  /** The month that may be opened; null when it is open, or not the viewer's to open. */
  toOpen: string | null;
}

/** The rounds as people in office see them; null for whoever has no part in them. */
export async function selectionDesk(
  ctx: Context,
  before: string | null,
): Promise<SelectionDesk | null> {
  ctx.page.keepPrivate();
  const opens = await mayOpen(ctx);
  if (!opens && !holdsAny(ctx, ['selection.enter', 'selection.recommend'])) return null;
  const list = await selectionList(ctx, before);
  const month = monthOf(ctx.clock.now());
  const isOpen = await selectRound(ctx.db.read, roundId(month));
  return { ...list, toOpen: opens && !isOpen ? month : null };
}

/** A letter of the viewer with each rule's verdict. */
export interface OwnLetter {
  postId: string;
  title: string;
  path: string;
  verdicts: EntryVerdict[];
  isEntered: boolean;
}

/** A village of the viewer with his letters of the month. */
export interface OwnVillage {
  village: Village;
  letters: OwnLetter[];
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
  villages: OwnVillage[];
  towns: OwnTown[];
  /** Everything that entered, for whoever opened the round. */
  all: EntryView[] | null;
  perTown: number;
  reasonLength: number;
}

/** The desk of one round; null where there is none, or nothing of it is the viewer's. */
export async function selectionRoundDesk(ctx: Context, id: string): Promise<RoundDesk | null> {
  ctx.page.keepPrivate();
  const row = await selectRound(ctx.db.read, id);
  if (!row) return null;
  const opens = await mayOpen(ctx);
  if (!opens && !holdsAny(ctx, ['selection.enter', 'selection.recommend'])) return null;
  const towns = await ownTowns(ctx);
  const entries = opens || towns.length > 0 ? await entriesOf(ctx, row.id) : [];
  const { perTown, reasonLength } = ctx.book.selections.letters;
  return {
    round: roundView(ctx, row),
    villages: await ownVillages(ctx, row),
    towns: towns.map((town) => ofTown(town, entries)),
    all: opens ? entries : null,
    perTown,
    reasonLength,
  };
}

function ofTown(town: Town, all: EntryView[]): OwnTown {
  const entries = all.filter(({ village }) => village.townCode === town.code);
  return { town, entries, recommended: entries.filter(({ reason }) => reason !== null).length };
}

async function ownTowns(ctx: Context): Promise<Town[]> {
  if (!holdsAny(ctx, ['selection.recommend'])) return [];
  const towns = await townsOf(ctx, ctx.env.countyCode);
  return towns.filter(({ path }) => actingPost(ctx.viewer, 'selection.recommend', path) !== null);
}

async function ownVillages(ctx: Context, round: RoundRow): Promise<OwnVillage[]> {
  const held = ctx.viewer.posts.filter(({ post }) => carries(post, 'selection.enter'));
  const villages = await villagesByCode(ctx, [...new Set(held.map(({ gridCode }) => gridCode))]);
  const own = [...villages.values()];
  if (own.length === 0) return [];
  const entered = new Set(
    (await selectEntries(ctx.db.read, round.id)).map(({ entry }) => entry.postId),
  );
  return Promise.all(own.map((village) => ownLetters(ctx, { village, round, entered })));
}

async function ownLetters(
  ctx: Context,
  { village, round, entered }: { village: Village; round: RoundRow; entered: Set<string> },
): Promise<OwnVillage> {
  const from = instantOf(`${round.month}-01`);
  const sought = { villageCode: village.code, from, until: round.entriesUntil };
  const rows = await selectLetters(ctx.db.read, sought);
  const lines = await selectLines(
    ctx.db.read,
    rows.map(({ id }) => id),
  );
  const asked = { month: round.month, enteredBy: ctx.viewer.personId ?? '' };
  const letters = rows.map(({ id, no, title, ...facts }) => {
    const own = lines.filter(({ postId }) => postId === id);
    const verdicts = letterVerdicts({ ...facts, lines: own }, asked, ctx.book.selections.letters);
    const path = letterPath(village.slug, no);
    return { postId: id, title, path, verdicts, isEntered: entered.has(id) };
  });
  return { village, letters, hasEntered: letters.some(({ isEntered }) => isEntered) };
}

async function mayOpen(ctx: Context): Promise<boolean> {
  const county = await gridPath(ctx, ctx.env.countyCode);
  return county !== null && actingPost(ctx.viewer, 'selection.open', county) !== null;
}

function holdsAny(ctx: Context, actions: Action[]): boolean {
  return ctx.viewer.posts.some(({ post }) => actions.some((action) => carries(post, action)));
}

function carries(post: Role, action: Action): boolean {
  const roles: Role[] = permissions[action];
  return roles.includes(post);
}
