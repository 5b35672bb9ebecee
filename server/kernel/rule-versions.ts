import { createHash } from 'node:crypto';
import { desc, eq } from 'drizzle-orm';
import { ruleVersion } from '#db/schema/kernel.ts';
import type { Database } from '#db/surface.ts';
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
  for (const { name, version, body } of tables) {
    const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const [newest] = await db.read
      .select({ version: ruleVersion.version, hash: ruleVersion.hash })
      .from(ruleVersion)
      .where(eq(ruleVersion.name, name))
      .orderBy(desc(ruleVersion.version))
      .limit(1);
    if (newest?.version === version && newest.hash !== hash) {
      throw new Error(
        `content/${name}.json was changed. Give it a new version number and start again.`,
      );
    }
    if (newest?.version === version) continue;
    await db.write(async (tx) => {
      const row = { name, version, hash, validFrom: at, body };
      await tx.insert(ruleVersion).values(row).onConflictDoNothing();
    });
  }
}
