import { sizeOf } from '#server/bodies/roll.ts';
import type { Village } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { postById } from '#server/posts/load.ts';
import {
  type NamedDecided,
  selectDecided,
  selectDecidedSince,
  selectEndedBy,
  selectGoing,
} from '#server/resolutions/drop-records.ts';
import type { ResolutionRow } from '#server/resolutions/records.ts';
import type { EpochMs } from '#server/rules/dates.ts';
import { type Decided, noEnding } from '#server/rules/dropping.ts';
import { resolutionsPath } from '#server/rules/links.ts';

/** Another resolution as a page names it. */
export interface NamedResolution {
  no: number;
  title: string;
  path: string;
}

/** A resolution that may be chosen in a form. */
export interface ResolutionChoice {
  id: string;
  label: string;
}

/** The end of a resolution by a later one, asked for or signed. */
export interface DropView {
  /** The supervision committee has signed: nobody carries it out any more. */
  isDone: boolean;
  at: EpochMs;
  /** Null while nobody has signed, for those who have no part in it. */
  reason: string | null;
  successor: NamedResolution | null;
  /** The viewer asked for it, or carries it out: somebody else signs. */
  isOwn: boolean;
}

/** How the end of a resolution stands; null while nobody asks for it. */
export async function dropView(
  ctx: Context,
  row: ResolutionRow,
  { hasPart }: { hasPart: boolean },
): Promise<DropView | null> {
  const { successorId, dropReason, dropAskedAt, droppedAt, dropAskedById, ownerId } = row;
  const isDone = row.state === 'dropped';
  const isAsked = row.state === 'carrying-out' && dropAskedAt !== null;
  if (successorId === null || dropAskedAt === null || !(isDone || isAsked)) return null;
  ctx.page.shows(`post:${successorId}`);
  const isRead = isDone || hasPart;
  const loaded = isRead ? await postById(ctx, successorId) : null;
  return {
    ...{ isDone, at: droppedAt ?? dropAskedAt, reason: isRead ? dropReason : null },
    successor: loaded && { no: loaded.post.no, title: loaded.post.title, path: loaded.path },
    isOwn: [dropAskedById, ownerId].includes(ctx.viewer.personId ?? ''),
  };
}

/** What a resolution ended, for its own page. */
export async function endedBy(
  ctx: Context,
  { slug }: Village,
  { id }: ResolutionRow,
): Promise<NamedResolution[]> {
  const rows = await selectEndedBy(ctx.db.read, id);
  return rows.map((row) => ({ ...row, path: resolutionsPath(slug, row.no) }));
}

/** The later resolutions that may end this one, the newest first. */
export async function enderChoices(
  ctx: Context,
  { id, villageCode, passedOn: since }: ResolutionRow,
): Promise<ResolutionChoice[]> {
  const [earlier, later, village] = await Promise.all([
    selectDecided(ctx.db.read, id),
    selectDecidedSince(ctx.db.read, { villageCode, since }),
    villageFacts(ctx, villageCode),
  ]);
  if (!earlier) return [];
  const { fourTwo } = ctx.book;
  return choicesOf(later.filter((one) => noEnding(fourTwo, earlier, one, village) === null));
}

/** What is under way and may be ended by what a meeting has just decided, the newest first. */
export async function endableChoices(ctx: Context, later: Decided): Promise<ResolutionChoice[]> {
  const { villageCode, passedOn: through } = later;
  const [going, village] = await Promise.all([
    selectGoing(ctx.db.read, { villageCode, through }),
    villageFacts(ctx, villageCode),
  ]);
  const { fourTwo } = ctx.book;
  return choicesOf(going.filter((one) => noEnding(fourTwo, one, later, village) === null));
}

async function villageFacts({ db, clock }: Context, villageCode: string) {
  const { size } = await sizeOf(db.read, villageCode, 'collective_members', clock.now());
  return { hasCollective: size > 0 };
}

function choicesOf(rows: NamedDecided[]): ResolutionChoice[] {
  return rows.map(({ id, no, title }) => ({ id, label: `#${no} ${title}` }));
}
