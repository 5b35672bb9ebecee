import { lock } from '#db/dialect.ts';
import type { Reader } from '#db/surface.ts';
import { type NewMember, newOnes, putOn } from '#server/bodies/commands.ts';
import type { FillForm } from '#server/bodies/forms.ts';
import { type RollKeeper, type RollRef, rollKeeper } from '#server/bodies/keeper.ts';
import { bareNames, selectStandings } from '#server/bodies/records.ts';
import { selectInPosts, selectLinesOf, selectPartyMembers } from '#server/bodies/roster-records.ts';
import type { Context } from '#server/kernel/context.ts';
import { once } from '#server/kernel/once.ts';
import { accept, type Result, refuse } from '#server/kernel/result.ts';
import type { BodyCode } from '#server/rules/bodies.ts';

/** Somebody who probably belongs on a roll, by what the village has said elsewhere. */
export interface Offered extends Omit<NewMember, 'isWoman'> {
  personId: string;
}

/** The posts whose holders sit in a body. */
const POSTS: Partial<Record<BodyCode, string[]>> = {
  party_committee: ['secretary', 'committee_member'],
  village_committee: ['village_director', 'committee_member', 'clerk'],
};

/**
 * People offered for a roll: members of the Party as its secretary marked them, committees from
 * those in office. Who stands on the roll already is left out; empty for every other body.
 */
export async function offeredFor(
  ctx: Context,
  db: Reader,
  { villageCode, body }: { villageCode: string; body: BodyCode },
): Promise<Offered[]> {
  const people = await sourceOf(ctx, db, { villageCode, body });
  if (people.length === 0) return [];
  const ids = [...new Set(people.map(({ personId }) => personId))];
  const lines = new Map(
    (await selectLinesOf(db, villageCode, ids)).map((line) => [line.personId, line]),
  );
  const standing = await selectStandings(
    db,
    [...lines.values()].map(({ villagerId }) => villagerId),
  );
  const there = new Set(
    standing.filter((one) => one.body === body).map(({ villagerId }) => villagerId),
  );
  const bare = await bareNames(db, { villageCode, body });
  const offered = new Map<string, Offered>();
  for (const { personId, name } of people) {
    const line = lines.get(personId);
    const isThere = line ? there.has(line.villagerId) : bare.has(name);
    if (isThere) continue;
    const { villagerId = null, groupCode = null } = line ?? {};
    offered.set(personId, { personId, name, villagerId, groupCode });
  }
  return [...offered.values()];
}

function sourceOf(
  ctx: Context,
  db: Reader,
  { villageCode, body }: { villageCode: string; body: BodyCode },
): Promise<{ personId: string; name: string }[]> {
  if (body === 'party_members') return selectPartyMembers(db, villageCode);
  const posts = POSTS[body];
  if (!posts) return Promise.resolve([]);
  return selectInPosts(db, { villageCode, posts, at: ctx.clock.now() });
}

/** Whether the village has said elsewhere who belongs to this body. */
export function mayBeFilled(body: BodyCode): boolean {
  return body === 'party_members' || POSTS[body] !== undefined;
}

/** Puts the ticked ones of the offered people on the roll, once per form key. */
export async function fillRoll(ctx: Context, ref: RollRef, form: FillForm): Promise<Result> {
  const keeper = await rollKeeper(ctx, ref);
  if (!keeper.ok) return keeper;
  const { village, personId } = keeper.value;
  const at = ctx.clock.now();
  return ctx.db.write((tx) =>
    once(tx, { actorId: personId, action: 'body.fill', key: form.key, at }, async () => {
      await lock(tx, 'grid', 'code', village.code);
      const offered = await offeredFor(ctx, tx, rollOf(keeper.value));
      const people = offered
        .filter((one) => form.people.includes(one.personId))
        .map(({ personId: id, ...one }) => ({ ...one, isWoman: form.women.includes(id) }));
      if (people.length === 0) return refuse('pickOne', 'people');
      await putOn(tx, ctx, keeper.value, await newOnes(tx, keeper.value, people));
      return accept();
    }),
  );
}

function rollOf({ village, body }: RollKeeper) {
  return { villageCode: village.code, body };
}
