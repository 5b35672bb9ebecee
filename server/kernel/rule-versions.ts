import { createHash } from 'node:crypto';
import { and, desc, eq } from 'drizzle-orm';
import { ruleVersion } from '#db/schema/kernel.ts';
import type { Database, Reader, Tx } from '#db/surface.ts';
import type { EpochMs } from '#server/rules/dates.ts';

/** A table of content/ as it stands now: its own version number and everything in it. */
export interface RuleTable {
  name: string;
  version: number;
  body: unknown;
}

/**
 * Keeps each table of rules as it stood when it came into force, so that a due date can be
 * explained years later. A table changed without a new version number throws: two meanings of one
 * number would make every sheet doubtful.
 */
export async function recordRules(db: Database, tables: RuleTable[], at: EpochMs): Promise<void> {
  for (const table of tables) {
    const { name, version } = table;
    const newest = await newestTable(db.read, name);
    // What a county brought in itself goes on from the file: see calendarInForce.
    if (newest && isBroughtIn(newest.body)) continue;
    if (newest?.version === version && newest.hash !== hashOf(table)) {
      throw new Error(
        `content/${name}.json was changed. Give it a new version number and start again.`,
      );
    }
    if (newest?.version === version) continue;
    await db.write((tx) => addTable(tx, table, at));
  }
}

/** The newest version of a table that was ever in force here; null when there is none. */
export async function newestTable(db: Reader, name: string) {
  const [row] = await db
    .select({
      name: ruleVersion.name,
      version: ruleVersion.version,
      hash: ruleVersion.hash,
      body: ruleVersion.body,
    })
    .from(ruleVersion)
    .where(eq(ruleVersion.name, name))
    .orderBy(desc(ruleVersion.version))
    .limit(1);
  return row ?? null;
}

/** What a version of a table said; null when it was never in force here. */
export async function tableOf(db: Reader, name: string, version: number): Promise<unknown> {
  const [row] = await db
    .select({ body: ruleVersion.body })
    .from(ruleVersion)
    .where(and(eq(ruleVersion.name, name), eq(ruleVersion.version, version)))
    .limit(1);
  return row?.body ?? null;
}

/** Keeps a version of a table; the same number is kept once. */
export async function addTable(tx: Tx, table: RuleTable, at: EpochMs): Promise<void> {
  const { name, version, body } = table;
  const row = { name, version, hash: hashOf(table), validFrom: at, body };
  await tx.insert(ruleVersion).values(row).onConflictDoNothing();
}

/** Whether a table was brought in by the county, and not read from a file of content/. */
export function isBroughtIn(body: unknown): boolean {
  return typeof body === 'object' && body !== null && Reflect.get(body, 'isBroughtIn') === true;
}

function hashOf({ body }: RuleTable): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}
