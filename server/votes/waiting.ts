import { villagesByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { villagesWith } from '#server/kernel/permissions.ts';
import { type EpochMs, localDate, startOfDay } from '#server/rules/dates.ts';
import type { DeskTask, TaskAct } from '#server/rules/desk-tasks.ts';
import { heldSecret } from '#server/votes/held-secrets.ts';
import { selectTitles, selectVotesIn } from '#server/votes/records.ts';
import { selectTellings } from '#server/votes/teller-records.ts';
import { typeView } from '#server/votes/type-view.ts';
import {
  selectClosedBelow,
  selectCountedBy,
  selectTableStates,
} from '#server/votes/waiting-records.ts';

type Telling = Awaited<ReturnType<typeof selectTellings>>[number];

/** A vote with what its line on a desk says. */
interface WaitingVote {
  id: string;
  title: string;
  villageCode: string;
  opensAt: EpochMs;
  closesAt: EpochMs;
}

/** Votes that wait for this viewer: as their teller, or to enter what a meeting counted. */
export async function voteTasks(ctx: Context): Promise<DeskTask[]> {
  const [told, entered] = await Promise.all([tellerTasks(ctx), toEnter(ctx)]);
  return [...told, ...entered];
}

/** Votes of these places that are over and of which nobody has opened the box or entered a count. */
export async function lateVotes(ctx: Context, paths: string[]): Promise<DeskTask[]> {
  const today = startOfDay(ctx.clock.now());
  const rows = await selectClosedBelow(ctx.db.read, paths, today);
  const found = rows.map((vote) => ({
    ...{ vote, act: isCastHere(ctx, vote) ? ('open-box' as const) : ('enter-count' as const) },
  }));
  const tasks = await tasksOf(ctx, found);
  // The tellers' own pages are theirs alone.
  return tasks.map((task, at) => ({ ...task, path: `/desk/votes/${found[at]?.vote.id}` }));
}

async function tellerTasks(ctx: Context): Promise<DeskTask[]> {
  const { personId } = ctx.viewer;
  if (personId === null) return [];
  const tellings = await selectTellings(ctx.db.read, personId);
  const closed = tellings.filter(({ state }) => state === 'closed').map(({ id }) => id);
  const [tables, counted] =
    closed.length === 0
      ? [[], new Set<string>()]
      : await Promise.all([
          selectTableStates(ctx.db.read, closed),
          selectCountedBy(ctx.db.read, closed, personId),
        ]);
  const statesOf = Map.groupBy(tables, ({ voteId }) => voteId);
  const found = tellings.flatMap((vote) => {
    const states = (statesOf.get(vote.id) ?? []).map(({ state }) => state);
    const act = tellerAct(ctx, vote, { states, hasCounted: counted.has(vote.id) });
    return act ? [{ vote, act }] : [];
  });
  return tasksOf(ctx, found);
}

/** What a teller has to do now; null while the vote runs, or while it waits for somebody else. */
function tellerAct(
  ctx: Context,
  { id, state, seat, provenAt }: Telling,
  { states, hasCounted }: { states: string[]; hasCounted: boolean },
): TaskAct | null {
  if (state === 'preparing') return provenAt === null ? 'make-key' : null;
  if (state !== 'closed') return null;
  if (states.every((one) => one === 'agreed')) {
    return heldSecret(ctx, id, seat === 1 ? 1 : 2) === null ? 'open-box' : null;
  }
  const areReady = states.every((one) => one === 'counting');
  return areReady && !hasCounted ? 'count-paper' : null;
}

// Held in person, its count is entered by somebody else than whoever prepared it.
async function toEnter(ctx: Context): Promise<DeskTask[]> {
  const villageCodes = villagesWith(ctx, ['vote.freeze']);
  const votes = await selectVotesIn(ctx.db.read, { villageCodes, states: ['closed'] });
  const owed = votes.filter(
    (vote) => !isCastHere(ctx, vote) && vote.preparedById !== ctx.viewer.personId,
  );
  const titles = await selectTitles(
    ctx.db.read,
    owed.map(({ id }) => id),
  );
  const titleOf = new Map(titles.map(({ id, title }) => [id, title]));
  return tasksOf(
    ctx,
    owed.map((vote) => ({
      vote: { ...vote, title: titleOf.get(vote.id) ?? '' },
      act: 'enter-count',
    })),
  );
}

function isCastHere(ctx: Context, { type }: { type: string }): boolean {
  return typeView(ctx.book.votes, type).isCast;
}

async function tasksOf(
  ctx: Context,
  found: { vote: WaitingVote; act: TaskAct }[],
): Promise<DeskTask[]> {
  const codes = [...new Set(found.map(({ vote }) => vote.villageCode))];
  const villages = await villagesByCode(ctx, codes);
  return found.map(({ vote, act }) => ({
    ...{ act, title: vote.title, path: pathOf(vote.id, act) },
    village: villages.get(vote.villageCode)?.name ?? '',
    // A key is needed before the vote opens; what was cast is counted on the day on which it ends.
    dueOn: localDate(act === 'make-key' ? vote.opensAt : vote.closesAt),
  }));
}

const PAGES: Partial<Record<TaskAct, string>> = {
  'make-key': '/key',
  'count-paper': '/count',
  'open-box': '/open',
};

function pathOf(id: string, act: TaskAct): string {
  return `/desk/votes/${id}${PAGES[act] ?? ''}`;
}
