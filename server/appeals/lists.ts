import { helpIn, type VillageHelp } from '#server/appeals/helper.ts';
import { groupsOf, type Village, villageBySlug } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { type PostRow, postCounts, postList } from '#server/posts/views.ts';
import { type AppealState, appealStates } from '#server/rules/appeal-states.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** What the address of a list asks for; anything unknown is as if it were not there. */
export interface AppealListQuery {
  state: string | null;
  group: string | null;
  before: string | null;
  after: string | null;
}

/** A village's appeals, newest first, with what they can be narrowed by. */
export interface AppealList {
  village: Village;
  help: VillageHelp | null;
  now: EpochMs;
  rows: PostRow[];
  newer: string | null;
  older: string | null;
  state: AppealState | null;
  group: string | null;
  groups: { code: string; name: string }[];
  /** How many of each state the whole village has, empty states left out. */
  counts: { state: AppealState; n: number }[];
}

/** The list of a village's appeals; null for no such village. */
export async function appealList(
  ctx: Context,
  slug: string,
  query: AppealListQuery,
): Promise<AppealList | null> {
  const village = await villageBySlug(ctx, slug);
  if (!village) return null;
  if (ctx.viewer.personId !== null) ctx.page.keepPrivate();
  const [groups, counts, help] = await Promise.all([
    groupsOf(ctx, village.code),
    postCounts(ctx, village.code, 'appeal'),
    helpIn(ctx, village.code),
  ]);
  const state = listed.find((one) => one === query.state) ?? null;
  const group = groups.find((one) => one.code === query.group)?.code ?? null;
  const { before, after } = query;
  const filter = { villageCode: village.code, kind: 'appeal', state, groupCode: group };
  const page = await postList(ctx, { ...filter, before, after });
  return {
    village,
    help,
    now: ctx.clock.now(),
    ...page,
    state,
    group,
    groups,
    counts: listed.flatMap((one) => {
      const n = counts.get(one) ?? 0;
      return n > 0 || one === state ? [{ state: one, n }] : [];
    }),
  };
}

// What was taken back stays numbered, but stands in no list.
const listed = appealStates.filter((state) => state !== 'withdrawn');
