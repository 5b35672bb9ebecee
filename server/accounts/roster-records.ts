import {
  and,
  asc,
  count,
  eq,
  gt,
  gte,
  isNull,
  like,
  lt,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { aliasedTable } from 'drizzle-orm/alias';
import { among } from '#db/dialect.ts';
import { paperCode, person, villager } from '#db/schema/accounts.ts';
import { grid, household } from '#db/schema/grids.ts';
import { meetingAttendance, partyMember } from '#db/schema/meetings.ts';
import type { Reader, Tx } from '#db/surface.ts';
import type { EpochMs, LocalDate } from '#server/rules/dates.ts';
import { nextCode, placesOf } from '#server/rules/place-codes.ts';

const village = aliasedTable(grid, 'village');
const town = aliasedTable(grid, 'town');

/** A line of a village's roster with the household's place. */
export interface RosterRow {
  id: string;
  name: string;
  isHead: boolean;
  villageCode: string;
  villageName: string;
  villageSlug: string | null;
  householdId: string;
  householdCode: string;
  /** The village's own number of the household where it has a longer one. */
  householdNumber: string | null;
  gridCode: string;
  gridName: string;
  path: string;
  idTailHmac: string | null;
  /** The first day on which he is known to be eighteen; null where nobody has said. */
  adultFrom: LocalDate | null;
  /** The phone of the village's list; nobody has shown that it is his. */
  phoneSealed: string | null;
  personId: string | null;
  phoneTail: string | null;
  verifiedHow: string | null;
  verifiedAt: EpochMs | null;
}

const rosterFields = {
  id: villager.id,
  name: villager.name,
  isHead: villager.isHead,
  villageCode: villager.villageCode,
  villageName: village.shortName,
  villageSlug: village.slug,
  householdId: household.id,
  householdCode: household.code,
  householdNumber: household.number,
  gridCode: household.gridCode,
  gridName: grid.shortName,
  path: grid.path,
  idTailHmac: villager.idTailHmac,
  adultFrom: villager.adultFrom,
  phoneSealed: villager.phoneSealed,
  personId: villager.personId,
  phoneTail: person.phoneTail,
  verifiedHow: villager.verifiedHow,
  verifiedAt: villager.verifiedAt,
};

function roster(db: Reader) {
  return db
    .select(rosterFields)
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId))
    .innerJoin(grid, eq(grid.code, household.gridCode))
    .innerJoin(village, eq(village.code, villager.villageCode))
    .leftJoin(person, eq(person.id, villager.personId));
}

/** Everybody of this name on a village's roster. */
export function selectByName(db: Reader, villageCode: string, name: string): Promise<RosterRow[]> {
  return roster(db)
    .where(
      and(eq(villager.villageCode, villageCode), eq(villager.name, name), isNull(villager.leftAt)),
    )
    .limit(50);
}

/** How many people stand on a village's roster who are not known to be under eighteen on a day. */
export async function countRoster(
  db: Reader,
  villageCode: string,
  day: LocalDate,
): Promise<{ size: number; unknown: number }> {
  const { adultFrom } = villager;
  const isUnknown = sql<number>`CASE WHEN ${adultFrom} IS NULL THEN 1 ELSE 0 END`;
  const [row] = await db
    .select({ size: count(), unknown: sql<number>`COALESCE(SUM(${isUnknown}), 0)` })
    .from(villager)
    .where(
      and(
        eq(villager.villageCode, villageCode),
        isNull(villager.leftAt),
        or(isNull(adultFrom), lte(adultFrom, day)),
      ),
    );
  return { size: row?.size ?? 0, unknown: Number(row?.unknown ?? 0) };
}

/** One line of a roster. */
export async function selectVillager(db: Reader, id: string): Promise<RosterRow | null> {
  const [row] = await roster(db)
    .where(and(eq(villager.id, id), isNull(villager.leftAt)))
    .limit(1);
  return row ?? null;
}

/** A person's own lines on rosters. */
export function selectOwnLines(db: Reader, personId: string): Promise<RosterRow[]> {
  return roster(db)
    .where(and(eq(villager.personId, personId), isNull(villager.leftAt)))
    .limit(20);
}

/** Whether somebody reads and writes with this line's account: without a phone nobody can. */
export function isHeld(line: RosterRow): boolean {
  return line.personId !== null && line.phoneTail !== null;
}

/** The villager groups in or around some places, in order. */
export function selectGroups(db: Reader, paths: string[]) {
  const isBelow = or(...paths.map((path) => like(grid.path, `${path}%`)));
  return db
    .select({ code: grid.code, name: grid.shortName, village: village.shortName, path: grid.path })
    .from(grid)
    .innerJoin(village, eq(village.code, grid.parentCode))
    .where(and(eq(grid.level, 'grid'), isNull(grid.retiredAt), isBelow))
    .orderBy(asc(grid.parentCode), asc(grid.sort), asc(grid.code))
    .limit(200);
}

/** Part of the roster below some places, in order of household, after a line. */
export function selectRoster(
  db: Reader,
  by: { paths: string[]; name: string; after: { code: string; id: string } | null; limit: number },
): Promise<RosterRow[]> {
  const isBelow = or(...by.paths.map(livesBelow));
  const isAfter =
    by.after && sql`(${household.code}, ${villager.id}) > (${by.after.code}, ${by.after.id})`;
  return roster(db)
    .where(
      and(
        isBelow,
        isNull(villager.leftAt),
        by.name === '' ? undefined : like(villager.name, `${by.name}%`),
        isAfter ?? undefined,
      ),
    )
    .orderBy(asc(household.code), asc(villager.id))
    .limit(by.limit);
}

// Codes nest by digits, so a range of an index finds a place's households; a work area's do not.
function livesBelow(path: string): SQL | undefined {
  const [code = ''] = placesOf(path);
  if (!/^\d+$/.test(code)) return like(grid.path, `${path}%`);
  return and(gte(household.gridCode, code), lt(household.gridCode, nextCode(code)));
}

/** Binds an account to a line of the roster. */
export async function setBinding(
  tx: Tx,
  villagerId: string,
  binding: {
    personId: string | null;
    verifiedAt: EpochMs | null;
    verifiedById: string | null;
    verifiedHow: string | null;
  },
): Promise<void> {
  await tx.update(villager).set(binding).where(eq(villager.id, villagerId));
}

/** A closing account is no member of the Party anywhere any more. */
export async function clearPartyMarks(tx: Tx, personId: string): Promise<void> {
  await tx.delete(partyMember).where(eq(partyMember.personId, personId));
  await tx.delete(meetingAttendance).where(eq(meetingAttendance.personId, personId));
}

/** Takes a closing account off all rosters; the lines stay. */
export async function clearBindings(tx: Tx, personId: string): Promise<void> {
  await tx
    .update(villager)
    .set({ personId: null, verifiedAt: null, verifiedById: null, verifiedHow: null })
    .where(eq(villager.personId, personId));
}

/** Adds lines to a roster. */
export async function insertVillagers(
  tx: Tx,
  rows: (typeof villager.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0) await tx.insert(villager).values(rows);
}

/** Puts a new code on paper in place of the villager's earlier ones. */
export async function replacePaperCode(tx: Tx, row: typeof paperCode.$inferInsert): Promise<void> {
  await tx
    .update(paperCode)
    .set({ expiresAt: row.createdAt })
    .where(and(eq(paperCode.villagerId, row.villagerId), isNull(paperCode.usedAt)));
  await tx.insert(paperCode).values(row);
}

/** Counts a try at a code on paper that still holds; null when there is none such. */
export async function tryPaperCode(
  tx: Tx,
  { codeHmac, tries, at }: { codeHmac: string; tries: number; at: EpochMs },
): Promise<{ id: string; villagerId: string; issuedById: string } | null> {
  const [row] = await tx
    .update(paperCode)
    .set({ tries: sql`${paperCode.tries} + 1` })
    .where(
      and(
        eq(paperCode.codeHmac, codeHmac),
        isNull(paperCode.usedAt),
        gt(paperCode.expiresAt, at),
        lt(paperCode.tries, tries),
      ),
    )
    .returning({
      id: paperCode.id,
      villagerId: paperCode.villagerId,
      issuedById: paperCode.issuedById,
    });
  return row ?? null;
}

/** Spends a code on paper. */
export async function spendPaperCode(tx: Tx, id: string, at: EpochMs): Promise<void> {
  await tx.update(paperCode).set({ usedAt: at }).where(eq(paperCode.id, id));
}

/** The county's villages by town, for choosing one's own. */
export function selectVillageChoices(db: Reader) {
  return db
    .select({ code: grid.code, name: grid.shortName, townName: town.shortName })
    .from(grid)
    .innerJoin(town, and(eq(town.level, 'town'), eq(town.code, sql`substr(${grid.code}, 1, 9)`)))
    .where(and(eq(grid.level, 'village'), isNull(grid.retiredAt)))
    .orderBy(asc(town.sort), asc(town.code), asc(grid.sort), asc(grid.code))
    .limit(2000);
}

/** Everybody on a village's roster, as few columns as a draw needs. */
export function selectRosterOf(db: Reader, villageCode: string) {
  return db
    .select({ id: villager.id, name: villager.name, personId: villager.personId })
    .from(villager)
    .where(and(eq(villager.villageCode, villageCode), isNull(villager.leftAt)))
    .orderBy(asc(villager.name))
    .limit(MOST_IN_VILLAGE);
}

/** Several lines of rosters at once. */
export function selectVillagers(db: Reader, ids: string[]): Promise<RosterRow[]> {
  return roster(db)
    .where(and(among(villager.id, ids), isNull(villager.leftAt)))
    .limit(ids.length);
}

/** The pool of a draw is counted in two bytes; no village is near it. */
const MOST_IN_VILLAGE = 65_535;
