import { groupsOf, type Village, villageByCode } from '#server/grids/views.ts';
import type { Context } from '#server/kernel/context.ts';
import { villagesWith } from '#server/kernel/permissions.ts';
import { phaseOf, type VotePhase } from '#server/rules/vote-times.ts';
import { selectTitles, selectVote } from '#server/votes/records.ts';
import {
  type Addable,
  countRoster,
  type ElectorRecord,
  type RosterCount,
  type Standing,
  selectAddables,
  selectHousehold,
  selectNamed,
} from '#server/votes/roster-records.ts';
import {
  type RosterLine,
  type RosterPart,
  rosterLines,
  rosterPart,
} from '#server/votes/roster-views.ts';

/** A line of a roster as the desk works on it. */
export interface DeskLine extends RosterLine {
  standing: Standing;
  /** The people of the household, of whom one may be sent. */
  members: { id: string; name: string }[];
}

/** The roster of a vote on its desk. */
export interface RosterDesk {
  id: string;
  title: string;
  village: Village;
  unit: string;
  phase: VotePhase;
  count: RosterCount;
  /** What was searched; '' for nothing. */
  name: string;
  found: DeskLine[];
  /** On the village's roster, and not on this one. */
  addable: (Addable & { group: string })[];
  unknown: RosterPart;
  shown: RosterPart;
  out: RosterLine[];
  may: { draft: boolean; decide: boolean; note: boolean; mandate: boolean };
}

/** The roster's desk; `name` finds somebody, `after` pages on. Null for whoever does not prepare it. */
export async function rosterDesk(
  ctx: Context,
  id: string,
  { name, after }: { name: string; after: string | null },
): Promise<RosterDesk | null> {
  ctx.page.keepPrivate();
  const vote = await selectVote(ctx.db.read, id);
  const village = vote && (await villageByCode(ctx, vote.villageCode));
  const works = village && villagesWith(ctx, ['vote.prepare', 'vote.freeze']);
  if (!vote || !village || !works?.includes(village.code)) return null;
  const prepares = villagesWith(ctx, ['vote.prepare']).includes(village.code);
  const phase = phaseOf(vote, ctx.clock.now());
  const isBefore = phase === 'preparing' || phase === 'announced';
  const [[titled], count, found, unknown, shown, out] = await Promise.all([
    selectTitles(ctx.db.read, [id]),
    countRoster(ctx.db.read, id),
    name === '' ? [] : selectNamed(ctx.db.read, id, name),
    rosterPart(ctx, vote, { standing: 'unknown', after: null }),
    rosterPart(ctx, vote, { standing: 'in', after }),
    rosterPart(ctx, vote, { standing: 'out', after: null }),
  ]);
  const mayAdd = prepares && isBefore && name !== '' && vote.unit === 'person';
  return {
    ...{ id, title: titled?.title ?? '', village, unit: vote.unit, phase, count, name },
    ...{ unknown, shown, out: out.lines },
    found: await deskLines(ctx, village.code, found),
    addable: mayAdd ? await addableFor(ctx, village.code, { name, found }) : [],
    may: {
      draft: prepares && phase === 'preparing',
      decide: prepares && isBefore,
      note: prepares && phase === 'open',
      mandate: prepares && vote.unit === 'household' && (isBefore || phase === 'open'),
    },
  };
}

async function deskLines(
  ctx: Context,
  villageCode: string,
  rows: ElectorRecord[],
): Promise<DeskLine[]> {
  const lines = await rosterLines(ctx, villageCode, rows);
  const members = await selectHousehold(
    ctx.db.read,
    rows.flatMap(({ householdId }) => householdId ?? []),
  );
  return rows.flatMap((row, at) => {
    const line = lines[at];
    const { standing, householdId } = row;
    if (!line) return [];
    return [
      {
        ...line,
        standing: standing === 'in' || standing === 'out' ? standing : 'unknown',
        members: members.filter((one) => one.householdId === householdId),
      },
    ];
  });
}

async function addableFor(
  ctx: Context,
  villageCode: string,
  { name, found }: { name: string; found: ElectorRecord[] },
) {
  const there = new Set(found.map(({ villagerId }) => villagerId));
  const people = await selectAddables(ctx.db.read, villageCode, name);
  const groups = new Map((await groupsOf(ctx, villageCode)).map((one) => [one.code, one.name]));
  return people
    .filter(({ id }) => !there.has(id))
    .map((one) => ({ ...one, group: groups.get(one.groupCode) ?? '' }));
}
