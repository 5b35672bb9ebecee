import { lock } from '#db/dialect.ts';
import type { Reader } from '#db/surface.ts';
import { idTailFits } from '#server/accounts/roster-marks.ts';
import { type NewMember, newOnes, putOn } from '#server/bodies/commands.ts';
import { type RollFile, rollSheet } from '#server/bodies/import-file.ts';
import { type RollKeeper, type RollRef, rollKeeper } from '#server/bodies/keeper.ts';
import { bareNames, selectStandings } from '#server/bodies/records.ts';
import { selectNamesakes } from '#server/bodies/roster-records.ts';
import { dropSheet, waitingSheet } from '#server/grids/waiting-sheet.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import { type BodyCode, bodyHas } from '#server/rules/bodies.ts';
import type { RollLine } from '#server/rules/roll-rows.ts';

/** Why a line cannot be put on the roll as the roster stands. */
export type LineRefusal = 'notOnRoster' | 'namesakes' | 'idDiffers' | 'twicePerson';

/** A list beside the roll and the roster as they stand. */
export interface RollPlan {
  ready: { line: RollLine; member: NewMember }[];
  /** Stands on the roll already. */
  same: number;
  refused: { line: RollLine; code: LineRefusal }[];
}

type Namesake = Awaited<ReturnType<typeof selectNamesakes>>[number];

/** What a list would do to a roll: people are found on the roster by name, group and ID number. */
export async function compareWithRoll(
  ctx: Context,
  db: Reader,
  { villageCode, body, people }: { villageCode: string; body: BodyCode; people: RollLine[] },
): Promise<RollPlan> {
  const names = [...new Set(people.map(({ name }) => name))];
  const byName = Map.groupBy(await selectNamesakes(db, villageCode, names), ({ name }) => name);
  const ids = [...byName.values()].flat().map(({ villagerId }) => villagerId);
  const standing = (await selectStandings(db, ids)).filter((one) => one.body === body);
  const there = new Set(standing.map(({ villagerId }) => villagerId));
  const bare = await bareNames(db, { villageCode, body });
  const plan: RollPlan = { ready: [], same: 0, refused: [] };
  const taken = new Set<string>();
  for (const line of people) {
    const found = matchOf(ctx, line, byName.get(line.name) ?? []);
    if (found === 'namesakes' || found === 'idDiffers') plan.refused.push({ line, code: found });
    else if (found === null && !bodyHas(body).bareNames) {
      plan.refused.push({ line, code: 'notOnRoster' });
    } else if (found ? there.has(found.villagerId) : bare.has(line.name)) plan.same += 1;
    else if (taken.has(found?.villagerId ?? line.name)) {
      plan.refused.push({ line, code: 'twicePerson' });
    } else {
      taken.add(found?.villagerId ?? line.name);
      plan.ready.push({ line, member: memberOf(line, found) });
    }
  }
  return plan;
}

/** The one who is meant; null when nobody of the name is on the roster. */
function matchOf(ctx: Context, line: RollLine, namesakes: Namesake[]) {
  if (namesakes.length === 0) return null;
  const { idTail, groupCode } = line;
  const isWritten = idTail !== null && namesakes.some((one) => one.idTailHmac !== null);
  const fitting = isWritten
    ? namesakes.filter((one) => idTailFits(ctx.secrets, { ...one, id: one.villagerId }, idTail))
    : namesakes;
  if (fitting.length === 0) return 'idDiffers';
  const [only, ...others] = fitting;
  if (only && others.length === 0) return only;
  const here = fitting.filter((one) => one.groupCode === groupCode);
  const [own, ...more] = here;
  return own && more.length === 0 ? own : 'namesakes';
}

function memberOf({ name, isWoman, groupCode }: RollLine, found: Namesake | null): NewMember {
  return {
    ...{ name, isWoman, villagerId: found?.villagerId ?? null },
    groupCode: groupCode ?? found?.groupCode ?? null,
  };
}

/**
 * Puts the people of a list on a roll in one write; lines that cannot be put there are left out, and
 * nobody is taken off. With the same key the first answer is given again.
 */
export async function importRoll(
  ctx: Context,
  ref: RollRef,
  { people, key }: { people: RollLine[] | null; key: string },
): Promise<Result<{ added: number }>> {
  const keeper = await rollKeeper(ctx, ref);
  if (!keeper.ok) return keeper;
  const { village, body, personId } = keeper.value;
  const at = ctx.clock.now();
  return ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: 'body.import', key, at }, async () => {
      if (people === null) return refuse('formGone');
      await lock(tx, 'grid', 'code', village.code);
      await dropSheet(tx, ctx, rollSheet(village.code, body));
      const { ready } = await compareWithRoll(ctx, tx, { villageCode: village.code, body, people });
      const fresh = ready.map(({ member }) => member);
      const added = await newOnes(tx, keeper.value, fresh);
      if (added.length > 0) await putOn(tx, ctx, keeper.value, added);
      return accept({ added: added.length });
    }),
  );
}

/** The check of the keeper's waiting list; 'none' when no list waits. */
export async function rollCheck(ctx: Context, keeper: RollKeeper) {
  const { village, body } = keeper;
  const file = await waitingSheet<RollFile>(ctx, rollSheet(village.code, body));
  if (!file) return 'none';
  const asked = { villageCode: village.code, body, people: file.people };
  const plan = await compareWithRoll(ctx, ctx.db.read, asked);
  return { ...file, ...plan, read: file.people.length };
}
