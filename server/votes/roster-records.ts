import { and, asc, count, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { among } from '#db/dialect.ts';
import { person, villager } from '#db/schema/accounts.ts';
import { household } from '#db/schema/grids.ts';
import { voteElector } from '#db/schema/votes.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { breathe } from '#server/kernel/breathe.ts';

export type ElectorRecord = typeof voteElector.$inferSelect;

/** How somebody stands: on the roster, off it, or nobody has said. */
export type Standing = 'in' | 'out' | 'unknown';

/** Statements of a size that either engine takes. */
const CHUNK = 300;
/** More electors than any vote has. */
const WHOLE_ROSTER = 50_000;

/** Puts a roster in the place of the one before; other pages are answered between its slices. */
export async function replaceRoster(tx: Tx, voteId: string, rows: ElectorRecord[]): Promise<void> {
  await tx.delete(voteElector).where(eq(voteElector.voteId, voteId));
  for (let from = 0; from < rows.length; from += CHUNK) {
    await tx.insert(voteElector).values(rows.slice(from, from + CHUNK));
    await breathe();
  }
}

export async function insertElector(tx: Tx, row: ElectorRecord): Promise<void> {
  await tx.insert(voteElector).values(row);
}

/** Everybody who was ever named for a vote, whatever was decided about him. */
export function selectRoster(db: Reader, voteId: string): Promise<ElectorRecord[]> {
  return db
    .select()
    .from(voteElector)
    .where(eq(voteElector.voteId, voteId))
    .orderBy(asc(voteElector.standing), asc(voteElector.no), asc(voteElector.id))
    .limit(WHOLE_ROSTER);
}

/** A page of those who stand in one way, after a line ('no_id'). */
export function selectStanding(
  db: Reader,
  { voteId, standing, after, limit }: StandingPage,
): Promise<ElectorRecord[]> {
  const isAfter =
    after &&
    or(
      gt(voteElector.no, after.no),
      and(eq(voteElector.no, after.no), gt(voteElector.id, after.id)),
    );
  return db
    .select()
    .from(voteElector)
    .where(
      and(eq(voteElector.voteId, voteId), eq(voteElector.standing, standing), isAfter ?? undefined),
    )
    .orderBy(asc(voteElector.no), asc(voteElector.id))
    .limit(limit);
}

export interface StandingPage {
  voteId: string;
  standing: Standing;
  after: { no: number; id: string } | null;
  limit: number;
}

/** Everybody of exactly this name in a vote, in the order of the roster. */
export async function selectNamed(
  db: Reader,
  voteId: string,
  name: string,
): Promise<ElectorRecord[]> {
  const rows = await db
    .select()
    .from(voteElector)
    .where(and(eq(voteElector.voteId, voteId), eq(voteElector.name, name)))
    .limit(50);
  return rows.toSorted((one, other) => one.no - other.no);
}

/** These lines of a vote's roster. */
export async function selectElectors(
  db: Reader,
  voteId: string,
  ids: string[],
): Promise<ElectorRecord[]> {
  if (ids.length === 0) return [];
  return db
    .select()
    .from(voteElector)
    .where(and(among(voteElector.id, ids), eq(voteElector.voteId, voteId)))
    .limit(ids.length);
}

/** How many stand in each way, and how many of those on the roster have voted, by channel. */
export async function countRoster(db: Reader, voteId: string): Promise<RosterCount> {
  const rows = await db
    .select({ standing: voteElector.standing, voted: voteElector.voted, n: count() })
    .from(voteElector)
    .where(eq(voteElector.voteId, voteId))
    .groupBy(voteElector.standing, voteElector.voted)
    .limit(12);
  const sum = (isMeant: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(isMeant).reduce((all, { n }) => all + n, 0);
  return {
    in: sum(({ standing }) => standing === 'in'),
    out: sum(({ standing }) => standing === 'out'),
    unknown: sum(({ standing }) => standing === 'unknown'),
    online: sum(({ voted }) => voted === 'online'),
    paper: sum(({ voted }) => voted === 'paper'),
  };
}

export interface RosterCount {
  in: number;
  out: number;
  unknown: number;
  online: number;
  paper: number;
}

/** Decides about one line, or about all of whom nobody has said anything. How many it were. */
export async function updateStanding(
  tx: Tx,
  { voteId, id }: { voteId: string; id: string | null },
  decided: { standing: Standing; reason: string; decidedById: string | null },
): Promise<number> {
  const which = id === null ? eq(voteElector.standing, 'unknown') : eq(voteElector.id, id);
  const rows = await tx
    .update(voteElector)
    .set(decided)
    .where(and(eq(voteElector.voteId, voteId), which))
    .returning({ id: voteElector.id });
  return rows.length;
}

/** Whether somebody put a line on a roster or took one off by his own decision. */
export async function hasDecided(
  db: Reader,
  { voteId, personId }: { voteId: string; personId: string },
): Promise<boolean> {
  const [row] = await db
    .select({ id: voteElector.id })
    .from(voteElector)
    .where(and(eq(voteElector.voteId, voteId), eq(voteElector.decidedById, personId)))
    .limit(1);
  return row !== undefined;
}

/** Why somebody decided about lines of a roster, in his own words. */
export function selectDecidedReasons(db: Reader, voteId: string) {
  return db
    .select({ id: voteElector.id, reason: voteElector.reason })
    .from(voteElector)
    .where(and(eq(voteElector.voteId, voteId), isNotNull(voteElector.decidedById)))
    .orderBy(asc(voteElector.id))
    .limit(WHOLE_ROSTER);
}

export async function updateReason(tx: Tx, id: string, reason: string): Promise<void> {
  await tx.update(voteElector).set({ reason }).where(eq(voteElector.id, id));
}

/** Notes whom a household sends this time; false once it has voted. */
export async function updateMandate(
  tx: Tx,
  { voteId, id }: { voteId: string; id: string },
  mandate: { mandateVillagerId: string; mandateById: string },
): Promise<boolean> {
  const rows = await tx
    .update(voteElector)
    .set(mandate)
    .where(and(eq(voteElector.voteId, voteId), eq(voteElector.id, id), isNull(voteElector.voted)))
    .returning({ id: voteElector.id });
  return rows.length === 1;
}

/** The people who read messages for those on a roster: of all, or of those who have not voted. */
export async function selectReaders(
  db: Reader,
  voteId: string,
  { isWaiting }: { isWaiting: boolean },
): Promise<string[]> {
  const speaker = sql`coalesce(${voteElector.mandateVillagerId}, ${voteElector.villagerId})`;
  const rows = await db
    .selectDistinct({ personId: villager.personId })
    .from(voteElector)
    .innerJoin(villager, eq(villager.id, speaker))
    .where(
      and(
        eq(voteElector.voteId, voteId),
        eq(voteElector.standing, 'in'),
        isNotNull(villager.personId),
        isWaiting ? isNull(voteElector.voted) : undefined,
      ),
    )
    .limit(WHOLE_ROSTER);
  return rows.flatMap(({ personId }) => personId ?? []);
}

/** The people who read messages for these lines of a roster. */
export async function selectReadersOf(db: Reader, electorIds: string[]): Promise<string[]> {
  if (electorIds.length === 0) return [];
  const speaker = sql`coalesce(${voteElector.mandateVillagerId}, ${voteElector.villagerId})`;
  const rows = await db
    .selectDistinct({ personId: villager.personId })
    .from(voteElector)
    .innerJoin(villager, eq(villager.id, speaker))
    .where(and(among(voteElector.id, electorIds), isNotNull(villager.personId)))
    .limit(electorIds.length);
  return rows.flatMap(({ personId }) => personId ?? []);
}

/** The names of these people. */
export async function selectNames(db: Reader, ids: string[]) {
  if (ids.length === 0) return [];
  return db
    .select({ id: person.id, name: person.name })
    .from(person)
    .where(among(person.id, ids))
    .limit(ids.length);
}

/** The people of these households by name, for whoever enters a mandate. */
export async function selectHousehold(db: Reader, householdIds: string[]) {
  if (householdIds.length === 0) return [];
  return db
    .select({
      id: villager.id,
      householdId: villager.householdId,
      personId: villager.personId,
      name: villager.name,
      adultFrom: villager.adultFrom,
    })
    .from(villager)
    .where(and(among(villager.householdId, householdIds), isNull(villager.leftAt)))
    .orderBy(asc(villager.householdId), asc(villager.name), asc(villager.id))
    .limit(householdIds.length * 30);
}

const GROUP_LENGTH = 15;
const groupOf = sql<string>`substr(${household.gridCode}, 1, ${GROUP_LENGTH})`;

/** Somebody on a village's roster, as a line of a vote needs him. */
export interface Addable {
  id: string;
  name: string;
  groupCode: string;
}

function rosterOf(db: Reader) {
  return db
    .select({ id: villager.id, name: villager.name, groupCode: groupOf })
    .from(villager)
    .innerJoin(household, eq(household.id, villager.householdId));
}

/** One villager by his line on the village's roster; null when he is not on it. */
export async function selectAddable(
  db: Reader,
  villageCode: string,
  id: string,
): Promise<Addable | null> {
  const [row] = await rosterOf(db)
    .where(and(eq(villager.id, id), eq(villager.villageCode, villageCode), isNull(villager.leftAt)))
    .limit(1);
  return row ?? null;
}

/** Everybody of exactly this name on a village's roster. */
export function selectAddables(db: Reader, villageCode: string, name: string): Promise<Addable[]> {
  return rosterOf(db)
    .where(
      and(eq(villager.villageCode, villageCode), eq(villager.name, name), isNull(villager.leftAt)),
    )
    .orderBy(asc(villager.id))
    .limit(50);
}
