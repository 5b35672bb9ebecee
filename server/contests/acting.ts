import type { Tx } from '#db/surface.ts';
import { contestKind } from '#server/contests/kind.ts';
import { type ContestRow, selectContest } from '#server/contests/records.ts';
import { type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type Action, actingPost } from '#server/kernel/permissions.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { Membership } from '#server/kernel/viewer.ts';
import { append } from '#server/ledger/append.ts';
import { type LoadedPost, loadPost } from '#server/posts/load.ts';
import type { WhichPost } from '#server/posts/records.ts';
import { type ContestStage, contestStage } from '#server/rules/contest-rules.ts';
import { localDate } from '#server/rules/dates.ts';

/** A choice as its address names it. */
export interface ContestRef {
  slug: string;
  no: number;
}

/** A choice that the viewer may see, and how it stands today. */
export interface FoundContest {
  loaded: LoadedPost;
  contest: ContestRow;
  stage: ContestStage;
  village: Village;
}

/** Somebody in office at a choice, and the post in which he acts. */
export interface ContestActing extends FoundContest {
  personId: string;
  byPost: string;
}

/** A villager at a choice of his own village. */
export interface ContestVillager extends FoundContest {
  personId: string;
  villagerId: string;
  householdId: string;
}

/** The choice behind an address, if this viewer may see it and nobody took it down. */
export async function findContest(
  ctx: Context,
  { slug, no }: ContestRef,
): Promise<FoundContest | null> {
  const isNumber = Number.isSafeInteger(no) && no > 0 && no <= 999_999_999;
  const village = isNumber ? await villageBySlug(ctx, slug) : null;
  return village && contestAt(ctx, { villageCode: village.code, no });
}

/** The viewer on the roster of a village; null when he is not on it. */
export function homeIn({ viewer }: Context, { code }: Pick<Village, 'code'>): Membership | null {
  return viewer.memberships.find(({ villageCode }) => villageCode === code) ?? null;
}

/** A villager of the village where it stands; whoever lives elsewhere is told so. */
export async function villagerAt(ctx: Context, ref: ContestRef): Promise<Result<ContestVillager>> {
  const found = await findContest(ctx, ref);
  if (!found || found.loaded.post.removedAt !== null) return refuse('notFound');
  const { personId } = ctx.viewer;
  if (personId === null) return refuse('signInFirst');
  const home = homeIn(ctx, found.village);
  if (!home) return refuse('notOfThisVillage');
  const { villagerId, householdId } = home;
  return accept({ ...found, personId, villagerId, householdId });
}

/** The choice with this id for whoever may do this there in office; a 404 for everybody else. */
export async function actingOnContest(
  ctx: Context,
  id: string,
  action: Action,
): Promise<Result<ContestActing>> {
  const found = await contestAt(ctx, { id });
  const { personId } = ctx.viewer;
  const byPost = found ? actingPost(ctx.viewer, action, found.village.path) : null;
  if (!found || byPost === null || personId === null) return refuse('notFound');
  return accept({ ...found, personId, byPost });
}

/** Who did it: somebody in his post, a villager, or the product by the calendar. */
interface Doer {
  actorId: string | null;
  actorRole: string;
}

/** Writes an act about a choice into the ledger. */
export async function noteContest(
  tx: Tx,
  ctx: Context,
  { id, villageCode }: Pick<ContestRow, 'id' | 'villageCode'>,
  act: Doer & { what: string; facts?: Record<string, unknown>; content?: unknown },
): Promise<void> {
  await append(tx, {
    ...act,
    subjectKind: 'contest',
    subjectId: id,
    villageCode,
    at: ctx.clock.now(),
    ruleVersion: ctx.book.contests.version,
  });
  tx.touch(`post:${id}`);
}

/** The choice of a post, if this viewer may see it. */
export async function contestAt(ctx: Context, which: WhichPost): Promise<FoundContest | null> {
  const loaded = await loadPost(ctx, which);
  if (loaded?.post.kind !== contestKind.code) return null;
  const contest = await selectContest(ctx.db.read, loaded.post.id);
  if (!contest) return null;
  const stage = contestStage(contest, localDate(ctx.clock.now()));
  return { loaded, contest, stage, village: loaded.village };
}
