import { and, eq, inArray } from 'drizzle-orm';
import { aliasedTable } from 'drizzle-orm/alias';
import { villager } from '#db/schema/accounts.ts';
import type { Reader } from '#db/surface.ts';

const housemate = aliasedTable(villager, 'housemate');

/** Whether one of these persons lives in the household of somebody on the roster, or is he himself. */
export async function livesWithOneOf(
  db: Reader,
  { villagerId, personIds }: { villagerId: string; personIds: string[] },
): Promise<boolean> {
  if (personIds.length === 0) return false;
  const rows = await db
    .select({ id: housemate.id })
    .from(villager)
    .innerJoin(housemate, eq(housemate.householdId, villager.householdId))
    .where(and(eq(villager.id, villagerId), inArray(housemate.personId, personIds)))
    .limit(1);
  return rows.length > 0;
}
