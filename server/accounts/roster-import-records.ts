import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { paperCode, villager } from '#db/schema/accounts.ts';
import type { Reader, Tx } from '#db/surface.ts';
import { breathe } from '#server/kernel/breathe.ts';

/** More people than any village has. */
const WHOLE_VILLAGE = 50_000;
/** Far below the parameters either engine takes; a statement of so many takes some milliseconds. */
const CHUNK = 200;

/** A line of a roster as stored. */
export type VillagerRow = typeof villager.$inferSelect;

/** A whole village's roster, for the comparison with a file. */
export function selectWholeRoster(db: Reader, villageCode: string): Promise<VillagerRow[]> {
  return db
    .select()
    .from(villager)
    .where(and(eq(villager.villageCode, villageCode), isNull(villager.leftAt)))
    .orderBy(asc(villager.name))
    .limit(WHOLE_VILLAGE);
}

/** Writes lines of a roster: new ones are added, known ones take what is new in the row. */
export async function upsertVillagers(
  tx: Tx,
  rows: (typeof villager.$inferInsert)[],
): Promise<void> {
  const set = {
    householdId: sql`excluded.household_id`,
    name: sql`excluded.name`,
    isHead: sql`excluded.is_head`,
    idTailHmac: sql`excluded.id_tail_hmac`,
    phoneSealed: sql`excluded.phone_sealed`,
    adultFrom: sql`excluded.adult_from`,
  };
  for (let from = 0; from < rows.length; from += CHUNK) {
    await tx
      .insert(villager)
      .values(rows.slice(from, from + CHUNK))
      .onConflictDoUpdate({ target: villager.id, set });
    await breathe();
  }
}

/** How many lines of an import somebody uses by now: bound to an account, or with a slip written. */
export async function selectUsedLines(db: Reader, villageCode: string, importId: string) {
  const ofImport = and(eq(villager.villageCode, villageCode), eq(villager.importId, importId));
  return db
    .select({ id: villager.id })
    .from(villager)
    .where(
      and(
        ofImport,
        sql`(${villager.personId} IS NOT NULL OR EXISTS (
          SELECT 1 FROM ${paperCode} WHERE ${paperCode.villagerId} = ${villager.id}))`,
      ),
    )
    .limit(1);
}

/** Takes the lines that an import added off the roster. */
export async function deleteImported(
  tx: Tx,
  villageCode: string,
  importId: string,
): Promise<number> {
  const gone = await tx
    .delete(villager)
    .where(and(eq(villager.villageCode, villageCode), eq(villager.importId, importId)))
    .returning({ id: villager.id });
  return gone.length;
}
