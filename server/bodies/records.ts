import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lte,
  or,
  sql,
} from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { villager } from '#db/schema/accounts.ts';
import { bodyMember } from '#db/schema/bodies.ts';
import { grid } from '#db/schema/grids.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { BodyCode } from '#server/rules/bodies.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A line of a roll as it is stored. */
export type BodyMemberRow = typeof bodyMember.$inferSelect;

/** Which roll. */
export interface RollOf {
  villageCode: string;
  body: BodyCode;
}

/** Who stands on a roll, with his account where he has one. */
export interface RollMember {
  id: string;
  /** His line on the village's roster; null for whoever stands there by name alone. */
  villagerId: string | null;
  /** Who reads messages for him; null without an account. */
  personId: string | null;
  name: string;
  isWoman: boolean;
  groupCode: string | null;
  groupName: string | null;
  sort: number;
  since: EpochMs;
}

const memberFields = {
  id: bodyMember.id,
  villagerId: bodyMember.villagerId,
  personId: villager.personId,
  name: bodyMember.name,
  isWoman: bodyMember.isWoman,
  groupCode: bodyMember.groupCode,
  groupName: grid.shortName,
  sort: bodyMember.sort,
  since: bodyMember.since,
};

/** More than any body of a village has members. */
const WHOLE_ROLL = 20_000;

function members(db: Reader) {
  return db
    .select(memberFields)
    .from(bodyMember)
    .leftJoin(villager, eq(villager.id, bodyMember.villagerId))
    .leftJoin(grid, eq(grid.code, bodyMember.groupCode));
}

const inOrder = [asc(bodyMember.sort), asc(bodyMember.id)] as const;

function isOf({ villageCode, body }: RollOf) {
  return and(eq(bodyMember.villageCode, villageCode), eq(bodyMember.body, body));
}

/** Everybody who stood on a roll at an instant, in its order. */
export function selectRoll(db: Reader, roll: RollOf, at: EpochMs): Promise<RollMember[]> {
  return members(db)
    .where(and(isOf(roll), stoodAt(at)))
    .orderBy(...inOrder)
    .limit(WHOLE_ROLL);
}

/** Everybody who stood on one of these rolls at an instant, each with his body, in the order of a roll. */
export function selectRolls(
  db: Reader,
  { villageCode, bodies }: { villageCode: string; bodies: readonly BodyCode[] },
  at: EpochMs,
) {
  return db
    .select({ ...memberFields, body: bodyMember.body })
    .from(bodyMember)
    .leftJoin(villager, eq(villager.id, bodyMember.villagerId))
    .leftJoin(grid, eq(grid.code, bodyMember.groupCode))
    .where(
      and(
        eq(bodyMember.villageCode, villageCode),
        inArray(bodyMember.body, [...bodies]),
        stoodAt(at),
      ),
    )
    .orderBy(...inOrder)
    .limit(WHOLE_ROLL);
}

function stoodAt(at: EpochMs) {
  return and(lte(bodyMember.since, at), or(isNull(bodyMember.until), gt(bodyMember.until, at)));
}

/** How many stood on a roll at an instant, and how many of them were women. */
export async function countRoll(
  db: Reader,
  roll: RollOf,
  at: EpochMs,
): Promise<{ size: number; women: number }> {
  const isWoman = sql<number>`CASE WHEN ${bodyMember.isWoman} THEN 1 ELSE 0 END`;
  const [row] = await db
    .select({ size: count(), women: sql<number>`COALESCE(SUM(${isWoman}), 0)` })
    .from(bodyMember)
    .where(and(isOf(roll), stoodAt(at)));
  return { size: row?.size ?? 0, women: Number(row?.women ?? 0) };
}

/** Where a roll's page begins: after this line. */
export interface RollPlace {
  sort: number;
  id: string;
}

/** Part of the roll as it stands, after a line. */
export function selectRollPage(
  db: Reader,
  roll: RollOf,
  { after, limit }: { after: RollPlace | null; limit: number },
): Promise<RollMember[]> {
  const isAfter =
    after && sql`(${bodyMember.sort}, ${bodyMember.id}) > (${after.sort}, ${after.id})`;
  return members(db)
    .where(and(isOf(roll), isNull(bodyMember.until), isAfter ?? undefined))
    .orderBy(...inOrder)
    .limit(limit);
}

/** Who left a roll last, with when and why. */
export function selectFormer(db: Reader, roll: RollOf, limit: number) {
  const { id, name, since, until, endReason } = bodyMember;
  return db
    .select({ id, name, since, until, endReason })
    .from(bodyMember)
    .where(and(isOf(roll), isNotNull(bodyMember.until)))
    .orderBy(desc(bodyMember.until), desc(bodyMember.id))
    .limit(limit);
}

/** How many stand on each roll of a village now. */
export function countRolls(db: Reader, villageCode: string) {
  const isWoman = sql<number>`CASE WHEN ${bodyMember.isWoman} THEN 1 ELSE 0 END`;
  return db
    .select({
      body: bodyMember.body,
      size: count(),
      women: sql<number>`COALESCE(SUM(${isWoman}), 0)`,
    })
    .from(bodyMember)
    .where(and(eq(bodyMember.villageCode, villageCode), isNull(bodyMember.until)))
    .groupBy(bodyMember.body)
    .limit(20);
}

/** One line of a roll, ended or not. */
export async function selectMember(db: Reader, id: string): Promise<BodyMemberRow | null> {
  const [row] = await db.select().from(bodyMember).where(eq(bodyMember.id, id)).limit(1);
  return row ?? null;
}

/** The rolls on which these lines of the roster stand now. */
export function selectStandings(db: Reader, villagerIds: string[]) {
  const { villageCode, body, villagerId, id } = bodyMember;
  return db
    .select({ id, villageCode, body, villagerId })
    .from(bodyMember)
    .where(and(among(bodyMember.villagerId, villagerIds), isNull(bodyMember.until)))
    .limit(WHOLE_ROLL);
}

/** The names of those who stand on a roll by name alone. */
export async function bareNames(db: Reader, roll: RollOf): Promise<Set<string>> {
  const rows = await db
    .select({ name: bodyMember.name })
    .from(bodyMember)
    .where(and(isOf(roll), isNull(bodyMember.until), isNull(bodyMember.villagerId)))
    .limit(WHOLE_ROLL);
  return new Set(rows.map(({ name }) => name));
}

/** The place after the last one of a roll. */
export async function nextSort(db: Reader, roll: RollOf): Promise<number> {
  const [row] = await db
    .select({ sort: bodyMember.sort })
    .from(bodyMember)
    .where(and(isOf(roll), isNull(bodyMember.until)))
    .orderBy(desc(bodyMember.sort), desc(bodyMember.id))
    .limit(1);
  return (row?.sort ?? 0) + 1;
}

/** Statements of a size that either engine takes. */
const CHUNK = 200;

/** Puts people on a roll. */
export async function insertMembers(tx: Tx, rows: BodyMemberRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    await tx.insert(bodyMember).values(rows.slice(from, from + CHUNK));
  }
}

/** Ends a line of a roll; the line stays. */
export async function endMemberRow(
  tx: Tx,
  id: string,
  end: { until: EpochMs; endedById: string; endReason: string },
): Promise<void> {
  await tx.update(bodyMember).set(end).where(eq(bodyMember.id, id));
}
