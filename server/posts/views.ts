import type { DutyPerson } from '#server/grids/duty-person.ts';
import { dutyPeople, gridPath, type Village, villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { plainText } from '#server/kernel/markdown.ts';
import { memory } from '#server/kernel/memory.ts';
import { bylinesOf } from '#server/posts/bylines.ts';
import { clocksOf, type Duty, dutyOf, plainClock } from '#server/posts/duty.ts';
import { type ClockExtras, kindOf } from '#server/posts/kinds.ts';
import {
  type Cursor,
  type ListRecord,
  selectList,
  selectOwn,
  selectRows,
} from '#server/posts/list-records.ts';
import { selectGroupNames } from '#server/posts/records.ts';
import { leadPhotos, type RowPhoto } from '#server/posts/row-photos.ts';
import { selectTally, talliedKind } from '#server/posts/tally-records.ts';
import { listAudiences } from '#server/posts/visible-to.ts';
import type { EpochMs } from '#server/rules/dates.ts';

export type { Duty } from '#server/posts/duty.ts';
export { visibleTo } from '#server/posts/visible-to.ts';

/** A post as one row of a list. */
export interface PostRow {
  id: string;
  kind: string;
  /** 村里话, 公告, 诉求, and its icon. */
  kindName: string;
  icon: string;
  no: number;
  villageCode: string;
  villageName: string;
  townName: string;
  path: string;
  title: string;
  excerpt: string;
  state: string;
  groupName: string | null;
  /** Names of the groups that official words are meant for; none for the whole village. */
  forGroups: string[];
  createdAt: EpochMs;
  periodStartsAt: EpochMs | null;
  periodEndsAt: EpochMs | null;
  /** Where people meet, of a kind that has an activity, whose day is the period; null of any other. */
  activityPlace: string | null;
  cosigns: number;
  likes: number;
  comments: number;
  photos: number;
  /** The first photo that everybody may see. */
  photo: RowPhoto | null;
  /** 本村村民, or the name that the villager chose to show; null for official words. */
  saidBy: string | null;
  duty: Duty | null;
  /** Only author and reviewers see it until somebody has looked. */
  isHeld: boolean;
}

export interface ListFilter {
  villageCode?: string;
  kind: string;
  state?: string | null;
  groupCode?: string | null;
  /** Keyset cursors as `newer` and `older` gave them. */
  before?: string | null;
  after?: string | null;
  limit?: number;
}

/** A page of a list, newest first, with the cursors of its neighbours (null at the ends). */
export interface PostPage {
  rows: PostRow[];
  newer: string | null;
  older: string | null;
}

const EXCERPT_LENGTH = 60;
const groupNames = memory<string>();

/** Posts of a kind in a village, or public ones of the county, newest first; keyset paging. */
export async function postList(ctx: Context, filter: ListFilter): Promise<PostPage> {
  const limit = filter.limit ?? ctx.book.rules.pages.posts;
  const before = readCursor(filter.before);
  const after = before ? null : readCursor(filter.after);
  const path = filter.villageCode ? await gridPath(ctx, filter.villageCode) : null;
  // Each audience is its own run of the index; there are two at most.
  const audiences = path === null ? ['public'] : listAudiences(ctx.viewer, path);
  const query = { ...listQuery(filter), before, after, limit: limit + 1 };
  const runs = await Promise.all(
    audiences.map((audience) => selectList(ctx.db.read, ctx.viewer, { ...query, audience })),
  );
  const order = after ? -1 : 1;
  const found = runs.flat().sort((a, b) => order * newestFirst(a, b));
  const shown = found.slice(0, limit);
  if (after) shown.reverse();
  ctx.page.shows(filter.villageCode ? `village:${filter.villageCode}` : 'county');
  return {
    rows: await rowsOf(ctx, shown),
    ...neighbours(shown, { hasMore: found.length > limit, before, after }),
  };
}

/**
 * These posts as rows, in the order of the ids; what the viewer may not see is left out. A desk
 * also shows what still waits for a look: its clocks run all the same.
 */
export async function postRows(
  ctx: Context,
  ids: string[],
  { showsHeld = false }: { showsHeld?: boolean } = {},
): Promise<PostRow[]> {
  const records = await selectRows(ctx.db.read, ctx.viewer, { ids, showsHeld });
  const rows = await rowsOf(ctx, records);
  return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** The viewer's own posts, newest first. */
export async function ownPosts(ctx: Context, limit = 50): Promise<PostRow[]> {
  if (ctx.viewer.personId === null) return [];
  ctx.page.keepPrivate();
  return rowsOf(ctx, await selectOwn(ctx.db.read, ctx.viewer.personId, limit));
}

/** How many public posts of a kind a village has in each state, from its counters. */
export async function postCounts(
  ctx: Context,
  villageCode: string,
  kind: string,
): Promise<Map<string, number>> {
  const rows = await selectTally(ctx.db.read, villageCode, talliedKind(kind, 'public'));
  ctx.page.shows(`village:${villageCode}`);
  return new Map(rows.map(({ state, n }) => [state, n]));
}

/** Rows of records: names, plates, clocks and photos, each in one query for all. */
async function rowsOf(ctx: Context, records: ListRecord[]): Promise<PostRow[]> {
  const [villages, groups, people, extras, photos, names] = await Promise.all([
    villagesByCode(
      ctx,
      records.map((record) => record.villageCode),
    ),
    groupNames(
      ctx,
      records.flatMap(({ groupCode, groupCodes }) => [groupCode ?? [], groupCodes ?? []].flat()),
      (missing) => selectGroupNames(ctx.db.read, missing),
    ),
    peopleOf(ctx, records),
    clockExtrasOf(ctx, records),
    leadPhotos(ctx, records),
    bylinesOf(ctx, records),
  ]);
  return records.map((record) => {
    const village = villages.get(record.villageCode);
    if (!village) throw new Error(`post ${record.id} lies in no village`);
    const duty = dutyFor(ctx, record, people, extras);
    const kind = kindOf(record.kind);
    return rowOf(record, village, {
      kindName: kind.words[ctx.lang].name,
      icon: kind.icon,
      groupName: groups.get(record.groupCode ?? '') ?? null,
      forGroups: (record.groupCodes ?? []).flatMap((code) => groups.get(code) ?? []),
      duty,
      photo: photos.get(record.id) ?? null,
      saidBy: kind.isOfficial ? null : names(record, village.kind),
    });
  });
}

function rowOf(
  record: ListRecord,
  village: Village,
  beside: Pick<
    PostRow,
    'kindName' | 'icon' | 'groupName' | 'forGroups' | 'duty' | 'photo' | 'saidBy'
  >,
): PostRow {
  return {
    id: record.id,
    kind: record.kind,
    no: record.no,
    villageCode: record.villageCode,
    villageName: village.name,
    townName: village.townName,
    path: kindOf(record.kind).path(village.slug, record.no),
    title: record.title,
    // The beginning of the HTML may end inside a tag.
    excerpt: plainText(record.html.replace(/<[^>]*$/, ''), EXCERPT_LENGTH),
    state: record.state,
    createdAt: record.createdAt,
    periodStartsAt: record.periodStartsAt,
    periodEndsAt: record.periodEndsAt,
    activityPlace: record.activityPlace,
    cosigns: record.cosigns,
    likes: record.likes,
    comments: record.comments,
    photos: record.photos,
    isHeld: record.releasedAt === null,
    ...beside,
  };
}

/** Whoever stands on the plates of these posts, in one query. */
export function peopleOf(
  ctx: Context,
  records: Pick<
    ListRecord,
    'holderId' | 'holderGridCode' | 'firstHolderId' | 'firstAnsweredById'
  >[],
): Promise<Map<string, DutyPerson>> {
  const holders = records.flatMap((record) => {
    const gridCode = record.holderGridCode;
    const ids = [record.holderId, record.firstHolderId, record.firstAnsweredById];
    return ids.flatMap((personId) => (personId === null ? [] : [{ personId, gridCode }]));
  });
  return dutyPeople(ctx, holders);
}

/** What the kinds know about the clocks of these posts, one query a kind. */
export async function clockExtrasOf(
  ctx: Context,
  records: Pick<ListRecord, 'id' | 'kind'>[],
): Promise<Map<string, ClockExtras>> {
  const codes = [...new Set(records.map((record) => record.kind))];
  const found = await Promise.all(
    codes.map((code) => {
      const ids = records.filter((record) => record.kind === code).map((record) => record.id);
      return kindOf(code).clockExtras?.(ctx, ids) ?? new Map<string, ClockExtras>();
    }),
  );
  return new Map(found.flatMap((extras) => [...extras]));
}

/** The plate of one post; null for kinds whose clocks run only under questions. */
export function dutyFor(
  ctx: Context,
  record: Omit<ListRecord, 'html' | 'title'>,
  people: Map<string, DutyPerson>,
  extras: Map<string, ClockExtras>,
): Duty | null {
  if (!kindOf(record.kind).hasClock) return null;
  const begun = record.firstAnsweredAt !== null;
  const known = extras.get(record.id) ?? { ...plainClock, begun };
  const clocks = clocksOf(record, known, ctx.book.calendar, ctx.clock.now());
  ctx.page.changesAt(clocks.first.changesAt);
  ctx.page.changesAt(clocks.finish.changesAt);
  return dutyOf(record, people, clocks);
}

function listQuery(filter: ListFilter) {
  return {
    villageCode: filter.villageCode ?? null,
    kind: filter.kind,
    state: filter.state ?? null,
    groupCode: filter.groupCode ?? null,
  };
}

function newestFirst(a: ListRecord, b: ListRecord): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
}

function neighbours(
  shown: ListRecord[],
  { hasMore, before, after }: { hasMore: boolean; before: Cursor | null; after: Cursor | null },
): { newer: string | null; older: string | null } {
  const [first] = shown;
  const last = shown.at(-1);
  const hasNewer = after ? hasMore : before !== null;
  const hasOlder = after ? true : hasMore;
  return {
    newer: first && hasNewer ? writeCursor(first) : null,
    older: last && hasOlder ? writeCursor(last) : null,
  };
}

function writeCursor(record: ListRecord): string {
  return `${record.createdAt}_${record.id}`;
}

/** A cursor from an address; anything else is no cursor. */
function readCursor(text: string | null | undefined): Cursor | null {
  const [, at, id] = /^(\d{1,15})_([\da-f-]{36})$/.exec(text ?? '') ?? [];
  return at && id ? { at: Number(at), id } : null;
}
