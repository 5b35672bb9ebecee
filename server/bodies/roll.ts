import type { Reader } from '#db/surface.ts';
import {
  countRoll,
  type RollMember,
  selectRoll,
  selectRolls,
  selectStandings,
} from '#server/bodies/records.ts';
import type { Context } from '#server/kernel/context.ts';
import type { BodyCode } from '#server/rules/bodies.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** Who stood on a body's roll in a village at an instant, in its order. */
export function rollOf(
  db: Reader,
  villageCode: string,
  body: BodyCode,
  at: EpochMs,
): Promise<RollMember[]> {
  return selectRoll(db, { villageCode, body }, at);
}

/**
 * Everybody who stood on any of these rolls then, once in however many bodies he sits, in the order of
 * the bodies. Who stands there by name alone is told by it across bodies; two of one name in one body
 * are two people.
 */
export async function onRollsOf(
  db: Reader,
  villageCode: string,
  bodies: readonly BodyCode[],
  at: EpochMs,
): Promise<RollMember[]> {
  const byBody = Map.groupBy(
    await selectRolls(db, { villageCode, bodies }, at),
    ({ body }) => body,
  );
  const known = new Map<string, RollMember>();
  for (const body of bodies) {
    const met = new Map<string, number>();
    for (const member of byBody.get(body) ?? []) {
      const { villagerId, name } = member;
      const nth = (met.get(name) ?? 0) + 1;
      if (villagerId === null) met.set(name, nth);
      const key = villagerId ?? `${name} ${nth}`;
      if (!known.has(key)) known.set(key, member);
    }
  }
  return [...known.values()];
}

/** How many stood on it then, and how many of them were women. */
export function sizeOf(
  db: Reader,
  villageCode: string,
  body: BodyCode,
  at: EpochMs,
): Promise<{ size: number; women: number }> {
  return countRoll(db, { villageCode, body }, at);
}

/**
 * The viewer's line on a body's roll as it stands; null when he is not on it. Whoever stands there by
 * name alone is nobody's account.
 */
export async function standsOn(
  { db, viewer }: Pick<Context, 'db' | 'viewer'>,
  villageCode: string,
  body: BodyCode,
): Promise<{ memberId: string; villagerId: string } | null> {
  const own = viewer.memberships.find((one) => one.villageCode === villageCode);
  if (!own) return null;
  const lines = await selectStandings(db.read, [own.villagerId]);
  const line = lines.find((one) => one.villageCode === villageCode && one.body === body);
  return line ? { memberId: line.id, villagerId: own.villagerId } : null;
}
