import { z } from 'zod';
import type { Database, Reader } from '#db/surface.ts';
import { readSetting, writeSetting } from '#server/kernel/settings.ts';
import type { DemoPerson } from '#server/operator/people.ts';

export const barKey = z.enum(['villager', 'cadre', 'secretary', 'town', 'county']);
const bar = z.array(z.object({ key: barKey, personId: z.string(), name: z.string() }));

/** Somebody whom one tap in the slim bar lets you be. */
export type BarPerson = z.infer<typeof bar>[number];

/**
 * Writes that this database is a demonstration, and everything that follows from it: how far its
 * clock is moved, in ms, who is printed with his password, and who stands in the slim bar.
 */
export async function writeDemoFacts(
  db: Database,
  facts: { shift: number; people: DemoPerson[]; bar: BarPerson[] },
): Promise<void> {
  await db.write(async (tx) => {
    await writeSetting(tx, 'demo.people', facts.people);
    await writeSetting(tx, 'demo.bar', facts.bar);
    await writeSetting(tx, 'demo.shift', facts.shift);
    tx.touch('*');
  });
}

/** Who stands in the slim bar. */
export async function readBar(db: Reader): Promise<BarPerson[]> {
  return bar.parse((await readSetting(db, 'demo.bar')) ?? []);
}
